"""What may not be written to: an exit code, the cause, what to do, and an append that works once it is done."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.disk import mounted
from tests.faults.tally import Tally, opened, source
from tests.faults.test_space import command
from timeline import Log

UNPRIVILEGED = ("setpriv", "--bounding-set=-dac_override") if os.geteuid() == 0 else ()


def refused(log: Path, advice: str) -> None:
    """An append says what to do, and not a byte changes."""
    before = log.read_bytes() if log.exists() else b""
    answer = command(log, [source("refused")], *UNPRIVILEGED)
    assert (answer.returncode, answer.stderr.count(advice)) == (1, 1), answer.stderr
    assert "Traceback" not in answer.stderr
    assert (log.read_bytes() if log.exists() else b"") == before


@pytest.mark.fault("read-only file, folder or mount")
@pytest.mark.parametrize("protected", ["events.jsonl", "events.jsonl.lock", "."])
def test_what_is_read_only_says_what_to_do(tally: Tally, log: Log, protected: str) -> None:
    """The log, its lock, or a folder in which no lock was made yet."""
    if protected == ".":
        log.path.with_name("events.jsonl.lock").unlink()
    (log.path.parent / protected).chmod(0o555 if protected == "." else 0o444)
    refused(log.path, "give this account the right to read and write it")
    (log.path.parent / protected).chmod(0o777)
    tally.judge(log.path, ["opened"], ["refused"])


@pytest.fixture
def mount(tmp_path: Path) -> Iterator[Path]:
    """A disk that can be mounted read-only."""
    with mounted(tmp_path / "disk", "size=1m") as folder:
        yield folder


@pytest.mark.fault("read-only file, folder or mount")
def test_a_read_only_mount_says_what_to_do(tally: Tally, mount: Path) -> None:
    """Readers go on."""
    log = opened(mount / "events.jsonl", tally.kinds)
    subprocess.run(["mount", "-o", "remount,ro", str(mount)], check=True)
    refused(log.path, "choose a disk that can be written to")
    assert [event.id for event, _ in log.read()] == ["opened"]
    subprocess.run(["mount", "-o", "remount,rw", str(mount)], check=True)
    tally.judge(log.path, ["opened"], ["refused"])


@pytest.mark.fault("read-only file, folder or mount")
def test_a_folder_that_is_not_there_says_what_to_do(tally: Tally, log: Log) -> None:
    """It is not made: the name may be mistyped."""
    missing = log.path.with_name("missing") / "events.jsonl"
    refused(missing, "create its folder first")
    missing.parent.mkdir()
    log.path.rename(missing)
    tally.judge(missing, ["opened"], ["refused"])
