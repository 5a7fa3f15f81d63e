"""Which rows were read: kept in a file that is gone with the process, so that a million of them fit in any memory."""

import sqlite3
from contextlib import suppress


class Seen:
    """Keys and subjects, each with the place where it was read first."""

    def __init__(self) -> None:
        self._db = sqlite3.connect("", isolation_level=None)  # a temporary file of SQLite's own
        self._db.execute("CREATE TABLE seen (name TEXT PRIMARY KEY, place TEXT) WITHOUT ROWID")
        self._db.execute("BEGIN")

    def first(self, name: str, where: str) -> str | None:
        """Note that `name` is read; returns where it was read before, None the first time."""
        with suppress(sqlite3.IntegrityError):
            self._db.execute("INSERT INTO seen VALUES (?, ?)", (name, where))
            return None
        [[place]] = self._db.execute("SELECT place FROM seen WHERE name = ?", [name])
        return str(place)

    def __contains__(self, name: str) -> bool:
        return self._db.execute("SELECT 1 FROM seen WHERE name = ?", [name]).fetchone() is not None

    def close(self) -> None:
        """Let the file go."""
        self._db.close()
