"""One subject told whole: what stands, who says what and where, where they differ, and how it came about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from timeline.event import Event
from timeline.fact import Json
from timeline.fold import NOTHING, Standing, states
from timeline.pages.ask import Ask
from timeline.pages.names import Name, Names
from timeline.pages.page import Missing, Site
from timeline.pages.question import Question
from timeline.pages.shown import Field, Shower, slugs_in
from timeline.pages.streams import redactions
from timeline.story import status


class Place(NamedTuple):
    """A passage of a source, and where its page shows it."""

    words: str
    href: str


class Account(NamedTuple):
    """What one event gives, on whose word."""

    event: Event
    source: Name | None
    chain: list[Name]
    passages: list[Place]
    fields: list[Field]
    withdrawn: bool


class Dispute(NamedTuple):
    """Two values of a field, each with who gives it."""

    standing: Field
    standing_by: Account
    other: Field
    other_by: Account


class Change(NamedTuple):
    """What one event did: each field before and after; the fact that says the same; the redaction that hides it all."""

    event: Event
    changed: list[tuple[Field, Field]]
    duplicate: Name | None
    redaction: Event | None = None


@dataclass(frozen=True)
class Told:
    """A subject, as it stands or as it stood on a day."""

    slug: str
    kind: str
    title: str
    status: str
    standing: Standing
    fields: list[Field]
    accounts: list[Account]
    disputes: list[Dispute]
    changes: list[Change]
    names: Names

    @property
    def redacted(self) -> list[Change]:
        """What was told, and is no more."""
        return [change for change in self.changes if change.event.is_redacted]

    @property
    def short(self) -> str:
        """When it was, and what a reader should know; empty when it no longer stands."""
        fact = self.standing.fact if self.status == "stands" else {}
        when = next((field.value.text for field in self.fields if field.name == "date" and fact), "")
        return ": ".join(filter(None, (when, str(fact.get("summary") or fact.get("text") or ""))))

    @property
    def retraction(self) -> Change | None:
        return next((change for change in self.changes if change.event is self.standing.retraction), None)


def on_day(given: Mapping[str, str]) -> str:
    """The day that `on` asks for, empty for now; raises Missing for what is no day."""
    day = given.get("on", "").strip()
    if day and Question.read({"known": day}).faults:
        raise Missing(f"on: {day!r} is not a day such as 2026-11-24.")
    return day


def told(ask: Ask, site: Site, events: Sequence[Event]) -> Told:
    """The whole of a subject from its events."""
    history = list(states(events))
    standing, first = history[-1], events[0]
    model = site.kinds.models.get(first.kind)
    names = Names(ask, site.links, _named(model, events))
    shower = Shower(model, names)
    withdrawn = {event.data.get("report") for event in events if event.verb == "retracted"}
    accounts = [_account(site, shower, event, withdrawn) for event in events if event.verb not in ("retracted", "")]
    why = {one.data["event"]: one for one in redactions(ask, events)}
    by = {account.event.id: account for account in accounts}
    fact = _last_fact(history)
    return Told(
        slug=first.subject,
        kind=first.kind,
        title=str(fact.get("title") or fact.get("name") or first.subject),
        status=status(standing, model),
        standing=standing,
        fields=shower.fields(fact),
        accounts=accounts,
        disputes=_disputes(shower, standing, by),
        changes=[_change(shower, why, *pair) for pair in zip([NOTHING, *history], history, strict=False)],
        names=names,
    )


def _last_fact(history: Sequence[Standing]) -> Json:
    """What it said last; of a fact all of whose reports were withdrawn, what it said before."""
    return next((state.fact for state in reversed(history) if state.fact), {})


def _named(model: Any, events: Sequence[Event]) -> list[str]:
    facts: list[Mapping[str, Any]] = [given(event) for event in events]
    facts += [event.data["was"] for event in events if event.data.get("was")]
    sources = [event.data["source"] for event in events if event.data.get("source")]
    chains = [slug for event in events for slug in event.data.get("attributed_to") or ()]
    duplicates = [event.data["duplicate_of"] for event in events if event.data.get("duplicate_of")]
    return [*slugs_in(model, facts), *sources, *chains, *duplicates]


def given(event: Event) -> Json:
    """The fields that an event gives a value, or takes it from."""
    return event.data.get("fact") or event.data.get("set") or {}


def _account(site: Site, shower: Shower, event: Event, withdrawn: set[Any]) -> Account:
    source = event.data.get("source")
    page = site.links.source(source) if source else ""
    passages = [
        Place(f"characters {at['start']} to {at['end']}", f"{page}#at-{at['start']}-{at['end']}")
        for at in event.data.get("passages") or ()
    ]
    return Account(
        event=event,
        source=shower.names[source] if source else None,
        chain=[shower.names[slug] for slug in event.data.get("attributed_to") or ()],
        passages=passages,
        fields=shower.fields(given(event)),
        withdrawn=event.id in withdrawn,
    )


def _disputes(shower: Shower, standing: Standing, by: Mapping[str, Account]) -> list[Dispute]:
    return [
        Dispute(
            shower.field(dispute.field, standing.fact.get(dispute.field)),
            by[standing.origin[dispute.field].id],
            shower.field(dispute.field, dispute.value),
            by[dispute.event.id],
        )
        for dispute in standing.disputes
    ]


def _change(shower: Shower, why: Mapping[str, Event], before: Standing, after: Standing) -> Change:
    names = dict.fromkeys([*before.fact, *after.fact])
    pairs = [(name, before.fact.get(name), after.fact.get(name)) for name in names]
    duplicate = after.head.data.get("duplicate_of")
    return Change(
        event=after.head,
        changed=[(shower.field(name, was), shower.field(name, now)) for name, was, now in pairs if was != now],
        duplicate=shower.names[duplicate] if duplicate else None,
        redaction=why.get(after.head.id),
    )
