"""What another release changes of a fact, as drafts: a correction where something stood, an update where nothing did.

A field that somebody else changed meanwhile is not overwritten: the release reports it, so that readers see a dispute.
"""

import hashlib
import json
from typing import NamedTuple

from timeline.draft import Draft
from timeline.fact import Json
from timeline.fold import Standing
from timeline.importing.format import Imported
from timeline.importing.recorded import Change, State, change, of_release


class Thing(NamedTuple):
    """A fact of a row with the names that it has in this log: its slug, and the id of its first event."""

    where: str
    imported: Imported
    slug: str
    event_id: str
    registry: bool

    def draft(self, suffix: str, verb: str, data: Json) -> Draft:
        """An event on it, whose id is that of the first with a suffix."""
        event_type = f"{self.imported.kind}.{verb}"
        return Draft(self.where, {"id": self.event_id + suffix, "type": event_type, "subject": self.slug, "data": data})


class Renewal(NamedTuple):
    """The drafts, and each field that stays as somebody else has it, in words."""

    drafts: list[Draft]
    conflicts: list[str]


def opening(thing: Thing, state: State) -> Draft:
    """The first event on a fact; what is registered has no source, so its note says of which release it is."""
    note = thing.imported.note or (of_release(state.source) if thing.registry else None)
    said = {} if thing.registry else _said(state)
    data = {"fact": state.fact, **said, **({"note": note} if note else {})}
    return thing.draft("", "registered" if thing.registry else "reported", data)


def renewal(thing: Thing, state: State, before: State, standing: Standing, title: str) -> Renewal:
    """From what the data set said to what the release `title` says."""
    news = change(before.fact, state.fact, standing)
    said = {**_said(state), "note": f"As {title} has it."}
    suffix = _once(thing, f":{state.source}:{_digest(state)}", standing)
    drafts = []
    if news.set:
        how = {"reason": "source_corrected"} if news.was_known else {}
        drafts.append(thing.draft(suffix, "corrected" if how else "updated", {"set": news.set, **how, **said}))
    if news.disputed and not thing.registry:
        drafts.append(thing.draft(f"{suffix}:disputed", "reported", {"fact": news.disputed, **said}))
    elif _attributed_apart(before, state, news) and not thing.registry:
        drafts.append(thing.draft(f"{suffix}:attributed", "reported", {"fact": {}, **said}))
    return Renewal(drafts, [_conflict(thing, state, before, standing, name) for name in news.clashing])


def _once(thing: Thing, suffix: str, standing: Standing) -> str:
    """The suffix, numbered where the source says again what it said before it said otherwise."""
    before = sum(event.id.startswith(thing.event_id + suffix) for event in standing.events)
    return f"{suffix}:{before + 1}" if before else suffix


def _attributed_apart(before: State, after: State, news: Change) -> bool:
    """Whether another attribution needs an event of its own: no change carries it, or there is none any more."""
    return before.attributed_to != after.attributed_to and not (news.set and after.attributed_to)


def _said(state: State) -> Json:
    return {"source": state.source, **({"attributed_to": state.attributed_to} if state.attributed_to else {})}


def _digest(state: State) -> str:
    content = json.dumps([state.fact, state.attributed_to], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()[:12]


def _conflict(thing: Thing, state: State, before: State, standing: Standing, name: str) -> str:
    """What the release says, what it said, and what stands instead, since whose event."""
    event = standing.origin.get(name, standing.head)
    return (
        f"{thing.where}: {thing.slug}: {name}: is now {state.fact.get(name)!r} and was {before.fact.get(name)!r}, "
        f"but {standing.fact.get(name)!r} stands since {event.type} of {event.time}: it stays until you correct it"
    )
