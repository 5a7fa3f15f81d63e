"""All events of a log in a temporary file, for who looks at every one of them, or has no database to look things up.

Memory does not grow with the log. The file is SQLite's own, which lays it where it lays all such files, and lets it go
with the connection.
"""

import sqlite3
import weakref
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from itertools import chain, groupby
from operator import itemgetter
from typing import Any

from timeline import jsonline
from timeline.archive import FEW, Lookup, named, slugs
from timeline.errors import TimelineError
from timeline.event import Event
from timeline.fact import Json
from timeline.fold import Standing
from timeline.progress import Counting, unheard
from timeline.reading import Numbered
from timeline.registry import Kinds
from timeline.tombstone import BEGINNING

_TABLE = """CREATE TABLE events (
    place INTEGER PRIMARY KEY,
    seq INTEGER, id TEXT, subject TEXT, kind TEXT, appendid TEXT, appendcount INTEGER, raw BLOB
)"""
_INSERT = "INSERT INTO events VALUES (NULL, ?, ?, ?, ?, ?, ?, ?)"
_FOUND = (
    "CREATE INDEX by_id ON events (id, seq)",
    "CREATE INDEX by_subject ON events (subject, place)",
    "CREATE INDEX by_kind ON events (kind, subject)",
    "CREATE INDEX by_append ON events (appendid, place, seq, appendcount) WHERE appendid IS NOT NULL",
    "CREATE TABLE subjects (first INTEGER PRIMARY KEY, subject TEXT)",
    "INSERT INTO subjects SELECT min(place) AS first, subject FROM events GROUP BY subject ORDER BY first",
)
"""By which events are found; subjects lie in the order of the log, so that those who name each other lie together."""

_NAMES = "CREATE TABLE IF NOT EXISTS names (slug TEXT, subject TEXT, PRIMARY KEY (slug, subject)) WITHOUT ROWID"

_REPEATED = "SELECT seq, id, min(seq) OVER (PARTITION BY id) AS first FROM events"
_PARTS = "SELECT seq, appendid, place, lag(place) OVER (PARTITION BY appendid ORDER BY place) AS before FROM events"


class Placed(Event):
    """An event that knows the number of its line."""

    __slots__ = ("seq",)

    def __init__(self, attributes: Json, seq: int) -> None:
        super().__init__(attributes)
        self.seq = seq


@contextmanager
def _room() -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        advice = "free some space for temporary files, or name another folder for them in SQLITE_TMPDIR"
        raise TimelineError(f"{error}; {advice}") from error


