"""Readers of cells: text to value, or a ValueError that says what is wrong and what to do. Nothing is guessed."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from timeline import values

_WHOLE = re.compile(r"([+-]?[0-9]+)(?:\.0+)?")
_DECIMAL = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?Z?)?")
_SERIAL = re.compile(r"[0-9]{5}(?:\.[0-9]+)?")
_EPOCH = date(1899, 12, 30)


def whole(cell: str) -> int:
    """A whole number; `2013.0`, as programs write it whose columns have gaps, is one."""
    if not (found := _WHOLE.fullmatch(cell)):
        raise ValueError(f"{cell!r} is no whole number")
    return int(found[1])


def natural(cell: str) -> int:
    """A whole number from 0 on."""
    if (number := whole(cell)) < 0:
        raise ValueError(f"{cell!r} is below 0")
    if number > 2**53 - 1:
        raise ValueError(f"{cell!r} is too large for a number")
    return number


def decimal(cell: str) -> float:
    """A number with a decimal point."""
    if not _DECIMAL.fullmatch(cell):
        comma = "; decimals begin with a point here" if "," in cell else ""
        raise ValueError(f"{cell!r} is no number{comma}")
    return float(cell)


def between(low: float, high: float) -> Callable[[str], float]:
    """A reader of numbers from `low` to `high`."""

    def read(cell: str) -> float:
        if not low <= (number := decimal(cell)) <= high:
            raise ValueError(f"{cell!r} is not from {low:g} to {high:g}")
        return number

    return read


def one_of(*codes: int) -> Callable[[str], int]:
    """A reader of codes."""

    def read(cell: str) -> int:
        if (number := whole(cell)) not in codes:
            raise ValueError(f"{cell!r} is not one of {', '.join(map(str, codes))}")
        return number

    return read


MISSING_DAY = "1753-01-01"
"""What databases write for a day that is not known."""


def line(cell: str) -> str:
    """A text of one line: line breaks and tabs within are blanks."""
    return values.line(" ".join(cell.split()))


def text(cell: str) -> str:
    """A text as it is."""
    return values.text(cell)


def day(cell: str) -> str:
    """An ISO day, whatever time is written behind it; a spreadsheet's serial number is refused by name."""
    if cell.startswith(MISSING_DAY):
        raise ValueError(f"{MISSING_DAY} is how databases write that a day is missing")
    if found := _DAY.fullmatch(cell):
        return _real(cell, found[0][:10])
    if _SERIAL.fullmatch(cell):
        raise ValueError(
            f"{cell!r} is a spreadsheet's number of a day ({_EPOCH + timedelta(int(cell[:5]))}, if it counts from "
            "1900): format the column as text YYYY-MM-DD and save again"
        )
    raise ValueError(f"{cell!r} is no day; write YYYY-MM-DD")


def _real(cell: str, iso: str) -> str:
    try:
        return date.fromisoformat(iso).isoformat()
    except ValueError:
        raise ValueError(f"{cell!r} is no day: there is none such in the calendar") from None


def flag(cell: str) -> bool:
    """Yes or no, as 1 or 0, true or false."""
    if cell.casefold() not in ("1", "0", "1.0", "0.0", "true", "false"):
        raise ValueError(f"{cell!r} is neither 1 nor 0")
    return cell.casefold() in ("1", "1.0", "true")


def numbers(cell: str) -> list[int]:
    """Whole numbers from 0 on, with commas or semicolons between several."""
    return [natural(one.strip()) for one in re.split("[,;]", cell)]


def ignored(_: str) -> None:
    """A cell that is not kept."""
