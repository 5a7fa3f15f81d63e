"""While git holds its lock nobody reads or extends the log, and nobody is answered."""

import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.test_logfile import append, event, ids, needs_strace, raw, replaced, writer
from timeline.logfile import LogFile

SLOW = ("strace", "-f", "-e", "trace=fsync", "-e", "inject=fsync:delay_enter=1500000", "-o")


@pytest.fixture
def log(tmp_path: Path) -> LogFile:
    """A log of one event in a work tree."""
    return in_work_tree(tmp_path / "repository")


def in_work_tree(folder: Path) -> LogFile:
    """A log where git could be at work."""
    (folder / ".git").mkdir(parents=True)
    log = LogFile(folder / "events.jsonl")
    append(log, [event("first")])
    return log


def lock(log: LogFile) -> Path:
    """The file that git holds while it replaces others."""
    return log.path.with_name(".git") / "index.lock"


def swap(log: LogFile) -> None:
    """What git does under its lock, and then it lets go."""
    replaced(log, [event("first"), event("merged")])
    lock(log).unlink()


@pytest.mark.parametrize("act", [ids, lambda log: append(log, [event("next")])], ids=["read", "append"])
def test_who_reads_or_appends_waits_for_the_new_file(log: LogFile, act: Callable[[LogFile], object]) -> None:
    """And meets no file that is about to go."""
    lock(log).touch()
    threading.Timer(0.3, swap, [log]).start()
    act(log)
    assert ids(log)[:2] == ["first", "merged"]


@needs_strace
def test_an_answer_waits_until_git_lets_go(tmp_path: Path, log: LogFile) -> None:
    """Git took its lock while the append was synced, and replaces the log later."""
    late = written(log, writer(log, "late", 1, 3, 10, before=(*SLOW, str(tmp_path / "trace"))))
    time.sleep(2.5)
    assert late.poll() is None
    swap(log)
    assert late.communicate(timeout=60)[1].endswith("timeline.openlog.Moved\n")
    assert ids(log) == ["first", "merged"]


@needs_strace
def test_a_git_that_does_not_let_go_gets_an_answer(tmp_path: Path, log: LogFile) -> None:
    """After ten seconds: unknown once it is written, refused before."""
    other = in_work_tree(tmp_path / "other")
    lock(other).touch()
    refused = writer(other, "refused", 1, 3, 10)
    unknown = written(log, writer(log, "unknown", 1, 3, 10, before=(*SLOW, str(tmp_path / "trace"))))
    assert "Unknown: " in unknown.communicate(timeout=60)[1]
    assert "TimelineError: " in (said := refused.communicate(timeout=60)[1])
    assert "nothing was changed; when none runs, remove its index.lock" in said
    lock(other).unlink()
    assert raw(other) == [event("first")]


def written(log: LogFile, process: subprocess.Popen[str]) -> subprocess.Popen[str]:
    """The process once its append is in the file; git's lock is there from then on."""
    size = log.path.stat().st_size
    while log.path.stat().st_size == size and process.poll() is None:
        time.sleep(0.01)
    lock(log).touch()
    return process
