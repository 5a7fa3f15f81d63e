"""From a kind's model to the columns of its table: name, SQL type, description, and how to read the value.

Table, row, documentation and Datasette's column descriptions all follow from what stands here and in the models.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from timeline import edtf
from timeline.fact import Fact, Json, leaves
from timeline.fold import Standing, is_report
from timeline.values import Line, Range, Refers, Text, bounds

_FREE_TEXT = (Line.__metadata__[0], Text.__metadata__[0])  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Column:
    """One column; `read` takes its value from what stands, `references` is the kind whose table it points to."""

    name: str
    type: str
    description: str
    read: Callable[[Standing], Any]
    references: str | None = None


@cache
def fact_columns(model: type[Fact]) -> tuple[Column, ...]:
    """The columns of a kind: the subject, the common fields, its own fields, and how it stands."""
    columns = [Column("id", "TEXT", "The fact's slug.", lambda standing: standing.first.subject)]
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
        yield Column(name, _sql_type(made_of), about, _reader(name, field.default, made_of), to)


def _date_columns(model: type[Fact], about: str) -> Iterator[Column]:
    def parsed(part: str) -> Callable[[Standing], Any]:
        return lambda standing: getattr(edtf.parse(standing.fact["date"]), part) if "date" in standing.fact else None

    yield Column("date", "TEXT", about, lambda standing: standing.fact.get("date"))
    yield Column("earliest", "TEXT", "The first day it can have been; empty when open or unknown.", parsed("earliest"))
    yield Column("latest", "TEXT", "The last day it can have been; empty when open or unknown.", parsed("latest"))
    kind = "day (that day), extent (all the days from earliest to latest) or uncertain (some day among them)."
    yield Column(
        "date_kind", "TEXT", f"What earliest and latest mean: {kind}", parsed("period_kind" if model.period else "kind")
    )


def _count_columns(name: str, about: str) -> Iterator[Column]:
    for place, (suffix, sense) in enumerate((("_low", "at least"), ("", "best estimate"), ("_high", "at most"))):
        yield Column(f"{name}{suffix}", "INTEGER", f"{about} ({sense})", _bound(name, place))


def _bound(name: str, place: int) -> Callable[[Standing], Any]:
    return lambda standing: bounds(standing.fact.get(name))[place]


def _reader(name: str, default: Any, made_of: Sequence[Any]) -> Callable[[Standing], Any]:
    if _is_structure(made_of):
        return lambda standing: as_json(standing.fact.get(name))
    default = None if default is PydanticUndefined else default
    return lambda standing: standing.fact.get(name, default)


def as_json(value: Any) -> str | None:
    """Lists and objects as JSON text, which Datasette facets and `json_each` read."""
    return None if value is None else json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _is_structure(made_of: Sequence[Any]) -> bool:
    return any(isinstance(part, type) and issubclass(part, list | dict | BaseModel) for part in made_of)


def _sql_type(made_of: Sequence[Any]) -> str:
    if _is_structure(made_of):
        return "TEXT"
    return "INTEGER" if int in made_of or bool in made_of else "REAL" if float in made_of else "TEXT"


def _count_sources(standing: Standing) -> int:
    return len({account.data["source"] for account in standing.accounts if account.data.get("source")})


_STATUS = (
    Column("reports", "INTEGER", "How many reports tell it.", lambda s: sum(map(is_report, s.accounts))),
    Column(
        "sources",
        "INTEGER",
        "How many distinct documents it rests on; copies of one agency count each.",
        _count_sources,
    ),
    Column("disputed", "INTEGER", "1 while reports differ on a field: see disputes.", lambda s: int(bool(s.disputes))),
    Column("revision", "INTEGER", "How many events made it what it is.", lambda s: s.revision),
    Column("recorded_at", "TEXT", "When its first event was recorded (UTC).", lambda s: s.first.time),
    Column("changed_at", "TEXT", "When its last event was recorded (UTC).", lambda s: s.head.time),
    Column("head", "TEXT", "The event that a change must build on.", lambda s: s.head.id),
)


def searchable(model: type[Fact], fact: Json) -> str:
    """The free texts of a fact but its title and summary, for full-text search."""
    values = (fact.get(name) for name in _texts(model))
    return "\n".join(text for value in values if value for text in (value if isinstance(value, list) else [value]))


@cache
def _texts(model: type[Fact]) -> tuple[str, ...]:
    elsewhere = ("title", "summary", "date_basis", "place_basis")
    fields = {name: list(leaves(field.rebuild_annotation())) for name, field in model.model_fields.items()}
    return tuple(
        name
        for name, made_of in fields.items()
        if name not in elsewhere and any(mark in made_of for mark in _FREE_TEXT)
    )
