"""One row a fact, with typed columns, for pandas, DuckDB, R and the like: those of `csv`.

Names, tags and sources are lists of text, `earliest` and `latest` days (`date32`), times of recording timestamps in
UTC. Year 0000, which most readers of days do not know, is left empty there; `date` has it. The metadata of the file
have `title`, `description`, `licence` and `language` as the log's first event gives them, and each column its meaning.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import islice
from typing import Any, BinaryIO

from timeline.exporting.chosen import Chosen
from timeline.exporting.columns import Column, columns, mapped
from timeline.exporting.formats import Left, Mapped
from timeline.exporting.moment import moment
from timeline.exporting.record import Record
from timeline.extras import library
from timeline.registry import Kinds

_AT_A_TIME = 10_000
"""Rows in a group: few enough for memory, many enough to be packed well."""

_OWN_WORDS = ("title", "description", "licence", "language")


def fields(kinds: Kinds) -> Sequence[Mapped]:
    """The mapping."""
    return mapped(kinds)


def write(chosen: Chosen, out: BinaryIO) -> Left:
    """The file, a group of rows after the other."""
    arrow, parquet = library("pyarrow", "parquet"), library("pyarrow.parquet", "parquet")
    having = columns(chosen.site.kinds, chosen.question.kind)
    schema = _schema(arrow, having, chosen.site.opened)
    records = chosen.records()
    with parquet.ParquetWriter(out, schema) as writer:
        while group := list(islice(records, _AT_A_TIME)):
            rows = {column.name: [_value(column, record) for record in group] for column in having}
            writer.write_table(arrow.table(rows, schema=schema))
    return Counter()


def _schema(arrow: Any, having: Sequence[Column], opened: Mapping[str, Any]) -> Any:
    types = {
        "text": arrow.string(),
        "texts": arrow.list_(arrow.string()),
        "day": arrow.date32(),
        "moment": arrow.timestamp("us", "UTC"),
        "integer": arrow.int64(),
        "number": arrow.float64(),
        "flag": arrow.bool_(),
    }
    columns = [arrow.field(one.name, types[one.type], metadata={"description": one.meaning}) for one in having]
    return arrow.schema(columns, {name: str(opened[name]) for name in _OWN_WORDS if opened.get(name)})


def _value(column: Column, record: Record) -> Any:
    value = column.get(record)
    if value is None:
        return None
    if column.type == "day":
        return None if value.startswith("0000") else date.fromisoformat(value)
    if column.type == "moment":
        return moment(value)
    return bool(value) if column.type == "flag" else value
