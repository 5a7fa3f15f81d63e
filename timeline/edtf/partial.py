"""The parts of a date that a few words name: `Nov. 14` is a month and a day, `16, 2018` a day and a year.

Of two ends of a span each may leave to the other what both share.
"""

import re
from typing import NamedTuple

from timeline.edtf.words import MONTHS


class Partial(NamedTuple):
    """What is named: a year as EDTF has it, a month or season of two digits, a day of two, a weekday from Monday 0."""

    year: str | None = None
    month: str | None = None
    day: str | None = None
    weekday: int | None = None


def partial(words: str, order: str | None) -> Partial:
    """The parts that some lower-case words name; raises ValueError."""
    words = words.strip(" ,")
    if match := re.fullmatch(r"([0-9]{1,4})([-./])([0-9]{1,2})\2([0-9]{1,4})", words):
        return _numeric([match[1], match[3], match[4]], order)
    if re.fullmatch(r"[0-9]{8}", words):
        return Partial(words[:4], words[4:6], words[6:])
    if match := re.fullmatch(r"([0-9]{4})-([0-9]{2})", words):
        return Partial(match[1], match[2])
    spaced = re.sub(r"(?<=[0-9])-(?=[a-z])|(?<=[a-z.])-(?=[0-9])", " ", _named(words))
    return _parts([token for token in re.split(r"[ ,]+", spaced) if token not in ("of", "the", "in", "on", "")])


def joined(first: Partial, last: Partial | None = None) -> tuple[Partial, ...]:
    """Both ends, each with what it left to the other: the year and month of `14 to 16 November 2018`."""
    if last is None:
        return (first,)
    if first.year is None or last.year is None or (first.day and last.day):
        first = first._replace(year=first.year or last.year, month=first.month or (last.month if first.day else None))
        last = last._replace(year=last.year or first.year, month=last.month or (first.month if last.day else None))
    return first, last


def _named(words: str) -> str:
    """Long names of seasons and spans of years to one token each."""
    if match := re.fullmatch(r"winter(?: of)? ([0-9]{4})[-/]([0-9]{2}|[0-9]{4})", words):
        return _winter(match[1], match[2])
    for form, token in _NAMES:
        words = re.sub(form, token, words)
    return words


def _winter(begun: str, ended: str) -> str:
    if not str(int(begun) + 1).endswith(ended):
        raise ValueError(f"a winter ends in the year behind {begun}")
    return f"s24 {begun}"


def _parts(tokens: list[str]) -> Partial:
    if relative := _RELATIVE & set(tokens):
        raise ValueError(f"{min(relative)!r} depends on the day on which it was written")
    found: dict[str, str | int] = {}
    for token in tokens:
        name, value = _part(token)
        if name in found:
            raise ValueError(f"{token!r} is a second {name}")
        found[name] = value
    if not found.keys() - {"weekday"}:
        raise ValueError("no day, month or year is named")
    return Partial(**found)  # type: ignore[arg-type]  # by their names


def _part(token: str) -> tuple[str, str | int]:
    bare = token.rstrip(".")
    if match := re.fullmatch(r"([0-9]{1,2})(?:st|nd|rd|th)?", bare):
        return "day", match[1].zfill(2)
    if re.fullmatch(r"-?[0-9X]{4}", bare):
        return "year", bare
    if match := re.fullmatch(r"s([0-9]{2})", bare):
        return "month", match[1]
    for name, names in (("month", _MONTHS), ("weekday", _WEEKDAYS)):
        if bare in names:
            return name, names[bare] if name == "weekday" else f"{names[bare]:02}"
    raise ValueError(f"{token!r} is no day, month or year")


def _numeric(parts: list[str], order: str | None) -> Partial:
    """10/11/2018, by its order; a year that comes first leaves no choice."""
    if len(parts[0]) == 4:
        order = "ymd"
    elif order is None or order == "ymd":
        raise ValueError("state whether the day or the month comes first (dmy or mdy)")
    named = dict(zip(order, parts, strict=True))
    if len(named["y"]) != 4:
        raise ValueError("write the year with all its digits")
    if int(named["m"]) not in range(1, 13):
        raise ValueError(f"month {named['m']}, if the order is {order}")
    return Partial(named["y"], named["m"].zfill(2), named["d"].zfill(2))


def _short(name: str) -> list[str]:
    return [name.casefold(), name[:3].casefold(), *(["sept"] if name == "September" else [])]


_MONTHS = {short: number for number, name in enumerate(MONTHS) if name for short in _short(name)}
_WEEKDAYS = {
    short: number
    for number, name in enumerate(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"))
    for short in (
        name,
        name[:3],
        *{"tuesday": ["tues"], "thursday": ["thur", "thurs"], "wednesday": ["weds"]}.get(name, []),
    )
}
_RELATIVE = {
    *("yesterday", "today", "tomorrow", "recently", "recent", "ago", "earlier", "later", "now", "past"),
    *("last", "this", "next", "week", "weeks"),
}
_ORDINALS = {"first": "33", "second": "34", "third": "35", "fourth": "36"}
_NAMES = (
    (r"\bspring\b", "s21"),
    (r"\bsummer\b", "s22"),
    (r"\b(?:autumn|fall)\b", "s23"),
    (r"\bwinter\b", "s24"),
    (r"\bq([1-4])\b", lambda match: f"s{32 + int(match[1])}"),
    (r"\b(first|second|third|fourth) quarter\b", lambda match: f"s{_ORDINALS[match[1]]}"),
    (r"\b(first|second) half\b", lambda match: "s40" if match[1] == "first" else "s41"),
    (r"\b([0-9]{3})0s\b", r"\1X"),
    (r"\b([0-9]{1,2})(?:st|nd|rd|th) century\b", lambda match: f"{int(match[1]) - 1:02}XX"),
    (r"\b([0-9]{1,4}) (?:bc|bce|b\.c)\b", lambda match: f"-{int(match[1]) - 1:04}" if match[1] != "1" else "0000"),
    (r"\b(?:ad|a\.d\.) ([0-9]{1,4})\b|\b([0-9]{1,4}) (?:ad|ce)\b", lambda match: f"{int(match[1] or match[2]):04}"),
)
