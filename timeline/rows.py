"""From the events of one subject to all the rows that tell of it: for each table, the values in order.

A row of a table that lies in the order of the log begins with its place there.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from operator import itemgetter
from typing import Any, NamedTuple

from timeline import jsonline
from timeline.changes import Rows, add_changes
from timeline.columns import Put, as_json, dated, fact_columns, plain, searchable
from timeline.event import Event
from timeline.fact import Fact, Json, Mention, mentions, required
from timeline.fold import Standing, is_report, states
from timeline.shared import FACTS
from timeline.tombstone import MARK, as_text, leaf_of

KEPT = ("id", "type", "subject", "time", "authid", "data", "supersedes", "alsosupersedes", MARK)
SELECTED = ", ".join((*KEPT[:-1], f"CASE WHEN data IS NULL THEN leaf END AS {MARK}"))
"""The columns of an event that a fold needs, as SQL selects them; only of one that was redacted the hash."""

_STATUS = 7
_MORE = ("date_words", "kind", "title", "seq", "occurs", "text", "names")


class Stood(NamedTuple):
    """What stands on a subject, and the number of the line that its first event has."""

    model: type[Fact]
    standing: Standing
    place: int


@dataclass(frozen=True)
class _Shape:
    """How the facts of a kind become rows: an empty row, where each field goes, and what the timeline takes of it."""

    empty: list[Any]
    puts: dict[str, tuple[int, Put | None]]
    timeline: Callable[[list[Any]], tuple[Any, ...]]


@cache
def _shape(model: type[Fact]) -> _Shape:
    columns = fact_columns(model)
    empty = [column.default for column in columns[:-_STATUS]]
    puts = {column.field: (place, column.put) for place, column in enumerate(columns) if column.field}
    places = {name: place for place, name in enumerate([*(column.name for column in columns), *_MORE])}
    return _Shape(empty, puts, itemgetter(*(places[field.name] for field in FACTS.fields)))


def event_row(seq: int, offset: int, event: Event, raw: bytes) -> tuple[Any, ...]:
    """The row of one event in `events`; `raw` is its line."""
    source, attributed = event.data.get("source"), as_json(event.data.get("attributed_to"))
    row = (seq, seq, event.id, event.type, event.kind, event.verb or None, event.subject, event.time, event.authid)
    data = None if event.is_redacted else _data_text(event, raw)
    carried = (source, attributed, data, event.supersedes, event.alsosupersedes)
    return (*row, *carried, offset, as_text(leaf_of(raw)), None, None)


def _data_text(event: Event, raw: bytes) -> str | None:
    """What the event carries, as it stands in the log; there it comes last, unless another program wrote the line.

    No quotation mark stands by itself within a string, and no attribute before it has members.
    """
    start = raw.find(b',"data":{')
    if start < 0 or not raw.endswith(b"}}") or next(reversed(event.attributes)) != "data":
        return as_json(event.data)
    return raw[start + len(',"data":') : -1].decode()


def kept_event(values: Sequence[Any]) -> Event:
    """An event from those columns of its row that a fold needs (KEPT); it was checked on its way in."""
    kept = dict(zip(KEPT, values, strict=True))
    if kept[MARK] is None:
        del kept[MARK]
    return Event({**kept, "data": jsonline.again((kept["data"] or "{}").encode())})


def add_subject(rows: Rows, model: type[Fact], stream: Sequence[tuple[int, Event]]) -> Iterator[Stood]:
    """The rows of a subject's history, from its numbered events in log order; yields what stands at its end."""
    history = list(states(event for _, event in stream))
    add_changes(rows, model, history)
    if history[-1].stands:
        yield Stood(model, history[-1], stream[0][0])


def add_standing(rows: Rows, stood: Sequence[Stood]) -> None:
    """The rows of what stands, one sort after the other, for the cache; names for search are filled in later.

    None where a redaction took a field away without which there is no such fact, till another event gives it.
    """
    stood = [one for one in stood if one.standing.fact.keys() >= required(one.model)]
    made = [_fact_row(one.model, one.standing) for one in stood]
    for one, row in zip(stood, made, strict=True):
        rows[one.model.table].append((one.place, *row))
    rows["_facts"] += [_timeline_row(*one, row) for one, row in zip(stood, made, strict=True)]
    found = [list(mentions(one.model, one.standing.fact)) for one in stood]
    for one, of_one in zip(stood, found, strict=True):
        _add_actors(rows, one.model, one.standing, of_one)
    for one, of_one in zip(stood, found, strict=True):
        _add_named(rows, one.standing, of_one)
    for _, standing, _ in stood:
        _add_passages(rows, standing)
    for model, standing, _ in stood:
        _add_few(rows, model, standing)


