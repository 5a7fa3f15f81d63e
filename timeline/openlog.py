"""The log as one open file: its lines by the block, and nothing behind the last whole append."""

import os
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from timeline import durable, tail
from timeline.errors import Damaged, Problem, TimelineError
from timeline.jsonline import MAX_LINE

BLOCK = 1 << 18
"""Bytes that are read at once."""

_USUAL = 1 << 12
"""Bytes that most lines have room in."""


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


class Block(NamedTuple):
    """Whole lines that were read at once, 256 KiB of them where there are so many."""

    start: Position
    raw: bytes

    @property
    def end(self) -> Position:
        """Where the next block begins."""
        return Position(self.start.offset + len(self.raw), self.start.lines + self.raw.count(b"\n"))

    def behind(self, position: Position) -> "Block":
        """What of it lies behind a position."""
        if position.offset <= self.start.offset:
            return self
        return Block(position, self.raw[position.offset - self.start.offset :])

    @property
    def behind_lines(self) -> tuple[int, bytes]:
        """How many lines lie before it, and its bytes."""
        return self.start.lines, self.raw

    def lines(self) -> Iterator[Line]:
        """Its lines."""
        offset, seq = self.start
        for raw in self.raw[:-1].split(b"\n") if self.raw else ():
            seq += 1
            yield Line(seq, offset, raw)
            offset += len(raw) + 1


class Moved(Exception):  # noqa: N818  # a word to the caller, who reads on and tries again
    """The log does not go on from where the caller has read to, or is another file by now."""


class OpenLog:
    """The log as one open file; `log` is None where there is none yet."""

    def __init__(self, path: Path, log: int | None) -> None:
        self.path = path
        self.log = log

    @cached_property
    def identity(self) -> str | None:
        """Which file it is."""
        return None if self.log is None else durable.identity(self.log)

    @property
    def is_current(self) -> bool:
        """Whether the path still names it."""
        return durable.current(self.path, self.log)

    @property
    def replaced(self) -> TimelineError:
        """What to say when it does not: what was read may not be what stands there."""
        return TimelineError(f"{self.path}: was replaced while it was read; nothing was changed, try again")

    def end(self) -> int:
        """Where the last whole append ends."""
        return 0 if self.log is None else tail.whole_end(self.log)

    def blocks(self, start: Position = START, end: int | None = None) -> Iterator[Block]:
        """All whole appends from `start` on, up to `end` if it is known; raises Moved when no line begins at `start`.

        Raises Damaged at an endless line.
        """
        end = self.end() if end is None else end
        if self.log is None or not _line_begins(self.log, start.offset, end):
            if start != START:
                raise Moved
            return
        while start.offset < end and (raw := self.bytes(start.offset, min(start.offset + BLOCK, end))):
            block = Block(start, raw[: raw.rfind(b"\n") + 1])
            if not block.raw:
                where = f"{self.path.name}:{start.lines + 1}"
                raise Damaged([Problem(where, "", f"is over {BLOCK:,} bytes long; a line holds at most {MAX_LINE:,}")])
            yield block
            start = block.end

    def lines(self) -> Iterator[bytes]:
        """The lines of all whole appends; raises Damaged at an endless one."""
        for block in self.blocks():
            yield from (line.raw for line in block.lines())

    def line(self, offset: int) -> "bytes":
        """The line that begins at `offset`, without its newline; empty where the log has none."""
        for most in (_USUAL, MAX_LINE):
            line, newline, _ = self.bytes(offset, offset + most).partition(b"\n")
            if newline:
                return line
        return b""

    def bytes(self, start: int, end: int) -> "bytes":
        """What lies between two offsets."""
        return b"" if self.log is None else os.pread(self.log, end - start, start)


def _line_begins(log: int, offset: int, end: int) -> bool:
    return offset == 0 or (offset <= end and os.pread(log, 1, offset - 1) == b"\n")
