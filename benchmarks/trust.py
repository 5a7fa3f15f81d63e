"""What it costs to sign a log, to prove a line and to verify both, beside `sha256sum` of the same file.

`sha256sum` reads the bytes and hashes them; a tree hashes each line by itself, and about as many pairs of hashes.
"""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from benchmarks import work
from benchmarks.measure import Command, Sample, Samples, run, side_by_side
from benchmarks.page import Bench, table
from benchmarks.work import TIMELINE
from timeline.note import Signer

_LAST = "SELECT id FROM events ORDER BY seq DESC LIMIT 1"


def section(bench: Bench) -> str:
    """Each as a whole process, and as a multiple of what reads and hashes the file once."""
    folder = work.database(bench.build, bench.size)
    samples = side_by_side(_candidates(folder), bench.rounds)
    plain = samples["sha256sum"]
    rows = [_row(what, found, plain) for what, found in samples.items()]
    head = [f"{bench.size:,} lines, whole process", "s", "CPU s", "peak MB", "as a multiple", "the same in CPU time"]
    return table(head, rows)


def _candidates(folder: Path) -> dict[str, Callable[[], Sample]]:
    key = Signer("example.org/a-long-war", b"k" * 32)
    log, receipt = folder / "events.jsonl", folder / "receipt.tlog-proof"
    ours: Command = ["env", f"TIMELINE_KEY={key.text}", *TIMELINE, "--log", log, "--db", folder / "timeline.db"]
    trusted = ["--key", str(key.verifier)]
    signed = _signed(folder, [*ours, "checkpoint"])
    signed()
    script = ["sh", "-c", '"$@" > "$0"', receipt, *ours, "prove", _last(folder / "timeline.db")]
    return {
        "sha256sum": lambda: run(["sha256sum", log]),
        "timeline checkpoint": signed,
        "timeline verify": lambda: run([*ours, "verify", *trusted]),
        "timeline prove": lambda: run(script),
        "timeline verify --proof": lambda: run([*ours, "verify", *trusted, "--proof", receipt]),
    }


def _signed(folder: Path, command: Command) -> Callable[[], Sample]:
    """Sign the log as if for the first time."""

    def signed() -> Sample:
        for file in folder.glob("checkpoint*"):
            shutil.rmtree(file) if file.is_dir() else file.unlink()
        return run(command)

    return signed


def _last(db: Path) -> str:
    with closing(sqlite3.connect(db)) as opened:
        [(event_id,)] = opened.execute(_LAST)
    return str(event_id)


def _row(what: str, found: Samples, plain: Samples) -> list[object]:
    times = [f"{found.wall:.2f}", f"{found.cpu:.2f}", f"{found.memory / 1e6:.0f}"]
    ratios = [found.wall_beside(plain), found.cpu_beside(plain)] if found is not plain else [1, 1]
    return [what, *times, *ratios]
