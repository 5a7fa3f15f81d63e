"""The projector killed, without room, or with a broken database: the old tables serve, and a rebuild is right."""

import random
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.chronicle import BEGINNING, correct, report
from tests.disk import mounted
from tests.faults.tally import Tally, some, source
from tests.faults.writer import our_kinds, started
from timeline import Log, TimelineError, project

ROOT = Path(__file__).parent.parent.parent
PROJECT = "import sys; from timeline import project; project(*sys.argv[1:3], rebuild=sys.argv[3] == 'True')"
SEEN = """SELECT (SELECT count(*) FROM events), (SELECT seq FROM _projection), (SELECT count(*) FROM attacks),
    (SELECT count(DISTINCT subject) FROM events WHERE kind = 'attack')"""
OLD = [event["id"] for event in BEGINNING]


@pytest.fixture
def told(tmp_path: Path, tally: Tally) -> Log:
    """A log with its database, and news behind it."""
    log = Log(tmp_path / "events.jsonl", kinds=tally.kinds)
    log.append(BEGINNING)
    project(log, database(log))
    log.append([report("attack", f"attack-{number}", f"e-{number}", killed=number) for number in range(200)])
    log.append([correct("attack", "attack-1", "e-correct", killed=5)])
    return log


def database(log: Log) -> Path:
    """Where its database is."""
    return log.path.with_name("timeline.db")


def dump(db: Path) -> list[str]:
    """All that a database says."""
    with closing(sqlite3.connect(db)) as connection:
        return [line for line in connection.iterdump() if "_facts_fts_" not in line]


def served(db: Path) -> int:
    """How many events somebody sees there, in tables that fit each other."""
    with closing(sqlite3.connect(db)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        [(events, seq, facts, told)] = connection.execute(SEEN)
    assert (events, facts) == (seq, told)
    return int(events)


def judge(tally: Tally, log: Log) -> None:
    """The next projection gives what a fresh one gives, and so does an append that looks things up there."""
    ids = [event.id for event, _ in log.read()]
    project(log, database(log))
    fresh = log.path.with_name("fresh.db")
    project(log, fresh)
    assert dump(database(log)) == dump(fresh)
    fresh.unlink()
    by_database = Log(log.path, db=database(log), kinds=tally.kinds)
    assert by_database.append([{**source("paper"), "id": "e-paper", "data": BEGINNING[1]["data"]}]).known == ["e-paper"]
    tally.judge(log.path, ids)
    assert by_database.append([source("after")]).ids == ["after"]


@pytest.mark.fault("projector killed at random")
@pytest.mark.parametrize("rebuild", [False, True])
def test_a_projector_killed_at_random(tally: Tally, told: Log, *, rebuild: bool) -> None:
    """In a catch-up or a rebuild, again and again on the same database."""
    for number in some(range(100), 10):
        told.append([report("attack", f"more-{number}", f"e-more-{number}")])
        with started(project_now, told.path, database(told), rebuild):
            time.sleep(random.uniform(0, 0.15))
        served(database(told))
        judge(tally, told)


def project_now(log: Path, db: Path, rebuild: bool) -> None:  # the target of a process
    """In a process of its own."""
    project(Log(log, kinds=our_kinds()), db, rebuild=rebuild)


@pytest.mark.skipif(not shutil.which("strace"), reason="strace kills at the call")
@pytest.mark.fault("projector killed at its Nth write")
@pytest.mark.parametrize("when", some(range(1, 101), 2))
@pytest.mark.parametrize("rebuild", [False, True])
def test_a_projector_killed_at_a_write(tally: Tally, told: Log, *, when: int, rebuild: bool) -> None:
    """Whichever file it goes to: the database, the log of SQLite, or the new database beside."""
    strace = ["strace", "-f", "-o", str(told.path.with_name("trace")), "-e", "trace=pwrite64"]
    command = [sys.executable, "-c", PROJECT, str(told.path), str(database(told)), str(rebuild)]
    killed = ["-e", f"inject=pwrite64:signal=KILL:when={when}"]
    subprocess.run([*strace, *killed, *command], cwd=ROOT, check=False, timeout=60, capture_output=True)
    assert served(database(told)) in (len(OLD), len(OLD) + 201)
    judge(tally, told)


@pytest.mark.fault("projector on a full disk")
@pytest.mark.parametrize("room", some(range(0, 2_000, 20), 4))
def test_a_projector_without_room(tally: Tally, tmp_path: Path, told: Log, room: int) -> None:
    """With so many KB left: what a server has open goes on serving, and the log takes appends."""
    with mounted(tmp_path / "disk", "size=8m") as disk, closing(sqlite3.connect(disk / "timeline.db")) as server:
        shutil.copy(database(told), disk)
        assert server.execute("SELECT count(*) FROM events").fetchall() == [(len(OLD),)]
        ballast = disk / "ballast"
        fill(ballast, room)
        said = []
        try:
            project(told, disk / "timeline.db", rebuild=bool(room // 20 % 2))
        except TimelineError as error:
            said = [str(error)]
        assert ["the log can be appended to" in words for words in said] == [True] * len(said)
        assert server.execute("SELECT count(*) FROM events").fetchone()[0] == (len(OLD) if said else len(OLD) + 201)
        Log(told.path, db=disk / "timeline.db", kinds=tally.kinds).append([source("meanwhile")])
        ballast.unlink()
        shutil.copy(told.path, disk)
        judge(tally, Log(disk / "events.jsonl", kinds=tally.kinds))


def fill(ballast: Path, room: int) -> None:
    """Leave so many KB on the disk of `ballast`."""
    free = shutil.disk_usage(ballast.parent).free
    ballast.write_bytes(bytes(free - room * 1024))


@pytest.mark.fault("database with a broken page")
@pytest.mark.parametrize("seed", some(range(100), 10))
def test_a_database_with_a_broken_page(tally: Tally, told: Log, seed: int) -> None:
    """An append looks up what it can and reads the log for the rest; a rebuild that is asked for mends all."""
    project(told, database(told))
    content, rubbish = database(told).read_bytes(), random.Random(seed)
    size = int.from_bytes(content[16:18], "big")  # of a page, as the head of the file has it
    start = rubbish.randrange(len(content) // size) * size
    database(told).write_bytes(content[:start] + rubbish.randbytes(size) + content[start + size :])
    by_database = Log(told.path, db=database(told), kinds=tally.kinds)
    repeated = [report("attack", f"attack-{number}", f"e-{number}", killed=number) for number in range(200)]
    assert by_database.append(repeated).known == [event["id"] for event in repeated]
    project(told, database(told), rebuild=True)
    judge(tally, told)
