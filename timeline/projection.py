"""The log to the tables: the only module that writes them.

The rows, and how far the log was read, commit in one transaction. Same prefix and same projector: go on from there and
fold anew only the subjects that have news. Anything else is a rebuild, into a file beside, which SQLite's backup brings
into the served one: a reader sees the old state or the new one, never a mix.
"""

import hashlib
import json
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from itertools import groupby, islice
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

import sqlite_utils

from timeline import database, prefix, search
from timeline.database import Checkpoint
from timeline.errors import Damaged, Problem, TimelineError
from timeline.openlog import START, Block, OpenLog, Position
from timeline.prefix import Recorded
from timeline.reading import Reader
from timeline.registry import Kinds
from timeline.rows import KEPT, Row, event_row, kept_event, subject_rows
from timeline.schema import Table
from timeline.selection import EVERYTHING, Selection
from timeline.tables import tables
from timeline.views import VIEWS

_BATCH = 5_000
_TOUCHED = "(SELECT value FROM json_each(:touched))"


class Projected(NamedTuple):
    """What a projection did: events it read, whether it began from zero, and events of kinds that nobody registers."""

    events: int
    rebuilt: bool
    unknown: int


Progress = Callable[[Position], None]


def project(  # noqa: PLR0913  # all but the first two by name
    log: Reader | str | Path = "events.jsonl",
    db: str | Path = "timeline.db",
    *,
    rebuild: bool = False,
    selection: Selection = EVERYTHING,
    progress: Progress = lambda _: None,
    patience: float = -1,
) -> Projected:
    """Bring the database up to the log; raises TimelineError, and then the database is as it was.

    `selection` leaves events out, as `known_at` and `published_by` do; `progress` is told how far the log is read;
    `patience` is how many seconds to wait for another projector, for ever when it is negative.
    """
    log, path = log if isinstance(log, Reader) else Reader(log), Path(db)
    if path.exists() and log.path.exists() and path.samefile(log.path):
        raise TimelineError(f"{path}: is the log itself; name another file with --db")
    log.file.must_exist()
    with database.held(path, patience), _ids_once(log), log.file.opened() as file:
        before = database.checkpoint(path)
        projector = _Projector(log, file, selection, progress)
        if before and not rebuild and before.version == projector.version:
            with database.unless_broken(), closing(sqlite_utils.Database(path)) as served:
                if database.goes_on(served.conn, before, file):
                    return projector.catch_up(served, before)
            projector = _Projector(log, file, selection, progress)
        return projector.rebuild(path)


