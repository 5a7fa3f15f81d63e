"""The same tables through sqlite-utils' Python API: `insert_all` for each, then indexes and full-text search.

The rows are ready-made and nothing is checked. With `whole` behind the paths it is one transaction; without, as in the
library's manual, each batch is one of its own. Expressions in an index have no method, so indexes are made by SQL.
"""

import json
import sys
from collections.abc import Iterator
from contextlib import closing, nullcontext
from pathlib import Path
from typing import Any

import sqlite_utils

from benchmarks.peers.pattern import Pattern, Table


def make(folder: Path, path: Path, whole: str = "") -> None:
    """The database of the log in `folder`, at `path`."""
    with (folder / "events.jsonl").open("rb") as file:
        for line in file:
            json.loads(line)
    pattern = Pattern(folder)
    with closing(sqlite_utils.Database(path)) as db, db.atomic() if whole else nullcontext():
        for table in pattern.tables:
            db.execute(table.sql)
            db.table(table.name).insert_all(_dicts(pattern, table))
        for sql in pattern.indexes:
            db.execute(sql)
        _search(db)


def _dicts(pattern: Pattern, table: Table) -> Iterator[dict[str, Any]]:
    for rows in pattern.kept(table):
        for row in rows:
            values = dict(zip(table.columns, row, strict=True))
            values.pop("rowid", None)
            yield values


def _search(db: sqlite_utils.Database) -> None:
    columns = ("title", "summary", "text", "names")
    db.table("_facts").enable_fts(columns, create_triggers=True, tokenize="porter")


if __name__ == "__main__":
    make(Path(sys.argv[1]), Path(sys.argv[2]), *sys.argv[3:])
