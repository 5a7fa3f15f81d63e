"""From the events of one subject to all the rows that tell of it. A row is a table's name and its values in order."""

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from timeline import edtf
from timeline.columns import as_json, fact_columns, searchable
from timeline.event import Event
from timeline.fact import Fact, mentions
from timeline.fold import Standing, states
from timeline.shared import FACTS

KEPT = ("id", "type", "subject", "time", "data", "supersedes")


class Row(NamedTuple):
    """One row; `place` is its rowid in a table that lies in the order of the log."""

    table: str
    values: tuple[Any, ...]
    place: int | None = None

    @property
    def bound(self) -> tuple[Any, ...]:
        """What the statement that inserts it takes."""
        return self.values if self.place is None else (self.place, *self.values)


def event_row(seq: int, offset: int, event: Event) -> Row:
    """The row of one event in `events`."""
    source, attributed = event.data.get("source"), as_json(event.data.get("attributed_to"))
    row = (seq, event.id, event.type, event.kind, event.verb, event.subject, event.time, event.authid)
    return Row("events", (*row, source, attributed, as_json(event.data), event.supersedes, offset), seq)


def kept_event(values: Sequence[Any]) -> Event:
    """An event from those columns of its row that a fold needs (KEPT); it was checked on its way in."""
    kept = dict(zip(KEPT, values, strict=True))
    return Event.model_construct(**{**kept, "data": json.loads(kept["data"])})


def subject_rows(model: type[Fact], stream: Sequence[tuple[int, Event]]) -> Iterator[Row]:
    """The rows of one subject but those of `events`, from its numbered events in log order."""
    history = list(states(event for _, event in stream))
    yield from _history_rows(history)
    if history[-1].stands:
        yield from _standing_rows(model, history[-1], stream[0][0])


def _history_rows(history: Sequence[Standing]) -> Iterator[Row]:
    for before, after in pairwise(history):
        event, successor = before.head, after.head
        state = (event.subject, event.kind, before.revision, event.id, as_json(before.fact))
        yield Row("history", (*state, event.time, successor.time, successor.id))


def _standing_rows(model: type[Fact], standing: Standing, place: int) -> Iterator[Row]:
    values = tuple(column.read(standing) for column in fact_columns(model))
    yield Row(model.table, values, place)
    yield _timeline_row(model, standing, values, place)
    yield from _actor_rows(model, standing)
    yield from _passage_rows(standing)
    yield from _dispute_rows(standing)
    yield from _part_rows(standing)
    yield from _named_rows(model, standing)


def _timeline_row(model: type[Fact], standing: Standing, values: tuple[Any, ...], place: int) -> Row:
    fact = standing.fact
    known = dict(zip((column.name for column in fact_columns(model)), values, strict=True))
    known |= {"seq": place, "kind": model.kind, "title": fact.get("title", fact.get("name"))}
    known["date_words"] = edtf.parse(fact["date"]).words(model.period) if "date" in fact else None
    known |= {"occurs": int(not model.registry), "text": searchable(model, fact), "names": None}
    return Row("_facts", tuple(known[field.name] for field in FACTS.fields))


def _actor_rows(model: type[Fact], standing: Standing) -> Iterator[Row]:
    """A row for each part that somebody takes in the standing fact, and each event that says so.

    An event that says it twice, with a side and without, counts once: with the side.
    """
    parts = sorted(_parts(model, standing.fact), key=lambda part: part[2] is not None)
    for account in standing.accounts:
        said = _parts(model, account.data.get("fact") or account.data.get("set") or {})
        for actor, role, side in {part[:2]: part for part in parts if part in said}.values():
            yield Row("fact_actors", (standing.first.subject, model.kind, actor, role, side, account.id))


def _parts(model: type[Fact], fact: dict[str, Any]) -> list[tuple[str, str, str | None]]:
    """Who takes part in which role, on which side; of a role that is not stated, the model's default."""
    found = (mention for mention in mentions(model, fact) if mention.role)
    return list(dict.fromkeys((mention.slug, str(mention.role), mention.side) for mention in found))


def _passage_rows(standing: Standing) -> Iterator[Row]:
    for account in standing.accounts:
        places = {(passage["start"], passage["end"]): None for passage in account.data.get("passages") or ()}
        for start, end in places:
            yield Row("passages", (account.id, account.subject, account.data.get("source"), start, end))


def _dispute_rows(standing: Standing) -> Iterator[Row]:
    for dispute in standing.disputes:
        origin = standing.origin[dispute.field]
        values = (_plain(standing.fact.get(dispute.field)), _plain(dispute.value))
        sources = (origin.data.get("source"), dispute.event.data.get("source"))
        yield Row("_disputes", (origin.subject, dispute.field, *values, *sources, origin.id, dispute.event.id))


def _plain(value: Any) -> Any:
    return as_json(value) if isinstance(value, list | dict) else value


def _named_rows(model: type[Fact], standing: Standing) -> Iterator[Row]:
    """What neither a column that points to a table nor a row of `fact_actors` says."""
    found = (mention for mention in mentions(model, standing.fact) if not mention.role)
    unsaid = [mention.slug for mention in found if "." in mention.path or mention.refers.kind is None]
    chains = (account.data.get("attributed_to") or () for account in standing.accounts)
    for slug in dict.fromkeys([*unsaid, *(slug for chain in chains for slug in chain)]):
        yield Row("_named", (standing.first.subject, slug))


def _part_rows(standing: Standing) -> Iterator[Row]:
    if standing.first.kind == "figure":
        wholes: Iterable[str] = dict.fromkeys(standing.fact.get("part_of") or ())
        yield from (Row("figure_parts", (standing.first.subject, whole)) for whole in wholes)
