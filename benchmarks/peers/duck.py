"""DuckDB: the log read as JSON into a table of events, and from there into a typed table for each kind.

Every report is a row: nothing is folded or checked, and there is no search.
"""

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import duckdb

_ENVELOPE = "specversion id source type subject time authid salt supersedes appendid".split()
_TYPES = {"TEXT": "VARCHAR", "INTEGER": "BIGINT", "REAL": "DOUBLE"}


def make(folder: Path, path: Path) -> None:
    """The database of the log in `folder`, at `path`."""
    columns = {**dict.fromkeys(_ENVELOPE, "VARCHAR"), "appendcount": "INTEGER", "data": "JSON"}
    with duckdb.connect(str(path)) as db:
        log = f"read_json('{folder / 'events.jsonl'}', format='newline_delimited', columns={columns})"
        db.execute(f"CREATE TABLE events AS SELECT * FROM {log}")
        for kind, structure in _kinds(folder / "timeline.db"):
            fact = f"SELECT subject, json_transform(data->'fact', '{structure}') AS fact FROM events"
            where = f"type IN ('{kind}.reported', '{kind}.registered')"
            db.execute(f'CREATE TABLE "{kind}" AS SELECT subject, fact.* FROM ({fact} WHERE {where})')


def _kinds(path: Path) -> Iterator[tuple[str, str]]:
    """Each kind with the types of its fields, taken from our table of it."""
    with closing(sqlite3.connect(path)) as db:
        for (kind,) in db.execute("SELECT DISTINCT kind FROM _facts").fetchall():
            fields = {name: _TYPES[sort] for _, name, sort, *_ in db.execute(f"PRAGMA table_info({_table(db, kind)})")}
            yield kind, str(fields).replace("'", '"')


def _table(db: sqlite3.Connection, kind: str) -> str:
    (subject,) = db.execute("SELECT id FROM _facts WHERE kind = ? LIMIT 1", (kind,)).fetchone()
    tables: list[str] = [
        name for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE sql LIKE '%\"head\" TEXT%'")
    ]
    holding = (name for name in tables if name != "_facts" and _holds(db, name, subject))
    return next(holding)


def _holds(db: sqlite3.Connection, table: str, subject: str) -> bool:
    return db.execute(f'SELECT 1 FROM "{table}" WHERE id = ?', (subject,)).fetchone() is not None


if __name__ == "__main__":
    make(*map(Path, sys.argv[1:]))
