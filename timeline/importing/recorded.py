"""What an importer has recorded of a row so far, and what a newer release changes of it.

Only the importer's own events are compared with a row, so that what editors and other sources added since is neither
taken for a change of the release nor overwritten by one.
"""

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from timeline import edtf
from timeline.event import Event
from timeline.fact import Json
from timeline.fold import Standing, merge_patch, same

Published = Callable[[str], str | None]
"""When a source was published, in EDTF."""


class State(NamedTuple):
    """What the data set said of a row, by the word of which source; None where that is not known."""

    fact: Json
    attributed_to: list[str]
    source: str | None

    def says(self, other: "State") -> bool:
        return self.attributed_to == other.attributed_to and self.fact == other.fact


def states(own: Iterable[Event]) -> list[State]:
    """What stood in the data set after each of the importer's own events."""
    found: list[State] = []
    fact: Json = {}
    attributed_to: list[str] = []
    for event in own:
        data = event.data
        fact = {**fact, **data.get("fact", {})} if "fact" in data else merge_patch(fact, data.get("set", {}))
        attributed_to = data.get("attributed_to", [] if event.verb == "reported" else attributed_to)
        found.append(State(fact, attributed_to, data.get("source") or _release_in(data.get("note") or "")))
    return found


def of_release(source: str | None) -> str | None:
    """The note on what was registered with a release."""
    return f"From {source}." if source else None


def _release_in(note: str) -> str | None:
    found = re.fullmatch(r"From ([a-z0-9-]{1,128})\.", note)
    return found and found[1]


def is_older(new: State, before: list[State], published: Published) -> bool:
    """Whether `new` is of an earlier release than the last of `before`.

    That is so by when the two sources were published, or because its source said the same before another came. Within
    one source there are no editions: as its files come they are the newest, also where they say again what they said.
    """
    last = before[-1]
    if last.source == new.source:
        return False
    if new.source and last.source and _is_before(published(new.source), published(last.source)):
        return True
    return any(state.source in (None, new.source) and state.says(new) for state in before[:-1])


def _is_before(one: str | None, other: str | None) -> bool:
    """Whether the one date is all of it before the other."""
    latest, earliest = one and edtf.parse(one).latest, other and edtf.parse(other).earliest
    return bool(latest and earliest and latest < earliest)


class Change(NamedTuple):
    """What a release changes of what stands.

    `set` is a merge patch, and `was_known` whether it replaces anything. `clashing` are the fields that an editor or
    another source changed meanwhile, `disputed` what the release says of those that a report can dispute: lists are
    added up, and nothing is no value.
    """

    set: Json
    was_known: bool
    clashing: list[str]
    disputed: Json


def change(before: Json, after: Json, standing: Standing) -> Change:
    """From what the data set said to what it says."""
    moved = {name: after.get(name) for name in {**before, **after} if not same(before.get(name), after.get(name))}
    news = {name: value for name, value in moved.items() if not same(standing.fact.get(name), value)}
    free = [name for name in news if same(standing.fact.get(name), before.get(name))]
    clashing = [name for name in news if name not in free]
    return Change(
        {name: _patch(standing.fact.get(name), news[name]) for name in free},
        any(standing.fact.get(name) is not None for name in free),
        clashing,
        {name: news[name] for name in clashing if news[name] is not None and not isinstance(news[name], list)},
    )


def _patch(old: object, new: object) -> object:
    """`new` as a merge patch of `old`: what an object has no longer is taken away."""
    if isinstance(old, dict) and isinstance(new, dict):
        return {**dict.fromkeys(old), **new}
    return new
