"""What keeps a string from being an EDTF date, said to the person who typed it."""

import re


def hint(text: str) -> str:
    """The first that fits of the common mistakes, in a string or in the part of it that is no date."""
    return next(advice.format(found[0]) for mistake, advice in _MISTAKES if (found := re.search(mistake, text)))


_MISTAKES = (
    (r"^$", "a date is missing"),
    (r"[A-WYZa-wyz]{3}", "months are numbers, as in 2018-11-19"),
    (r"\s", "a blank"),
    (r"[^0-9XYTZES?~%.,:+/\[\]{}-]", "the character {!r}"),
    (r"^[0-9]{1,2}[-./][0-9]{1,2}[-./][0-9]{4}$", "the year comes first, as in 2018-11-19"),
    (r"T", "a time of day is whole and stands alone, as in 2018-11-19T10:30:00+04:30"),
    (r"Y", "Y begins a year of 5 to 18 digits that stands alone, as in Y17000"),
    (r"S", "S follows a year that stands alone, as in 1950S2"),
    (r"[\[\]{},]", "a set is [A,B] for one of them, {{A,B}} for all, and stands alone"),
    (r"/", "an interval has one /, as in 2018-11-14/2018-11-16"),
    (r"\.\.", ".. is an open end, as in 2018-11-14/.. or [..2018-11-18]"),
    (r"[?~%]{2}", "only one of ? ~ % at a time; % is both ? and ~"),
    (r"^-?[0-9]{5,}", "hyphens stand between year, month and day; a longer year as Y17000"),
    (r"^-?[0-9X]{1,3}(?![0-9X])", "a year has four digits"),
    (r"-[0-9X](?![0-9X])", "months and days have two digits"),
    (r"", "a date looks like 2018-11-19, 2018-11 or 2018"),
)
