"""Numbers as people write them in tables, to counts: low, best and high with the words, or a ValueError.

    12, 12.0                                         12
    10-12, 10 to 12, between 10 and 12               low 10, high 12
    at least 5, 5+, >=5, 5 or more                   low 5
    more than 5, over 5, >5                          low 6
    at most 5, up to 5, <=5, 5 or fewer              high 5
    nearly 30, almost 30                             high 30
    fewer than 5, less than 5, under 5, <5           high 4
    about 30, around 30, c. 30, ~30, some 30, 30?    best 30

A separator of thousands is taken when the mapping states it. Words such as "dozens" are nobody's number.
"""

import re
from collections.abc import Iterator

from timeline.fact import Json
from timeline.importing import cells

_N = r"([+-]?[0-9][0-9.,' ]*?)"
_FORMS = tuple(
    (re.compile(form, re.IGNORECASE), name, shift)
    for form, name, shift in (
        (rf"(?:at least|minimum(?: of)?|min\.?|>=|≥) ?{_N}|{_N} ?(?:\+|or more|and more)", "low", 0),
        (rf"(?:more than|over|above|>) ?{_N}", "low", 1),
        (rf"(?:at most|up to|maximum(?: of)?|max\.?|no more than|<=|≤) ?{_N}|{_N} or (?:fewer|less)", "high", 0),
        (rf"(?:nearly|almost|nearing|close to) ?{_N}", "high", 0),
        (rf"(?:fewer than|less than|under|below|<) ?{_N}", "high", -1),
        (rf"(?:about|around|approx(?:imately|\.)?|circa|ca?\.|some|roughly|~|≈) ?{_N}|{_N} ?\(?\?\)?", "best", 0),
    )
)
_RANGE = re.compile(rf"(?:between |from )?{_N} ?(?:[-\u2010-\u2014\u2212]|to|and) ?{_N}", re.IGNORECASE)


def count(cell: str, thousands: str | None = None) -> int | Json:
    """A whole number, or low, best or high with the words as `stated`; raises ValueError."""
    words = " ".join(cell.split())
    if found := _RANGE.fullmatch(words):
        low, high = (number(one, thousands) for one in found.groups())
        if low > high:
            raise ValueError(f"{cell!r} is reversed: {low} is above {high}")
        return {"low": low, "high": high, "stated": words}
    for form, name, shift in _FORMS:
        if found := form.fullmatch(words):
            [written] = filter(None, found.groups())
            return {name: max(number(written, thousands) + shift, 0), "stated": words}
    return number(words, thousands)


def number(cell: str, thousands: str | None = None) -> int:
    """A whole number from 0 on; raises ValueError."""
    plain = joined(cell, thousands)
    if re.fullmatch(r"-[0-9]+(?:\.0+)?", plain):
        raise ValueError(f"{cell!r} is below 0; say `missing: [{cell!r}]` if it means unknown")
    if re.fullmatch(r"[0-9]{1,3}([,.' ])[0-9]{3}(?:\1[0-9]{3})*", plain) and not plain.isdigit():
        mark = plain.strip("0123456789")[0]
        raise ValueError(f"{cell!r} may have thousands in it, or a fraction; say `thousands: {mark!r}` if it has")
    if not re.fullmatch(r"\+?[0-9]+(?:\.0*)?", plain):
        raise ValueError(f"{cell!r} is no number that can be told")
    return cells.natural(plain.rstrip("0").rstrip(".") if "." in plain else plain)


def joined(cell: str, thousands: str | None) -> str:
    """A number without its separator of thousands; raises ValueError when that stands anywhere else."""
    plain = cell.replace("\N{NO-BREAK SPACE}", " ").strip()
    if thousands is None or thousands not in plain:
        return plain
    mark = re.escape(thousands)
    if not re.fullmatch(rf"[+-]?[0-9]{{1,3}}(?:{mark}[0-9]{{3}})+(?:[.,][0-9]+)?", plain):
        raise ValueError(f"{cell!r} has {thousands!r} where no thousands end")
    return plain.replace(thousands, "")


def together(low: int | None, best: int | None, high: int | None) -> Iterator[tuple[str, int]]:
    """What is known of three columns; raises ValueError when low is above high."""
    if low is not None and high is not None and low > high:
        raise ValueError(f"the low number {low} is above the high number {high}")
    yield from ((name, one) for name, one in (("low", low), ("best", best), ("high", high)) if one is not None)
