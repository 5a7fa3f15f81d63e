"""What became of lines, told by their hashes: those that were kept when they were signed, and those of the log now."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple


class Change(NamedTuple):
    """What happened, in words; `line` is its number in the log now or, of what is gone, the number that it had."""

    line: int
    words: str


def changes(kept: Sequence[bytes], now: Sequence[bytes]) -> Iterator[Change]:
    """What became of the lines that were kept; lines behind them may have come."""
    signed, places = set(kept), {one: place for place, one in enumerate(now)}
    old = new = 0
    while old < len(kept):
        if new < len(now) and now[new] == kept[old]:
            old, new = old + 1, new + 1
            continue
        match kept[old] in places, new < len(now) and now[new] not in signed:
            case False, True:
                yield Change(new + 1, f"was changed {_since(old, new)}")
                old, new = old + 1, new + 1
            case False, False:
                yield Change(old + 1, "has vanished since it was signed")
                old += 1
            case _, True:
                yield Change(new + 1, "was slipped in between lines that were signed")
                new += 1
            case _:
                yield Change(places[kept[old]] + 1, f"was moved {_since(old, places[kept[old]])}")
                old, new = old + 1, new + 1


def _since(old: int, new: int) -> str:
    return "since it was signed" + (f" as line {old + 1}" if old != new else "")
