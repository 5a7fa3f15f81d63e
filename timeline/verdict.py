"""What signed heads say against a log.

Each must be that of the log's first lines, and the one in force may not be older than any other.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from timeline.changed import changes
from timeline.errors import Problem
from timeline.treehead import TreeHead

_MOST = 20
"""Changed lines that are named one by one."""


class Stated(NamedTuple):
    """A head, and the file that states it."""

    name: str
    head: TreeHead

    def holds(self, roots: Mapping[int, bytes]) -> bool:
        """Whether the log begins with the lines that it was signed for; `roots` are those of its first lines."""
        return roots.get(self.head.size) == self.head.root


def faults(log: str, stated: Sequence[Stated], roots: Mapping[int, bytes]) -> Iterator[Problem]:
    """What is wrong with the heads among themselves, the first being the one in force, and with the log."""
    yield from _twice(stated)
    yield from _rolled_back(stated)
    yield from broken(log, stated, roots)


def broken(log: str, stated: Sequence[Stated], roots: Mapping[int, bytes]) -> Iterator[Problem]:
    """Which heads are not those of the log's first lines."""
    yield from _others(stated)
    for head, name in {head: name for name, head in reversed(stated)}.items():
        if head.size > max(roots):
            yield Problem(log, "", f"has {max(roots):,} whole lines, but {name} was signed for {head.size:,}")
        elif roots[head.size] != head.root:
            yield Problem(log, "", f"{_lines(1, head.size)} are not those that {name} was signed for")


def _others(stated: Sequence[Stated]) -> Iterator[Problem]:
    for name, head in stated[1:]:
        if head.origin != stated[0].head.origin:
            yield Problem(name, "", f"is of another log, {head.origin}; this one is {stated[0].head.origin}")


def _twice(stated: Sequence[Stated]) -> Iterator[Problem]:
    """Two heads of one size: whoever has the key showed the log in two versions."""
    first: dict[int, Stated] = {}
    for one in stated:
        other = first.setdefault(one.head.size, one)
        if other.head.root != one.head.root:
            what = f"was signed for as many lines as {other.name} ({one.head.size:,}), but for other ones"
            yield Problem(one.name, "", f"{what}: keep both, they prove that the log was shown in two versions")


def _rolled_back(stated: Sequence[Stated]) -> Iterator[Problem]:
    newest = max(stated, key=lambda one: one.head.size)
    if newest.head.size > stated[0].head.size:
        what = f"covers {stated[0].head.size:,} lines, but {newest.name} was signed for {newest.head.size:,}"
        yield Problem(stated[0].name, "", f"{what}: an older state was put back")


def changed_lines(log: str, kept: Sequence[bytes], now: Sequence[bytes]) -> Iterator[Problem]:
    """Each line that is not as it was signed, by the hashes that were kept; a few of them, and how many more."""
    found = changes(kept, now)
    yield from (Problem(f"{log}:{line}", "", words) for line, words in islice(found, _MOST))
    if more := sum(1 for _ in found):
        yield Problem(log, "", f"and {more:,} lines more")


def somewhere(log: str, stated: Iterable[Stated], roots: Mapping[int, bytes]) -> Problem:
    """Between which lines the change must lie, when no hashes were kept that tell more."""
    heads = [(one.head.size, one.holds(roots)) for one in stated]
    last = min(size for size, holds in heads if not holds)
    first = 1 + max((size for size, holds in heads if holds and size < last), default=0)
    what = f"{_lines(first, last)}: there something was changed, slipped in, moved or taken away"
    return Problem(log, "", f"{what}; which line it is, only hashes could tell that were kept when it was signed")


def _lines(first: int, last: int) -> str:
    return f"lines {first:,} to {last:,}" if first < last else f"line {first:,}"
