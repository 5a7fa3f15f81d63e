"""The log to the tables: the only module that writes them.

The rows, and how far the log was read, commit in one transaction. Same prefix and same projector: go on from there and
fold anew only the subjects that have news. Anything else, and every redaction, is a rebuild, into a file beside, which
SQLite's backup brings into the served one: a reader sees the old state or the new one, never a mix.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import sqlite_utils

from timeline import database
from timeline.errors import Damaged, Problem, TimelineError
from timeline.progress import Reading, Stage, unheard
from timeline.projector import Projected, Projector
from timeline.reading import Reader
from timeline.selection import EVERYTHING, Selection


def project(  # noqa: PLR0913  # all but the first two by name
    log: Reader | str | Path = "events.jsonl",
    db: str | Path = "timeline.db",
    *,
    rebuild: bool = False,
    selection: Selection = EVERYTHING,
    progress: Reading = unheard,
    stage: Stage = unheard,
    patience: float = -1,
) -> Projected:
    """Bring the database up to the log; raises TimelineError, and then the database is as it was.

    `selection` leaves events out, as `known_at` and `published_by` do; `progress` is told how far the log is read, and
    `stage` of what comes behind that; `patience` is how many seconds to wait for another projector, for ever when it is
    negative.
    """
    log, path = log if isinstance(log, Reader) else Reader(log), Path(db)
    if path.exists() and log.path.exists() and path.samefile(log.path):
        raise TimelineError(f"{path}: is the log itself; name another file with --db")
    log.file.must_exist()
    with database.held(path, patience), _ids_once(log), log.file.opened() as file:
        before = database.checkpoint(path)
        projector = Projector(log, file, selection, progress, stage)
        if before and not rebuild and before.version == projector.version:
            with database.unless_broken(), closing(sqlite_utils.Database(path)) as served:
                if database.goes_on(served.conn, before, file) and projector.can_catch_up(before):
                    return projector.catch_up(served, before)
            projector = Projector(log, file, selection, progress, stage)
        return projector.rebuild(path)


@contextmanager
def _ids_once(log: Reader) -> Iterator[None]:
    """Say where an id stands for the second time, as a merge by hand can bring about."""
    try:
        yield
    except sqlite3.IntegrityError as error:
        lines: dict[str, int] = {}
        numbered = ((event.id, line.seq) for event, line in log.read())
        repeated = [(id, line) for id, line in numbered if lines.setdefault(id, line) != line]
        name = log.path.name
        raise Damaged(
            [Problem(f"{name}:{line}", "id", f"{id!r} is the id of line {lines[id]} already") for id, line in repeated]
        ) from error
