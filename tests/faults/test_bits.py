"""One flipped bit anywhere in the log: who finds it, and what is named.

A flipped letter in a text leaves a lawful line, and no rule of the log can see that. The SHA-256 that a database has of
what it read sees every bit; and git, which has the lines, says which one it is.
"""

import re
import subprocess
from contextlib import suppress
from pathlib import Path

import pytest

from tests.faults.tally import Tally, some, source
from timeline import Damaged, Log, project
from timeline.check import check
from timeline.registry import Kinds
from timeline.shelf import Shelf
from timeline.stored import stored

EVENTS = 20


@pytest.fixture
def known(log: Log) -> Log:
    """A log of 20 events that its database has read and git has."""
    log.append([source(f"source-{number}", "A text.") for number in range(10)])
    for number in range(10, EVENTS - 1):
        log.append([source(f"source-{number}", "A text.")])
    project(log, database(log))
    for command in (
        ["init"],
        ["add", log.path.name],
        ["-c", "user.name=A", "-c", "user.email=a@b", "commit", "-m", "."],
    ):
        subprocess.run(["git", *command], cwd=log.path.parent, capture_output=True, check=True)
    return log


def database(log: Log) -> Path:
    """Where its database is."""
    return log.path.with_name("timeline.db")


def flip(path: Path, place: int) -> None:
    """Turn one bit of the byte at `place` over, in the same file."""
    with path.open("r+b") as file:
        [byte] = file.read()[place : place + 1]
        file.seek(place)
        file.write(bytes([byte ^ 1 << place % 8]))


def named_by_check(path: Path, kinds: Kinds) -> set[int]:
    """The lines that `timeline check` complains of."""
    log = Log(path, kinds=kinds)
    lines = sum(1 for _ in log.file.read())
    try:
        problems = [finding.problem for finding in check(Shelf(kinds, log.read()), path.name)]
    except Damaged as damage:
        problems = damage.problems
    unfinished = {lines + 1} if log.file.unfinished() else set()
    return {int(problem.where.rpartition(":")[2]) for problem in problems} | unfinished


def seen(lines: set[int], line: int) -> str:
    """What somebody learns who reads the complaints."""
    return "names the line" if line in lines else "names another line" if lines else "sees nothing"


def named_by_git(path: Path) -> set[int]:
    """The lines of the commit that are no longer the same."""
    diff = subprocess.run(["git", "diff", "--unified=0", "--text"], cwd=path.parent, capture_output=True, check=True)
    hunks = re.findall(rb"^@@ -(\d+)(?:,(\d+))? ", diff.stdout, re.MULTILINE)
    return {line for start, count in hunks for line in range(int(start), int(start) + int(count or 1))}


def known_by_database(log: Log) -> bool:
    """Whether an append would believe what the database has read of this log."""
    with log.file.opened() as file:
        return stored(database(log), file, log.kinds) is not None


@pytest.mark.fault("one flipped bit in the log, with a database and git beside it")
@pytest.mark.parametrize("part", range(10))
def test_a_flipped_bit_is_found(tally: Tally, known: Log, part: int) -> None:
    """By the database's hash and by git always, by check where the line is no event any more."""
    whole = known.path.read_bytes()
    places = some(range(len(whole)), 200)[part::10]
    for place in places:
        line = whole.count(b"\n", 0, place) + 1
        flip(known.path, place)
        tally.note(f"flipped bits of which `timeline check` {seen(named_by_check(known.path, known.kinds), line)}")
        assert line in named_by_git(known.path)
        assert not known_by_database(known)
        flip(known.path, place)
        assert known_by_database(known)
    tally.judge(known.path, [f"source-{number}" for number in range(EVENTS - 1)], cases=len(places))


@pytest.mark.parametrize("place", range(40, 400, 60))
def test_a_flipped_bit_means_a_rebuild_or_a_refusal(known: Log, place: int) -> None:
    """Rows of what was read before do not stand beside another log."""
    flip(known.path, place)
    with suppress(Damaged):
        assert project(known, database(known)).rebuilt
