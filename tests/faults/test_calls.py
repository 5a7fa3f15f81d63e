"""Every call to the system that an append makes, made to fail: strace answers in the kernel's place."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.tally import Tally, opened, some
from tests.faults.writer import noted

ROOT = Path(__file__).parent.parent.parent
BATCH = 3

pytestmark = pytest.mark.skipif(not shutil.which("strace"), reason="strace injects the fault")


def begun(folder: Path, tally: Tally, torn: bytes = b"") -> Path:
    """A log that a crash has left with `torn` behind it, long ago: its time names the file where that is set aside."""
    folder.mkdir()
    log = folder / "events.jsonl"
    opened(log, tally.kinds)
    with log.open("ab") as file:
        file.write(torn)
    os.utime(log, (0, 0))
    return log


def faulty(log: Path, appends: int, *faults: str) -> tuple[list[str], list[str], list[str]]:
    """What a writer was told, refused and left to guess while these calls fail for all but its notes."""
    notes, aside = log.with_name("notes"), log.with_name("events.jsonl.torn-19700101T000000Z")
    watched = [option for path in (log, log.parent, aside) for option in ("-P", str(path))]
    injected = [option for fault in faults for option in ("-e", f"inject={fault}")]
    strace = ["strace", "-f", "-o", str(log.with_name("trace")), *watched, "-e", "trace=write,fsync,ftruncate"]
    writer = [sys.executable, "-m", "tests.faults.writer", str(log), str(notes), "w", str(appends), str(BATCH)]
    subprocess.run([*strace, *injected, *writer], cwd=ROOT, check=True, timeout=60, capture_output=True)
    return noted(notes, "told"), noted(notes, "refused"), noted(notes, "unknown")


@pytest.mark.fault("the Nth write fails: ENOSPC, EIO, EDQUOT, EINTR")
@pytest.mark.parametrize("when", some(range(1, 7), 2))
@pytest.mark.parametrize("error", ["ENOSPC", "EIO", "EDQUOT", "EINTR"])
def test_an_append_whose_write_fails_is_refused(tally: Tally, tmp_path: Path, error: str, when: int) -> None:
    """The first write sets aside what a crash has left, the sixth does not come. Python repeats after EINTR."""
    log = begun(tmp_path / "disk", tally, torn=b'{"specversion"')
    told, refused, unknown = faulty(log, 4, f"write:error={error}:when={when}")
    tally.judge(log, told, refused)
    failed = BATCH * (when <= 5 and error != "EINTR")
    assert (len(told), len(refused), len(unknown)) == (4 * BATCH - failed, failed, 0)


@pytest.mark.fault("the Nth write and all after it fail, and so does the cut back")
@pytest.mark.parametrize("when", some(range(1, 21)))
def test_what_cannot_be_undone_is_unknown(tally: Tally, tmp_path: Path, when: int) -> None:
    """Nothing is promised then, and nothing is there."""
    log = begun(tmp_path / "disk", tally)
    told, refused, unknown = faulty(log, 20, f"write:error=EIO:when={when}+", "ftruncate:error=EIO")
    tally.judge(log, told, unknown)
    assert (len(told), len(refused), len(set(unknown))) == ((when - 1) * BATCH, 0, (21 - when) * BATCH)


@pytest.mark.fault("the Nth fsync fails: EIO, ENOSPC; the same append again")
@pytest.mark.parametrize("when", some(range(1, 21), 4))
@pytest.mark.parametrize("error", ["EIO", "ENOSPC"])
def test_an_append_whose_fsync_fails_is_unknown_until_repeated(
    tally: Tally, tmp_path: Path, error: str, when: int
) -> None:
    """The first three make durable what is set aside: the file, its folder, and the log that was cut."""
    log = begun(tmp_path / "disk", tally, torn=b'{"specversion"')
    told, refused, unknown = faulty(log, 20, f"fsync:error={error}:when={when}")
    tally.judge(log, told)
    assert (len(told), len(refused), len(unknown)) == (20 * BATCH, 0, BATCH)


@pytest.mark.fault("the Nth fsync and the cut back fail; the same append again")
@pytest.mark.parametrize("when", some(range(1, 21)))
def test_a_repeat_finds_what_could_not_be_cut_back(tally: Tally, tmp_path: Path, when: int) -> None:
    """And acknowledges it once that is durable."""
    log = begun(tmp_path / "disk", tally)
    told, refused, unknown = faulty(log, 20, f"fsync:error=EIO:when={when}", "ftruncate:error=EIO")
    tally.judge(log, told)
    assert (len(told), len(refused), len(unknown)) == (20 * BATCH, 0, BATCH)


@pytest.mark.fault("the Nth fsync and the cut back fail; the same append again")
def test_a_repeat_is_acknowledged_once_it_is_durable(tally: Tally, tmp_path: Path) -> None:
    """That the ids are in the file is not enough."""
    log = begun(tmp_path / "disk", tally)
    told, refused, unknown = faulty(log, 2, "fsync:error=EIO", "ftruncate:error=EIO")
    assert (told, refused, len(unknown)) == ([], [], 2 * 2 * BATCH)
    tally.judge(log, [])