def _add_few(rows: Rows, model: type[Fact], standing: Standing) -> None:
    """What most facts have not."""
    subject, fact = standing.first.subject, standing.fact
    rows["fact_tags"] += [(subject, tag) for tag in dict.fromkeys(fact.get("tags") or ())]
    if standing.disputes:
        _add_disputes(rows, standing)
    if model.kind == "figure":
        rows["figure_parts"] += [(subject, whole) for whole in dict.fromkeys(fact.get("part_of") or ())]


def _fact_row(model: type[Fact], standing: Standing) -> list[Any]:
    shape = _shape(model)
    row = shape.empty.copy()
    row[0] = standing.first.subject
    for name, value in standing.fact.items():
        place, put = shape.puts[name]
        if put is None:
            row[place] = value
        else:
            put(row, place, value)
    return row + _status(standing)


def _status(standing: Standing) -> list[Any]:
    accounts, first, head = standing.accounts, standing.first, standing.head
    reports = sum(map(is_report, accounts))
    sources = len({account.data["source"] for account in accounts if account.data.get("source")})
    return [reports, sources, int(bool(standing.disputes)), standing.revision, first.time, head.time, head.id]


def _timeline_row(model: type[Fact], standing: Standing, place: int, row: list[Any]) -> tuple[Any, ...]:
    fact = standing.fact
    words = dated(fact["date"], period=model.period).words if "date" in fact else None
    title = fact.get("title", fact.get("name"))
    more = [words, model.kind, title, place, int(not model.registry), searchable(model, fact), None]
    return _shape(model).timeline(row + more)


def _add_actors(rows: Rows, model: type[Fact], standing: Standing, found: Sequence[Mention]) -> None:
    """A row for each part that somebody takes in the standing fact, and each event that says so.

    An event that says it twice, with a side and without, counts once: with the side.
    """
    parts = sorted(_parts(found), key=lambda part: part[2] is not None)
    for account in standing.accounts if parts else ():
        said = parts if len(standing.accounts) == 1 else _parts(mentions(model, _said(account)))
        for actor, role, side in {part[:2]: part for part in parts if part in said}.values():
            rows["fact_actors"].append((standing.first.subject, model.kind, actor, role, side, account.id))


def _said(account: Event) -> Json:
    return account.data.get("fact") or account.data.get("set") or {}


def _parts(found: Iterable[Mention]) -> list[tuple[str, str, str | None]]:
    """Who takes part in which role, on which side; of a role that is not stated, the model's default."""
    return list(dict.fromkeys((mention.slug, str(mention.role), mention.side) for mention in found if mention.role))


def _add_passages(rows: Rows, standing: Standing) -> None:
    for account in standing.accounts:
        if passages := account.data.get("passages"):
            places = dict.fromkeys((passage["start"], passage["end"]) for passage in passages)
            source = account.data.get("source")
            rows["passages"] += [(account.id, account.subject, source, start, end) for start, end in places]


def _add_disputes(rows: Rows, standing: Standing) -> None:
    for dispute in standing.disputes:
        origin = standing.origin[dispute.field]
        values = (plain(standing.fact.get(dispute.field)), plain(dispute.value))
        sources = (origin.data.get("source"), dispute.event.data.get("source"))
        row = (origin.subject, dispute.field, *values, *sources, origin.id, dispute.event.id)
        rows["_disputes"].append(row)


def _add_named(rows: Rows, standing: Standing, found: Sequence[Mention]) -> None:
    """What neither a column that points to a table nor a row of `fact_actors` says."""
    slugs = [m.slug for m in found if not m.role and (len(m.steps) > 1 or m.refers.kind is None)]
    slugs += [slug for account in standing.accounts for slug in account.data.get("attributed_to") or ()]
    rows["_named"] += [(standing.first.subject, slug) for slug in dict.fromkeys(slugs)]
