"""Eight writers at once: each event is there once, batches are whole, and of eight changes of one fact one wins."""

import json
from contextlib import ExitStack
from itertools import groupby

import pytest
from filelock import FileLock

from tests.faults.tally import Tally, some, source
from tests.faults.writer import change, noted, started, until, write
from timeline import Log

WRITERS = 8


def batches(log: Log) -> list[int]:
    """How many events stand side by side in each append."""
    marks = [json.loads(line).get("appendid") for line in log.path.read_text().splitlines()]
    return [len(list(events)) for mark, events in groupby(marks) if mark]


@pytest.mark.parametrize(
    ("appends", "count"),
    [
        pytest.param(500, 1, marks=pytest.mark.fault("eight writers, an event at a time")),
        pytest.param(50, 200, marks=pytest.mark.fault("eight writers, batches of 200")),
    ],
)
@pytest.mark.parametrize("run", some(range(5)))
def test_eight_writers_lose_and_part_nothing(tally: Tally, log: Log, run: int, appends: int, count: int) -> None:
    """What all of them were told is there, and nothing else."""
    number = len(some(range(appends), 5 if count > 1 else 20))
    with ExitStack() as running:
        notes = [log.path.with_name(f"notes-{n}") for n in range(WRITERS)]
        named = [(log.path, note, note.name, number, count) for note in notes]
        for writer in [running.enter_context(started(write, *each)) for each in named]:
            writer.join(600)
    told = [one for note in notes for one in noted(note, "told")]
    ids = tally.judge(log.path, told)
    assert (len(told), len(ids)) == (WRITERS * number * count, len(told) + 2)
    assert batches(log) == [count] * (WRITERS * number * (count > 1))


@pytest.mark.fault("eight writers, one fact, one head")
@pytest.mark.parametrize("run", some(range(100), 3))
def test_one_of_eight_changes_wins(tally: Tally, log: Log, run: int) -> None:
    """Seven get the exit code of a conflict; all stand before the lock when it opens."""
    log.append([source("fact")])
    with ExitStack() as running:
        with FileLock(f"{log.path}.lock"):
            arguments = [(log.path, log.path.with_name(f"code-{n}"), f"change-{n}") for n in range(WRITERS)]
            changing = [running.enter_context(started(change, *each)) for each in arguments]
            for (_, code, _), one in zip(arguments, changing, strict=True):
                until(code.exists, one)
        for one in changing:
            one.join(60)
    codes = {name: code.read_text() for _, code, name in arguments}
    assert sorted(codes.values()) == ["0"] + ["4"] * 7
    told, refused = ([name for name, code in codes.items() if code == wanted] for wanted in "04")
    tally.judge(log.path, told, refused)
