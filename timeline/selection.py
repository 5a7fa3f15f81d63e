"""Which events of a log count.

All, those recorded by a time, those that a checkpoint covers, or those whose source was published by a day.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from timeline import edtf
from timeline.event import Event
from timeline.fold import fold

_TIME = re.compile(r"[0-9-]{10}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?Z")


@dataclass(frozen=True)
class Selection:
    """`takes` says whether an event counts; `name` tells one selection from another; `first` lines count at most."""

    name: str
    takes: Callable[[Event], bool]
    first: int | None = None

    def has(self, event: Event, seq: int) -> bool:
        """Whether an event in that line counts."""
        return (self.first is None or seq <= self.first) and self.takes(event)


EVERYTHING = Selection("", lambda _: True)


def known_at(time: str) -> Selection:
    """What the log said at a time: a day in ISO (its end), or a time as events have it. Raises ValueError."""
    if _is_day(time):
        moment = f"{time}T24"
    elif _TIME.fullmatch(time) and _is_day(time[:10]):
        moment = _sortable(time)
    else:
        raise ValueError(f"{time!r} is neither a day such as 2026-11-23 nor a time such as 2026-11-23T10:00:00Z")
    return Selection(f"known at {moment}", lambda event: _sortable(event.time) <= moment)


def known_by(size: int) -> Selection:
    """What a checkpoint covers: the first so many lines."""
    return Selection(f"the first {size} lines", lambda _: True, size)


def published_by(day: str, events: Iterable[Event]) -> Selection:
    """What sources had surely published by the end of a day in ISO; raises ValueError.

    A source without a date of publication counts as unpublished. What rests on no source, such as the registries and
    the corrections of an editor, stays in.
    """
    if edtf.parse(day) and not _is_day(day):
        raise ValueError(f"{day!r} is not a day such as 2018-11-19")
    later = unpublished(day, events)
    return Selection(f"published by {day} without {sorted(later)}", lambda event: event.data.get("source") not in later)


def unpublished(day: str, events: Iterable[Event]) -> set[str]:
    """The sources that may not have been published by the end of a day, from the events of all sources."""
    return {source for source, last in _published(events) if last is None or last > day}


def _is_day(text: str) -> bool:
    try:
        return edtf.parse(text).earliest == text
    except ValueError:
        return False


def _sortable(time: str) -> str:
    """A time without its Z; a fraction of 0 is none."""
    whole, _, fraction = time.removesuffix("Z").partition(".")
    return f"{whole}.{fraction}".rstrip("0").removesuffix(".") if fraction else whole


def _published(events: Iterable[Event]) -> Iterator[tuple[str, str | None]]:
    """Every source, and the last day on which it can have been published, None where that is not known."""
    streams = defaultdict(list)
    for event in events:
        if event.kind == "source":
            streams[event.subject].append(event)
    for subject, stream in streams.items():
        fact = fold(stream).fact
        yield subject, edtf.parse(fact["published"]).latest if "published" in fact else None
