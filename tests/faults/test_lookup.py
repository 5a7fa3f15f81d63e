"""One flipped bit in the database by which an append knows the log: what is in the log is known all the same."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.faults.tally import Tally, some, source
from timeline import Log, project


def page(db: Path, name: str) -> range:
    """The bytes of the page in which a table or an index begins."""
    with closing(sqlite3.connect(db)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        [(size,)] = connection.execute("PRAGMA page_size")
        [(number,)] = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", [name])
    return range((number - 1) * size, number * size, 5)


def fresh(db: Path, content: bytes) -> None:
    """The database with this content, as nobody has it open."""
    for beside in ("-wal", "-shm"):
        db.with_name(db.name + beside).unlink(missing_ok=True)
    db.write_bytes(content)


@pytest.mark.fault("one flipped bit in the database, then the same appends again")
@pytest.mark.parametrize("name", ["events", "sqlite_autoindex_events_1", "events_by_subject_seq"])
def test_a_flipped_bit_in_the_database_hides_nothing(tally: Tally, log: Log, name: str) -> None:
    """An index that no longer knows an id is found out by the others, and then the log is read whole."""
    told, db = [source(f"e-{number}") for number in range(200)], log.path.with_name("timeline.db")
    log.append(told)
    project(log, db)
    places, whole = some(page(db, name), 40), db.read_bytes()
    for place in places:
        fresh(db, whole[:place] + bytes([whole[place] ^ 1 << place % 8]) + whole[place + 1 :])
        assert len(Log(log.path, db=db, kinds=tally.kinds).append(told).known) == len(told)
    tally.judge(log.path, [event["id"] for event in told], cases=len(places))
