"""One fact told whole, as JSON: what stands, who says what, where they differ, and how it came about."""

from collections.abc import Iterator, Sequence
from typing import Any

from timeline.event import Event
from timeline.fact import Json
from timeline.fold import NOTHING, Dispute, Standing, states


def story(stream: Sequence[Event]) -> Json:
    """The whole of a subject, from its events in log order."""
    history = list(states(stream))
    standing = history[-1]
    return {
        "subject": standing.first.subject,
        "kind": standing.first.kind,
        "status": status(standing),
        "head": standing.head.id,
        "revision": standing.revision,
        "fact": standing.fact,
        "accounts": [_account(event) for event in standing.accounts],
        "disputes": [_dispute(standing, dispute) for dispute in standing.disputes],
        "history": list(_history(history)),
    }


def status(standing: Standing) -> str:
    """`stands`, `retracted`, or `withdrawn` when every report of it was."""
    return "retracted" if standing.retraction else "stands" if standing.stands else "withdrawn"


def _account(event: Event) -> Json:
    """What one event gives, with the source it rests on."""
    kept = {
        name: value for name, value in event.data.items() if name not in ("fact", "set", "was") and value is not None
    }
    return {"event": event.id, "verb": event.verb, "says": event.data.get("fact") or event.data.get("set"), **kept}


def _dispute(standing: Standing, dispute: Dispute) -> Json:
    origin = standing.origin[dispute.field]
    return {
        "field": dispute.field,
        "standing": standing.fact.get(dispute.field),
        "other": dispute.value,
        "standing_source": origin.data.get("source"),
        "other_source": dispute.event.data.get("source"),
        "standing_event": origin.id,
        "other_event": dispute.event.id,
    }


def _history(history: Sequence[Standing]) -> Iterator[Json]:
    for before, after in zip([NOTHING, *history], history, strict=False):
        event = after.head
        entry: Json = {"event": event.id, "verb": event.verb, "time": event.time, "authid": event.authid}
        why = {name: event.data[name] for name in ("reason", "note", "report", "duplicate_of") if event.data.get(name)}
        yield {**entry, "changed": _changes(before, after), **why}


def _changes(before: Standing, after: Standing) -> dict[str, dict[str, Any]]:
    names = dict.fromkeys([*before.fact, *after.fact])
    pairs = {name: {"was": before.fact.get(name), "now": after.fact.get(name)} for name in names}
    return {name: pair for name, pair in pairs.items() if pair["was"] != pair["now"]}
