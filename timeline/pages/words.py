"""How pages put things: counts, times, and the names of kinds, verbs, reasons and fields, in plain English."""

from timeline.edtf.words import MONTHS
from timeline.fact import Json
from timeline.values import bounds

FILTERS = ("count", "label", "moment", "day", "number")

_LABELS = {
    "place_basis": "how the place was worked out",
    "date_basis": "how the date was worked out",
    "admin1": "region",
    "sha256": "SHA-256",
    "url": "address",
    "archive_url": "archived at",
}


def label(name: str) -> str:
    """A name of the log for people: `scheduled_event` is a scheduled event."""
    return _LABELS.get(name, name.replace("_", " "))


def number(value: int) -> str:
    """12,345"""
    return f"{value:,}"


def count(value: int | Json | None) -> str:
    """A count with its doubt: `2`, `at least 1`, `up to 30,000`, `about 25 (20 to 30)`."""
    low, best, high = bounds(value)
    if best is None:
        return _between(low, high)
    if low == best == high:
        return number(best)
    return f"about {number(best)}" + (f" ({_between(low, high)})" if low is not None or high is not None else "")


def _between(low: int | None, high: int | None) -> str:
    if low is not None and high is not None:
        return f"{number(low)} to {number(high)}" if low != high else number(low)
    return f"at least {number(low)}" if low is not None else f"up to {number(high)}" if high is not None else "unknown"


def day(iso: str) -> str:
    """2018-11-19 is 19 November 2018."""
    year, month, of_month = iso.split("-")
    return f"{int(of_month)} {MONTHS[int(month)]} {int(year)}"


def moment(time: str) -> str:
    """2026-11-23T10:00:00Z is 23 November 2026, 10:00 UTC."""
    return f"{day(time[:10])}, {time[11:16]} UTC"
