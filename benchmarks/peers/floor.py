"""The floor: a program that knows every row beforehand, and checks nothing.

It parses each line with orjson, since who reads a log must, and leaves it at that. It takes the rows ready-made,
inserts them into the same tables, makes the same indexes and the same search, and syncs the file. Through Python's
sqlite3 the same tables cannot be had for much less.
"""

import gc
import os
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import orjson

from benchmarks.peers.pattern import Pattern


def make(folder: Path, path: Path) -> None:
    """The database of the log in `folder`, at `path`."""
    _parse(folder / "events.jsonl")
    pattern = Pattern(folder)
    with closing(opened(path, pattern)) as db:
        insert(db, pattern)
        index(db, pattern)
        make_search(db, pattern)
        db.execute("COMMIT")
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _parse(log: Path) -> None:
    with log.open("rb") as file:
        for line in file:
            orjson.loads(line)


def opened(path: Path, pattern: Pattern) -> sqlite3.Connection:
    """A new database in its one transaction; a crash would mean to begin again, so it keeps no journal."""
    db = sqlite3.connect(path, isolation_level=None)
    for pragma in (f"page_size={pattern.page_size}", "journal_mode=OFF", "synchronous=OFF"):
        db.execute(f"PRAGMA {pragma}")
    db.execute("BEGIN")
    return db


def insert(db: sqlite3.Connection, pattern: Pattern) -> None:
    """All tables with their rows."""
    for table in pattern.tables:
        db.execute(table.sql)
        for rows in pattern.kept(table):
            db.executemany(table.insert, rows)


def index(db: sqlite3.Connection, pattern: Pattern) -> None:
    """All indexes."""
    for sql in pattern.indexes:
        db.execute(sql)


def make_search(db: sqlite3.Connection, pattern: Pattern) -> None:
    """The search tables, set up like ours; then triggers and views."""
    for name, sql in pattern.search.items():
        db.execute(sql)
        db.executemany(f'INSERT INTO "{name}" ("{name}", rank) VALUES (?, ?)', pattern.settings[name])
        db.execute(f'INSERT INTO "{name}" ("{name}") VALUES (\'rebuild\')')
    for sql in pattern.rest:
        db.execute(sql)


if __name__ == "__main__":
    gc.disable()
    make(*map(Path, sys.argv[1:]))
