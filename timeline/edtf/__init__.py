"""Imprecise dates as people know them: EDTF, and the first and the last day that each may mean.

EDTF is ISO 8601-2 as the Library of Congress profiles it (https://www.loc.gov/standards/datetime/), here levels 0 to 2:

    2018-11-19  2018-11  2018           a day, a month, a year                               level 0
    2018-11-19T10:30:00+04:30           a time of day, with seconds                          level 0
    2018-11-14/2018-11-16               lasted from the one to the other                     level 0
    2018-11-14/..  2018-11-14/          the end is open; the end is unknown                  level 1
    -0044  Y17000                       a year before 0000, a year beyond 9999               level 1
    2018-22                             a season, 21 to 24; 25 to 41 with quarters           level 1, 2
    2018?  2018~  2018%                 uncertain, approximate, both                         level 1
    2018-11~-19  2018-11-~19            a qualifier of all to its left, of one part only     level 2
    201X  2018-11-XX  156X-12-25        X for a digit that is not known                      level 1, 2
    1950S2  Y17E7                       a year of two significant digits, an exponent        level 2
    [2018-11-14,2018-11-16]  {..2018}   one of a set, all of a set                           level 2

Bounds are strict: qualifiers never widen them, and what is open, unknown or outside the years 0000 to 9999 has none.
Seasons have the months that `span.py` gives them by convention.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from timeline.edtf.hints import hint
from timeline.edtf.span import OPEN, Span, date_span, iso, year_span
from timeline.edtf.words import in_words, unqualified

Kind = Literal["day", "extent", "uncertain"]


@dataclass(frozen=True, slots=True)
class Edtf:
    """A date as written, its bounds as ISO days, and what it says of the days between them.

    `kind` is "extent" when it is all of them (A/B), "uncertain" when it is some (`2018-11` is a day in that month, and
    a set has gaps), "day" when there is only one.
    """

    text: str
    earliest: str | None
    latest: str | None
    kind: Kind

    @property
    def period_kind(self) -> Kind:
        """The kind of a period that was counted over: a plain year, decade, month or season is then an extent."""
        return "extent" if _PERIOD.fullmatch(unqualified(self.text)) else self.kind

    @property
    def uncertain(self) -> bool:
        """Whether `?` or `%` qualifies it or a part of it."""
        return "?" in self.text or "%" in self.text

    @property
    def approximate(self) -> bool:
        """Whether `~` or `%` qualifies it or a part of it."""
        return "~" in self.text or "%" in self.text

    def words(self, period: bool = False) -> str:
        """For people: "some day in November 2018"; as a period that was counted over, "November 2018"."""
        return in_words(self.text, period)


@lru_cache(maxsize=8192)
def parse(text: str) -> Edtf:
    """The date that an EDTF string means; ValueError as `'2018-13' is not an EDTF date (month 13)`.

    Days must exist, a day with a time is the local one, and no interval ends before it begins. Y17000 and 1950S2 stand
    in no interval or set. Limits of our own: years of 18 digits, strings of 4,000 characters.
    """
    try:
        span, kind = _read(text)
    except ValueError as reason:
        shown = text if len(text) <= 60 else text[:60] + "…"
        raise ValueError(f"{shown!r} is not an EDTF date ({reason})") from None
    one_day = span.first is not None and span.first == span.last
    return Edtf(text, iso(span.first), iso(span.last), "day" if one_day else kind)


def _read(text: str) -> tuple[Span, Kind]:
    if len(text) > 4000:  # Python's int() takes no more than 4,300 digits
        raise ValueError("longer than 4,000 characters")
    for form, read, kind in _FORMS:
        if match := form.fullmatch(text):
            return read(*match.groups()), kind
    raise ValueError(hint(text))


def _moment(date: str, clock: str, offset: str | None) -> Span:
    for unit, written, last in zip(("hour", "minute", "second"), clock.split(":"), ("23", "59", "59"), strict=True):
        if written > last:
            raise ValueError(f"{unit} {written}")
    if offset and not _OFFSET.fullmatch(offset):
        raise ValueError(f"offset {offset}; they go from -12:00 to +14:00")
    return date_span(*_parts(date))


def _between(start: str | None, end: str | None) -> Span:
    if start == end == "":
        raise ValueError("neither a start nor an end")
    first = _end(start).first
    _, last, begins = _end(end)
    if first and last and last < first:
        raise ValueError("the interval ends before it begins")
    if first and begins and begins < first:
        raise ValueError("the end begins before the start: write it as precisely as the start")
    return Span(first, last, begins)


def _end(date: str | None) -> Span:
    return date_span(*_parts(date)) if date else OPEN


def _parts(date: str) -> tuple[Any, ...]:
    if match := _DATE.fullmatch(date):
        return match.groups()
    raise ValueError(hint(date))


def _set(members: str) -> Span:
    runs = [_run(member) for member in members[1:-1].split(",")]
    if not all(run.first for run in runs[1:]) or not all(run.last for run in runs[:-1]):
        raise ValueError("only the first or the last of a set may be open")
    first = runs[0].first and min(run.first for run in runs if run.first)
    last = runs[-1].last and max(run.last for run in runs if run.last)
    return Span(first, last, last)


def _run(member: str) -> Span:
    start, dots, end = member.partition("..")
    if not dots:
        return date_span(*_parts(member))
    if start and end and _parts(start).count(None) != _parts(end).count(None):
        raise ValueError("both ends of .. must have the same precision")
    return _between(start, end)


def _long_year(sign: str, digits: str, exponent: str | None, significant: str | None) -> Span:
    zeros = int(exponent or 0)
    if not 4 < len(digits) + zeros <= 18:
        raise ValueError("Y begins a year of 5 to 18 digits")
    return _estimate(sign, digits + "0" * zeros, significant)


def _estimate(sign: str, digits: str, significant: str | None) -> Span:
    return year_span(sign, digits, int(significant or len(digits)))


_PERIOD = re.compile(r"-?(?:[0-9]{4}(?:-[0-9]{2})?|[0-9]{1,3}X{1,3})|Y-?[0-9]+(?:E[0-9]+)?")

_Q = "[?~%]?"
_DATE = re.compile(f"{_Q}(-?[0-9X]{{4}}){_Q}(?:-{_Q}([0-9X]{{2}}){_Q}(?:-{_Q}([0-9X]{{2}}){_Q})?)?")
_INTERVAL = re.compile(r"(?:\.\.|([^/]*))/(?:\.\.|([^/]*))")  # no group for an open end, an empty one for an unknown
_SET = re.compile(r"(\[.*\]|\{.*\})")
_MOMENT = re.compile(r"(-?\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:Z|([+-]\d\d(?::\d\d)?))?", re.ASCII)
_OFFSET = re.compile(r"(?:-0\d|-1[01]|\+0\d|\+1[0-3])(?::[0-5]\d)?|(?:-12|\+14)(?::00)?", re.ASCII)
_LONG_YEAR = re.compile(f"Y(-?)([1-9][0-9]*)(?:E([0-9]+))?(?:S([1-9][0-9]*))?{_Q}")
_ESTIMATE = re.compile(f"(-?)(?=[0-9]{{4}}S)0*([1-9][0-9]*)S([1-9][0-9]*){_Q}")

_FORMS: tuple[tuple[re.Pattern[str], Callable[..., Span], Kind], ...] = (
    (_DATE, date_span, "uncertain"),
    (_SET, _set, "uncertain"),
    (_INTERVAL, _between, "extent"),
    (_MOMENT, _moment, "uncertain"),
    (_LONG_YEAR, _long_year, "uncertain"),
    (_ESTIMATE, _estimate, "uncertain"),
)
