"""Whether a log still begins as it was read: also when it is far longer than what is compared each time."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from timeline import database, prefix
from timeline.database import Checkpoint
from timeline.logfile import LogFile
from timeline.openlog import BLOCK
from timeline.prefix import SAMPLE, Recorded

BLOCKS = 2 * SAMPLE


@pytest.fixture
def log(tmp_path: Path) -> LogFile:
    """More blocks than are compared at once."""
    line = b'{"id":"' + b"x" * 1_014 + b'"}\n'
    log = LogFile(tmp_path / "events.jsonl")
    log.path.write_bytes(line * (BLOCKS * BLOCK // len(line)))
    return log


def recorded(log: LogFile) -> Iterator[Recorded]:
    """What a projector remembers of each block."""
    before = None
    for block in log.blocks():
        before = prefix.record(prefix.digest(block), before)
        yield before


def goes_on(log: LogFile, blocks: list[Recorded], file: str | None) -> bool:
    """Whether a database that has read these blocks of `file` goes on from the log as it is."""
    with closing(sqlite3.connect(":memory:")) as db, log.opened() as there:
        db.execute("CREATE TABLE _blocks (number, offset, lines, size, sha256, prefix)")
        db.executemany("INSERT INTO _blocks VALUES (?, ?, ?, ?, ?, ?)", blocks)
        before = Checkpoint("1", "", blocks[-1].start, None, file or there.identity or "", blocks[-1])
        return database.goes_on(db, before, there)


def flip(log: LogFile, place: int) -> None:
    """Turn one bit over, in the same file."""
    with log.path.open("r+b") as file:
        file.seek(place)
        byte = file.read(1)[0] ^ 1
        file.seek(place)
        file.write(bytes([byte]))


@pytest.mark.parametrize("place", range(0, BLOCKS, 3))
def test_all_of_another_file_is_compared(log: LogFile, place: int) -> None:
    """As after a merge, whose news may stand anywhere."""
    blocks = list(recorded(log))
    assert goes_on(log, blocks, "another")
    flip(log, place * BLOCK + 1_000)
    assert not goes_on(log, blocks, "another")


def test_the_last_block_of_the_same_file_is_compared(log: LogFile) -> None:
    """And of the others some, so that an append costs the same however long the log is."""
    blocks = list(recorded(log))
    assert goes_on(log, blocks, None)
    flip(log, blocks[-1].offset)
    assert not goes_on(log, blocks, None)


def test_the_other_blocks_have_their_turn() -> None:
    """All of a short log each time, all of a long one after some appends."""
    assert [prefix.sample(SAMPLE - 1, seed) for seed in range(5)] == [list(range(SAMPLE))] * 5
    turns = [prefix.sample(BLOCKS, seed) for seed in range(3)]
    assert set().union(*turns) == set(range(BLOCKS + 1))
    assert all(BLOCKS in turn and len(turn) <= SAMPLE + 1 for turn in turns)
