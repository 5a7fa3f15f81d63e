"""The lines of a log and the appends they came in: which are whole, and what a crash can have left.

An append of several events marks each of them, so that half of it can be told from the whole.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple, TypeVar

from timeline import jsonline

L = TypeVar("L", bound=tuple[bytes, Any])


class Marks(NamedTuple):
    """The append of several events that a line belongs to, and how many they are."""

    append: str
    number: int


def whole_batches(lines: Iterable[L]) -> Iterator[L]:
    """Hold the lines of a batch back until all have come, and torn lines until a good one follows.

    A torn line may be a lost sector of the batch around it, and the last lines may be torn; elsewhere it is damage.
    """
    held: list[L] = []
    batch: Marks | None = None
    seen: Counter[Marks] = Counter()
    for line in lines:
        marks, torn = _marks(line[0]), is_torn(line[0])
        if batch and not torn and marks != batch:
            yield from held
            held, batch = [], None
        if marks:
            batch = marks
            seen[marks] += 1
        held.append(line)
        if not torn and not (batch and seen[batch] < batch.number):
            yield from held
            held, batch = [], None


def is_torn(raw: bytes) -> bool:
    """Whether a crash can have left it: zeros of a sector that never reached the disk, or what was never an event."""
    is_object = raw.startswith(b"{") and raw.rstrip().endswith(b"}")
    return b"\0\0" in raw or not (is_object or b'"specversion"' in raw)


def lacks_newline(rest: bytes) -> bool:
    """Whether it is one whole append, whose last newline an editor may have taken off."""
    lines = [(raw, place) for place, raw in enumerate(rest.split(b"\n"))]
    try:
        return list(whole_batches(lines)) == lines and {"id", "type"} <= jsonline.read(lines[-1][0]).keys()
    except ValueError:
        return False


def _marks(raw: bytes) -> Marks | None:
    if b'"appendid"' not in raw:
        return None
    try:
        event = jsonline.read(raw)
    except ValueError:
        return None
    append, number = event.get("appendid"), event.get("appendcount")
    return Marks(append, number) if isinstance(append, str) and isinstance(number, int) else None
