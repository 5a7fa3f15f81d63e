"""The rows that tell how a fact came to be what it is: its history, what was corrected, and what is in conflict."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from timeline.columns import as_json, dated, plain
from timeline.event import Event
from timeline.fact import Fact, Json
from timeline.fold import Standing
from timeline.heads import conflicts

Rows = dict[str, list[tuple[Any, ...]]]
"""The rows to insert, by their table."""


def add_changes(rows: Rows, model: type[Fact], history: Sequence[Standing]) -> None:
    """The rows of all states of one subject; what was redacted has left it as it was."""
    told = [standing for standing in history if not standing.head.is_redacted]
    if told and told[0].revision > 1:
        rows["_corrections"] += _corrections({}, told[0].head)
    _add_history(rows, model, told)
    _add_conflicts(rows, history[-1].events)


def _add_history(rows: Rows, model: type[Fact], history: Sequence[Standing]) -> None:
    for before, after in pairwise(history):
        event, successor = before.head, after.head
        state = (event.subject, event.kind, before.revision, event.id, as_json(before.fact))
        days = dated(before.fact["date"], period=model.period)[1:3] if "date" in before.fact else (None, None)
        rows["history"].append((*state, event.time, successor.time, successor.id, *days))
        rows["_corrections"] += _corrections(before.fact, successor)


def _corrections(before: Json, event: Event) -> Iterator[tuple[Any, ...]]:
    """What a change did to each field, or to a whole fact or report, which it retracts."""
    data = event.data
    why = (event.verb, data.get("reason"), data.get("note"), data.get("source"), event.authid, event.time, event.id)
    for name, value in data.get("set", {}).items():
        yield (event.subject, event.kind, name, plain(before.get(name)), plain(value), *why)
    if event.verb == "retracted":
        report = data.get("report")
        what = report or before.get("title", before.get("name"))
        yield (event.subject, event.kind, "report" if report else "", what, None, *why)


def _add_conflicts(rows: Rows, events: Sequence[Event]) -> None:
    for one, other in conflicts(events):
        state = (other.subject, other.kind, other.supersedes, one.id, other.id)
        rows["_conflicts"].append((*state, as_json(one.data), as_json(other.data)))
