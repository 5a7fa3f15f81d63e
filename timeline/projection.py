"""The log to the tables: the only module that writes them.

The rows, and how far the log was read, commit in one transaction. Same prefix and same projector: go on from there and
fold anew only the subjects that have news. Anything else is a rebuild, into a file beside, which SQLite's backup brings
into the served one: a reader sees the old state or the new one, never a mix.
"""

import hashlib
import json
import os
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from itertools import groupby, islice
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

import sqlite_utils

from timeline.errors import TimelineError
from timeline.event import Event
from timeline.log import Log
from timeline.logfile import START, Position
from timeline.rows import Row, event_row, subject_rows
from timeline.selection import EVERYTHING, Selection
from timeline.schema import Table
from timeline.tables import tables
from timeline.views import VIEWS

VERSION = "1"
"""Changes whenever the same log would give other rows; the shape of the tables is part of it anyway."""

_BATCH = 5_000
_OF_SUBJECT = {"fact_actors": "fact", "passages": "fact", "history": "fact", "figure_parts": "figure", "_facts": "id", "_disputes": "fact"}

_NAMES = """UPDATE _facts SET names = (SELECT group_concat(word, char(10)) FROM (
  SELECT name AS word FROM actors WHERE id IN (SELECT actor FROM fact_actors WHERE fact = _facts.id)
  UNION SELECT alias.value FROM actors JOIN json_each(actors.aliases) AS alias
    WHERE actors.id IN (SELECT actor FROM fact_actors WHERE fact = _facts.id)
  UNION SELECT name FROM places WHERE places.id = _facts.place
  ORDER BY word))
WHERE occurs"""
_AND_TOUCHED = """ AND id IN (SELECT value FROM json_each(:touched)
  UNION SELECT fact FROM fact_actors WHERE actor IN (SELECT value FROM json_each(:touched))
  UNION SELECT id FROM _facts WHERE place IN (SELECT value FROM json_each(:touched)))"""


class Projected(NamedTuple):
    """What a projection did: events it read, whether it began from zero, and events of kinds that nobody registers."""

    events: int
    rebuilt: bool
    unknown: int


Progress = Callable[[Position], None]


class Checkpoint(NamedTuple):
    """How far a database has read its log, and with what."""

    version: str
    position: Position
    sha256: str | None
    last_id: str | None


def project(
    log: Log | str | Path = "events.jsonl",
    db: str | Path = "timeline.db",
    *,
    rebuild: bool = False,
    selection: Selection = EVERYTHING,
    progress: Progress = lambda _: None,
) -> Projected:
    """Bring the database up to the log; raises TimelineError, and then the database is as it was.

    `selection` leaves events out, as `known_at` and `published_by` do; `progress` is told how far the log is read.
    """
    log = log if isinstance(log, Log) else Log(log)
    path, projector = Path(db), _Projector(log, selection, progress)
    with _plain_errors(path):
        before = _checkpoint(path)
        if rebuild or before is None or not projector.goes_on_from(before):
            return projector.rebuild(path)
        return projector.catch_up(path)


