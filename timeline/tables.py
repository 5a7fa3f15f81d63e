"""The tables: those that follow from the kinds, and those that all kinds share."""

from collections.abc import Iterator
from functools import cache

from timeline.columns import fact_columns
from timeline.fact import Fact
from timeline.registry import Kinds
from timeline.schema import Field, Table
from timeline.shared import SHARED


def tables(kinds: Kinds) -> list[Table]:
    """All tables, those of the kinds first."""
    return [*(fact_table(kinds, kinds[kind]) for kind in kinds), *SHARED]


def fact_table(kinds: Kinds, model: type[Fact]) -> Table:
    """The table of one kind."""
    fields = tuple(
        Field(column.name, column.type, column.description, _target(kinds, column.name, column.references))
        for column in fact_columns(model)
    )
    pointers = [field.name for field in fields if field.references and field.name != "head"]
    about, indexes = " ".join((model.__doc__ or "").split()), ("earliest, latest", *pointers)
    return Table(model.table, about, fields, ("id",), indexes, in_order_of_log=True, subject="id")


@cache
def naming(kinds: Kinds) -> tuple[str, ...]:
    """Selects of the standing facts that name `:slug`, one for each way to name it."""
    return tuple(_naming(kinds))


def _naming(kinds: Kinds) -> Iterator[str]:
    for table in tables(kinds):
        if table.in_order_of_log and table.name != "events":
            yield from (
                f'SELECT id FROM "{table.name}" WHERE "{field.name}" = :slug'
                for field in table.fields
                if field.references and field.references != "events.id"
            )
    yield "SELECT fact FROM fact_actors WHERE actor = :slug"
    yield "SELECT fact FROM _named WHERE slug = :slug"
    yield "SELECT subject FROM events WHERE source = :slug"


def _target(kinds: Kinds, column: str, kind: str | None) -> str | None:
    if column == "head":
        return "events.id"
    return f"{kinds[kind].table}.id" if kind is not None else None
