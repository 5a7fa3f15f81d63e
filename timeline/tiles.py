"""The hashes of a log's tree as files, of which any proof can be made with a few (https://c2sp.org/tlog-tiles).

A tile has up to 256 hashes, side by side. On level 0 they are those of lines; on each level above, of whole tiles of
the level below. Tiles that are full never change again, so a log that grows changes the last one of each level alone.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from timeline.tlog import DIGEST, tree

WIDTH = 256
BYTES = WIDTH * DIGEST
"""Hashes in a full tile, and its bytes."""


class Tile(NamedTuple):
    """The `number`-th tile of a level, counted from 0."""

    level: int
    number: int
    hashes: tuple[bytes, ...]

    @property
    def path(self) -> str:
        return path(self.level, self.number, len(self.hashes))

    @property
    def content(self) -> bytes:
        return b"".join(self.hashes)


def path(level: int, number: int, width: int) -> str:
    """Where a tile lies; a number is written by three digits a folder."""
    digits = str(number)
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    *above, last = (digits[place : place + 3] for place in range(0, len(digits), 3))
    partial = f".p/{width}" if width < WIDTH else ""
    return f"tile/{level}/{''.join(f'x{part}/' for part in above)}{last}{partial}"


def tiles(leaves: Iterable[bytes]) -> Iterator[Tile]:
    """All tiles of the tree over some leaves; of each level no more than a tile is in memory."""
    levels: list[list[bytes]] = [[]]
    full = [0]
    for leaf in leaves:
        levels[0].append(leaf)
        level = 0
        while len(levels[level]) == WIDTH:
            done = Tile(level, full[level], tuple(levels[level]))
            yield done
            full[level] += 1
            levels[level] = []
            level += 1
            if level == len(levels):
                levels.append([])
                full.append(0)
            levels[level].append(tree(done.hashes).root)
    for level, hashes in enumerate(levels):
        if hashes:
            yield Tile(level, full[level], tuple(hashes))


def of_leaves(size: int) -> Iterator[str]:
    """Where the hashes of so many lines lie."""
    return (path(0, start // WIDTH, min(WIDTH, size - start)) for start in range(0, size, WIDTH))


def hashes(content: bytes) -> list[bytes]:
    """Those of a tile."""
    return [content[place : place + DIGEST] for place in range(0, len(content), DIGEST)]
