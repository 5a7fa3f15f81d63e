"""Which checkpoint was the first to cover an event: by it a stranger can believe when the event was known.

Those count that lie beside the log, are signed with a key in `checkpoint.vkey`, and are of the log's first lines.
"""

import sqlite3
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from timeline import treehead
from timeline.checkpoints import Checkpoints
from timeline.in_base64 import from_base64, to_base64
from timeline.tlog import prefix_roots

Row = tuple[int, str, str, str | None, str]
"""A row of the table `checkpoints`."""

_SET = """UPDATE events SET published_in = :size, published_at = :time
WHERE seq > :before AND seq <= :last AND (published_in IS NOT :size OR published_at IS NOT :time)"""
_END = 2**62


def set_published(db: sqlite3.Connection, log: Path) -> None:
    """Bring the table `checkpoints` and the two columns of `events` up to what lies beside the log.

    They are compared with the lines only when something else lies there. Raises TimelineError, Refused.
    """
    signed = sorted(_signed(Checkpoints(log)))
    if signed == db.execute("SELECT * FROM checkpoints ORDER BY size").fetchall():
        return
    leaves = (from_base64(leaf) for (leaf,) in db.execute("SELECT leaf FROM events ORDER BY seq"))
    roots = prefix_roots(leaves, {row[0] for row in signed})
    rows = [row for row in signed if row[0] in roots and to_base64(roots[row[0]]) == row[2]]
    db.execute("DELETE FROM checkpoints")
    db.executemany("INSERT INTO checkpoints VALUES (?, ?, ?, ?, ?)", rows)
    ends: list[tuple[int | None, int, str | None]] = [(row[0], row[0], row[3]) for row in rows]
    for (_, before, _), (size, last, time) in pairwise([(0, 0, None), *ends, (None, _END, None)]):
        db.execute(_SET, {"size": size, "time": time, "before": before, "last": last})


def _signed(beside: Checkpoints) -> Iterator[Row]:
    """Each size once."""
    verifiers, seen = beside.verifiers(), set[int]()
    for kept in beside.all() if verifiers else ():
        try:
            head = treehead.opened(kept.raw, verifiers)
        except ValueError:
            continue  # `timeline verify` says what is wrong with it
        if head.size not in seen:
            seen.add(head.size)
            time = treehead.moment(kept.raw, verifiers)
            yield head.size, head.origin, to_base64(head.root), time, kept.raw.decode()
