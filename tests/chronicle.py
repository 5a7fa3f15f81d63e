"""A small chronology for the tests of the tables: events stated shortly, and what the database says then."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import Any

from timeline import Log, project
from timeline.projector import Projected

Json = dict[str, Any]


def event(type: str, subject: str, id: str, **data: Any) -> Json:
    """An event; the log fills in the rest."""
    return {"type": type, "subject": subject, "id": id, "data": data}


def report(kind: str, subject: str, id: str, *, source: str = "paper", also: Json | None = None, **fact: Any) -> Json:
    """A report of a fact; `also` is what else its event carries."""
    return event(f"{kind}.reported", subject, id, fact={"title": subject, **fact}, source=source, **(also or {}))


def correct(kind: str, subject: str, id: str, **changes: Any) -> Json:
    """A correction of ours."""
    return event(f"{kind}.corrected", subject, id, set=changes, reason="coder_error")


BEGINNING = (
    event("log.opened", "talks", "e-open", title="Talks"),
    event("source.registered", "paper", "e-paper", fact={"title": "The Paper", "published": "2018-11-19"}),
    event("source.registered", "agency", "e-agency", fact={"title": "The Agency", "published": "2018-11-25"}),
    event("source.registered", "leaflet", "e-leaflet", fact={"title": "A leaflet"}),
    event("actor.registered", "taliban", "e-taliban", fact={"name": "Taliban", "aliases": ["the militants"]}),
    event("actor.registered", "qatar", "e-qatar", fact={"name": "State of Qatar", "country": "QA"}),
    event("place.registered", "kabul", "e-kabul", fact={"name": "Kabul", "latitude": 34.5, "longitude": 69.2}),
)

MISLEADING = [
    "[1,2]",
    '{"a":[1]}',
    "null",
    "007",
    "1e5",
    "-0",
    "'; DROP TABLE events; --",
    '"',
    "\\u0000",
    "NEAR(a, 2)",
]
MISLEADING += [
    "e\u0301",
    "\u00e9",
    "\u202eevil\u202c",
    "\ufeff",
    "\u200b",
    "\ue000",
    "صلح",
    "\U0001f600" * 300,
    "\u3000x\u3000",
]
"""Texts that anybody may state, and that JSON, SQL, a search or a terminal could take for something else."""


class Chronicle:
    """A log and its database in a folder; every append is a second later than the one before."""

    def __init__(self, folder: Path) -> None:
        self.db = folder / "timeline.db"
        self.log = Log(folder / "events.jsonl", now=self.clock().__next__)

    def add(self, *events: Json) -> None:
        """Append the events, each on its own."""
        for one in events:
            self.log.append([one])

    def project(self, **options: Any) -> Projected:
        """Bring the database up to the log."""
        return project(self.log, self.db, **options)

    def rows(self, sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
        """The rows of a query."""
        with closing(sqlite3.connect(self.db)) as db:
            return db.execute(sql, parameters).fetchall()

    def row(self, sql: str) -> Json:
        """The only row of a query, by column."""
        with closing(sqlite3.connect(self.db)) as db:
            db.row_factory = sqlite3.Row
            [row] = db.execute(sql).fetchall()
            return dict(row)

    def clock(self) -> Iterator[str]:
        yield from (f"2026-11-23T10:{second // 60:02}:{second % 60:02}Z" for second in count())
