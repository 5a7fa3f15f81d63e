"""A redaction killed or failing at each of its calls: the log is the old or the new one, and a repeat finishes it."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.chronicle import BEGINNING, Chronicle, report
from tests.faults.tally import Tally, some, source
from tests.faults.writer import noted, started, until, write
from timeline import Log
from timeline.cli import main
from timeline.redact import redact
from timeline.registry import REDACTED

ROOT = Path(__file__).parent.parent.parent
WORD = b"zanzibarov"
IDS = ("e-1", "e-3")
# Those up to the 17th are about the log, all others make the tables anew.
CALLS = "write,pwrite64,fsync,fdatasync,fchmod,rename,unlink,ftruncate"
WATCHED = ("", "events.jsonl", "events.jsonl.redacting", "timeline.db", "timeline.db-wal", "timeline.db.rebuild")

pytestmark = pytest.mark.skipif(not shutil.which("strace"), reason="strace injects the fault")


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a log and its tables."""
    folder = tmp_path_factory.mktemp("before")
    chronicle = Chronicle(folder)
    chronicle.log.append(BEGINNING)
    chronicle.add(*(report("attack", f"raid-{n}", f"e-{n}", summary=WORD.decode()) for n in (1, 3)))
    chronicle.add(report("attack", "foray", "e-2"))
    chronicle.project()
    return folder


def redacting(folder: Path, fault: str) -> int:
    """The exit code of `timeline redact`, whose calls for the log and the database meet a fault."""
    watched = [option for name in WATCHED for option in ("-P", str(folder / name))]
    strace = ["strace", "-f", "-o", "/dev/null", *watched, "-e", f"trace={CALLS}", "-e", f"inject={fault}"]
    command = [sys.executable, "-m", "timeline", *arguments(folder, "redact", *IDS, "--reason", "privacy")]
    return subprocess.run([*strace, *command], cwd=ROOT, check=False, timeout=60, capture_output=True).returncode


def arguments(folder: Path, *command: str) -> list[str]:
    """A command on the log of a folder."""
    return [*command, "--log", str(folder / "events.jsonl"), "--db", str(folder / "timeline.db")]


def is_taken_away(folder: Path) -> bool:
    """Whether no file has the word."""
    return not any(WORD in file.read_bytes().lower() for file in folder.iterdir() if file.is_file())


def judge(tally: Tally, before: Path, folder: Path, *finish: str) -> None:
    """The log is whole, as it was or as it shall be; then something finishes it, and the database too."""
    lines = (before / "events.jsonl").read_bytes().splitlines()
    now = (folder / "events.jsonl").read_bytes()
    redacted = now.splitlines()[: len(lines)] != lines
    assert now.endswith(b"\n")
    assert (now.count(b"\n"), now.count(WORD)) == ((len(lines) + 2, 0) if redacted else (len(lines), 2))
    assert CliRunner().invoke(main, arguments(folder, "check")).exit_code == 0
    command = finish if redacted else ("redact", *IDS, "--reason", "privacy")
    assert CliRunner().invoke(main, arguments(folder, *command)).exit_code == 0
    assert is_taken_away(folder)
    tally.judge(folder / "events.jsonl", ["e-1", "e-2", "e-3"])


@pytest.mark.fault("a writer and a reader beside redactions")
def test_others_go_on_meanwhile(tally: Tally, log: Log, tmp_path: Path) -> None:
    """Appends come before or behind; who reads sees the old log or the new one, and nothing that was told is lost."""
    secret = [source(f"secret-{number}", WORD.decode()) for number in range(5)]
    log.append(secret)
    with started(write, log.path, notes := tmp_path / "notes", "w", 10**6, 2) as writer:
        until(lambda: bool(noted(notes, "told")), writer)
        for one in secret:
            redact(Log(log.path, kinds=tally.kinds), [one["id"]], {"reason": "court"})
            events = [event for event, _ in Log(log.path, kinds=tally.kinds).read()]
            redacted = {event.id for event in events if event.is_redacted}
            assert one["id"] in redacted
            assert len(redacted) == sum(event.type == REDACTED for event in events)
    assert noted(notes, "refused") == []
    assert WORD not in log.path.read_bytes()
    tally.judge(log.path, [*noted(notes, "told"), *(one["id"] for one in secret)])


@pytest.mark.fault("a redaction killed at its Nth call")
@pytest.mark.parametrize("when", some([*range(1, 30), *range(30, 421, 7)], 5))
def test_a_killed_redaction_is_finished(tally: Tally, before: Path, tmp_path: Path, when: int) -> None:
    """By a repeat, by `doctor` or by the next projection."""
    shutil.copytree(before, folder := tmp_path / "disk")
    redacting(folder, f"{CALLS}:signal=KILL:when={when}")
    finish = (("redact", *IDS, "--reason", "privacy"), ("doctor",), ("project",))[when % 3]
    judge(tally, before, folder, *finish)


@pytest.mark.fault("the Nth call of a redaction fails: ENOSPC, EIO; the same again")
@pytest.mark.parametrize("when", some(range(1, 31), 2))
@pytest.mark.parametrize("error", ["ENOSPC", "EIO"])
def test_a_redaction_whose_call_fails_is_repeated(
    tally: Tally, before: Path, tmp_path: Path, error: str, when: int
) -> None:
    """What cannot be done changes nothing, or says that it is unknown."""
    shutil.copytree(before, folder := tmp_path / "disk")
    code = redacting(folder, f"write,fsync,fchmod,rename:error={error}:when={when}")
    assert code in (0, 1, 3)
    judge(tally, before, folder, "redact", *IDS, "--reason", "privacy")
