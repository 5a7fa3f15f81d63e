"""Tombstones in the place of what was redacted: in a log, and in two versions of one that are to be united."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from timeline.redactions import Shun, subjects
from timeline.tombstone import Tombstone


def tombstones(lines: Callable[[], Iterable[bytes]], shun: Shun) -> dict[int, bytes]:
    """The lines that have to take the place of others, by their number from 0.

    A tombstone says what it was about only while another line does: the name alone may be what had to go.
    """
    found = {number: stone for number, raw in enumerate(lines()) if shun.by_id and (stone := shun.stone(raw))}
    named = any(not stone.is_nameless for stone in found.values())
    wanted = {stone.subject for stone in found.values()}
    others = (raw for number, raw in enumerate(lines()) if number not in found) if named else ()
    left = {subject for raw in others for subject in subjects(raw) if subject in wanted}
    made = {number: (stone if stone.subject in left else stone.unnamed).raw for number, stone in found.items()}
    return {number: made[number] for number, raw in enumerate(lines()) if made.get(number, raw) != raw}


def buried(lines: Sequence[bytes], shun: Shun) -> list[bytes]:
    """The lines with a tombstone wherever one belongs, none of which says what it was about: so two logs compare."""
    stones = [shun.stone(raw) if shun.by_id else None for raw in lines]
    return [stone.unnamed.raw if stone else raw for stone, raw in zip(stones, lines, strict=True)]


def named(united: Sequence[bytes], sides: Iterable[Sequence[bytes]], shun: Shun) -> list[bytes]:
    """The united lines, whose tombstones say what they were about unless one side leaves that out."""
    subjects_of: dict[str, set[str]] = defaultdict(set)
    for stone in (stone for side in sides if shun.by_id for raw in side if (stone := shun.stone(raw))):
        subjects_of[stone.id].add(stone.subject)
    told = [_told(shun.stone(raw) if shun.by_id else None, subjects_of) or raw for raw in united]
    last = tombstones(lambda: told, shun)
    return [last.get(number, raw) for number, raw in enumerate(told)]


def _told(stone: Tombstone | None, subjects_of: dict[str, set[str]]) -> bytes | None:
    """A tombstone with the one name that all know it by."""
    if stone is None or len(subjects_of[stone.id]) != 1:
        return None
    return stone.about(*subjects_of[stone.id]).raw
