"""The end of the log as a crash can leave it: every state of an append, and rubbish."""

import random
from collections.abc import Callable, Iterator

import pytest

from tests.faults.tally import Tally, some, source
from tests.test_tail import lost_sectors, prefixes, zero_filled
from timeline import Damaged, Log

STATES: dict[str, Callable[[bytes], Iterator[bytes]]] = {
    "prefix": prefixes,
    "zeros": zero_filled,
    "lost sector": lost_sectors,
}


def ids(log: Log) -> list[str]:
    """The ids in the log."""
    return [event.id for event, _ in log.read()]


def crashed(log: Log, old: bytes, behind: bytes) -> Log:
    """The log as a new process finds it."""
    for aside in log.path.parent.glob("*.torn-*"):
        aside.unlink()
    log.path.write_bytes(old + behind)
    return Log(log.path, kinds=log.kinds)


def set_aside(log: Log) -> bytes:
    """What was moved out of the log."""
    return b"".join(aside.read_bytes() for aside in log.path.parent.glob("*.torn-*"))


@pytest.mark.fault("crash states: part of an append, zeros, a lost sector")
@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("count", [1, 3, 10])
def test_a_crash_leaves_the_whole_append_or_nothing(tally: Tally, log: Log, count: int, state: str) -> None:
    """Readers see what was acknowledged; the next append works, and what it found is kept beside."""
    log.append([source("old-1"), source("old-2")])
    old, before = log.path.read_bytes(), ids(log)
    new = [f"new-{place}" for place in range(count)]
    log.append([source(one, "é" * 100) for one in new])
    left = list(STATES[state](log.path.read_bytes()[len(old) :]))
    for behind in some(left, 20):
        found = crashed(log, old, behind)
        assert ids(found) == before
        after = tally.judge(found.path, before)[:-1]
        assert after == before + (new if behind == left[-1] and state == "prefix" else [])
        assert after != before or set_aside(log) in (behind, behind + b"\n")


def refused_at(log: Log, where: str) -> bool:
    """Whether an append is refused, for this line and no other."""
    try:
        log.append([source("tried")])
    except Damaged as damage:
        return {problem.where for problem in damage.problems} == {where}
    return False


@pytest.mark.fault("noise of 1 to 1,024 bytes at the end")
@pytest.mark.parametrize("seed", some(range(100), 20))
def test_noise_takes_nothing_with_it(tally: Tally, log: Log, seed: int) -> None:
    """It is set aside; or, when somebody could have typed it, refused with its line until it is taken out."""
    log.append([source("old-1"), source("old-2")])
    noise, old, before = random.Random(seed).randbytes(1 + seed * 37 % 1024), log.path.read_bytes(), ids(log)
    found = crashed(log, old, noise)
    if refused_at(found, "events.jsonl:4"):
        tally.note("noise that could be text, and is refused with its line")
        found = crashed(log, old, b"")
    tally.judge(found.path, before)
