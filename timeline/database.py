"""The database as a file: whether it is ours, how far it has read its log, and how a new one takes its place.

It is changed in place, never replaced by another file, since a server that has it open would go on showing the old one.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from filelock import FileLock

from timeline import durable, prefix
from timeline.errors import TimelineError
from timeline.openlog import OpenLog, Position
from timeline.prefix import Recorded

VERSION = "4"
"""Changes whenever the same log would give other rows; the shape of the tables is part of a version anyway."""


class Checkpoint(NamedTuple):
    """How far a database has read its log, with what, which events it takes, and which file the log was."""

    version: str
    selection: str
    position: Position
    last_id: str | None
    file: str
    block: Recorded

    @property
    def is_whole(self) -> bool:
        """Whether the database has all events so far, in tables as we make them."""
        return not self.selection


def goes_on(db: sqlite3.Connection, before: Checkpoint, log: OpenLog) -> bool:
    """Whether the log begins with what the database has read: all of it is compared when the log is another file."""
    numbers = prefix.sample(before.block.number, before.position.lines)
    where = f"number IN ({', '.join(map(str, numbers))})" if before.file == log.identity else "true"
    return all(prefix.holds(block, log) for block in blocks(db, where))


def blocks(db: sqlite3.Connection, where: str) -> list[Recorded]:
    """What is recorded of some blocks of the log, the last one first."""
    select = f"SELECT number, offset, lines, size, sha256, prefix FROM _blocks WHERE {where} ORDER BY number DESC"
    return [Recorded(*row) for row in db.execute(select)]


@contextmanager
def held(path: Path, patience: float = -1) -> Iterator[None]:
    """One projector at a time, and what goes wrong in plain words. Raises TimelineError."""
    try:
        with FileLock(f"{path}.lock", patience, mode=0o644):
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
        return read(path, db)
    for file in (path, _beside(path, "-wal"), _beside(path, "-shm")):
        if file.exists():
            file.replace(_beside(file, ".broken"))
    return None


def read(path: Path, db: sqlite3.Connection) -> Checkpoint | None:
    """How far it is; None when another version made it. Raises TimelineError when it is another's."""
    names = {name for (name,) in db.execute("SELECT name FROM sqlite_schema")}
    if names and "_projection" not in names:
        raise TimelineError(f"{path}: is a database, but not one of ours; nothing was changed, name another with --db")
    if "_blocks" not in names or not _is_ours(db):
        return None
    select = "SELECT version, selection, offset, seq, last_id, file FROM _projection"
    for version, selection, offset, seq, last_id, file in db.execute(select):
        for block in blocks(db, "number = (SELECT max(number) FROM _blocks)"):
            return Checkpoint(version, selection, Position(offset, seq), last_id, file, block)
    return None


def _is_ours(db: sqlite3.Connection) -> bool:
    """Whether this version made it; of others only the version is known."""
    columns = [name for (name,) in db.execute("SELECT name FROM pragma_table_info('_projection')")]
    return "version" in columns and all(
        version.startswith(f"{VERSION}.") for (version,) in db.execute("SELECT version FROM _projection")
    )


def write_without_journal(db: sqlite3.Connection, path: Path) -> None:
    """A new file is written as fast as can be, since after a crash it is begun anew.

    Its pages are as large as those at `path`, or it could not take their place.
    """
    for setting in (f"page_size={_page_size(path)}", "journal_mode=OFF", "synchronous=OFF", "cache_size=-4096"):
        db.execute(f"PRAGMA {setting}")


def _page_size(path: Path) -> int:
    if not path.exists():
        return 8192
    with closing(sqlite3.connect(path)) as served:
        [(size,)] = served.execute("PRAGMA page_size")
        return int(size)


@contextmanager
def replacement(path: Path) -> Iterator[Path]:
    """A new file, which takes the place of what `path` holds when the block ends well, in one transaction of SQLite's.

    A reader sees the old state or the new one, never a mix.
    """
    beside = _beside(path, ".rebuild")
    beside.unlink(missing_ok=True)
    try:
        yield beside
        with closing(sqlite3.connect(beside)) as made:
            made.execute("PRAGMA journal_mode=WAL")
        if path.exists():
            _copy(beside, path)
        else:
            _move(beside, path)
    finally:
        beside.unlink(missing_ok=True)


def _copy(new: Path, path: Path) -> None:
    with closing(sqlite3.connect(new)) as made, closing(sqlite3.connect(path)) as served:
        served.execute("PRAGMA journal_mode=WAL")
        made.backup(served)
    emptied(path)


def emptied(path: Path) -> bool:
    """Bring the write-ahead log into the file and cut it, so that older tables are gone; False while somebody reads."""
    with closing(sqlite3.connect(path)) as db:
        [busy, *_] = db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy


def _move(new: Path, path: Path) -> None:
    """Where no server can have an older one open."""
    durable.sync(new)
    new.replace(path)
    durable.sync(path.parent)


def _beside(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)
