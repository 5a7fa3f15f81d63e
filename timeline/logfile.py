"""events.jsonl as lines of bytes: the only module that opens it.

Writers take turns by the lock of a file beside the log, since git may replace the log itself; each opens it anew, mends
its end, and adds a batch in one durable append. Readers take no lock. They see whole batches, because they stop where
the last whole append ends: what lies behind is in progress, or was left by a crash and never acknowledged. The next
writer sets that aside. All other damage stays as it is: only a person knows what belongs there.
"""

import hashlib
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, NamedTuple

from filelock import FileLock

from timeline import durable, tail
from timeline.errors import Damaged, TimelineError
from timeline.jsonline import MAX_LINE


class Position(NamedTuple):
    """How much of the log has been read."""

    offset: int
    lines: int


START = Position(0, 0)


class Line(NamedTuple):
    """A line without its newline, its number from 1 on and the offset of its first byte."""

    seq: int
    offset: int
    raw: bytes

    @property
    def end(self) -> Position:
        """Where the next line begins."""
        return Position(self.offset + len(self.raw) + 1, self.seq)


class Mended(NamedTuple):
    """What a writer did to the end of the log: so many bytes were added to `file`."""

    kind: str
    size: int
    file: Path

    def __str__(self) -> str:
        return f"{self.file}: {self.kind} ({self.size:,} bytes)"


class Moved(Exception):  # noqa: N818  # a word to the caller, who reads on and tries again
    """The log does not go on from where the caller has read to; it ends at `end`."""

    def __init__(self, end: Position) -> None:
        super().__init__(end)
        self.end = end


class LogFile:
    """The log at `path`; `mended` has what this object did to its end."""

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        self.name = self.path.name
        self.mended: list[Mended] = []
        self._lock = FileLock(f"{self.path}.lock", poll_interval=0.01)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep other writers out; the end of the process, however it comes, lets them in."""
        with durable.refusing(self.path):
            self.path.parent.stat()  # or filelock makes the folder
            held = self._lock.acquire()
        with held:
            yield

    def read(self, start: Position = START) -> Iterator[Line]:
        """The lines of all whole appends from `start` on; raises Moved when no line begins there, Damaged."""
        with durable.refusing(self.path):
            try:
                file = self.path.open("rb")
            except FileNotFoundError:
                if start != START:
                    raise Moved(START) from None
                return
            with file:
                yield from self._lines(file, start)

    def append(self, lines: Sequence[bytes], expected: Position | None = None) -> Position:
        """Add `lines` in one durable append and return the new end; no lines: make durable what is there.

        Raises Moved when the log does not end at `expected`, TimelineError and Unknown. Without `expected` it counts
        the lines of the whole log.
        """
        assert all(len(line) < MAX_LINE and b"\n" not in line for line in lines)
        data = b"".join(line + b"\n" for line in lines)
        with self.locked():
            while True:
                with durable.opened(self.path) as log:
                    end = _position(log, expected or START, self._mend(log))
                    if expected not in (None, end):
                        raise Moved(end)
                    durable.append(self.path, log, data)
                    if durable.current(self.path, log):
                        return Position(end.offset + len(data), end.lines + len(lines))

    def mend(self) -> None:
        """Complete or set aside what an interrupted append left, so that reading sees all there is to see."""
        if self.path.exists():
            with self.locked(), durable.opened(self.path) as log:
                self._mend(log)

    def digest(self, end: Position) -> str | None:
        """SHA-256 of the log up to `end`; None when it is shorter. Raises TimelineError."""
        with durable.refusing(self.path), self.path.open("rb") as file:
            if os.fstat(file.fileno()).st_size < end.offset:
                return None
            return _sha256(file, end.offset)

    def identity(self) -> tuple[int, int]:
        """Which file the path names just now; raises TimelineError when there is none."""
        if not self.path.exists():
            raise TimelineError(f"{self.path}: there is no such log; `timeline init` begins one")
        status = self.path.stat()
        return status.st_dev, status.st_ino

    def unfinished(self) -> int:
        """How many bytes lie behind the last whole append. Raises TimelineError."""
        with durable.refusing(self.path), self.path.open("rb") as file:
            return os.fstat(file.fileno()).st_size - tail.whole_end(file.fileno())

    def _lines(self, file: BinaryIO, start: Position) -> Iterator[Line]:
        end = tail.whole_end(file.fileno())
        if not _line_begins(file.fileno(), start.offset, end):
            raise Moved(_position(file.fileno(), START, end))
        offset, seq = start
        file.seek(offset)
        while offset < end and (raw := file.readline(MAX_LINE)):
            seq += 1
            if not raw.endswith(b"\n"):
                raise Damaged(f"{self.name}:{seq}: is longer than {MAX_LINE:,} bytes; restore the log from git")
            yield Line(seq, offset, raw[:-1])
            offset += len(raw)

    def _mend(self, log: int) -> int:
        """The end of the last whole append, with nothing behind it any more."""
        if tail.lacks_newline(log):
            durable.append(self.path, log, b"\n")
            self.mended.append(Mended("its last line lacked the newline", 1, self.path))
        end, stat = tail.whole_end(log), os.fstat(log)
        if end == 0 and os.pread(log, 1, 0) not in (b"", b"{", b"\0"):
            raise Damaged(f"{self.name}:1: is not the beginning of a log; nothing was changed")
        if end < stat.st_size:
            torn = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(stat.st_mtime))
            aside = self.path.with_name(f"{self.name}.torn-{torn}")
            durable.set_aside(self.path, log, end, aside)
            self.mended.append(Mended("holds what an interrupted append left", stat.st_size - end, aside))
        return end


def _line_begins(log: int, offset: int, end: int) -> bool:
    return offset == 0 or (offset <= end and os.pread(log, 1, offset - 1) == b"\n")


def _position(log: int, known: Position, end: int) -> Position:
    """The position at `end`, its lines counted from `known` on."""
    offset, lines = known if _line_begins(log, known.offset, end) else START
    while block := os.pread(log, min(MAX_LINE, end - offset), offset):
        offset, lines = offset + len(block), lines + block.count(b"\n")
    return Position(end, lines)


def _sha256(file: BinaryIO, size: int) -> str:
    digest = hashlib.sha256()
    while size and (block := file.read(min(size, 1 << 20))):
        digest.update(block)
        size -= len(block)
    return digest.hexdigest()
