"""A finished database as the pattern for others: what it is made of, and its rows, ready to be inserted.

The rows are kept as SQLite gives them, a file a table, in the format that Python reads quickest. Who takes them from
there needs no fold and works out nothing; so whatever changes in our tables, everybody makes the same ones.
"""

import marshal
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

_BATCH, _LENGTH = 5_000, 8
Rows = list[tuple[Any, ...]]


class Table(NamedTuple):
    """A table, the columns that its rows are kept with, and the SQL that makes it."""

    name: str
    columns: tuple[str, ...]
    sql: str

    @property
    def insert(self) -> str:
        """The statement that takes one of its rows."""
        names = ", ".join(f'"{name}"' for name in self.columns)
        return f'INSERT INTO "{self.name}" ({names}) VALUES ({", ".join("?" * len(self.columns))})'


class Pattern:
    """What the database in `folder` is made of: tables, indexes, search tables, and at last triggers and views."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.rows = folder, folder / "rows"
        with closing(sqlite3.connect(folder / "timeline.db")) as db:
            listed = {name: (sort, bare) for _, name, sort, _, bare, _ in db.execute("PRAGMA table_list")}
            made = db.execute("SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL").fetchall()
            self.tables = [
                Table(name, _columns(db, name, bool(listed[name][1])), sql)
                for sort, name, sql in made
                if sort == "table" and listed[name][0] == "table" and not name.startswith("sqlite_")
            ]
            self.search = {name: sql for _, name, sql in made if listed.get(name, ("",))[0] == "virtual"}
            self.settings = {name: _settings(db, name) for name in self.search}
            (self.page_size,) = db.execute("PRAGMA page_size").fetchone()
        self.indexes = [sql for sort, _, sql in made if sort == "index"]
        self.rest = [sql for sort, _, sql in made if sort in ("trigger", "view")]

    def keep(self) -> None:
        """Write the rows into files."""
        self.rows.mkdir(exist_ok=True)
        with closing(sqlite3.connect(self.folder / "timeline.db")) as db:
            for table in self.tables:
                names = ", ".join(f'"{name}"' for name in table.columns)
                cursor = db.execute(f'SELECT {names} FROM "{table.name}"')
                with (self.rows / table.name).open("wb") as file:
                    for batch in iter(lambda: cursor.fetchmany(_BATCH), []):  # noqa: B023  used up before the next
                        packed = marshal.dumps(batch)
                        file.write(len(packed).to_bytes(_LENGTH) + packed)

    def kept(self, table: Table) -> Iterator[Rows]:
        """Its rows again, by the batch."""
        with (self.rows / table.name).open("rb") as file:
            while length := file.read(_LENGTH):
                yield marshal.loads(file.read(int.from_bytes(length)))


def _columns(db: sqlite3.Connection, name: str, bare: bool) -> tuple[str, ...]:
    """With the rowid, where it is not one of the columns."""
    described = db.execute(f'PRAGMA table_info("{name}")').fetchall()
    columns = tuple(column for _, column, *_ in described)
    keys = [sort for _, _, sort, _, _, key in described if key]
    return columns if bare or keys == ["INTEGER"] else ("rowid", *columns)


def _settings(db: sqlite3.Connection, name: str) -> list[tuple[str, Any]]:
    """How a search table is set up, such as the memory it may sort in."""
    return db.execute(f"SELECT k, v FROM \"{name}_config\" WHERE k <> 'version'").fetchall()
