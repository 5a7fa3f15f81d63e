"""One fact told whole, as JSON: what stands, who says what, where they differ, and how it came about."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from timeline.event import Event
from timeline.fact import Fact, Json, required
from timeline.fold import NOTHING, Dispute, Standing, states


def story(stream: Sequence[Event], model: type[Fact] | None, redactions: Iterable[Event]) -> Json:
    """The whole of a subject, from its events in log order; `redactions` say why some tell nothing any more.

    `model` is that of its kind, where it is known here.
    """
    history = list(states(stream))
    why = {redaction.data["event"]: redaction for redaction in redactions}
    standing = history[-1]
    return {
        "subject": standing.first.subject,
        "kind": standing.first.kind,
        "status": status(standing, model),
        "head": standing.head.id,
        "revision": standing.revision,
        "fact": standing.fact,
        "accounts": [_account(event) for event in standing.accounts],
        "disputes": [_dispute(standing, dispute) for dispute in standing.disputes],
        "history": [_entry(*pair, why) for pair in zip([NOTHING, *history], history, strict=False)],
    }


def status(standing: Standing, model: type[Fact] | None) -> str:
    """`stands`, `retracted`, or why it is not in the tables: its reports were `withdrawn`, or events `redacted`."""
    if standing.retraction:
        return "retracted"
    if standing.stands and (model is None or standing.fact.keys() >= required(model)):
        return "stands"
    return "redacted" if any(event.is_redacted for event in standing.events) else "withdrawn"


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


def _entry(before: Standing, after: Standing, why: Mapping[str, Event]) -> Json:
    event = after.head
    entry: Json = {"event": event.id, "verb": event.verb or "redacted", "time": event.time, "authid": event.authid}
    if redaction := why.get(event.id):
        entry |= {"type": event.type, "redacted_at": redaction.time, "authority": redaction.data.get("authority")}
    data = redaction.data if redaction else event.data
    said = {name: data[name] for name in ("reason", "note", "report", "duplicate_of") if data.get(name)}
    return {**entry, "changed": _changes(before, after), **said}


def _changes(before: Standing, after: Standing) -> dict[str, dict[str, Any]]:
    names = dict.fromkeys([*before.fact, *after.fact])
    pairs = {name: {"was": before.fact.get(name), "now": after.fact.get(name)} for name in names}
    return {name: pair for name, pair in pairs.items() if pair["was"] != pair["now"]}
