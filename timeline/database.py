"""The database as a file: whether it is ours, how far it has read its log, and how a new one takes its place.

It is changed in place, never replaced by another file, since a server that has it open would go on showing the old one.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from filelock import FileLock

from timeline.errors import TimelineError
from timeline.logfile import Position


class Checkpoint(NamedTuple):
    """How far a database has read its log, and with what."""

    version: str
    position: Position
    sha256: str
    last_id: str | None


@contextmanager
def held(path: Path) -> Iterator[None]:
    """One projector at a time, and what goes wrong in plain words. Raises TimelineError."""
    try:
        with FileLock(f"{path}.lock", mode=0o644):
            yield
    except (sqlite3.Error, OSError) as error:
        raise TimelineError(f"{path}: {error}; the database is as it was, and the log can be appended to") from error


@contextmanager
def unless_broken() -> Iterator[None]:
    """Go on behind the block when SQLite cannot make sense of the file; for its other errors it has subclasses."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        if type(error) is not sqlite3.DatabaseError:
            raise


def checkpoint(path: Path) -> Checkpoint | None:
    """How far the database at `path` is; None where one has to be made. Raises TimelineError for another's.

    What is no database (any more) is set aside: of ours, all is in the log.
    """
    if not path.exists():
        return None
    with unless_broken(), closing(sqlite3.connect(path)) as db:
        return _read(path, db)
    for file in (path, _beside(path, "-wal"), _beside(path, "-shm")):
        if file.exists():
            file.replace(_beside(file, ".broken"))
    return None


def _read(path: Path, db: sqlite3.Connection) -> Checkpoint | None:
    names = {name for (name,) in db.execute("SELECT name FROM sqlite_schema")}
    if names and "_projection" not in names:
        raise TimelineError(f"{path}: is a database, but not one of ours; nothing was changed, name another with --db")
    db.row_factory = sqlite3.Row
    for row in db.execute("SELECT * FROM _projection") if names else ():
        match dict(row):
            case {"version": version, "seq": seq, "offset": offset, "sha256": sha256, "last_id": last_id}:
                return Checkpoint(version, Position(offset, seq), sha256, last_id)
    return None


@contextmanager
def replacement(path: Path) -> Iterator[Path]:
    """A new file, which takes the place of what `path` holds when the block ends well, in one transaction of SQLite's.

    A reader sees the old state or the new one, never a mix.
    """
    beside = _beside(path, ".rebuild")
    beside.unlink(missing_ok=True)
    try:
        yield beside
        with closing(sqlite3.connect(beside)) as made, closing(sqlite3.connect(path)) as served:
            for database in (served, made):
                database.execute("PRAGMA journal_mode=WAL")
            made.backup(served)
    finally:
        beside.unlink(missing_ok=True)


def _beside(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)
