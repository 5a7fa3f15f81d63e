"""The questions that turn on when we learnt something: a small log of three days, with a dispute and a retraction."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import yaml
from datasette.app import Datasette

import timeline
from timeline import Log, project

PAPER, AGENCY = {"source": "paper", "attributed_to": ["police"]}, {"source": "agency", "attributed_to": []}
DAYS: dict[str, list[dict[str, Any]]] = {
    "2026-01-01": [
        {"type": "log.opened", "subject": "talks", "data": {"title": "Talks"}},
        {"type": "actor.registered", "subject": "police", "data": {"fact": {"name": "Police"}}},
        {"type": "source.registered", "subject": "paper", "data": {"fact": {"title": "The Paper"}}},
        {"type": "source.registered", "subject": "agency", "data": {"fact": {"title": "The Agency"}}},
        {"type": "attack.reported", "subject": "attack",
         "data": {"fact": {"title": "Attack", "date": "2025-12-30", "killed": 2}, **PAPER}},
    ],
    "2026-01-02": [
        {"type": "attack.reported", "subject": "attack",
         "data": {"fact": {"date": "2025-12-31", "killed": 3}, **AGENCY}},
        {"type": "meeting.reported", "subject": "rumour", "data": {"fact": {"title": "Secret meeting"}, **AGENCY}},
    ],
    "2026-01-03": [
        {"type": "attack.corrected", "subject": "attack",
         "data": {"set": {"killed": 3}, "was": {"killed": 2}, "reason": "source_corrected"}},
        {"type": "meeting.retracted", "subject": "rumour", "data": {"reason": "unverifiable"}},
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def grown_db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of a log that was written on three days."""
    folder, days = tmp_path_factory.mktemp("grown"), iter(DAYS)
    log = Log(folder / "events.jsonl", now=lambda: f"{next(days)}T12:00:00Z")
    for events in DAYS.values():
        log.append(events)
    project(log, folder / "timeline.db")
    return folder / "timeline.db"


QUERIES = yaml.safe_load((Path(timeline.__file__).parent / "queries.yml").read_text())

CASES: dict[str, tuple[str, dict[str, str], str, list[tuple[Any, ...]]]] = {
    "the day before": ("known_on_day", {"day": "2025-12-31"}, "id", []),
    "the first day": ("known_on_day", {"day": "2026-01-01"}, "id revision", [("attack", 1)]),
    "the second day": ("known_on_day", {"day": "2026-01-02"}, "id revision", [("attack", 2), ("rumour", 1)]),
    "the third morning": (
        "known_on_day", {"day": "2026-01-03T11:59:59Z"}, "id replaced_at",
        [("attack", "2026-01-03T12:00:00Z"), ("rumour", "2026-01-03T12:00:00Z")]),
    "now": ("known_on_day", {}, "id revision replaced_at", [("attack", 3, None)]),
    "what the attack said": (
        "fact_on_day", {"fact": "attack", "day": "2026-01-02"}, "revision data",
        [(2, '{"title":"Attack","date":"2025-12-30","killed":2}')]),
    "what the rumour said": ("fact_on_day", {"fact": "rumour", "day": "2026-01-02"}, "title", [("Secret meeting",)]),
    "after it was retracted": ("fact_on_day", {"fact": "rumour", "day": "2026-01-03"}, "title", []),
    "retracted": (
        "changes", {"verb": "retracted"}, "id title was now reason",
        [("rumour", "Secret meeting", "Secret meeting", None, "unverifiable")]),
    "changed by the correction": ("changes", {"fact": "attack"}, "field was now", [("killed", 2, 3)]),
    "changed from the fourth day on": ("changes", {"from_day": "2026-01-04"}, "id", []),
    "still in dispute": (
        "disagreements", {}, "id field standing standing_source standing_attributed_to other other_source",
        [("attack", "date", "2025-12-30", "paper", '["police"]', "2025-12-31", "agency")]),
    "named by another report": ("no_source_named", {}, "id source otherwise_attributed", [("attack", "agency", 1)]),
    "who gives which number": (
        "who_says", {"field": "killed"}, "source value", [("paper", 2), ("agency", 3)]),
}  # fmt: skip


@pytest.mark.asyncio
@pytest.mark.parametrize("label", CASES)
async def test_over_time(grown_db: Path, site: Callable[[Path], Datasette], label: str) -> None:
    """What was known when, what it said, and what became of it."""
    query, parameters, columns, expected = CASES[label]
    response = await site(grown_db).client.get(f"/timeline/{query}.json", params={**parameters, "_shape": "array"})
    assert [tuple(row[column] for column in columns.split()) for row in response.json()] == expected


@pytest.mark.parametrize("day", ["", "2025-12-31", *DAYS, "2026-01-03T11:59:59Z"])
def test_what_is_known_of_many_facts(grown_db: Path, day: str) -> None:
    """In order of their ids until the page is full, it is the same as found by the time and sorted."""
    sql = QUERIES["known_on_day"]["sql"]
    of_many = sql.replace("> 20000", ">= 0")
    with closing(sqlite3.connect(grown_db)) as db:
        assert sql != of_many
        assert db.execute(of_many, {"day": day}).fetchall() == db.execute(sql, {"day": day}).fetchall()
