"""The facts as rows of one table, for the formats that are tables: the timeline's columns, then those of the kinds.

A column that several kinds have is one column; where a kind's own name is taken already, the kind stands before it.
"""

import json
from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any, Literal, NamedTuple

from timeline.columns import fact_columns
from timeline.exporting.chosen import Chosen
from timeline.exporting.formats import Mapped
from timeline.exporting.record import Record
from timeline.fact import Fact
from timeline.registry import Kinds

Type = Literal["text", "texts", "day", "moment", "integer", "number", "flag"]


class Column(NamedTuple):
    """A column: `get` gives its value, a list for `texts`, an ISO day for `day`, None where nothing is known."""

    name: str
    type: Type
    meaning: str
    get: Callable[[Record], Any]


def _of_row(name: str, type: Type, meaning: str) -> Column:
    return Column(name, type, meaning, lambda record: record.row[name])


def _of_place(name: str, column: str, type: Type, meaning: str) -> Column:
    return Column(name, type, meaning, lambda record: record.place.get(column))


def _of_sources(name: str, column: str, meaning: str) -> Column:
    return Column(name, "texts", meaning, lambda record: [one[column] for one in record.sources if one[column]])


def _actors(record: Record) -> list[str]:
    return [f"{part.who.words} ({part.role})" for part in record.brief.parts]


_COMMON = (
    _of_row("id", "text", "the fact's slug"),
    _of_row("kind", "text", "the kind of fact"),
    _of_row("title", "text", "`title`"),
    _of_row("date", "text", "`date`, in EDTF"),
    _of_row("earliest", "day", "the first day it can have been; empty when open or unknown"),
    _of_row("latest", "day", "the last day it can have been; empty when open or unknown"),
    _of_row("date_kind", "text", "day, extent (all the days from earliest to latest) or uncertain (one of them)"),
    _of_row("date_words", "text", "the date in words"),
    _of_row("date_basis", "text", "how the date was worked out"),
    _of_row("place", "text", "the place's slug"),
    _of_place("place_name", "name", "text", "the place's name"),
    _of_place("country", "country", "text", "its country, ISO 3166-1 alpha-2"),
    _of_place("admin1", "admin1", "text", "its province or state"),
    _of_place("admin2", "admin2", "text", "its district or county"),
    _of_place("latitude", "latitude", "number", "degrees north"),
    _of_place("longitude", "longitude", "number", "degrees east"),
    _of_place("place_type", "place_type", "text", "how exact the place is, from a site to a country"),
    _of_row("place_basis", "text", "how the place was worked out"),
    _of_row("summary", "text", "`summary`"),
    Column("tags", "texts", "`tags`", lambda record: record.tags),
    Column("actors", "texts", "who took part, by name, each with the role", _actors),
    Column("attributed_to", "texts", "on whose word: who begins each chain", lambda record: record.originators),
    _of_sources("source_ids", "id", "the slugs of the documents that it rests on"),
    _of_sources("source_titles", "title", "their titles"),
    _of_sources("source_urls", "url", "where they can be read"),
    _of_row("reports", "integer", "how many reports tell it"),
    _of_row("disputed", "flag", "whether reports differ on a field"),
    _of_row("revision", "integer", "how many events made it what it is"),
    _of_row("recorded_at", "moment", "when its first event was recorded (UTC)"),
    _of_row("changed_at", "moment", "when its last event was recorded (UTC)"),
)
_TYPES: dict[str, Type] = {"INTEGER": "integer", "REAL": "number"}
_LEFT = {"id", "date", "earliest", "latest", "date_kind", "reports", "sources", "disputed", "revision"}
_LEFT |= {"recorded_at", "changed_at", "head", *Fact.model_fields}
"""Columns of every kind's table that the timeline has."""


def columns(kinds: Kinds, kind: str = "") -> tuple[Column, ...]:
    """The columns for facts of all kinds, or of one."""
    models = [kinds[one] for one in ([kind] if kind else kinds) if not kinds[one].registry]
    found = {column.name: column for column in _COMMON}
    for column in chain.from_iterable(map(_own, models)):
        same = found.setdefault(column.name, column)
        if same is not column:
            found[column.name] = _joined(same, column)
    return tuple(found.values())


def _own(model: type[Fact]) -> Iterator[Column]:
    """The columns of a kind's own fields, as its table has them."""
    common = {column.name for column in _COMMON}
    for column in fact_columns(model):
        if column.name not in _LEFT:
            name = f"{model.kind}_{column.name}" if column.name in common else column.name
            meaning = f"{model.kind}: {column.description}"
            yield Column(name, _TYPES.get(column.type, "text"), meaning, _reader(model.kind, column.name))


def _reader(kind: str, name: str) -> Callable[[Record], Any]:
    return lambda record: record.own.get(name) if record.row["kind"] == kind else None


def _joined(one: Column, other: Column) -> Column:
    """The same column of two kinds; as text where they have it as different things."""

    def get(record: Record) -> Any:
        value = one.get(record)
        return other.get(record) if value is None else value

    meaning = f"{one.meaning} {other.meaning}"
    if one.type == other.type:
        return Column(one.name, one.type, meaning, get)
    return Column(one.name, "text", meaning, lambda record: _as_text(get(record)))


def _as_text(value: Any) -> str | None:
    return value if value is None or isinstance(value, str) else json.dumps(value)


def table(chosen: Chosen) -> Iterator[list[Any]]:
    """The names of the columns, and then a row a fact."""
    having = columns(chosen.site.kinds, chosen.question.kind)
    yield [column.name for column in having]
    for record in chosen.records():
        yield [column.get(record) for column in having]


def mapped(kinds: Kinds) -> list[Mapped]:
    """The columns as a mapping."""
    return [Mapped(column.name, column.meaning) for column in columns(kinds)]
