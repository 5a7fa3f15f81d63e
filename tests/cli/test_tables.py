"""`timeline project`: from the log to the tables."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.conftest import ATTACK, Run
from timeline import Log


def query(db: Path, sql: str) -> list[tuple[object, ...]]:
    """The rows of a query."""
    with closing(sqlite3.connect(db)) as connection:
        return connection.execute(sql).fetchall()


def test_project_makes_and_catches_up(run: Run, log: Log, tmp_path: Path) -> None:
    """The first time from zero, then with the news alone."""
    assert run("project").stderr == "timeline.db: made anew from 6 events\n"
    log.append([{**ATTACK, "id": "attack-2", "subject": "second-attack"}])
    assert run("project").stderr == "timeline.db: caught up with 1 event\n"
    assert run("project", "--rebuild").stderr == "timeline.db: made anew from 7 events\n"
    assert query(tmp_path / "timeline.db", "SELECT id FROM attacks") == [("kabul-attack",), ("second-attack",)]


def test_project_shows_an_earlier_state(run: Run, log: Log, tmp_path: Path) -> None:
    """In a database of its own."""
    change = {"type": "attack.corrected", "subject": "kabul-attack", "time": "2026-12-01T00:00:00Z"}
    log.append([{**change, "data": {"set": {"killed": 3}, "reason": "coder_error"}}])
    assert run("project", "--known-at", "2026-11-23", "--db", "then.db").exit_code == 0
    assert query(tmp_path / "then.db", "SELECT killed, revision FROM attacks") == [(2, 1)]


REFUSED = {
    "same database": (
        ["--known-at", "2026-11-23"],
        1,
        "--db: an earlier state goes into a database of its own; name it",
    ),
    "no day": (
        ["--known-at", "2026-11", "--db", "a.db"],
        1,
        "--known-at: '2026-11' is neither a day such as 2026-11-23 nor",
    ),
    "no date": (["--published-by", "x", "--db", "a.db"], 1, "--published-by: 'x' is not an EDTF date"),
    "both": (["--known-at", "2026-11-23", "--published-by", "2026", "--db", "a.db"], 2, "Usage:"),
}


@pytest.mark.parametrize(("arguments", "code", "message"), REFUSED.values(), ids=REFUSED)
def test_a_wrong_selection_is_refused(run: Run, log: Log, arguments: list[str], code: int, message: str) -> None:
    """And no database is made."""
    result = run("project", *arguments)
    assert (result.exit_code, result.stderr[: len(message)]) == (code, message)
    assert not Path("a.db").exists()


def test_a_damaged_log_leaves_the_database_as_it_was(run: Run, log: Log) -> None:
    """The message names the line."""
    run("project")
    before = query(Path("timeline.db"), "SELECT * FROM events")
    log.path.write_text(log.path.read_text().replace('"2018-11-12"', '"2018-13"'))
    result = run("project")
    message = "events.jsonl:6: fact.date: '2018-13' is not an EDTF date (month 13)"
    assert (result.exit_code, result.stderr.splitlines()[0]) == (1, message)
    assert query(Path("timeline.db"), "SELECT * FROM events") == before
