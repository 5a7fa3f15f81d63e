"""From a kind's model to the columns of its table: name, SQL type, description, and how a value is put there.

Table, row, documentation and Datasette's column descriptions all follow from what stands here and in the models.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, NamedTuple

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined, to_json

from timeline import edtf
from timeline.fact import Fact, Json, leaves
from timeline.values import Line, Range, Refers, Text, bounds

_FREE_TEXT = (Line.__metadata__[0], Text.__metadata__[0])  # type: ignore[attr-defined]

Put = Callable[[list[Any], int, Any], None]
"""Puts the value of a field into a row, from its place on."""


@dataclass(frozen=True)
class Column:
    """One column. `field` is the fact's field whose value it holds; what is not one plain value goes there by `put`.

    `default` is what stands there without a value, `references` the kind whose table it points to.
    """

    name: str
    type: str
    description: str
    references: str | None = None
    field: str | None = None
    put: Put | None = None
    default: Any = None


class Dated(NamedTuple):
    """What the tables say of a date."""

    date: str
    earliest: str | None
    latest: str | None
    kind: str
    words: str


@lru_cache(4_096)  # the facts that are told one after the other are of few days
def dated(date: str, *, period: bool) -> Dated:
    """A date in EDTF as the tables have it."""
    parsed = edtf.parse(date)
    kind = parsed.period_kind if period else parsed.kind
    return Dated(date, parsed.earliest, parsed.latest, kind, parsed.words(period))


def as_json(value: Any) -> str | None:
    """Lists and objects as JSON text, which Datasette facets and `json_each` read."""
    return None if value is None else to_json(value).decode()


def plain(value: Any) -> Any:
    """Any value as a column holds it."""
    return as_json(value) if isinstance(value, list | dict) else value


@cache
def fact_columns(model: type[Fact]) -> tuple[Column, ...]:
    """The columns of a kind: the subject, the common fields, its own fields, and how it stands."""
    columns = [Column("id", "TEXT", "The fact's slug.")]
    for name, field in model.model_fields.items():
        columns += _field_columns(model, name, field)
    return (*columns, *_STATUS)


def _field_columns(model: type[Fact], name: str, field: FieldInfo) -> Iterator[Column]:
    about, made_of = field.description or "", list(leaves(field.rebuild_annotation()))
    if name == "date":
        yield from _date_columns(model, about)
    elif Range in made_of:
        yield from _count_columns(name, about)
    else:
        to = next((mark.kind for mark in made_of if isinstance(mark, Refers) and list not in made_of), None)
        default = None if field.default is PydanticUndefined else field.default
        put = _put_json if _is_structure(made_of) else None
        yield Column(name, _sql_type(made_of), about, to, name, put, as_json(default) if put else default)


def _date_columns(model: type[Fact], about: str) -> Iterator[Column]:
    def put(row: list[Any], place: int, value: str) -> None:
        row[place : place + 4] = dated(value, period=model.period)[:4]

    kind = "day (that day), extent (all the days from earliest to latest) or uncertain (some day among them)."
    yield Column("date", "TEXT", about, None, "date", put)
    yield Column("earliest", "TEXT", "The first day it can have been; empty when open or unknown.")
    yield Column("latest", "TEXT", "The last day it can have been; empty when open or unknown.")
    yield Column("date_kind", "TEXT", f"What earliest and latest mean: {kind}")


def _count_columns(name: str, about: str) -> Iterator[Column]:
    yield Column(f"{name}_low", "INTEGER", f"{about} (at least)", None, name, _put_count)
    yield Column(name, "INTEGER", f"{about} (best estimate)")
    yield Column(f"{name}_high", "INTEGER", f"{about} (at most)")


def _put_json(row: list[Any], place: int, value: Any) -> None:
    row[place] = as_json(value)


def _put_count(row: list[Any], place: int, value: Any) -> None:
    row[place : place + 3] = bounds(value)


def _is_structure(made_of: Sequence[Any]) -> bool:
    return any(isinstance(part, type) and issubclass(part, list | dict | BaseModel) for part in made_of)


def _sql_type(made_of: Sequence[Any]) -> str:
    if _is_structure(made_of):
        return "TEXT"
    return "INTEGER" if int in made_of or bool in made_of else "REAL" if float in made_of else "TEXT"


_SOURCES = "How many distinct documents it rests on; copies of one agency count each."
_STATUS = (
    Column("reports", "INTEGER", "How many reports tell it."),
    Column("sources", "INTEGER", _SOURCES),
    Column("disputed", "INTEGER", "1 while reports differ on a field: see disputes."),
    Column("revision", "INTEGER", "How many events made it what it is."),
    Column("recorded_at", "TEXT", "When its first event was recorded (UTC)."),
    Column("changed_at", "TEXT", "When its last event was recorded (UTC)."),
    Column("head", "TEXT", "The event that a change must build on."),
)


def searchable(model: type[Fact], fact: Json) -> str:
    """The free texts of a fact but its title and summary, for full-text search."""
    values = (fact[name] for name in _texts(model) if fact.get(name))
    return "\n".join(value if isinstance(value, str) else "\n".join(value) for value in values)


@cache
def _texts(model: type[Fact]) -> tuple[str, ...]:
    elsewhere = ("title", "summary", "date_basis", "place_basis")
    fields = {name: list(leaves(field.rebuild_annotation())) for name, field in model.model_fields.items()}
    return tuple(
        name
        for name, made_of in fields.items()
        if name not in elsewhere and any(mark in made_of for mark in _FREE_TEXT)
    )
