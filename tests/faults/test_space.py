"""No room: at every byte of an append, and on a disk that is full for all who write."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.tally import Tally, some, source
from tests.test_durable import file_limit
from timeline import Log, TimelineError

TITLE = "x" * 30


def line_of(log: Log, events: list[dict[str, object]]) -> int:
    """How many bytes an append of these events takes."""
    before = log.path.stat().st_size
    log.append(events)
    return log.path.stat().st_size - before


@pytest.mark.fault("short writes: room for part of an append (RLIMIT_FSIZE)")
@pytest.mark.parametrize("count", [1, 10])
def test_an_append_for_which_there_is_no_room_is_refused(tally: Tally, log: Log, count: int) -> None:
    """Room for every part of a line of 300 bytes, and for a hundred parts of a batch."""
    needed = line_of(log, [source(f"first-{place}", TITLE) for place in range(count)])
    told, refused = [f"first-{place}" for place in range(count)], []
    parts = range(needed) if count == 1 else range(0, needed, needed // 100)
    for room in some(parts, 30):
        events = [source(f"e-{room}-{place}", TITLE) for place in range(count)]
        with file_limit(log.path.stat().st_size + room), pytest.raises(TimelineError, match="File too large"):
            log.append(events)
        refused += [str(event["id"]) for event in events]
    tally.judge(log.path, told, refused, cases=len(some(parts, 30)))


def command(log: Path, events: list[dict[str, object]], *before: str) -> subprocess.CompletedProcess[str]:
    """`timeline append` in a process of its own."""
    lines = "".join(json.dumps(event) + "\n" for event in events)
    append = [sys.executable, "-m", "timeline", "append", "--log", str(log), "--db", str(log.with_name("timeline.db"))]
    return subprocess.run([*before, *append], input=lines, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.fault("full disk (tmpfs), then space freed")
def test_a_full_disk_refuses_until_space_is_freed(tally: Tally, small_disk: Path) -> None:
    """By the command line: exit code 1 and what to do; then the same append goes through."""
    log, ballast = small_disk / "events.jsonl", small_disk / "ballast"
    opened = {"type": "log.opened", "subject": "talks", "data": {"title": "Talks"}}
    assert command(log, [opened]).returncode == 0
    ballast.write_bytes(bytes(8192))
    events = [source(f"e-{place}", "x" * 800) for place in range(10)]
    full = command(log, events)
    assert (full.returncode, full.stderr.count("nothing was changed; free some space and repeat")) == (1, 1)
    assert len(log.read_bytes().splitlines()) == 1
    ballast.unlink()
    assert command(log, events).returncode == 0
    tally.judge(log, [str(event["id"]) for event in events])
