"""Rows made in processes beside this one: the same as in one, whatever happens to them."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
COMMON = """
import os, signal, sys
from functools import partial
from timeline.making import Maker
from timeline.openlog import START, OpenLog
from timeline.reading import Reader
from timeline.redactions import Shun
from timeline.selection import EVERYTHING
from timeline.spread import spread
log = Reader(sys.argv[1])
maker = Maker(log, Shun(), EVERYTHING, START, opens=True)
alone = os.getpid()
def made(block):
    FAULT
    return os.getpid() != alone, maker.made(block)
with log.file.opened() as file:
    blocks = partial(file.blocks, START, file.end())
    with spread(blocks, made, most=2) as parts:
        elsewhere, beside = zip(*parts)
    print(len(beside), set(elsewhere))
    assert list(beside) == list(map(maker.made, blocks()))
"""
TABLES = """
import os, sqlite3, sys
from pathlib import Path
from timeline import project, projector
log = Path(sys.argv[1])
def tables():
    project(log, log.with_name("tables.db"), rebuild=True)
    with sqlite3.connect(log.with_name("tables.db")) as db:
        return list(db.iterdump())
alone, others = tables(), os.times().children_user
projector._LONG, projector._MANY = 0, 0
print(others, tables() == alone, os.times().children_user > others)
"""

STOPPED = """
from timeline.spread import spread
with spread(lambda: range(9), lambda _: bytes(4 << 20), most=2) as parts:
    raise LookupError(len(next(parts)))
"""

SMALL = """
import os
from timeline.spread import spread
gate, opened = os.pipe()
def made(part):
    if part:
        os.read(gate, 1)
    return part
with spread(lambda: range(4), made, most=2) as parts:
    first = next(parts)
    os.write(opened, b"open")
    print(first, *parts)
"""

several = pytest.mark.skipif(len(os.sched_getaffinity(0)) < 2, reason="there is one processor")


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], subprocess.CompletedProcess[str]]:
    """Run a script in a process of its own; its argument is a log of several blocks."""
    log = tmp_path_factory.mktemp("spread") / "events.jsonl"
    with log.open("wb") as file:
        subprocess.run([sys.executable, "-m", "benchmarks.generate", "2500"], cwd=ROOT, stdout=file, check=True)

    def run(script: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", script, str(log)]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)

    return run


@pytest.fixture
def run(
    python: Callable[[str], subprocess.CompletedProcess[str]],
) -> Callable[[str], subprocess.CompletedProcess[str]]:
    """Make the blocks of the log, with a fault perhaps."""
    return lambda fault: python(COMMON.replace("FAULT", fault))


@several
def test_all_blocks_in_order(run: Callable[[str], subprocess.CompletedProcess[str]]) -> None:
    """As they are made in this process, and not made in it."""
    done = run("pass")
    assert (done.stderr, done.stdout) == ("", "7 {True}\n")


@several
def test_an_error_is_raised_here(run: Callable[[str], subprocess.CompletedProcess[str]]) -> None:
    """What the other process raised, of its type."""
    assert run("if block.start.lines > 1000: raise LookupError('block')").stderr.endswith("LookupError: block\n")


@several
def test_a_part_comes_as_soon_as_it_is_made(python: Callable[[str], subprocess.CompletedProcess[str]]) -> None:
    """However small: here the second waits until the first has come."""
    assert python(SMALL).stdout == "0 1 2 3\n"


@several
def test_who_stops_is_not_kept_waiting(python: Callable[[str], subprocess.CompletedProcess[str]]) -> None:
    """By those that have more to say, as when the disk is full or the user had enough."""
    assert python(STOPPED).stderr.endswith("LookupError: 4194304\n")


@several
def test_a_killed_process_is_noticed(run: Callable[[str], subprocess.CompletedProcess[str]]) -> None:
    """Half of the blocks are not taken for all."""
    killed = run("if block.start.lines > 1000: os.kill(os.getpid(), signal.SIGKILL)")
    assert killed.stderr.endswith("ChildProcessError: a process beside this one was ended; try again\n")


@several
def test_the_tables_are_the_same(python: Callable[[str], subprocess.CompletedProcess[str]]) -> None:
    """Whoever made their rows."""
    done = python(TABLES)
    assert (done.stderr, done.stdout) == ("", "0.0 True True\n")
