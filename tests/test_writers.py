"""Writers in processes of their own: side by side, and killed."""

import json
import signal
import subprocess
import sys
import time
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from timeline import Log

WRITER = """
import sys
from timeline import Log
log, name, appends, size = Log(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
for number in range(appends):
    batch = [f"{name}-{number}-{place}" for place in range(1 + number % size)]
    fact = {"title": "x" * 300}
    log.append({"type": "source.registered", "subject": one, "id": one, "data": {"fact": fact}} for one in batch)
    print(*batch, flush=True)
"""


@pytest.fixture
def log(tmp_path: Path) -> Log:
    """A log that was opened."""
    log = Log(tmp_path / "events.jsonl")
    log.append([{"type": "log.opened", "subject": "talks", "data": {"title": "Talks"}}])
    return log


def ids(log: Log) -> list[str]:
    """The ids in the log."""
    return [event.id for event, _ in log.read()]


def start(log: Log, *arguments: object) -> subprocess.Popen[str]:
    """A writer in a process of its own, which prints what was acknowledged."""
    command = [sys.executable, "-c", WRITER, str(log.path), *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def test_eight_writers_at_once(log: Log) -> None:
    """Each event once, and each batch in one piece."""
    writers = [start(log, f"w{number}", 6, 4) for number in range(8)]
    said = " ".join(writer.communicate(timeout=120)[0] for writer in writers).split()
    assert [writer.returncode for writer in writers] == [0] * 8
    assert Counter(ids(log)[1:]) == Counter(said)
    marks = [json.loads(line).get("appendid") for line in log.path.read_text().splitlines()]
    starts = [mark for before, mark in pairwise([None, *marks]) if mark and mark != before]
    assert len(starts) == len(set(starts)) == 8 * 4


@pytest.mark.parametrize("delay", range(8))
def test_a_writer_that_is_killed(log: Log, delay: int) -> None:
    """What it was told is in the log; what is there besides is a whole append; the next one works."""
    writer = start(log, "w", 10_000, 3)
    assert writer.stdout
    first = writer.stdout.readline()
    time.sleep(delay / 37)
    writer.send_signal(signal.SIGKILL)
    told = (first + writer.communicate()[0]).split()
    log.append([{"type": "place.registered", "subject": "next", "id": "next", "data": {"fact": {"name": "Next"}}}])
    assert ids(log)[1 : 1 + len(told)] == told
    *untold, last = ids(log)[1 + len(told) :]
    assert last == "next"
    assert len({name.rpartition("-")[0] for name in untold}) <= 1
