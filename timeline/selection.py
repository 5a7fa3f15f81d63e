"""Which events of a log count: all, those recorded by a time, or those whose source was published by a day."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from timeline import edtf
from timeline.event import Event
from timeline.fold import fold


@dataclass(frozen=True)
class Selection:
    """`takes` says whether an event counts; `name` tells one selection from another."""

    name: str
    takes: Callable[[Event], bool]


EVERYTHING = Selection("", lambda _: True)


def known_at(time: str) -> Selection:
    """What the log said at a time: a day in ISO (its end), or a time as events have it. Raises ValueError."""
    moment = _moment(time)
    return Selection(f"known at {moment}", lambda event: event.time[:-1] <= moment)


def published_by(day: str, events: Iterable[Event]) -> Selection:
    """What sources had surely published by the end of a day in ISO; raises ValueError.

    A source without a date of publication counts as unpublished. What rests on no source, such as the registries and
    the corrections of an editor, stays in.
    """
    last = edtf.parse(day).latest
    out = _published(events)
    return Selection(f"published by {last}", lambda event: out.get(event.data.get("source", ""), "") <= str(last))


def _moment(time: str) -> str:
    parsed = edtf.parse(time)
    if parsed.kind != "day" or ("T" in time and not time.endswith("Z")):
        raise ValueError(f"{time!r} is neither a day such as 2026-11-23 nor a time such as 2026-11-23T10:00:00Z")
    return time[:-1] if "T" in time else f"{time}T23:59:60"


def _published(events: Iterable[Event]) -> dict[str, str]:
    """The last day on which each source can have been published; of one that does not say, a day behind all others."""
    streams = defaultdict(list)
    for event in events:
        if event.kind == "source":
            streams[event.subject].append(event)
    facts = {subject: fold(stream).fact for subject, stream in streams.items()}
    return {subject: edtf.parse(fact["published"]).latest or "~" if "published" in fact else "~" for subject, fact in facts.items()}
