"""The days that a written year, month and day may mean, in the proleptic Gregorian calendar; X is any digit.

What is not written counts as all of its values: `2018-11` may be any day of that month, as `2018-11-XX` may.
"""

from calendar import isleap
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from timeline.edtf.words import MONTHS

Day = tuple[int, int, int]  # year, month, day: sorts also before the year 0000, where ISO text does not


class Span(NamedTuple):
    """The first and the last day it may mean, and the last on which it may begin; None where open or unknown."""

    first: Day | None
    last: Day | None
    begins: Day | None


OPEN = Span(None, None, None)


@lru_cache(maxsize=8192)  # many intervals are of few days
def date_span(year: str, month: str | None, day: str | None) -> Span:
    """The span of `156X`, `12`, `25`; ValueError as `February 2019 has 28 days` when no such day exists."""
    years = _years(year)
    if month in _SEASONS and not day:
        return _season_span(years, *_SEASONS[month])
    months, days = _numbers(_MONTHS, "month", month), _numbers(_DAYS, "day", day)
    first = next(_real_days(years, months, days), None)
    if not first:
        raise ValueError(f"{MONTHS[months[0]]} {year} has {_length(years[0], months[0])} days")
    last = next(_real_days(years[::-1], months[::-1], days[::-1]))
    return Span(first, last, (last[0], last[1] if month else 1, last[2] if day else 1))


def year_span(sign: str, digits: str, significant: int) -> Span:
    """The years that share the significant digits: 1900 to 1999 for 1950S2, by the specification's text."""
    sure = digits[:significant]
    near, far = int(sure.ljust(len(digits), "0")), int(sure.ljust(len(digits), "9"))
    first, last = (-far, -near) if sign else (near, far)
    return Span((first, 1, 1), (last, 12, 31), (last, 1, 1))


def iso(day: Day | None) -> str | None:
    """`2018-11-19`; None outside the years 0000 to 9999, where text no longer sorts as days do."""
    return "{:04}-{:02}-{:02}".format(*day) if day and 0 <= day[0] <= 9999 else None


def _real_days(years: Sequence[int], months: Sequence[int], days: Sequence[int]) -> Iterator[Day]:
    return ((y, m, d) for y in years for m in months for d in days if d <= _length(y, m))


def _season_span(years: Sequence[int], first: int, last: int) -> Span:
    year, month = (years[-1], last) if last <= 12 else (years[-1] + 1, last - 12)
    return Span((years[0], first, 1), (year, month, _length(year, month)), (years[-1], first, 1))


def _length(year: int, month: int) -> int:
    return 29 if month == 2 and isleap(year) else _LENGTHS[month]


@lru_cache(maxsize=1024)
def _years(written: str) -> Sequence[int]:
    digits = written.removeprefix("-")
    years = [int("".join(choice)) for choice in product(*("0123456789" if d == "X" else d for d in digits))]
    if written.startswith("-"):
        years = [-year for year in reversed(years) if year]
    if not years:
        raise ValueError("year -0000; the year before 0001 is 0000")
    return years


def _numbers(table: dict[str, list[int]], name: str, written: str | None) -> Sequence[int]:
    try:
        return table[written or "XX"]
    except KeyError:
        raise ValueError(f"{name} {written}") from None


def _spellings(numbers: range) -> dict[str, list[int]]:
    """What each spelling may mean: `05` 5, `X1` 1 or 11, `XX` all of them."""
    table = defaultdict(list)
    for number in numbers:
        written = f"{number:02}"
        for spelling in (written, written[0] + "X", "X" + written[1], "XX"):
            table[spelling].append(number)
    return dict(table)


_LENGTHS = (0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_MONTHS = _spellings(range(1, 13))
_DAYS = _spellings(range(1, 32))

# The specification gives seasons no months. Ours are meteorological, and a winter ends in the next year: month 14.
_SEASONS = {
    str(code): (month, month + length - 1)
    for first_code, months, length in (
        (21, (3, 6, 9, 12), 3),  # spring, summer, autumn, winter: northern where nothing is said
        (25, (3, 6, 9, 12), 3),  # northern
        (29, (9, 12, 3, 6), 3),  # southern
        (33, (1, 4, 7, 10), 3),  # quarters
        (37, (1, 5, 9), 4),  # quadrimesters
        (40, (1, 7), 6),  # semestrals
    )
    for code, month in enumerate(months, first_code)
}