class _Projector:
    """One reading of the log into tables, and what is learnt on the way."""

    def __init__(self, log: Reader, file: OpenLog, selection: Selection, progress: Progress) -> None:
        self.log, self.file, self.selection, self.progress = log, file, selection, progress
        self.tables = {table.name: table for table in tables(log.kinds)}
        self.version = _version(log.kinds, self.tables.values(), selection)
        self.position = START
        self.last_id: str | None = None
        self.blocks: list[Recorded] = []
        self.touched: dict[str, None] = {}
        self.events = self.unknown = 0

    def rebuild(self, path: Path) -> Projected:
        """All of it, into a file beside, and from there into the one that is served."""
        with database.replacement(path) as beside, closing(sqlite_utils.Database(beside)) as db:
            db.execute("PRAGMA journal_mode=OFF")
            db.execute("PRAGMA synchronous=OFF")
            with db.atomic():
                self._fill(db)
        return Projected(self.events, rebuilt=True, unknown=self.unknown)

    def catch_up(self, db: sqlite_utils.Database, before: Checkpoint) -> Projected:
        """The news alone, in one transaction."""
        self.position, self.last_id = before.position, before.last_id
        with db.atomic():
            self.blocks = database.blocks(db.conn, f"number = {before.block.number - 1}")
            self._insert(db, self._event_rows(before.block.start))
            touched = {"touched": json.dumps(list(self.touched))}
            for table in self.tables.values():
                if table.subject:
                    db.execute(f'DELETE FROM "{table.name}" WHERE "{table.subject}" IN {_TOUCHED}', touched)
            self._insert(db, self._subject_rows(db, f"WHERE subject IN {_TOUCHED}", touched))
            db.execute(search.NAMES_OF_TOUCHED, touched)
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
        db.execute(search.NAMES)
        db.table("_facts").enable_fts(search.COLUMNS, create_triggers=True, tokenize="porter")
        for view in VIEWS:
            db.execute(view.create())
        self._set_checkpoint(db)

    def _index(self, db: sqlite_utils.Database, table: Table) -> None:
        for statement in table.create_indexes():
            db.execute(statement)

    def _event_rows(self, start: Position = START) -> Iterator[Row]:
        """A row for each event behind what was read already, `start` being the beginning of a block."""
        for event, end in self.log.events(self._news(start)):
            offset, self.position, self.last_id = self.position.offset, end, event.id
            if self.selection.takes(event):
                self.events += 1
                self.unknown += event.kind not in self.log.kinds and event.kind != "log"
                self.touched[event.subject] = None
                yield event_row(end.lines, offset, event)

    def _news(self, start: Position) -> Iterator[Block]:
        for block in self.file.blocks(start):
            self.blocks.append(prefix.record(block, self.blocks[-1] if self.blocks else None))
            yield block.behind(self.position)
            self.progress(block.end)

    def _subject_rows(self, db: sqlite_utils.Database, where: str, parameters: dict[str, Any]) -> Iterator[Row]:
        select = f"SELECT subject, seq, {', '.join(KEPT)} FROM events {where} ORDER BY subject, seq"
        for _, rows in groupby(db.execute(select, parameters), key=itemgetter(0)):
            stream = [(seq, kept_event(kept)) for _, seq, *kept in rows]
            kind = stream[0][1].kind
            if kind in self.log.kinds:
                yield from subject_rows(self.log.kinds[kind], [pair for pair in stream if pair[1].kind == kind])

    def _insert(self, db: sqlite_utils.Database, rows: Iterator[Row]) -> None:
        """Insert by the batch, so that memory does not grow with the log."""
        while batch := list(islice(rows, _BATCH)):
            by_table: dict[str, list[Row]] = defaultdict(list)
            for row in batch:
                by_table[row.table].append(row)
            for name, of_table in by_table.items():
                db.conn.executemany(self.tables[name].insert(), (row.bound for row in of_table))

    def _set_checkpoint(self, db: sqlite_utils.Database) -> None:
        if not self.file.is_current:
            raise TimelineError(f"{self.log.path}: was replaced while it was read; nothing was changed, try again")
        db.conn.executemany("INSERT OR REPLACE INTO _blocks VALUES (?, ?, ?, ?, ?, ?)", self.blocks)
        db.execute("DELETE FROM _projection")
        digest = self.blocks[-1].prefix if self.blocks else ""
        row = (self.version, self.selection.name, self.position.lines, self.position.offset, digest, self.last_id)
        db.execute("INSERT INTO _projection VALUES (?, ?, ?, ?, ?, ?, ?)", (*row, self.file.identity))


def _version(kinds: Kinds, all_tables: Iterable[Table], selection: Selection) -> str:
    """What the tables are made by and of: anything else here means that a database has to be rebuilt."""
    shape = [statement for table in all_tables for statement in (table.create(), *table.create_indexes())]
    models = [f"{kind} {model.registry} {model.period}" for kind, model in kinds.models.items()]
    parts = [selection.name, *models, *shape, *(view.create() for view in VIEWS)]
    return f"{database.VERSION}.{hashlib.sha256(chr(0).join(parts).encode()).hexdigest()}"


@contextmanager
def _ids_once(log: Reader) -> Iterator[None]:
    """Say where an id stands for the second time, as a merge by hand can bring about."""
    try:
        yield
    except sqlite3.IntegrityError as error:
        lines: dict[str, int] = {}
        repeated = [
            (event.id, end.lines) for event, end in log.read() if lines.setdefault(event.id, end.lines) != end.lines
        ]
        name = log.path.name
        raise Damaged(
            [Problem(f"{name}:{line}", "id", f"{id!r} is the id of line {lines[id]} already") for id, line in repeated]
        ) from error
