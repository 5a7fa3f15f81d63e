"""Two versions of a log become one: what both share stays first, then the news of both sides by (time, id).

Each side's own order holds, so that no event comes before the one it builds on, and an append stays whole, even where
clocks disagree. The result does not depend on which side is called ours. Lines that one side has signed stay in front,
as they were, or its checkpoint would hold no more. Whatever could lose or change an event is a conflict: the same id
with other bytes, or a line of the common ancestor that one side no longer has.

What one side has redacted, the other may still have: in the united log it is a tombstone.
"""

from collections.abc import Iterable, Iterator, Sequence
from heapq import heapify, heappop, heappush
from itertools import pairwise
from typing import NamedTuple

from timeline import jsonline
from timeline.burying import buried, named
from timeline.redactions import listed

Key = tuple[str, str]


class Unit(NamedTuple):
    """An append: one event, or all of a batch. `key` is the time and the id of its first event."""

    key: Key
    lines: tuple[bytes, ...]


class Merged(NamedTuple):
    """The lines of the united log, or why there is none."""

    lines: list[bytes]
    conflicts: list[str]


def merge(
    base: Sequence[bytes], ours: Sequence[bytes], theirs: Sequence[bytes], signed: tuple[int, int] = (0, 0)
) -> Merged:
    """Unite two logs with a common ancestor; lines come and go without their newlines.

    `signed` is how many of the first lines of ours and of theirs a checkpoint covers.
    """
    shun = listed([(0, b"\n".join(side)) for side in (ours, theirs)])
    lines, conflicts = _merged(buried(base, shun), buried(ours, shun), buried(theirs, shun), signed)
    return Merged(named(lines, [ours, theirs], shun), conflicts)


def _merged(base: Sequence[bytes], ours: Sequence[bytes], theirs: Sequence[bytes], signed: tuple[int, int]) -> Merged:
    try:
        conflicts = [*_shrunk(base, ours, "ours"), *_shrunk(base, theirs, "theirs"), *_changed(ours, theirs)]
        if conflicts:
            return Merged([], conflicts)
        front = _front(ours, theirs, signed)
        placed = set(front)
        united = _united(*(_units([line for line in side if line not in placed]) for side in (ours, theirs)))
    except ValueError as error:
        return Merged([], [str(error)])
    return Merged([*front, *(line for unit in united for line in unit.lines)], [])


def _front(ours: Sequence[bytes], theirs: Sequence[bytes], signed: tuple[int, int]) -> Sequence[bytes]:
    """The lines that keep their place: those that both begin with, or more of the side that signed more."""
    shared = _shared(ours, theirs)
    if min(signed) > shared:
        what = f"both sides signed other lines behind line {shared:,}"
        raise ValueError(f"{what}: one checkpoint has to go, and whoever kept it can tell")
    return ours[: max(shared, signed[0])] if signed[0] >= signed[1] else theirs[: max(shared, signed[1])]


def _shrunk(base: Sequence[bytes], side: Iterable[bytes], name: str) -> list[str]:
    """The shrink guard: a log is only ever extended."""
    left = set(side)
    return [f"{name} no longer has the line of {_identity(line)}" for line in base if line not in left]


def _changed(ours: Iterable[bytes], theirs: Iterable[bytes]) -> list[str]:
    known = {_identity(line): line for line in ours}
    identified = ((_identity(line), line) for line in theirs)
    return [
        f"both have {identity}, with different bytes"
        for identity, line in identified
        if known.get(identity, line) != line
    ]


def _identity(line: bytes) -> str:
    event = jsonline.read(line)
    return f"{event.get('id')!r} of {event.get('source')!r}"


def _shared(ours: Sequence[bytes], theirs: Sequence[bytes]) -> int:
    """How many lines both begin with, no batch cut in two."""
    shared = next((n for n, (one, other) in enumerate(zip(ours, theirs, strict=False)) if one != other), None)
    whole = 0
    for unit in _units(ours[: min(len(ours), len(theirs)) if shared is None else shared], strictly=False):
        whole += len(unit.lines)
    return whole


def _units(lines: Sequence[bytes], *, strictly: bool = True) -> list[Unit]:
    """The appends that the lines came in; an unfinished one at the end is an error, or left out."""
    units: list[Unit] = []
    place = 0
    while place < len(lines):
        event = jsonline.read(lines[place])
        size = max(1, int(event.get("appendcount", 1)))
        batch = tuple(lines[place : place + size])
        if len(batch) < size or any(jsonline.read(line).get("appendid") != event.get("appendid") for line in batch):
            if strictly:
                raise ValueError(f"the append {event.get('appendid')!r} is not whole")
            return units
        units.append(Unit((str(event.get("time")), str(event.get("id"))), batch))
        place += size
    return units


def _united(ours: Sequence[Unit], theirs: Sequence[Unit]) -> list[Unit]:
    """Every unit once, each behind all that its side has before it, and otherwise the earliest first."""
    waits = dict.fromkeys((*ours, *theirs), 0)
    behind: dict[Unit, list[Unit]] = {unit: [] for unit in waits}
    for one, later in (*pairwise(ours), *pairwise(theirs)):
        waits[later] += 1
        behind[one].append(later)
    done = list(_earliest_first(waits, behind))
    if len(done) < len(waits):
        raise ValueError("both sides have the same events in different orders")
    return done


def _earliest_first(waits: dict[Unit, int], behind: dict[Unit, list[Unit]]) -> Iterator[Unit]:
    ready = [unit for unit, others in waits.items() if not others]
    heapify(ready)
    while ready:
        unit = heappop(ready)
        yield unit
        for later in behind[unit]:
            waits[later] -= 1
            if not waits[later]:
                heappush(ready, later)
