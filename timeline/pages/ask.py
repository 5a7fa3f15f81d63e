"""What pages read: the tables of one chronology, by SQL, at one moment."""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

Row = dict[str, Any]
"""A row, by column."""


class Ask:
    """Answers questions from one state of the database, however many are put."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def rows(self, sql: str, **given: Any) -> list[Row]:
        """All rows of the answer; a list given as a parameter becomes JSON text, for `json_each`."""
        cursor = self._db.cursor()
        cursor.row_factory = sqlite3.Row
        return [dict(row) for row in cursor.execute(sql, {name: _sql(value) for name, value in given.items()})]

    def row(self, sql: str, **given: Any) -> Row | None:
        """The first row of the answer, None where there is none."""
        return next(iter(self.rows(sql, **given)), None)

    def value(self, sql: str, **given: Any) -> Any:
        """The first column of the first row, None where there is none."""
        row = self.row(sql, **given)
        return next(iter(row.values())) if row else None


@contextmanager
def asking(db: sqlite3.Connection) -> Iterator[Ask]:
    """Ask in one read transaction: what a page says in its parts is of one state of the log."""
    db.execute("BEGIN")
    try:
        yield Ask(db)
    finally:
        db.rollback()


def slugs(values: Iterable[str]) -> list[str]:
    """Each once, for `IN (SELECT value FROM json_each(:slugs))`."""
    return list(dict.fromkeys(values))


def _sql(value: Any) -> Any:
    return json.dumps(value) if isinstance(value, list) else value