class _Projector:
    """One reading of the log into tables, and what is learnt on the way."""

    def __init__(self, log: Log, selection: Selection, progress: Progress) -> None:
        self.log, self.selection, self.progress = log, selection, progress
        self.tables = {table.name: table for table in tables(log.kinds)}
        self.version = _version(self.tables.values(), selection)
        self.position, self.last_id = START, None
        self.touched: dict[str, None] = {}
        self.events = self.unknown = 0

    def goes_on_from(self, before: Checkpoint) -> bool:
        """Whether the database holds what this projector would make of the same, unchanged beginning of the log."""
        return before.version == self.version and before.sha256 == self.log.file.digest(before.position)

    def rebuild(self, path: Path) -> Projected:
        """All of it, into a file beside, and from there into the one that is served."""
        with _file_beside(path) as beside:
            with closing(sqlite_utils.Database(beside)) as db:
                db.execute("PRAGMA journal_mode=OFF")
                db.execute("PRAGMA synchronous=OFF")
                with db.atomic():
                    self._fill(db)
            _bring_in(beside, path)
        return Projected(self.events, rebuilt=True, unknown=self.unknown)

    def catch_up(self, path: Path) -> Projected:
        """The news alone, in one transaction."""
        with closing(sqlite_utils.Database(path)) as db, db.atomic():
            db.execute("DELETE FROM _projection WHERE 0")  # takes the write lock before the checkpoint is read
            before = _read_checkpoint(db)
            self.position, self.last_id = before.position, before.last_id
            self._insert(db, self._event_rows())
            touched = {"touched": json.dumps(list(self.touched))}
            for table, column in self._columns_of_subjects():
                db.execute(f'DELETE FROM "{table}" WHERE "{column}" IN (SELECT value FROM json_each(:touched))', touched)
            self._insert(db, self._subject_rows(db, "WHERE subject IN (SELECT value FROM json_each(:touched))", touched))
            db.execute(_NAMES + _AND_TOUCHED, touched)
            self._set_checkpoint(db)
        return Projected(self.events, rebuilt=False, unknown=self.unknown)

    def _fill(self, db: sqlite_utils.Database) -> None:
        for table in self.tables.values():
            db.execute(table.create())
        self._insert(db, self._event_rows())
        self._index(db, self.tables["events"])
        self._insert(db, self._subject_rows(db, "", {}))
        for table in self.tables.values():
            if table.name != "events":
                self._index(db, table)
        db.execute(_NAMES)
        db["_facts"].enable_fts(["title", "summary", "text", "names"], create_triggers=True, tokenize="porter")
        for view in VIEWS:
            db.execute(view.create())
        self._set_checkpoint(db)

    def _index(self, db: sqlite_utils.Database, table: Table) -> None:
        for statement in table.create_indexes():
            db.execute(statement)

    def _event_rows(self) -> Iterator[Row]:
        for event, end in self.log.read(self.position):
            self.position, self.last_id = end, event.id
            self.progress(end)
            if self.selection.takes(event):
                self.events += 1
                self.unknown += event.kind not in self.log.kinds and event.kind != "log"
                self.touched[event.subject] = None
                yield event_row(end.lines, event)

    def _subject_rows(self, db: sqlite_utils.Database, where: str, parameters: dict[str, Any]) -> Iterator[Row]:
        select = f"SELECT seq, id, type, subject, time, data, supersedes FROM events {where} ORDER BY subject, seq"
        for _, rows in groupby(db.execute(select, parameters), key=itemgetter(3)):
            stream = [(row[0], _event(row)) for row in rows]
            if stream[0][1].kind in self.log.kinds:
                yield from subject_rows(self.log.kinds, stream)

    def _insert(self, db: sqlite_utils.Database, rows: Iterator[Row]) -> None:
        """Insert by the batch, so that memory does not grow with the log."""
        while batch := list(islice(rows, _BATCH)):
            by_table: dict[str, list[Row]] = defaultdict(list)
            for row in batch:
                by_table[row.table].append(row)
            for name, of_table in by_table.items():
                db.conn.executemany(_insertion(self.tables[name]), map(_bound_values, of_table))

    def _columns_of_subjects(self) -> list[tuple[str, str]]:
        own = [(model.table, "id") for model in self.log.kinds.models.values()]
        return [*own, *_OF_SUBJECT.items()]

    def _set_checkpoint(self, db: sqlite_utils.Database) -> None:
        db.execute("DELETE FROM _projection")
        digest = self.log.file.digest(self.position)
        row = (self.version, self.position.lines, self.position.offset, digest, self.last_id)
        db.execute("INSERT INTO _projection VALUES (?, ?, ?, ?, ?)", row)


def _version(all_tables: Iterable[Table], selection: Selection) -> str:
    """What the tables are made by and of: anything else here means that a database has to be rebuilt."""
    shape = [statement for table in all_tables for statement in (table.create(), *table.create_indexes())]
    parts = [VERSION, selection.name, *shape, *(view.create() for view in VIEWS)]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _insertion(table: Table) -> str:
    columns = [field.name for field in table.fields]
    if table.in_order_of_log and "seq" not in table.key:
        columns.insert(0, "rowid")
    marks = ", ".join("?" * len(columns))
    return f'INSERT INTO "{table.name}" ({", ".join(map(_quoted, columns))}) VALUES ({marks})'


def _quoted(name: str) -> str:
    return f'"{name}"'


def _bound_values(row: Row) -> tuple[Any, ...]:
    return row.values if row.place is None else (row.place, *row.values)


def _event(row: tuple[Any, ...]) -> Event:
    """An event as the tables keep it: it was checked on its way in."""
    names = ("id", "type", "subject", "time")
    return Event.model_construct(**dict(zip(names, row[1:5], strict=True)), data=json.loads(row[5]), supersedes=row[6])


def _checkpoint(path: Path) -> Checkpoint | None:
    """How far the database at `path` is; None for one that has to be made. Raises TimelineError for another's."""
    if not path.exists() or path.stat().st_size == 0:
        return None
    with closing(sqlite_utils.Database(path)) as db:
        try:
            names = set(db.table_names())
        except sqlite3.DatabaseError:
            path.unlink()  # not a database (any more); what it held is in the log
            return None
        if not names:
            return None
        if "_projection" not in names:
            raise TimelineError(f"{path}: is a database, but not one of ours; nothing was changed, name another with --db")
        return _read_checkpoint(db)


def _read_checkpoint(db: sqlite_utils.Database) -> Checkpoint:
    version, seq, offset, sha256, last_id = db.execute('SELECT version, seq, "offset", sha256, last_id FROM _projection').fetchone()
    return Checkpoint(version, Position(offset, seq), sha256, last_id)


@contextmanager
def _file_beside(path: Path) -> Iterator[Path]:
    beside = path.with_name(f"{path.name}.{os.getpid()}.rebuild")
    try:
        yield beside
    finally:
        beside.unlink(missing_ok=True)


def _bring_in(beside: Path, path: Path) -> None:
    """Copy page by page into the served file, in one transaction of SQLite's."""
    with closing(sqlite3.connect(beside)) as made, closing(sqlite3.connect(path)) as served:
        served.execute("PRAGMA journal_mode=WAL")
        made.execute("PRAGMA journal_mode=WAL")
        made.backup(served)


@contextmanager
def _plain_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise TimelineError(f"{path}: {error}; the database is as it was, and the log can be appended to") from error
