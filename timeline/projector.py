"""One reading of the log into tables: all of it into a new file, or the news alone into the one there is."""

import json
from array import array
from collections.abc import Iterable
from contextlib import closing
from functools import partial
from itertools import chain, groupby, islice
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

import sqlite_utils

from timeline import counts, database, prefix, search
from timeline.changes import Rows
from timeline.covering import set_published
from timeline.database import Checkpoint
from timeline.errors import Damaged, Problem
from timeline.garbage import uncollected
from timeline.making import Made, Maker
from timeline.openlog import START, OpenLog, Position
from timeline.prefix import Recorded
from timeline.progress import Reading, Stage
from timeline.reading import Reader, shunned
from timeline.redactions import Shun, tells
from timeline.remaking import Places, Remaker
from timeline.selection import Selection
from timeline.spread import spread
from timeline.tables import tables
from timeline.version import version
from timeline.views import VIEWS

_BATCH = 200
"""Subjects whose rows are made and inserted together, so that memory does not grow with the log."""

_LONG, _MANY = 16 << 20, 10
"""Bytes of the log, and batches of subjects, from which on more processes than one make their rows."""

_MAKERS = 3
"""More processes than these make rows faster than one can insert them."""


class Projected(NamedTuple):
    """What a projection did: events it read, whether it began from zero, and events of kinds that nobody registers."""

    events: int
    rebuilt: bool
    unknown: int


