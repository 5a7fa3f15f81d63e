"""A text cut at the ends of all its passages, in one pass, so that those that overlap or lie in others all show.

Where a passage begins and ends is marked by its slot: two that overlap have different ones. A style can then say
"from the beginning of the one that is looked at, up to its end", whatever lies between.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import pairwise
from typing import Any, NamedTuple

SLOTS = 8
"""So many overlapping passages can be told apart when one is looked at; the others are marked all the same."""


class Mark(NamedTuple):
    """A passage, its number in the order of the text, and what rests on it."""

    start: int
    end: int
    number: int
    slot: int
    said: Sequence[Any]

    @property
    def anchor(self) -> str:
        return f"at-{self.start}-{self.end}"


@dataclass(frozen=True)
class Segment:
    """A piece of the text between two ends: what begins and ends there, and the innermost passage that covers it."""

    text: str
    begins: Sequence[Mark]
    ends: Sequence[Mark]
    inner: Mark | None
    slots: Sequence[int]
    depth: int


def marks(said: dict[tuple[int, int], list[Any]]) -> list[Mark]:
    """The passages in the order of the text, those that contain others first."""
    free: list[int] = []
    busy: list[tuple[int, int]] = []
    made: list[Mark] = []
    for start, end in sorted(said, key=lambda place: (place[0], -place[1])):
        while busy and busy[0][0] <= start:
            heappush(free, heappop(busy)[1])
        slot = heappop(free) if free else len(busy)
        heappush(busy, (end, slot))
        made.append(Mark(start, end, len(made) + 1, slot, said[start, end]))
    return made


def segments(text: str, passages: Sequence[Mark]) -> Iterator[Segment]:
    """The whole text in pieces; passages that do not lie in it are left out."""
    begins, ends = defaultdict(list), defaultdict(list)
    for mark in passages:
        if mark.end <= len(text):
            begins[mark.start].append(mark)
            ends[mark.end].append(mark)
    cuts = sorted({0, len(text), *begins, *ends})
    open_: dict[int, Mark] = {}
    slots: set[int] = set()
    for start, end in pairwise(cuts):
        for mark in ends[start]:
            del open_[mark.number]
            slots.discard(mark.slot)
        open_ |= {mark.number: mark for mark in begins[start]}
        slots |= {mark.slot for mark in begins[start] if mark.slot < SLOTS}
        inner = open_[next(reversed(open_))] if open_ else None
        yield Segment(text[start:end], begins[start], ends[end], inner, sorted(slots), len(open_))
