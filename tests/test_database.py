"""The database as a file: whose it is, who reads it meanwhile, and what becomes of a broken one."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.chronicle import BEGINNING, Chronicle, report
from timeline import TimelineError


@pytest.fixture
def told(tmp_path: Path) -> Chronicle:
    """The beginning and one attack, projected."""
    chronicle = Chronicle(tmp_path)
    chronicle.log.append([*BEGINNING, report("attack", "one", "e-1")])
    chronicle.project()
    return chronicle


@pytest.mark.parametrize("rebuild", [False, True])
def test_a_reader_sees_the_old_state_or_the_new(told: Chronicle, *, rebuild: bool) -> None:
    """Its connection stays open: within a transaction nothing moves, behind it all is new."""
    told.add(report("attack", "two", "e-2"))
    seen = "SELECT count(*), (SELECT count(*) FROM events), (SELECT count(*) FROM timeline) FROM attacks"
    with closing(sqlite3.connect(told.db)) as reader:
        reader.execute("BEGIN")
        assert reader.execute(seen).fetchall() == [(1, 8, 1)]
        assert told.project(rebuild=rebuild).rebuilt is rebuild
        assert reader.execute(seen).fetchall() == [(1, 8, 1)]
        reader.execute("COMMIT")
        assert reader.execute(seen).fetchall() == [(2, 9, 2)]


def test_the_file_is_never_replaced(told: Chronicle) -> None:
    """A rebuild brings the pages into the same file, which a server has open; nothing is left beside it."""
    before = told.db.stat().st_ino
    told.db.with_name("timeline.db.rebuild").write_bytes(b"what a killed projector left")
    told.project(rebuild=True)
    assert told.db.stat().st_ino == before
    assert told.rows("PRAGMA journal_mode") == [("wal",)]
    assert {path.name for path in told.db.parent.glob("timeline.db*")} == {"timeline.db", "timeline.db.lock"}


def test_another_database_is_refused_untouched(told: Chronicle) -> None:
    """Also with rebuild."""
    other = told.db.with_name("other.db")
    with closing(sqlite3.connect(other)) as db:
        db.execute("CREATE TABLE mine (precious)")
    before, told.db = other.read_bytes(), other
    for rebuild in (False, True):
        with pytest.raises(TimelineError, match=r"other\.db: is a database, but not one of ours; nothing was changed"):
            told.project(rebuild=rebuild)
    assert other.read_bytes() == before


def test_the_log_is_no_database(told: Chronicle) -> None:
    """`--db events.jsonl` is a slip of the fingers."""
    before, told.db = told.log.path.read_bytes(), told.log.path
    with pytest.raises(TimelineError, match="is the log itself; name another file with --db"):
        told.project()
    assert told.log.path.read_bytes() == before


def test_what_is_no_database_is_set_aside(told: Chronicle) -> None:
    """With what SQLite has beside it for a server that still holds the old file."""
    with closing(sqlite3.connect(told.db)) as server:
        server.execute("SELECT * FROM timeline").fetchall()
        told.db.write_bytes(b"These are my notes.\n" * 100)
        assert told.project() == (8, True, 0)
    names = {path.name for path in told.db.parent.glob("*.broken")}
    assert names == {"timeline.db.broken", "timeline.db-wal.broken", "timeline.db-shm.broken"}
    assert told.rows("SELECT id FROM attacks") == [("one",)]


def test_a_file_of_anything_makes_room(told: Chronicle) -> None:
    """One with nothing in it is filled as it is."""
    for content in (b"", b"These are my notes.\n" * 100):
        told.db.write_bytes(content)
        assert told.project() == (8, True, 0)
    assert [path.read_bytes() for path in told.db.parent.glob("*.broken")] == [content]


@pytest.mark.parametrize("page", range(1, 12))
def test_a_broken_page_is_mended_by_a_rebuild(told: Chronicle, page: int) -> None:
    """At the latest by one that is asked for."""
    content = told.db.read_bytes()
    told.db.write_bytes(content[: page * 4096] + b"\xff" * 4096 + content[(page + 1) * 4096 :])
    told.add(report("attack", "one", "e-2", source="agency", perpetrator="taliban"))
    told.project()
    told.project(rebuild=True)
    assert told.rows("SELECT reports FROM attacks") == [(2,)]
    assert told.rows("PRAGMA integrity_check") == [("ok",)]


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM _projection",
        "ALTER TABLE _projection RENAME COLUMN version TO made_by",
        "UPDATE _projection SET version = '0'; ALTER TABLE _projection RENAME COLUMN seq TO line",
        "DROP TABLE _blocks",
        "DELETE FROM _blocks",
        "DROP VIEW timeline",
    ],
)
def test_a_checkpoint_of_another_version_begins_anew(told: Chronicle, change: str) -> None:
    """As an earlier or a later program may have left it; views that a user took away come back with a rebuild."""
    with closing(sqlite3.connect(told.db)) as db, db:
        db.executescript(change)
    assert told.project(rebuild="VIEW" in change).rebuilt
    assert told.rows("SELECT id FROM timeline") == [("one",)]


def test_a_locked_database_is_left_alone(told: Chronicle) -> None:
    """Somebody writes in it: said in plain words after a while, and nothing is set aside."""
    told.add(report("attack", "two", "e-2"))
    with closing(sqlite3.connect(told.db)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(TimelineError, match=r"timeline\.db: database is locked; the database is as it was"):
            told.project()
    assert told.project() == (1, False, 0)
    assert not told.db.with_name("timeline.db.broken").exists()


def test_where_no_database_can_be(told: Chronicle) -> None:
    """Said in plain words; a folder that is not there yet is made."""
    told.db = told.db.parent
    with pytest.raises(TimelineError, match="the database is as it was, and the log can be appended to"):
        told.project()
    told.db = told.db / "a" / "folder" / "timeline.db"
    assert told.project().rebuilt
