"""The whole timeline in pages of a bounded size: a page a year, a page a month where a year has too many facts.

A year keeps its address for ever: when it outgrows its page, that becomes a list of its months.
"""

from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from timeline.edtf.words import MONTHS
from timeline.pages.ask import Ask, Row
from timeline.publishing.links import file_of
from timeline.shared import IN_ORDER

MOST = 200
"""Facts on a page."""

_DAY = "coalesce(earliest, latest, '~')"
_MONTHS = f"SELECT substr({_DAY}, 1, 7) AS month, count(*) AS facts FROM _facts WHERE occurs GROUP BY 1 ORDER BY 1"
_FACTS = f"""SELECT * FROM _facts WHERE occurs AND {_DAY} >= :period AND {_DAY} < :period || '~'
ORDER BY {IN_ORDER} LIMIT :most OFFSET :skipped"""


class Stretch(NamedTuple):
    """A page with facts: of which year or month, the how manieth of it, and how many facts there are in all of it."""

    period: str
    facts: int
    number: int = 1

    @property
    def words(self) -> str:
        """Its heading."""
        return in_words(self.period) + (f", part {self.number}" if self.number > 1 else "")

    @property
    def file(self) -> str:
        return file_of(place(self.period), self.number)


class Year(NamedTuple):
    """A year, how many facts it has, and the months that have pages of their own."""

    period: str
    facts: int
    months: tuple[Stretch, ...]

    @property
    def pages(self) -> Iterator[Stretch]:
        """Its pages with facts."""
        for stretch in self.months or (Stretch(self.period, self.facts),):
            for number in range(1, (stretch.facts - 1) // MOST + 2):
                yield stretch._replace(number=number)


def years(ask: Ask) -> list[Year]:
    """All years in which something begins; what has no date comes last."""
    return [_year(period, list(rows)) for period, rows in groupby(ask.rows(_MONTHS), lambda row: row["month"][:4])]


def _year(period: str, months: list[Row]) -> Year:
    facts = sum(month["facts"] for month in months)
    split = facts > MOST and period != "~"
    return Year(period, facts, tuple(Stretch(row["month"], row["facts"]) for row in months) if split else ())


def facts(ask: Ask, stretch: Stretch) -> list[Row]:
    """The rows of a page."""
    return ask.rows(_FACTS, period=stretch.period, most=MOST, skipped=MOST * (stretch.number - 1))


def in_words(period: str) -> str:
    """A year or a month."""
    if period == "~":
        return "Without a date"
    year = str(int(period[:4])) if period >= "0001" else "1 BC"
    return f"{MONTHS[int(period[5:7])]} {year}" if period[5:] else year


def place(period: str) -> str:
    """Where its page lies, without `.html`."""
    return f"timeline/{'undated' if period == '~' else period}"
