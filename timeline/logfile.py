"""events.jsonl as lines of bytes: the only module that opens it.

Writers hold the lock of a file beside it, never of the log itself, which git may replace. Only whole lines and whole
batches are ever read; what lies behind them is an append in progress, or what a crash left. The next writer sets that
aside in a file of its own, since it was never acknowledged. Nothing else is mended: a bad line with good ones behind it
is damage, and a person has to look.
"""

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, NamedTuple

from filelock import FileLock

from timeline import durable, jsonline
from timeline.errors import Damaged, TimelineError


class Position(NamedTuple):
    """How much of the log has been read: `offset` bytes, `lines` lines."""

    offset: int
    lines: int


START = Position(0, 0)


class Line(NamedTuple):
    """A line without its newline, and the position behind it."""

    raw: bytes
    end: Position


class Marks(NamedTuple):
    """The append of several events that a line belongs to, and how many they are."""

    append: str
    count: int


class LogFile:
    """The log as a file. `now` gives the time that names what is set aside; `report` is told of it."""

    def __init__(self, path: str | Path, now: Callable[[], str], report: Callable[[str], None] = lambda _: None) -> None:
        self.path = Path(path)
        self._now = now
        self._report = report
        self._lock = FileLock(f"{self.path}.lock", mode=0o644)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the writers' lock; a process that ends in any way gives it up. Raises TimelineError."""
        try:
            self._lock.acquire()
        except OSError as error:
            raise TimelineError(f"{self.path}: cannot lock it for writing: {error.strerror}") from error
        try:
            yield
        finally:
            self._lock.release()

    def read(self, start: Position = START) -> Iterator[Line]:
        """Whole lines and whole batches from `start` on; a log that does not exist has none. Raises Damaged."""
        try:
            with self.path.open("rb") as file:
                file.seek(start.offset)
                yield from _whole_batches(self._lines(file, start))
        except FileNotFoundError:
            return
        except OSError as error:
            raise TimelineError(f"{self.path}: cannot read it: {error.strerror}") from error

    def append(self, lines: Sequence[bytes], expected: Position) -> Position:
        """Add the lines, whole and durable; `expected` is where the caller has read to, and must be the end.

        Returns the new end. Raises TimelineError, Unknown or `durable.Swapped`, as `durable.append` does.
        """
        data = b"".join(line + b"\n" for line in lines)
        with self.locked():
            if self._size() != expected.offset:
                raise TimelineError(f"{self.path}: changed while we were about to write; nothing was written, try again")
            durable.append(self.path, data, expected.offset)
        return Position(expected.offset + len(data), expected.lines + len(lines))

    def mend(self, end: Position) -> bool:
        """Whether something had to be done about what lies behind `end`, the end of the last whole batch."""
        rest = self.rest(end)
        if rest and _lacks_newline(rest):
            durable.append(self.path, b"\n", end.offset + len(rest))
            self._report(f"{self.path.name}:{end.lines + 1}: the newline at its end was missing and is there again")
        elif rest:
            self._set_aside(rest, end)
        return bool(rest)

    def digest(self, end: Position) -> str | None:
        """SHA-256 of the log up to `end`; None when it is shorter."""
        try:
            with self.path.open("rb") as file:
                if file.seek(0, os.SEEK_END) < end.offset:
                    return None
                file.seek(0)
                return _sha256(file, end.offset)
        except FileNotFoundError:
            return None if end.offset else hashlib.sha256().hexdigest()

    def rest(self, end: Position) -> bytes:
        """What lies behind the last whole batch, which ends at `end`."""
        if not self.path.exists():
            return b""
        with self.path.open("rb") as file:
            file.seek(end.offset)
            return file.read()

    def _set_aside(self, rest: bytes, end: Position) -> None:
        aside = self.path.with_name(f"{self.path.name}.torn-{self._now().replace(':', '')}")
        durable.create(aside, rest)
        durable.cut(self.path, end.offset)
        self._report(f"{self.path.name}:{end.lines + 1}: an append was cut short; its {len(rest)} bytes are kept in {aside.name}")

    def _size(self) -> int:
        return self.path.stat().st_size if self.path.exists() else 0

    def _lines(self, file: BinaryIO, start: Position) -> Iterator[Line]:
        offset, number = start
        while raw := file.readline(jsonline.MAX_LINE + 1):
            if not raw.endswith(b"\n"):
                if len(raw) > jsonline.MAX_LINE:
                    raise Damaged(f"{self.path.name}:{number + 1}: is longer than {jsonline.MAX_LINE:,} bytes")
                return
            offset, number = offset + len(raw), number + 1
            yield Line(raw[:-1], Position(offset, number))


def _whole_batches(lines: Iterator[Line]) -> Iterator[Line]:
    """Hold the lines of a batch back until it is whole. A torn line may be a lost sector of the batch around it."""
    held: list[Line] = []
    batch: Marks | None = None
    missing = 0
    for line in lines:
        marks, torn = _marks(line.raw), _is_torn(line.raw)
        if batch and not torn and marks != batch:
            yield from held
            held, batch = [], None
        if marks and not batch:
            batch, missing = marks, marks.count
        held.append(line)
        missing -= marks is not None
        if not torn and not (batch and missing):
            yield from held
            held, batch = [], None
    if not batch:
        yield from held


def _marks(raw: bytes) -> Marks | None:
    """Which append of several events a line belongs to, and of how many."""
    if b'"appendid"' not in raw:
        return None
    try:
        event = jsonline.read(raw)
        return Marks(event["appendid"], event["appendcount"])
    except (ValueError, KeyError):
        return None


def _is_torn(raw: bytes) -> bool:
    return b"\0" in raw or not (raw.startswith(b"{") and raw.endswith(b"}"))


def _lacks_newline(rest: bytes) -> bool:
    """Whether it is one whole event, whose newline an editor may have taken off."""
    try:
        return not _marks(rest) and {"id", "type"} <= jsonline.read(rest).keys()
    except ValueError:
        return False


def _sha256(file: BinaryIO, size: int) -> str:
    digest = hashlib.sha256()
    while size and (block := file.read(min(size, 1 << 20))):
        digest.update(block)
        size -= len(block)
    return digest.hexdigest()
