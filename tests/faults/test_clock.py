"""Clocks that jump: the order of events is that of their lines, and check says where a time cannot be."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.chronicle import BEGINNING, correct, report
from tests.faults.tally import Tally
from timeline import Log, project
from timeline.check import check
from timeline.log import utc_now
from timeline.registry import Kinds
from timeline.shelf import Shelf

TODAY = "2026-11-23T10:00:00Z"
CLOCKS = {
    "a year back": (9, [TODAY, "2025-11-23T10:00:00Z"]),
    "back and right again": (9, [TODAY, "2025-11-23T10:00:00Z", TODAY]),
    "a year forward and right again": (10, [TODAY, "2027-11-23T10:00:00Z", "2026-11-24T10:00:00Z"]),
    "at the beginning of time": (9, [TODAY, "1970-01-01T00:00:00Z"]),
    "before the log was opened": (9, ["2027-11-23T10:00:00Z", TODAY]),
}


def warnings(path: Path, kinds: Kinds) -> list[tuple[str, str]]:
    """Where check doubts a clock, and why; it finds nothing else."""
    found = check(Shelf(kinds, Log(path, kinds=kinds).read()), path.name)
    assert {(problem.path, warning) for problem, warning in found} <= {("time", True)}
    return [(problem.where, problem.message) for problem, _ in found]


@pytest.mark.fault("the clock a year back or forward, another time zone")
@pytest.mark.parametrize(("line", "clock"), CLOCKS.values(), ids=CLOCKS)
@pytest.mark.parametrize("by_database", [False, True])
def test_a_clock_that_jumps(tally: Tally, tmp_path: Path, line: int, clock: list[str], by_database: bool) -> None:
    """Lines stay in the order of the appends, so do the tables, and the last change stands; check warns."""
    path, db = tmp_path / "events.jsonl", tmp_path / "timeline.db"
    batches = [[*BEGINNING, report("attack", "one", "e-0", killed=0)]]
    batches += [[correct("attack", "one", f"e-{number}", killed=number)] for number in range(1, len(clock))]
    for time, batch in zip(clock, batches, strict=True):
        Log(path, db=db if by_database else None, kinds=tally.kinds, now=lambda time=time: time).append(batch)
        project(path, db)
    ids = [event["id"] for batch in batches for event in batch]
    assert [where for where, _ in warnings(path, tally.kinds)] == [f"events.jsonl:{line}"]
    assert tally.judge(path, ids)[:-1] == ids
    assert Log(path, kinds=tally.kinds).archive().standing("one").fact["killed"] == len(clock) - 1


@pytest.mark.fault("the clock a year back or forward, another time zone")
@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "America/Adak", "Asia/Kabul", "XYZ-26:45"])
def test_another_time_zone_changes_nothing(tally: Tally, log: Log, zone: str) -> None:
    """What is written is UTC."""
    before = utc_now()
    append = [sys.executable, "-m", "timeline", "register", "source", "--subject", "told", "--title", "Told"]
    there = {**os.environ, "TZ": zone, "TIMELINE_LOG": str(log.path), "TIMELINE_DB": str(log.path.with_name("x.db"))}
    subprocess.run(append, env=there, check=True, timeout=60, capture_output=True)
    event = list(log.read())[-1].event
    assert before <= event.time <= utc_now()
    tally.judge(log.path, [event.id])
    assert warnings(log.path, tally.kinds) == []
