"""events.jsonl as lines of bytes: the only module that opens it.

Writers hold the lock of a file beside it, never of the log itself, which git may replace. Only whole lines and whole
batches are ever read; what lies behind them is an append in progress, or what a crash left. The next writer sets that
aside in a file of its own, since it was never acknowledged. Nothing else is mended: a bad line with good ones behind it
is damage, and a person has to look.
"""

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from itertools import count
from pathlib import Path
from typing import BinaryIO, NamedTuple

from filelock import FileLock

from timeline import durable, jsonline
from timeline.batches import is_torn, lacks_newline, whole_batches
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


class LogFile:
    """The log as a file. `now` gives the time that names what is set aside; `report` is told of it."""

    def __init__(
        self, path: str | Path, now: Callable[[], str], report: Callable[[str], None] = lambda _: None
    ) -> None:
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
        """Whole lines and whole batches from `start` on; a log that does not exist has none.

        Raises Damaged, and TimelineError for a file that cannot be read.
        """
        with self._readable(), suppress(FileNotFoundError), self.path.open("rb") as file:
            file.seek(start.offset)
            yield from whole_batches(self._lines(file, start))

    def append(self, lines: Sequence[bytes], expected: Position) -> Position:
        """Add the lines, whole and durable; `expected` is where the caller has read to, and must be the end.

        Returns the new end. Raises TimelineError, Unknown or `durable.Swapped`, as `durable.append` does.
        """
        data = b"".join(line + b"\n" for line in lines)
        with self.locked():
            durable.append(self.path, data, expected.offset)
        return Position(expected.offset + len(data), expected.lines + len(lines))

    def mend(self, end: Position) -> bool:
        """Whether something had to be done about what lies behind `end`, the end of the last whole batch."""
        rest = self.rest(end)
        if rest and lacks_newline(rest):
            durable.append(self.path, b"\n", end.offset + len(rest))
            line = end.lines + rest.count(b"\n") + 1
            self._report(f"{self.path.name}:{line}: the newline at its end was missing and is there again")
        elif rest:
            self._set_aside(rest, end)
        return bool(rest)

    def rest(self, end: Position) -> bytes:
        """What lies behind the last whole batch, which ends at `end`. Raises TimelineError."""
        with self._readable(), suppress(FileNotFoundError), self.path.open("rb") as file:
            file.seek(end.offset)
            return file.read()
        return b""

    def digest(self, end: Position) -> str | None:
        """SHA-256 of the log up to `end`; None when it is shorter. Raises TimelineError."""
        with self._readable(), self.path.open("rb") as file:
            if file.seek(0, os.SEEK_END) < end.offset:
                return None
            file.seek(0)
            return _sha256(file, end.offset)

    def identity(self) -> tuple[int, int]:
        """Which file the path names just now; raises TimelineError when there is none."""
        with self._readable():
            status = self.path.stat()
        return status.st_dev, status.st_ino

    @contextmanager
    def _readable(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise TimelineError(f"{self.path}: cannot read it: {error.strerror}") from error

    def _set_aside(self, rest: bytes, end: Position) -> None:
        name = f"{self.path.name}.torn-{self._now().replace(':', '')}"
        names = (name if number == 1 else f"{name}-{number}" for number in count(1))
        aside = next(path for path in map(self.path.with_name, names) if not path.exists())
        durable.create(aside, rest)
        durable.cut(self.path, end.offset + len(rest), end.offset)
        where = f"{self.path.name}:{end.lines + 1}"
        self._report(f"{where}: an append was cut short; its {len(rest)} bytes are kept in {aside.name}")

    def _lines(self, file: BinaryIO, start: Position) -> Iterator[Line]:
        offset, number = start
        while raw := file.readline(jsonline.MAX_LINE + 1):
            where = f"{self.path.name}:{number + 1}"
            if number == 0 and is_torn(raw) and not raw.startswith((b"{", b"\0\0")):
                raise Damaged(f"{where}: is not the beginning of a log; nothing was changed")
            if len(raw) > jsonline.MAX_LINE and _has_newline(file):
                raise Damaged(f"{where}: is longer than {jsonline.MAX_LINE:,} bytes; nothing was changed")
            if not raw.endswith(b"\n"):
                return
            offset, number = offset + len(raw), number + 1
            yield Line(raw[:-1], Position(offset, number))


def _has_newline(file: BinaryIO) -> bool:
    return any(b"\n" in block for block in iter(partial(file.read, 1 << 20), b""))


def _sha256(file: BinaryIO, size: int) -> str:
    digest = hashlib.sha256()
    while size and (block := file.read(min(size, 1 << 20))):
        digest.update(block)
        size -= len(block)
    return digest.hexdigest()
