"""What a database knows of its log: which event has an id, which events are on a subject.

It is asked where they stand; the events themselves are read from the log, so that nothing but the log is believed.
"""

import sqlite3
import weakref
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from timeline import database
from timeline.archive import FEW, Lookup, Misfit
from timeline.database import Checkpoint
from timeline.errors import Refused, TimelineError
from timeline.event import Event
from timeline.openlog import OpenLog
from timeline.redactions import Shun, redaction
from timeline.registry import Kinds

_REDACTIONS = "SELECT seq, offset FROM events WHERE verb = 'redacted' ORDER BY seq"


class Stored(Lookup):
    """The events up to `position`, found by a database and read from `log`, as it is open in each turn."""

    def __init__(self, path: Path, db: sqlite3.Connection, log: OpenLog, before: Checkpoint, kinds: Kinds) -> None:
        super().__init__(kinds)
        self.path = path
        self.db = db
        self.log = log
        self.file: str | None = before.file
        self.position = before.position
        self._opened: Event | None = None
        weakref.finalize(self, db.close)

    @property
    def opened(self) -> Event | None:
        self._opened = self._opened or next(self._events("seq = 1"), None)
        return self._opened

    def event(self, event_id: str) -> Event | None:
        return next(self._events("id = ?", event_id), None)

    def stream(self, subject: str) -> list[Event]:
        return list(self._events("subject = ? ORDER BY seq", subject))

    def like(self, slug: str, kind: str | None) -> Iterator[str]:
        of_kind = "" if kind is None else "AND kind = :kind"
        values = {"kind": kind, "start": slug[:2], "end": slug[:2] + "~"}
        found = list(self._rows(f"SELECT id FROM _facts WHERE true {of_kind} LIMIT {FEW + 1}", values))
        if len(found) > FEW:
            among = f"id BETWEEN :start AND :end {of_kind}"
            found = list(self._rows(f"SELECT id FROM _facts WHERE {among} LIMIT {FEW}", values))
        yield from (slug for (slug,) in found)

    def naming(self, subject: str) -> Iterator[str]:
        from timeline.tables import naming

        for select in naming(self.kinds):
            yield from (fact for (fact,) in self._rows(select, {"slug": subject}))

    def shun(self) -> Shun:
        """What was redacted up to there, by the events that say so."""
        found = (redaction(seq, self._line(offset)) for seq, offset in self._rows(_REDACTIONS, ()))
        return Shun(one for one in found if one)

    def _events(self, where: str, *values: Any) -> Iterator[Event]:
        """The index of the ids has to know what the others know, or an id could be taken for new."""
        by_id = "(SELECT offset FROM events AS found WHERE found.id = events.id)"
        select = f"SELECT offset, id, {by_id} FROM events WHERE seq <= {self.position.lines} AND {where}"
        for offset, event_id, found in self._rows(select, values):
            if offset != found:
                raise Misfit
            yield self._read(offset, event_id)

    def _rows(self, select: str, values: Any) -> Iterator[Any]:
        try:
            yield from self.db.execute(select, values)
        except sqlite3.Error as error:
            raise Misfit from error

    def _read(self, offset: int, event_id: str) -> Event:
        with suppress(Refused):
            event = self.kinds.read(self._line(offset))
            if event.id == event_id:
                return event
        raise Misfit

    def _line(self, offset: int) -> bytes:
        return self.log.line(offset)


def stored(path: Path, log: OpenLog, kinds: Kinds) -> Stored | None:
    """What the database at `path` knows of `log`; None when there is none, or none that goes on from the log."""
    with suppress(sqlite3.Error, TimelineError):
        db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True)
        before = database.read(path, db)
        if before and before.is_whole and database.goes_on(db, before, log):
            return Stored(path, db, log, before, kinds)
        db.close()
    return None
