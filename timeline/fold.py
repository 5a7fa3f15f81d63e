"""Events to facts: a fact's state is the fold of all events on its subject, in log order, and nothing else.

Each subject folds on its own, so a catch-up folds only the subjects that have news. The fold never refuses: what may
enter the log is decided before (`admission`), and what git brought together is shown as it is. An event that was
redacted keeps its place among the others and says nothing; what is left makes the fact.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple, assert_never, cast

from timeline.event import Event, Verb
from timeline.fact import Json

_BASES = {"date_basis": "date", "place_basis": "place"}


@dataclass(frozen=True)
class Dispute:
    """A report that gives `field` another value than the one that stands."""

    field: str
    value: Any
    event: Event


class Standing(NamedTuple):
    """What stands on a subject after some of its events.

    `fact` holds the fields that have a value, `origin` the event each value comes from, `accounts` the events that
    give values and were not withdrawn, `events` all of them.
    """

    fact: Json
    origin: dict[str, Event]
    accounts: tuple[Event, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    events: tuple[Event, ...] = ()
    retraction: Event | None = None

    @property
    def stands(self) -> bool:
        """Whether the fact is in the tables: reported by somebody and not retracted."""
        return self.retraction is None and any(map(is_report, self.accounts))

    @property
    def first(self) -> Event:
        return self.events[0]

    @property
    def head(self) -> Event:
        """The event that a change of this fact builds on."""
        return self.events[-1]

    @property
    def revision(self) -> int:
        """How many events made it what it is."""
        return len(self.events)


NOTHING = Standing({}, {})
"""What stands before the first event."""


def is_report(event: Event) -> bool:
    """Whether the event opens a fact or adds a source to it."""
    return event.verb in ("registered", "reported")


def opening(event: Event) -> Standing:
    """What stands after a first report by itself: all that it gives a value."""
    fact = {name: value for name, value in event.data["fact"].items() if value is not None}
    return Standing(fact, dict.fromkeys(fact, event), (event,), (), (event,))


def fold(stream: Iterable[Event]) -> Standing:
    """What stands after all events of one subject."""
    return [NOTHING, *states(stream)][-1]


def states(stream: Iterable[Event]) -> Iterator[Standing]:
    """What stood after each event of one subject."""
    standing = NOTHING
    for event in stream:
        standing = then(standing, event)
        yield standing


def then(standing: Standing, event: Event) -> Standing:
    """What stands after one more event."""
    if not standing.events and is_report(event) and not event.is_redacted:
        return opening(event)
    return _after(standing, event)._replace(events=(*standing.events, event))


def _after(standing: Standing, event: Event) -> Standing:
    if standing.retraction or event.is_redacted:
        return standing
    verb = cast(Verb, event.verb)
    match verb:
        case "registered" | "reported":
            return _reported(standing, event)
        case "updated":
            return _changed(standing, event)
        case "corrected":
            return _without_disputes(_changed(standing, event), set(event.data["set"]))
        case "retracted":
            return _retracted(standing, event)
        case "opened" | "redacted":
            return standing
        case _:
            assert_never(verb)


def _reported(standing: Standing, event: Event) -> Standing:
    """Fill what is empty, add to lists, confirm what is equal; the rest is disputed and the standing value stays."""
    given, fact, origin, disputes = event.data["fact"], dict(standing.fact), dict(standing.origin), []
    for name, value in given.items():
        if value is None or _explains_another(name, given, fact):
            continue
        if name not in fact:
            fact[name], origin[name] = value, event
        elif isinstance(value, list) and isinstance(fact[name], list):
            fact[name] = fact[name] + [
                member for member in value if not any(same(member, there) for there in fact[name])
            ]
        elif not same(fact[name], value) and name not in _BASES:
            disputes.append(Dispute(name, value, event))
    return standing._replace(
        fact=fact,
        origin=origin,
        disputes=(*_open(standing.disputes, fact), *disputes),
        accounts=(*standing.accounts, event),
    )


def _explains_another(name: str, given: Json, fact: Json) -> bool:
    """Whether it says how a date or a place was worked out that is not the standing one."""
    field = _BASES.get(name)
    return field in fact and not same(fact[field], given.get(field))


def _open(disputes: Iterable[Dispute], fact: Json) -> tuple[Dispute, ...]:
    """Those on which the fact still says something else."""
    return tuple(dispute for dispute in disputes if not same(fact.get(dispute.field), dispute.value))


def _changed(standing: Standing, event: Event) -> Standing:
    patch = event.data["set"]
    fact = merge_patch(standing.fact, patch)
    origin = {**standing.origin, **dict.fromkeys(patch, event)}
    disputes, accounts = _open(standing.disputes, fact), (*standing.accounts, event)
    return standing._replace(fact=fact, origin=origin, disputes=disputes, accounts=accounts)


def _without_disputes(standing: Standing, fields: set[str]) -> Standing:
    return standing._replace(disputes=tuple(dispute for dispute in standing.disputes if dispute.field not in fields))


def _retracted(standing: Standing, event: Event) -> Standing:
    """All of it, or one report: then the fact is what the other events make of it."""
    if event.data.get("report") is None:
        return standing._replace(retraction=event)
    return fold(account for account in standing.accounts if account.id != event.data["report"])


def merge_patch(target: Any, patch: Any) -> Any:
    """JSON Merge Patch, the function of RFC 7396 section 2."""
    if not isinstance(patch, dict):
        return patch
    merged = dict(target) if isinstance(target, dict) else {}
    for name, value in patch.items():
        if value is None:
            merged.pop(name, None)
        else:
            merged[name] = merge_patch(merged.get(name), value)
    return merged


def same(one: Any, other: Any) -> bool:
    """Whether two values say the same: null is absent, and a count's own words (`stated`) are no part of its number."""
    return bool(one == other or _said(one) == _said(other))


def _said(value: Any) -> Any:
    if isinstance(value, int):
        return {"low": value, "best": value, "high": value}
    if not isinstance(value, dict):
        return value
    return {name: part for name, part in value.items() if name != "stated" and part is not None}