class Projector:
    """One reading of the log into tables, and what is learnt on the way."""

    def __init__(self, log: Reader, file: OpenLog, selection: Selection, progress: Reading, stage: Stage) -> None:
        self.log, self.file, self.selection = log, file, selection
        self.progress, self.stage = progress, stage
        self.tables = {table.name: table for table in tables(log.kinds)}
        self.version = version(log.kinds, self.tables.values(), selection)
        self.position = START
        self.last_id: str | None = None
        self.block: Recorded | None = None
        self.touched: set[str] = set()
        self.events = self.unknown = 0
        self.shun = Shun()

    def rebuild(self, path: Path) -> Projected:
        """All of it, into a file beside, and from there into the one that is served."""
        with database.replacement(path) as beside, closing(sqlite_utils.Database(beside)) as db, uncollected():
            database.write_without_journal(db.conn, path)
            with db.atomic():
                self._fill(db)
        self.stage("Writing", 1, 1)
        return Projected(self.events, rebuilt=True, unknown=self.unknown)

    def can_catch_up(self, before: Checkpoint) -> bool:
        """Whether the news tell of no redaction: what one takes away may lie in a page or an index of older tables."""
        return not tells(block.behind_lines for block in self.file.blocks(before.position))

    def catch_up(self, db: sqlite_utils.Database, before: Checkpoint) -> Projected:
        """The news alone, in one transaction."""
        self.position, self.last_id = before.position, before.last_id
        with db.atomic(), uncollected():
            self.block = next(iter(database.blocks(db.conn, f"number = {before.block.number - 1}")), None)
            self._read(db, before.block.start, opens=False)
            self._set_touched(db)
            self._fold_touched(db)
            self._set_checkpoint(db)
        return Projected(self.events, rebuilt=False, unknown=self.unknown)

    def _fill(self, db: sqlite_utils.Database) -> None:
        """Rows of each fact as its first report opens it; then anew those of which more is told.

        To take the few old ones out, each table is read once: that is faster than to keep its indexes in step.
        """
        for table in self.tables.values():
            db.execute(table.create())
        db.table("_facts").enable_fts(search.COLUMNS, tokenize=search.TOKENIZER)
        self.shun = shunned(self.file.blocks())
        self._read(db, START, opens=True)
        by_subject, *by_more = self.tables["events"].create_indexes()
        db.execute(by_subject)
        self._set_touched(db, "UNION ALL SELECT subject FROM events GROUP BY subject HAVING count(*) > 1")
        self._fold_touched(db, meanwhile=by_more)
        self._index(db)
        for statement in (search.MEMORY, *search.TRIGGERS, *(view.create() for view in VIEWS)):
            db.execute(statement)
        self.stage("Indexing words", 0, 1)
        db.table("_facts").rebuild_fts()
        self.stage("Counting", 0, 1)
        counts.count(db.conn, self.log.kinds)
        self.stage("Writing", 0, 1)
        self._set_checkpoint(db)

    def _index(self, db: sqlite_utils.Database) -> None:
        """Make the indexes of all tables but `events`: once the rows are in, it takes half."""
        tables = (table for name, table in self.tables.items() if name != "events")
        wanted = [statement for table in tables for statement in table.create_indexes()]
        for done, statement in enumerate(wanted):
            self.stage("Indexing", done, len(wanted))
            db.execute(statement)

    def _read(self, db: sqlite_utils.Database, start: Position, *, opens: bool) -> None:
        """The rows of `events`, and with `opens` those of every first report; `start` is the beginning of a block."""
        maker, names = Maker(self.log, self.shun, self.selection, self.position, opens=opens), search.Names(self.tables)
        end = self.file.end()
        problems: list[Problem] = []
        try:
            most = _MAKERS if end - start.offset > _LONG else 1
            with spread(partial(self.file.blocks, start, end), maker.made, most=most) as blocks:
                for made in map(Made.of, blocks):
                    self._count(db, made)
                    problems += [Problem(*problem) for problem in made.problems]
                    self.touched.update(made.subjects, names.fill(made.rows) if opens else ())
                    self._insert(db, made.rows, "INSERT OR IGNORE" if opens else "INSERT")
        except Damaged as damage:
            problems += damage.problems
        if problems:
            raise self.log.damaged(problems)

    def _count(self, db: sqlite_utils.Database, made: Made) -> None:
        self.block = prefix.record(made.digest, self.block)
        db.execute("INSERT OR REPLACE INTO _blocks VALUES (?, ?, ?, ?, ?, ?)", self.block)
        self.events, self.unknown = self.events + made.events, self.unknown + made.unknown
        self.last_id, self.position = made.last_id or self.last_id, made.end
        self.progress(self.position)

    def _set_touched(self, db: sqlite_utils.Database, more: str = "") -> None:
        """The subjects whose rows are made anew."""
        db.execute("CREATE TEMP TABLE touched (subject TEXT PRIMARY KEY) WITHOUT ROWID")
        touched = json.dumps(sorted(self.touched))
        db.execute(f"INSERT OR IGNORE INTO touched SELECT value FROM json_each(?) {more}", [touched])

    def _fold_touched(self, db: sqlite_utils.Database, meanwhile: Iterable[str] = ()) -> None:
        """Make their rows anew, and run other statements `meanwhile`, which need none of them."""
        batches = _batches(db)
        self.stage("Folding changes", 0, len(batches))
        most = _MAKERS if len(batches) > _MANY else 1
        with spread(lambda: batches, Remaker(self.file, self.log.kinds).made, most=most) as made:
            db.execute(search.REMEMBER)
            for table in self.tables.values():
                if table.subject:
                    db.execute(f'DELETE FROM "{table.name}" WHERE "{table.subject}" IN (SELECT subject FROM touched)')
            for statement in meanwhile:
                db.execute(statement)
            for number, rows in enumerate(made, 1):
                self._insert(db, rows)
                self.stage("Folding changes", number, len(batches))
        db.execute(search.COMPARE)
        db.execute(search.NAMES_OF_TOUCHED)

    def _insert(self, db: sqlite_utils.Database, rows: Rows, insert: str = "INSERT") -> None:
        for name, of_table in rows.items():
            how = "INSERT" if name == "events" else insert
            db.conn.executemany(self.tables[name].insert(how), of_table)
        rows.clear()

    def _set_checkpoint(self, db: sqlite_utils.Database) -> None:
        if not self.selection.name:
            set_published(db.conn, self.log.path)
        if not self.file.is_current:
            raise self.file.replaced
        db.execute("DELETE FROM _projection")
        at, digest = self.position, self.block.prefix if self.block else ""
        row = (self.version, self.selection.name, at.lines, at.offset, digest, self.last_id, self.file.identity)
        db.execute("INSERT INTO _projection VALUES (?, ?, ?, ?, ?, ?, ?)", row)


def _batches(db: sqlite_utils.Database) -> list[Places]:
    """Where the events on the touched subjects lie, a batch of subjects after the other."""
    select = "SELECT subject, seq, offset FROM touched JOIN events USING (subject) ORDER BY subject, seq"
    subjects = (
        chain.from_iterable(place for _, *place in rows) for _, rows in groupby(db.execute(select), itemgetter(0))
    )
    return list(iter(lambda: array("q", chain.from_iterable(islice(subjects, _BATCH))), array("q")))
