"""From facts in rows to drafts of events: what is new is reported, what a release changed is corrected or updated.

Pure but for the log it looks things up in. Ids follow from data set, row and content, so that planning the same rows
again, after however much of them was appended, plans the rest.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from timeline.archive import Lookup
from timeline.draft import Draft
from timeline.errors import Problem, Refused
from timeline.event import Event
from timeline.fold import Standing
from timeline.importing.format import Imported, Release
from timeline.importing.names import Names
from timeline.importing.recorded import State, is_older, states
from timeline.importing.renewing import Thing, opening, renewal


@dataclass(frozen=True)
class Edition:
    """The release that is imported: the beginning of the data set's ids, the slug of its source, what it is.

    `known_as` has slugs of the chronology for names and keys of the data set.
    """

    dataset: str
    source: str
    release: Release
    known_as: dict[str, str] = field(default_factory=dict)


@dataclass
class Plan:
    """What some rows come to: the drafts, the subjects they are about, how many are what, and what to say of them."""

    drafts: list[Draft] = field(default_factory=list)
    subjects: list[str] = field(default_factory=list)
    tally: Counter[str] = field(default_factory=Counter)
    conflicts: list[str] = field(default_factory=list)
    older: list[str] = field(default_factory=list)


def plan(rows: Iterable[tuple[str, Iterable[Imported]]], log: Lookup, edition: Edition) -> Plan:
    """The plan for facts by the row they come from."""
    planner = _Planner(log, edition)
    for where, facts in rows:
        for imported in facts:
            planner.take(where, imported)
    return planner.plan


class _Planner:
    def __init__(self, log: Lookup, edition: Edition) -> None:
        self.log = log
        self.edition = edition
        self.names = Names(log, edition.dataset, edition.source, edition.known_as)
        self.plan = Plan()
        self._opened: set[str] = set()
        self._named: set[str] = set()
        self._register_source()

    def _register_source(self) -> None:
        """The release as a source, if the chronology has none of that name; raises Refused when it is another thing."""
        slug, about = self.edition.source, self.edition.release
        standing = self.log.standing(slug)
        if standing.events and not (standing.stands and standing.first.kind == "source"):
            what = "was retracted" if standing.retraction else f"is taken: its kind is {standing.first.kind}"
            raise Refused([Problem("--source", "", f"{slug!r} {what}; name another")])
        if not standing.events:
            fact = {"title": about.title, **({"published": about.published} if about.published else {})}
            event_id = f"{self.edition.dataset}:release:{slug}"
            event = {"id": event_id, "type": "source.registered", "subject": slug, "data": {"fact": fact}}
            self.plan.drafts.append(Draft("--source", event))

    def _published(self, source: str) -> str | None:
        if source == self.edition.source and self.edition.release.published:
            return self.edition.release.published
        published: str | None = self.log.standing(source).fact.get("published")
        return published

    def take(self, where: str, imported: Imported) -> None:
        """One fact of a row, with all that it names."""
        became, slug = self._enter(where, imported)
        self.plan.tally[became] += 1
        self.plan.subjects.append(slug)

    def _enter(self, where: str, imported: Imported, *, named: bool = False) -> tuple[str, str]:
        """Plan a fact; returns what became of it and its slug."""
        thing = self._thing(where, imported)
        state = self._state(thing)
        standing = self.log.standing(thing.slug)
        own = [event for event in standing.events if _is_own(event, thing.event_id)]
        if not standing.events:
            return self._open(thing, state), thing.slug
        if any(event.is_redacted for event in own):
            return "redacted here", thing.slug
        before = states(own)
        if not before or standing.retraction:
            return ("retracted here" if standing.retraction else "known"), thing.slug
        return self._renew(thing, state, before, standing, named=named), thing.slug

    def _thing(self, where: str, imported: Imported) -> Thing:
        registry = self.log.kinds[imported.kind].registry
        return Thing(
            where, imported, self.names.slug(imported, registry=registry), self.names.event_id(imported), registry
        )

    def _state(self, thing: Thing) -> State:
        """What the row says, with slugs for all that it names."""
        fact = self._resolved(thing.where, thing.imported.fact)
        said_by = [self._slug(thing.where, one) for one in thing.imported.attributed_to]
        source = thing.imported.source
        return State(fact, said_by, self._slug(thing.where, source) if source else self.edition.source)

    def _resolved(self, where: str, value: Any) -> Any:
        if isinstance(value, Imported):
            return self._slug(where, value)
        if isinstance(value, dict):
            return {name: self._resolved(where, part) for name, part in value.items() if part is not None}
        if isinstance(value, (list, tuple)):
            return [self._resolved(where, part) for part in value]
        return value

    def _slug(self, where: str, imported: "Imported | str") -> str:
        """The slug of something that a fact names, which is registered when nobody has yet."""
        if isinstance(imported, str):
            return imported
        if imported.key in self._named:
            return self.names.slug(imported, registry=True)
        self._named.add(imported.key)
        return self._enter(where, imported, named=True)[1]

    def _open(self, thing: Thing, state: State) -> str:
        if thing.slug in self._opened:
            return "known"
        self._opened.add(thing.slug)
        self.plan.drafts.append(opening(thing, state))
        return "new"

    def _renew(self, thing: Thing, state: State, before: list[State], standing: Standing, *, named: bool) -> str:
        """What another release changes; of two names within one release the first stays.

        What a row has of a document of its own is no edition: that an article is older says nothing of the table.
        """
        if before[-1].says(state) or (named and before[-1].source == state.source):
            return "there"
        if thing.imported.source is None and is_older(state, before, self._published):
            self.plan.older += [] if named else [f"{thing.where}: {_told_later(before[-1], standing)}"]
            return "older"
        drafts, conflicts = renewal(thing, state, before[-1], standing, self.edition.release.title)
        self.plan.drafts += drafts
        self.plan.conflicts += conflicts
        return "changed" if drafts else "there"


def _is_own(event: Event, event_id: str) -> bool:
    return event.id == event_id or event.id.startswith(f"{event_id}:")


def _told_later(last: State, standing: Standing) -> str:
    return f"{standing.first.subject} has a newer state already, of {last.source or standing.head.time}"
