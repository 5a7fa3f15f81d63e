"""Dates for people: what an EDTF date says in plain English, and what is wrong with a string that is none.

    2018-11                     some day in November 2018
    2018-11-14/2018-11-16       from 14 to 16 November 2018
    [..2018-11-18]              18 November 2018 or before
    2004?-06-~11                11 June 2004 (year uncertain, day approximate)

A phrase is kept in parts, ["14", "November", "2018"], so that dates side by side share their last ones.
"""

import re

MONTHS = (
    "",
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

Phrase = list[str]


def in_words(text: str, period: bool) -> str:
    """A sentence fragment for a valid EDTF string; as a period that was counted over, without "some day in"."""
    if text[0] in "[{":
        return _set(text, "" if period or text[0] == "{" else "some day ")
    if "/" in text:
        return _interval(*text.split("/"))
    if "T" in text:
        return _moment(*text.split("T"))
    return _lead(text, period) + " ".join(_date(text))


def hint(text: str) -> str:
    """What keeps a string, or a part of it, from being a date: the first that holds of a list of common mistakes."""
    return next(reason.format(found[0]) for pattern, reason in _MISTAKES if (found := re.search(pattern, text)))


def _interval(start: str, end: str) -> str:
    if start.strip(".") and end.strip("."):
        return "from " + _join([_date(start), _date(end)], " to ")
    begins = {"..": "from an open beginning", "": "from an unknown day"}
    ends = {"..": ", not ended", "": " to an unknown day"}
    ...
