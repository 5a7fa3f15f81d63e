"""The receipt of one event: its line, found by the database, with the hashes that lead to the newest checkpoint.

The hashes come from the database too; nothing of it has to be believed, since a receipt that proves nothing is not
given out.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from timeline import tlog, tombstone
from timeline.checkpoints import Checkpoints, read
from timeline.errors import Problem, Refused, TimelineError
from timeline.in_base64 import from_base64
from timeline.logfile import LogFile
from timeline.receipt import Receipt


def prove(path: Path, db: Path, event_id: str) -> Receipt:
    """The receipt of an event; `db` must have caught up with the log. Raises TimelineError."""
    newest = Checkpoints(path).newest
    if not newest.exists():
        raise TimelineError(f"{newest}: there is no such checkpoint; `timeline checkpoint` signs one")
    signed = read(newest)
    with closing(sqlite3.connect(f"{db.absolute().as_uri()}?mode=ro", uri=True)) as tables:
        seq, offset = _place(tables, event_id)
        if seq > signed.head.size:
            covered = f"{newest.name} covers {signed.head.size:,} lines, and the event is line {seq:,}"
            raise Refused([Problem("", "", f"{covered}; `timeline checkpoint` signs the log as it is now")])
        spans = tlog.inclusion(seq - 1, signed.head.size)
        proof = tuple(tlog.hashes(_leaves(tables), spans))
    line = _line(path, offset)
    if fault := _gone(line):
        raise Refused([Problem("", "", f"{event_id!r} {fault}")])
    receipt = Receipt(line, seq - 1, proof, signed.raw)
    head = signed.head
    if not tlog.includes(head.root, head.size, tlog.leaf_hash(receipt.line), receipt.place, proof):
        raise TimelineError(f"{path}: is not as it was signed, so nothing can be proved; `timeline verify` says more")
    return receipt


def _gone(line: bytes) -> str | None:
    """What to say of a line that has nothing left to show."""
    if not tombstone.read(line):
        return None
    return "was redacted, so there is no content to prove; a receipt from before still holds, since it has the line"


def _place(tables: sqlite3.Connection, event_id: str) -> tuple[int, int]:
    """The event's line and where it begins; raises Refused."""
    for seq, offset in tables.execute("SELECT seq, offset FROM events WHERE id = ?", [event_id]):
        return seq, offset
    on_subject = tables.execute("SELECT id FROM events WHERE subject = ? ORDER BY seq", [event_id])
    ids = ", ".join(found for (found,) in on_subject)
    advice = f"; the events on this fact are {ids}" if ids else ""
    raise Refused([Problem("", "", f"no event has the id {event_id!r}{advice}")])


def _leaves(tables: sqlite3.Connection) -> Iterator[bytes]:
    for (leaf,) in tables.execute("SELECT leaf FROM events ORDER BY seq"):
        yield from_base64(leaf)


def _line(path: Path, offset: int) -> bytes:
    with LogFile(path).opened() as log:
        return log.line(offset)
