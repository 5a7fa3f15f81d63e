"""Dates for people: what an EDTF date says, in plain English.

    2018-11                     some day in November 2018
    2018-11-14/2018-11-16       from 14 to 16 November 2018
    [..2018-11-18]              18 November 2018 or before
    2004?-06-~11                11 June 2004 (year uncertain, day approximate)

A date is a phrase of parts, ["14", "November", "2018"], so that dates side by side say the same month and year once.
"""

import re
from functools import lru_cache
from itertools import takewhile

Phrase = list[str]

MONTHS = (
    "",
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_SEASONS = (  # from 21 on; a winter that runs into the next year says so, as its bounds do
    *("spring {}", "summer {}", "autumn {}", "the winter beginning December {}"),
    *("northern spring {}", "northern summer {}", "northern autumn {}", "the northern winter beginning December {}"),
    *("southern spring {}", "the southern summer beginning December {}", "southern autumn {}", "southern winter {}"),
    *("the first quarter of {}", "the second quarter of {}", "the third quarter of {}", "the fourth quarter of {}"),
    *("the first four months of {}", "the middle four months of {}", "the last four months of {}"),
    *("the first half of {}", "the second half of {}"),
)
_BEGINNINGS = {"..": "from an open beginning", "": "from an unknown day"}
_ENDS = {"..": ", not ended", "": " to an unknown day"}
_QUALIFIERS = str.maketrans("", "", "?~%")
_TO_A_DAY = re.compile(r".*-..-(?!XX)..")
_QUALIFIED = re.compile(r"([?~%]?)-?[0-9X]+([?~%]?)")
# Of the dates with an X, those that plain English can say; the others are shown as written.
_SAYABLE = re.compile(r"(?!-0+X|.*-XX-|.*X-[2-4])(-?)([0-9]*X*)(?:-(XX|[0-9]{2}))?(?:-([0-9]{2}))?")
_LONG_YEAR = re.compile(r"Y?(-?)0*([1-9][0-9]*)(?:E([0-9]+))?(?:S([0-9]+))?")


def in_words(text: str, period: bool) -> str:
    """What a valid EDTF string says; without "some day in" when it is the period that a figure counts over."""
    if text[0] in "[{":
        return _set(text, period)
    if "/" in text:
        return _interval(*text.split("/"))
    if "T" in text:
        return _moment(*text.split("T"))
    return _lead(text, period) + " ".join(_date(text))


def unqualified(text: str) -> str:
    """The date without `?`, `~` and `%`."""
    return text.translate(_QUALIFIERS)


def _set(text: str, period: bool) -> str:
    members, either = text[1:-1].split(","), text[0] == "["
    said = [_one_of(member, period) if either else _all_of(member) for member in members]
    joint = "or" if either else "and"
    if len({lead for lead, _ in said}) == 1:
        return said[0][0] + _join([phrase for _, phrase in said], joint)
    return _join([[lead + " ".join(phrase)] for lead, phrase in said], joint)


def _one_of(member: str, period: bool) -> tuple[str, Phrase]:
    start, dots, end = member.partition("..")
    if start and end:
        unit = _units(start)[-1] if period else "day"
        return f"some {unit} from ", [_join([_date(start), _date(end)], "to")]
    *head, last = _date(start or end)
    if dots:
        last += " or later" if start else " or before"
    return _lead(start or end, period), [*head, last]


def _all_of(member: str) -> tuple[str, Phrase]:
    start, dots, end = member.partition("..")
    if not dots:
        return "", _date(member)
    every = f"every {_units(start or end)[-1]} "
    if start and end:
        return every + "from ", [_join([_date(start), _date(end)], "to")]
    return every, ["from", *_date(start), "on"] if start else ["up to", *_date(end)]


def _interval(start: str, end: str) -> str:
    if start in _BEGINNINGS or end in _ENDS:
        begins = _BEGINNINGS.get(start) or "from " + " ".join(_date(start))
        return begins + (_ENDS.get(end) or " to " + " ".join(_date(end)))
    return "from " + _join([_date(start), _date(end)], "to")


def _moment(date: str, clock: str) -> str:
    time, zone = clock[:8], clock[8:]
    return " ".join(_date(date)) + " at " + time + (f" UTC{zone.strip('Z')}" if zone else "")


def _lead(text: str, period: bool) -> str:
    return "" if period or _TO_A_DAY.fullmatch(unqualified(text)) else "some day in "


def _join(phrases: list[Phrase], joint: str) -> str:
    same = _shared_parts(phrases)
    *heads, last = (" ".join(phrase[: len(phrase) - same]) for phrase in phrases)
    listed = f"{', '.join(heads)} {joint} {last}" if heads else last
    return " ".join([listed, *phrases[0][len(phrases[0]) - same :]])


def _shared_parts(phrases: list[Phrase]) -> int:
    if len({len(phrase) for phrase in phrases}) > 1:
        return 0
    from_the_right = list(zip(*phrases, strict=True))[:0:-1]
    return len(list(takewhile(lambda parts: len(set(parts)) == 1, from_the_right)))


def _date(text: str) -> Phrase:
    bare = unqualified(text)
    phrase = _long_year(bare) if "Y" in bare or "S" in bare else [*_calendar_date(bare)]
    if bare == text:
        return phrase
    adjectives = _adjectives(text)
    if len(set(adjectives)) > 1:
        parts = [f"{unit} {adjective}" for unit, adjective in zip(_units(text), adjectives, strict=True) if adjective]
        phrase[-1] += f" ({', '.join(parts)})"
        return phrase
    if "approximate" in adjectives[0]:
        phrase[0] = f"about {phrase[0]}"
    if "uncertain" in adjectives[0]:
        phrase[-1] += " (uncertain)"
    return phrase


def _adjectives(text: str) -> list[str]:
    """What holds of each part: the qualifier on its left, and all those on its right or further right."""
    marks = _QUALIFIED.findall(text)
    return [_adjective(left + "".join(right for _, right in marks[place:])) for place, (left, _) in enumerate(marks)]


def _adjective(marks: str) -> str:
    meanings = (("uncertain", "?%"), ("approximate", "~%"))
    return " and ".join(adjective for adjective, signs in meanings if set(marks) & set(signs))


def _units(text: str) -> list[str]:
    parts = unqualified(text).removeprefix("-").split("-")
    middle = "season" if len(parts) > 1 and "20" < parts[1] < "42" else "month"
    return ["year", middle, "day"][: len(parts)]


@lru_cache(maxsize=8192)  # many intervals are of few days
def _calendar_date(bare: str) -> tuple[str, ...]:
    written = bare.removesuffix("-XX") if _units(bare)[-1] == "day" else bare
    sayable = _SAYABLE.fullmatch(written)
    if not sayable:
        return (f"a {_units(written)[-1]} written {written} (X unknown)",)
    sign, year, month, day = sayable.groups("")
    label = _year(sign, year)
    if month == "XX":
        return (f"{label} (month unknown)",)
    if month > "20":
        return (_SEASONS[int(month) - 21].format(label),)
    named = (MONTHS[int(month)], f"in {label}" if "X" in year else label) if month else (label,)
    return (str(int(day)), *named) if day else named


def _year(sign: str, digits: str) -> str:
    if digits == "XXXX":
        return "an unknown year BC" if sign else "an unknown year"
    if "X" not in digits:
        return _era(int(sign + digits))
    if not sign and re.fullmatch("[1-9].[1-9]X", digits):
        return f"the {digits[:3]}0s"
    return "the years " + _from_to(sign, digits.replace("X", "0"), digits.replace("X", "9"))


def _long_year(bare: str) -> Phrase:
    [(sign, digits, zeros, significant)] = _LONG_YEAR.findall(bare)
    digits += "0" * int(zeros or 0)
    sure, estimate = digits[: int(significant or len(digits))], _era(int(sign + digits))
    if sure == digits:
        return [f"the year {estimate}"]
    years = _from_to(sign, sure.ljust(len(digits), "0"), sure.ljust(len(digits), "9"))
    return [f"a year from {years}, estimated {estimate}"]


def _from_to(sign: str, near: str, far: str) -> str:
    return " to ".join(_era(year) for year in sorted((int(sign + near), int(sign + far))))


def _era(year: int) -> str:
    """The year as people count it, who have no year 0: -0044 is 45 BC."""
    number = year if year > 0 else 1 - year
    shown = f"{number:,}" if number > 9999 else str(number)
    return f"{shown} BC" if year <= 0 else shown if year > 999 else f"AD {shown}"
