"""How often each value stands in a column that is a facet: counted when the tables are made, then kept by triggers.

To count a column of a million rows takes a second; to look its counts up takes none.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from timeline.faceted import facets
from timeline.registry import Kinds
from timeline.schema import Table
from timeline.tables import tables

_BATCH = 2_000
_TIMELINE = "timeline"
_ALIKE = ("place", "disputed", "date_kind", "tags")
"""What the timeline shows of a fact as the table of its kind has it."""

_LISTS = ("tags",)


def count(db: sqlite3.Connection, kinds: Kinds) -> None:
    """Count what is in all tables, and from now on what comes and goes."""
    _fill(db, kinds)
    for statement in triggers(kinds):
        db.execute(statement)


@cache
def triggers(kinds: Kinds) -> tuple[str, ...]:
    """What keeps the counts in step with the rows."""
    return tuple(_triggers(kinds))


def _triggers(kinds: Kinds) -> Iterator[str]:
    for table, columns in _counted(kinds):
        yield from _kept(table.name, table.name, columns)
    yield from _kept("_facts", _TIMELINE, ("kind", *_ALIKE), " WHEN {}.occurs")


def _fill(db: sqlite3.Connection, kinds: Kinds) -> None:
    """By an index where one begins with the column, the others of a table in one reading."""
    for table, columns in _counted(kinds):
        indexed = {index.split(",")[0] for index in table.indexes}
        for column in (column for column in columns if column in indexed):
            grouped = (
                f"""SELECT ?, ?, "{column}", count(*) FROM "{table.name}" WHERE "{column}" IS NOT NULL GROUP BY 3"""
            )
            db.execute(f"INSERT INTO _counts {grouped}", (table.name, column))
        if others := [column for column in columns if column not in indexed]:
            _read(db, table.name, others)
    _add_up(db, kinds)


def _counted(kinds: Kinds) -> Iterator[tuple[Table, list[str]]]:
    """The tables with facets, and which columns those are."""
    named = facets(kinds)
    happen = {kinds[kind].table for kind in kinds if not kinds[kind].registry}
    for table in tables(kinds):
        columns = [facet if isinstance(facet, str) else facet["array"] for facet in named.get(table.name, ())]
        if columns:
            yield table, [*columns, "date_kind"] if table.name in happen else columns


def _read(db: sqlite3.Connection, table: str, columns: list[str]) -> None:
    counts: list[Counter[Any]] = [Counter() for _ in columns]
    cursor = db.execute(f'SELECT {", ".join(map(_quoted, columns))} FROM "{table}"')
    while rows := cursor.fetchmany(_BATCH):
        for column, values, count in zip(columns, zip(*rows, strict=True), counts, strict=True):
            count.update(_members(values) if column in _LISTS else values)
    for column, count in zip(columns, counts, strict=True):
        del count[None]
        of_column = ((table, column, value, number) for value, number in count.items())
        db.executemany("INSERT INTO _counts VALUES (?, ?, ?, ?)", of_column)


def _members(lists: Iterable[str | None]) -> Iterator[str]:
    return (member for text in lists if text for member in set(json.loads(text)))


def _add_up(db: sqlite3.Connection, kinds: Kinds) -> None:
    """The timeline's counts, from those of the tables of what happens."""
    happen = [kinds[kind] for kind in kinds if not kinds[kind].registry]
    for model in happen:
        number = f"SELECT ?, 'kind', ?, count(*) FROM \"{model.table}\" HAVING count(*) > 0"
        db.execute(f"INSERT INTO _counts {number}", (_TIMELINE, model.kind))
    db.execute(
        """INSERT INTO _counts SELECT ?, field, value, sum(count) FROM _counts
        WHERE of IN (SELECT value FROM json_each(?)) AND field IN (SELECT value FROM json_each(?)) GROUP BY 2, 3""",
        (_TIMELINE, json.dumps([model.table for model in happen]), json.dumps(_ALIKE)),
    )


def _kept(table: str, name: str, columns: Iterable[str], when: str = "") -> Iterator[str]:
    """Triggers on `table` that keep the counts of what readers know as `name`."""
    yield f"""CREATE TRIGGER "_counts of {name} in" AFTER INSERT ON "{table}"{when.format("NEW")} BEGIN
  INSERT INTO _counts {_values(name, columns, "NEW", ", 1")} ON CONFLICT DO UPDATE SET count = count + 1;
END"""
    those = f"(of, field, value) IN ({_values(name, columns, 'OLD')})"
    yield f"""CREATE TRIGGER "_counts of {name} out" AFTER DELETE ON "{table}"{when.format("OLD")} BEGIN
  UPDATE _counts SET count = count - 1 WHERE {those};
  DELETE FROM _counts WHERE count = 0 AND {those};
END"""


def _values(name: str, columns: Iterable[str], row: str, more: str = "") -> str:
    """A select of what a row has in these columns."""
    each = " UNION ALL ".join(
        f"SELECT DISTINCT '{column}' AS field, value FROM json_each({row}.\"{column}\")"
        if column in _LISTS
        else f"SELECT '{column}' AS field, {row}.\"{column}\" AS value"
        for column in columns
    )
    return f"SELECT '{name}', field, value{more} FROM ({each}) WHERE value IS NOT NULL"


def _quoted(name: str) -> str:
    return f'"{name}"'
