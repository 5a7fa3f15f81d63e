"""What an import comes to, in counts and in words."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from timeline.errors import Problem
from timeline.fact import Json
from timeline.importing.format import Imported, Row

SHOWN = 50
"""Problems, conflicts and warnings of each sort that are named before "and N more"."""


def counted(number: int, noun: str) -> str:
    """As `1 row` or `2,000 rows`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


class Some:
    """The first SHOWN of many, and how many they are."""

    def __init__(self) -> None:
        self.shown: list[Problem | str] = []
        self.count = 0

    def add(self, what: Iterable[Problem | str]) -> None:
        for one in what:
            self.count += 1
            if self.count <= SHOWN:
                self.shown.append(one)

    def lines(self) -> list[str]:
        rest = self.count - len(self.shown)
        return [*map(str, self.shown), *([f"… and {rest:,} more"] if rest else [])]


@dataclass
class Outcome:
    """What an import came to, or would: facts by what became of them, events by type, the first of each, and words."""

    tally: Counter[str] = field(default_factory=Counter)
    events: Counter[str] = field(default_factory=Counter)
    sample: dict[str, Json] = field(default_factory=dict)
    warnings: Some = field(default_factory=Some)
    conflicts: Some = field(default_factory=Some)
    missing: list[str] = field(default_factory=list)
    silent: int = 0
    """Rows that say nothing a kind here holds."""
    first: list[tuple[Row, list[Imported]]] = field(default_factory=list)
    """Rows to show, with what they become."""
