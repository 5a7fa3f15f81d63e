"""Writers that are killed: what they were told is there, batches are whole, and the next append works."""

import random
import time
from pathlib import Path

import pytest

from tests.faults.tally import Tally, opened, some
from tests.faults.writer import noted, started, until, write

SIZES = {300: "300 bytes", 8_000: "8 KB", 64_000: "64 KB"}


@pytest.mark.parametrize("count", [1, 10, 200])
@pytest.mark.parametrize(
    "size",
    [
        pytest.param(n, marks=pytest.mark.fault(f"kill -9 while lines of {name} are written"))
        for n, name in SIZES.items()
    ],
)
def test_what_a_killed_writer_was_told_is_there(tally: Tally, tmp_path: Path, size: int, count: int) -> None:
    """A log for every round; the writer is killed at any moment of its first appends."""
    for number in some(range(100)):
        log, notes = tmp_path / f"{number}.jsonl", tmp_path / f"{number}.notes"
        opened(log, tally.kinds)
        with started(write, log, notes, "w", 10**6, count, size) as writer:
            until(notes.exists, writer)
            time.sleep(random.uniform(0, 0.06) * (1 + count * size / 400_000))
        if tally.unfinished(log):
            tally.note("kills that left part of an append")
        ids = tally.judge(log, noted(notes, "told"))
        assert (len(ids) - 2) % count == 0
