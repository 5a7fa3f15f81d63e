"""All that can be found, in blocks of a bounded size that lie in order of date and stay what they are.

Within a block, facts are numbered in the order of the log: so a fact more is one line more in one block, wherever in
time it belongs, and no number of another fact changes.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice

MOST = 64
"""Facts in a block: as many as there are digits in `DIGITS`."""

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_"


def blocks(days: Iterable[tuple[int, str]]) -> Iterator[list[int]]:
    """The numbers of the facts of each block, in order of date; `days` has number and day in the order of the log.

    A block is a year; the months of a year that has too many facts for one; the days of such a month.
    """
    given = list(days)
    counts = Counter(period for _, day in given for period in {day[:4], day[:7]})
    facts: dict[str, list[int]] = defaultdict(list)
    for number, day in given:
        facts[next((day[:end] for end in (4, 7) if counts[day[:end]] <= MOST), day)].append(number)
    for period in sorted(facts):
        rest = iter(facts[period])
        while block := list(islice(rest, MOST)):
            yield block
