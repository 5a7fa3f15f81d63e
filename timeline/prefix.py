"""Whether a log still begins as it did when it was read: the SHA-256 of its blocks.

Each block that was read is recorded, so that the news of a log cost their own length, and one block at most, whatever
lies before them. File times decide nothing.
"""

import hashlib
from typing import NamedTuple

from timeline.openlog import Block, OpenLog, Position

SAMPLE = 4
"""Blocks that are compared each time besides the last: all of a log up to 1 MiB, of a longer one others every time."""


class Digest(NamedTuple):
    """Where a block begins, in bytes and lines, how many bytes it has, and their SHA-256."""

    offset: int
    lines: int
    size: int
    sha256: str


class Recorded(NamedTuple):
    """A block that was read: where it lies, the SHA-256 of its bytes, and one over those of all blocks up to it."""

    number: int
    offset: int
    lines: int
    size: int
    sha256: str
    prefix: str

    @property
    def start(self) -> Position:
        """Where it begins."""
        return Position(self.offset, self.lines)


def digest(block: Block) -> Digest:
    """What tells a block from another."""
    return Digest(*block.start, len(block.raw), hashlib.sha256(block.raw).hexdigest())


def record(block: Digest, before: Recorded | None) -> Recorded:
    """What to remember of a block; `before` is the one before it."""
    offset, lines, size, sha256 = block
    number, earlier = (before.number + 1, before.prefix) if before else (0, "")
    return Recorded(number, offset, lines, size, sha256, hashlib.sha256((earlier + sha256).encode()).hexdigest())


def holds(block: Recorded, log: OpenLog) -> bool:
    """Whether the log still has this block."""
    raw = log.bytes(block.offset, block.offset + block.size)
    return hashlib.sha256(raw).hexdigest() == block.sha256


def sample(last: int, seed: int) -> list[int]:
    """The numbers of the blocks to compare, when `last` is the last one: that one, and others with every `seed`."""
    return sorted({last, *((seed * SAMPLE + place) % (last + 1) for place in range(SAMPLE))})
