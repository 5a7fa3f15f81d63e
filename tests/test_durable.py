"""Acknowledged bytes are on the disk whole, and refused ones are not: under errors, limits, kills and rivals."""

import os
import resource
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from errno import EIO
from pathlib import Path
from typing import Any

import pytest

from timeline import Log, TimelineError, Unknown, durable

OPENED = {"type": "log.opened", "subject": "talks", "data": {"title": "Talks"}}


@contextmanager
def when(function: Callable[..., Any], action: Callable[[], Any]) -> Iterator[None]:
    """The first time that `function` of C is called, do `action` before; what it raises comes out of that call."""

    def profile(frame: object, happening: str, called: object) -> None:
        if happening == "c_call" and called is function:
            sys.setprofile(None)
            action()

    sys.setprofile(profile)
    try:
        yield
    finally:
        sys.setprofile(None)


def fail() -> None:
    """As the disk does."""
    raise OSError(EIO, "Input/output error")


@pytest.fixture
def log(tmp_path: Path) -> Log:
    """A log that was opened."""
    log = Log(tmp_path / "events.jsonl")
    log.append([OPENED])
    return log


def ids(log: Log) -> list[str]:
    """The ids in the log."""
    return [event.id for event, _ in log.read()]


def source(name: str) -> dict[str, Any]:
    """An event."""
    return {"type": "source.registered", "subject": name, "id": name, "data": {"fact": {"title": name}}}


def test_bytes_are_added_at_the_end(tmp_path: Path) -> None:
    """And the file is made where there was none."""
    path = tmp_path / "file"
    durable.append(path, b"one", 0)
    durable.append(path, b"two", 3)
    assert path.read_bytes() == b"onetwo"
    durable.cut(path, 6, 2)
    assert path.read_bytes() == b"on"


REFUSALS: dict[str, tuple[Callable[[Path], None], str]] = {
    "longer than expected": (lambda path: durable.append(path, b"new", 2), "changed while we were about to write"),
    "shorter than expected": (lambda path: durable.append(path, b"new", 4), "changed while we were about to write"),
    "changed before a cut": (lambda path: durable.cut(path, 9, 1), "changed while we were about to write"),
    "there already": (lambda path: durable.create(path, b"new"), "File exists; nothing was written"),
    "in no folder": (lambda path: durable.create(path / "x", b"new"), "Not a directory; nothing was written"),
    "gone": (lambda path: durable.append(path.with_name("gone"), b"new", 3), "No such file or directory"),
}


@pytest.mark.parametrize(("attempt", "message"), REFUSALS.values(), ids=REFUSALS)
def test_a_file_that_is_not_as_expected_stays_so(tmp_path: Path, attempt: Callable[[Path], None], message: str) -> None:
    """What another put there is neither written over nor cut."""
    path = tmp_path / "file"
    path.write_bytes(b"old")
    with pytest.raises(TimelineError, match=message):
        attempt(path)
    assert [(found.name, found.read_bytes()) for found in tmp_path.iterdir()] == [("file", b"old")]


@pytest.mark.parametrize("size", [3, 0])
@pytest.mark.parametrize("function", [os.write, os.fsync])
def test_an_error_cuts_the_file_back(tmp_path: Path, size: int, function: Callable[..., Any]) -> None:
    """A failed write is a refusal; a failed fsync leaves it unknown, and is not tried again as if it were good."""
    path = tmp_path / "file"
    path.write_bytes(b"old"[:size])
    with when(function, fail), pytest.raises(TimelineError) as failure:
        durable.append(path, b"new", size)
    assert isinstance(failure.value, Unknown) is (function is os.fsync)
    assert str(failure.value).startswith(f"{path}: Input/output error; ")
    assert path.read_bytes() == b"old"[:size]


DEVICES: dict[str, Callable[[], None]] = {
    "full": lambda: durable.append(Path("/dev/full"), b"x", 0),
    "no fsync": lambda: durable.append(Path("/dev/null"), b"x", 0),
    "no cut": lambda: durable.cut(Path("/dev/null"), 0, 0),
}


@pytest.mark.parametrize("attempt", DEVICES.values(), ids=DEVICES)
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="devices that refuse are Linux's")
def test_what_cannot_be_cut_back_is_unknown(attempt: Callable[[], None]) -> None:
    """It says what to do: the same append again is safe."""
    with pytest.raises(Unknown, match=r"it is unknown whether the events are on the disk.*repeat the same append"):
        attempt()


def test_unknown_then_the_same_again(log: Log) -> None:
    """With the same ids it is there once."""
    with when(os.fsync, fail), pytest.raises(Unknown):
        log.append([source("a"), source("b")])
    assert ids(log)[1:] == []
    log.append([source("a"), source("b")])
    assert log.append([source("a"), source("b")]).known == ["a", "b"]
    assert ids(log)[1:] == ["a", "b"]


def test_a_log_that_git_swaps_under_the_writer(log: Log) -> None:
    """Bytes that went into the old file are written again into the new one; those it has are not."""
    branch = log.path.with_name("branch")
    branch.write_bytes(log.path.read_bytes())
    with when(os.fsync, lambda: branch.replace(log.path)):
        log.append([source("a"), source("b")])
    assert ids(log)[1:] == ["a", "b"]
    with when(os.fsync, lambda: (branch.write_bytes(log.path.read_bytes()), branch.replace(log.path))):
        log.append([source("c")])
    assert ids(log)[1:] == ["a", "b", "c"]


def test_a_log_that_is_taken_away_under_the_writer(log: Log) -> None:
    """Refused, since what the events build on is gone."""
    with when(os.fsync, log.path.unlink), pytest.raises(TimelineError, match="the log is empty"):
        log.append([source("a")])


@pytest.mark.parametrize("batch", [["a"], ["a", "b", "c"]], ids=["one event", "a batch"])
def test_short_writes(log: Log, batch: list[str]) -> None:
    """At a limit of every size the append is refused and no byte stays behind; with room it works."""
    before = log.path.read_bytes()
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    for room in range(0, 180, 5):
        resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) + room, limits[1]))
        try:
            with pytest.raises(TimelineError, match="File too large; nothing was written, make room and try again"):
                log.append(map(source, batch))
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        assert log.path.read_bytes() == before
    log.append(map(source, batch))
    assert ids(log)[1:] == batch
