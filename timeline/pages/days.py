"""Days as numbers, to measure with; and the days that a date reaches over, firmly or perhaps."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from timeline import edtf

_CYCLE = 146_097
"""Days of 400 years, after which the calendar repeats itself: Python's own begins a year later than ours."""


def number(iso: str) -> int:
    """The place of a day among all days: the next one's is one more."""
    year, month, day = map(int, iso.split("-"))
    return date(year, month, day).toordinal() if year else date(400, month, day).toordinal() - _CYCLE


def iso(number: int) -> str:
    """The day at a place."""
    if number > 0:
        return date.fromordinal(number).isoformat()
    return "0000" + date.fromordinal(number + _CYCLE).isoformat()[4:]


def is_day(text: str) -> bool:
    """Whether it is a day as ISO 8601 writes it, which there is."""
    try:
        return edtf.parse(text).earliest == text
    except ValueError:
        return False


class Reach(NamedTuple):
    """The days of a fact: from `first` to `last`, None where that is open or unknown.

    `firm_first` and `firm_last` bound the days that it is sure to have had; both None where each day is only possible.
    `hedged` is a date that is doubtful or approximate, where no soft end says so; `lasts` one that has not ended.
    """

    first: int | None
    last: int | None
    firm_first: int | None
    firm_last: int | None
    firm: bool
    hedged: bool
    lasts: bool

    @property
    def days(self) -> list[int]:
        """Every day at which something begins or ends."""
        return sorted({day for day in self[:4] if day is not None})


def reach(row: Mapping[str, Any], *, period: bool) -> Reach | None:
    """The days of a fact's row; None where none is known. A `period` was counted over whole months and years."""
    first, last = _number(row["earliest"]), _number(row["latest"])
    if first is None and last is None:
        return None
    start, end = (first, first), (last, last)
    if row["date_kind"] == "extent" and not period:
        written = row["date"].partition("/")
        start, end = _bounds(written[0]), _bounds(written[2])
    firm = row["date_kind"] != "uncertain" and not (start[1] and end[0] and start[1] > end[0])
    soft = firm and (start != (first, first) or end != (last, last))
    hedged = not soft and any(mark in row["date"] for mark in "?~%")
    between = (start[1], end[0]) if firm else (None, None)
    return Reach(first, last, *between, firm, hedged, row["date"].endswith("/.."))


def _bounds(written: str) -> tuple[int | None, int | None]:
    if written in ("", ".."):
        return None, None
    date = edtf.parse(written)
    return _number(date.earliest), _number(date.latest)


def _number(day: str | None) -> int | None:
    return number(day) if day else None