class Shelf(Lookup):
    """The events that were read from the lines of a log; raises TimelineError when the disk has no room for them.

    Threads may share it, as long as they take turns.
    """

    def __init__(self, kinds: Kinds, numbered: Iterable[Numbered], progress: Counting = unheard) -> None:
        """`progress` is told what of the work behind the last event is done."""
        super().__init__(kinds)
        self.db = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        weakref.finalize(self, self.db.close)
        self.db.execute("PRAGMA journal_mode = OFF")
        self._knows_names = False
        self._fill(_TABLE, _INSERT, map(_row, numbered))
        with _room():
            for done, statement in enumerate(_FOUND):
                progress(done, len(_FOUND))
                self.db.execute(statement)
        progress(len(_FOUND), len(_FOUND))

    @cached_property
    def opened(self) -> Placed | None:
        return next(self._events("true ORDER BY place LIMIT 1"), None)

    def event(self, event_id: str) -> Placed | None:
        return next(self._events("id = ? ORDER BY place LIMIT 1", event_id), None)

    def stream(self, subject: str) -> list[Event]:
        return list(self._events("subject = ? ORDER BY place", subject))

    def streams(self) -> Iterator[list[Placed]]:
        """The events of each subject, in the order of their first ones."""
        select = "SELECT first, seq, raw FROM subjects CROSS JOIN events USING (subject) ORDER BY first, place"
        for _, rows in groupby(self._rows(select), key=itemgetter(0)):
            yield [_event(seq, raw) for _, seq, raw in rows]

    def tombstones(self) -> Iterator[Placed]:
        """What stands in the place of events that were redacted."""
        return self._events("substr(raw, 1, ?) = ? ORDER BY place", len(BEGINNING), BEGINNING)

    def subjects(self, kind: str | None) -> Iterator[str]:
        """The facts of one kind, or of all, that these events are about."""
        every, of_kind = "SELECT subject FROM subjects", "SELECT DISTINCT subject FROM events WHERE kind = :kind"
        found = self._rows(of_kind if kind else every, {"kind": kind})
        yield from (subject for (subject,) in found if kind in (None, self.kind(subject)))

    def facts(self, kind: str) -> "Facts":
        """The standing facts of a kind."""
        return Facts(self, kind)

    def like(self, slug: str, kind: str | None) -> Iterator[str]:
        start = slug[:2] if self.size > FEW else ""
        select = "SELECT DISTINCT subject FROM events WHERE subject BETWEEN ? AND ?"
        found = self._rows(select, [start, f"{start}~"])
        yield from (subject for (subject,) in found if kind in (None, self.kind(subject)))

    def naming(self, subject: str) -> Iterator[str]:
        if not self._knows_names:  # only a retraction asks
            self._fill(_NAMES, "INSERT OR IGNORE INTO names VALUES (?, ?)", self._names())
            self._knows_names = True
        for (other,) in self._rows("SELECT subject FROM names WHERE slug = ?", [subject]):
            standing = self.standing(other)
            if standing.stands and subject in named(standing, self.kinds):
                yield other

    @cached_property
    def size(self) -> int:
        """How many events there are."""
        [(count,)] = self._rows("SELECT count(*) FROM events")
        return int(count)

    def repeated(self) -> Iterator[tuple[int, str, int]]:
        """Lines whose id stands in an earlier one, with the id and the first line of it."""
        return self._rows(f"SELECT seq, id, first FROM ({_REPEATED}) WHERE seq > first")

    def torn(self) -> Iterator[tuple[int, str]]:
        """Lines with which an append goes on behind events that are not of it, with its appendid."""
        return self._rows(f"SELECT seq, appendid FROM ({_PARTS} WHERE appendid IS NOT NULL) WHERE before < place - 1")

    def partial(self) -> Iterator[tuple[int, str, int, int]]:
        """The first lines of appends that are not whole, with the appendid, how many events it has, and should have."""
        select = "SELECT min(seq), appendid, count(*) AS there, appendcount FROM events WHERE appendid IS NOT NULL"
        return self._rows(f"{select} GROUP BY appendid HAVING there <> appendcount")

    def _events(self, where: str, *values: Any) -> Iterator[Placed]:
        for seq, raw in self._rows(f"SELECT seq, raw FROM events WHERE {where}", values):
            yield _event(seq, raw)

    def _names(self) -> Iterator[tuple[str, str]]:
        for event in chain.from_iterable(self.streams()):
            yield from ((slug, event.subject) for slug in slugs(event, self.kinds))

    def _rows(self, select: str, values: Any = ()) -> Iterator[Any]:
        with _room():
            yield from self.db.execute(select, values)

    def _fill(self, table: str, insert: str, rows: Iterable[Any]) -> None:
        with _room():
            self.db.execute(table)
            self.db.executemany(insert, rows)


class Facts(Mapping[str, Standing]):
    """The standing facts of a kind; each is folded when it is asked for."""

    def __init__(self, shelf: Shelf, kind: str) -> None:
        self._shelf = shelf
        self._subjects = dict.fromkeys(subject for subject in shelf.subjects(kind) if shelf.standing(subject).stands)

    def __getitem__(self, subject: str) -> Standing:
        if subject not in self._subjects:
            raise KeyError(subject)
        return self._shelf.standing(subject)

    def __iter__(self) -> Iterator[str]:
        return iter(self._subjects)

    def __len__(self) -> int:
        return len(self._subjects)


def _row(numbered: Numbered) -> tuple[Any, ...]:
    event, line = numbered
    return line.seq, event.id, event.subject, event.kind, event.appendid, event.appendcount, line.raw


def _event(seq: int, raw: bytes) -> Placed:
    return Placed({"data": {}, **jsonline.again(raw)}, seq)
