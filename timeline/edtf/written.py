"""Dates as people write them, in English, to EDTF: `Nov. 14-16, 2018` is 2018-11-14/2018-11-16.

    18 Oct 2018, Thursday, October 18th, 2018     2018-10-18
    summer 2018, Q3 2018, the 1990s               2018-22, 2018-35, 199X
    14 to 16 November 2018, since 2015            2018-11-14/2018-11-16, 2015/..
    between 14 and 16 November 2018               [2018-11-14..2018-11-16]
    c. 1990, probably March 1990                  1990~, 1990-03?
    before 18 Nov 2018, after 2015                [..2018-11-17], [2016..]
    late March 2018                               [2018-03-15..2018-03-31], and why

Nothing is guessed: 10/11/2018 needs its order, a year has all its digits, and what depends on the day of writing
("yesterday") is refused. The days of early, mid and late are those of the UCDP GED codebook, appendix 2.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Literal, NamedTuple

from timeline import edtf
from timeline.edtf.partial import Partial, joined, partial

Order = Literal["dmy", "mdy", "ymd"]


class Written(NamedTuple):
    """The EDTF date, None where the words say that none is known; and how it was worked out, where it had to be."""

    date: str | None
    basis: str | None = None


def read(text: str, order: Order | None = None) -> Written:
    """The date that the words mean; `order` is that of 10/11/2018. ValueError says what keeps them from being one."""
    words = _plain(text)
    try:
        date, basis = Written(None) if words in _NONE else _read(words, order)
    except ValueError as reason:
        raise ValueError(f"{text.strip()!r} is not a date that can be told: {reason}") from None
    return Written(date, basis and f"written {text.strip()!r}; {basis}")


def _read(words: str, order: Order | None) -> Written:
    if _NO_DAY.fullmatch(words):
        raise ValueError("databases write so that a day is missing; if it is one, write 1 January 1753")
    if _is_edtf(words.upper()):
        return Written(words.upper())
    if all(map(_is_edtf, ends := _ENDS.findall(words.upper()))) and len(ends) > 1:
        edtf.parse(words.upper())  # two dates that make none, and why
    if refusal := next((why for form, why in _REFUSED if form.fullmatch(words)), None):
        raise ValueError(refusal)
    if match := _STAMP.fullmatch(words):
        return _stamp(*match.groups())
    return _in_part(words) or Written(_checked(_qualified(words, order)))


def _plain(text: str) -> str:
    """Lower case, one sort of blank, one sort of dash."""
    dashed = re.sub(r"[\u2010-\u2015\u2212]", "-", text.casefold())
    return re.sub(r"(?<!\.)\.$", "", re.sub(r"\s+", " ", dashed).strip()).strip()


def _qualified(words: str, order: Order | None) -> str:
    """`?` and `~` go behind each day, as `%` where both are said."""
    words, about = re.subn(r"^(?:c\.|ca\.?|circa|about|around|approx(?:imately|\.)?|~) ?(?=\S)|~$", "", words)
    words, unsure = re.subn(r"^(?:probably|possibly|perhaps|maybe) | ?\(?\?\)?$", "", words)
    mark = {(0, 0): "", (1, 0): "~", (0, 1): "?"}.get((about, unsure), "%")
    made = _span(words.removeprefix("some day in ").strip(), order)
    return re.sub(r"(?<=[0-9X])(?=$|[/,\]}]|\.\.)", mark, made)


def _span(words: str, order: Order | None) -> str:
    """One date, two ends, a choice, or a side of a day."""
    for form, shape, days in _SIDES:
        if match := form.fullmatch(words):
            made = _full(partial(match[match.lastindex or 1], order))
            return shape.format(_beside(made, days) if days else made)
    for form, shape in _SPANS:
        if match := form.fullmatch(words):
            ends = joined(*(partial(end, order) for end in match.groups() if end))
            return shape.format(*map(_full, ends))
    return _full(partial(words, order))


def _full(part: Partial) -> str:
    """EDTF of a date that has a year at least, its weekday checked."""
    if part.year is None:
        raise ValueError("the year is missing")
    if part.day is not None and part.month is None:
        raise ValueError("the month is missing")
    made = _checked("-".join(filter(None, (part.year, part.month, part.day))))
    if part.weekday is not None and part.day is None:
        raise ValueError("a weekday needs its day")
    if part.weekday is not None and date.fromisoformat(made).weekday() != part.weekday:
        raise ValueError(f"{made} was a {date.fromisoformat(made):%A}")
    return made


def _beside(made: str, days: int) -> str:
    """The date before one, or behind it, as precisely as that is written; beside a decade stands a year."""
    bound = edtf.parse(made)
    edge = bound.earliest if days < 0 else bound.latest
    try:
        beside = date.fromisoformat(edge or "") + timedelta(days)
    except (ValueError, OverflowError):
        raise ValueError(f"no days are counted beside {made}") from None
    return beside.isoformat()[: 4 if "X" in made else len(made)]


def _in_part(words: str) -> Written | None:
    """Early, mid or late in a month or a year, and the first week of a month."""
    match = _PART.fullmatch(words)
    if not match:
        return None
    whole = _full(partial(match[2], None))
    first, last = _PARTS.get((len(whole), match[1]), ("", ""))
    if not first or "X" in whole or whole[5:] > "20":
        raise ValueError(f"no days are agreed for {match[1]!r} of {whole}")
    end = edtf.parse(f"{whole}-{last}").latest if last else edtf.parse(whole).latest
    return Written(f"[{edtf.parse(f'{whole}-{first}').earliest}..{end}]", "the days by UCDP's codebook")


def _stamp(day: str, hours: str, seconds: str | None, zone: str | None) -> Written:
    """A day with a time, parts of a second left out. A midnight is what spreadsheets write when they know none."""
    clock = f"{hours}{seconds or ''}"
    if clock in ("00:00", "00:00:00"):
        return Written(_checked(day))
    moment = _checked(f"{day}T{hours}{seconds or ':00'}{(zone or '').upper()}")
    return Written(moment) if seconds else Written(day, f"{hours} that day")


def _checked(made: str) -> str:
    return edtf.parse(made).text


def _is_edtf(text: str) -> bool:
    try:
        return bool(edtf.parse(text))
    except ValueError:
        return False


def _forms(*pairs: tuple[str, str]) -> Iterator[tuple[re.Pattern[str], str]]:
    yield from ((re.compile(form), shape) for form, shape in pairs)


_NONE = {"", "?", "-", "--", "n/a", "na", "n.d", "no date", "none", "undated", "unknown", "not known", "not stated"}
_STAMP = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[t ]([0-9]{2}:[0-9]{2})(:[0-9]{2})?(?:\.[0-9]+)?(z|[+-][0-9]{2}:[0-9]{2})?"
)
_ENDS = re.compile(r"[^/\[\]{}.]+")
_NO_DAY = re.compile(r"1753-01-01(?:[t ][0-9:.]+z?)?")
_PART = re.compile(r"(early|mid|late|first week)(?:[- ]| of )(?:of |in )?(.+)")
_YEAR, _MONTH = len("2018"), len("2018-11")
_PARTS = {
    (_MONTH, "early"): ("01", "10"),
    (_MONTH, "mid"): ("10", "20"),
    (_MONTH, "late"): ("15", ""),
    (_MONTH, "first week"): ("01", "07"),
    (_YEAR, "early"): ("01", "04"),
    (_YEAR, "mid"): ("05", "08"),
    (_YEAR, "late"): ("09", "12"),
}
_SPANS = tuple(
    _forms(
        (r"between (.+) and (.+)|some day from (.+) to (.+)", "[{}..{}]"),
        (r"(?:either )?(.+) or (.+)", "[{},{}]"),
        (r"(?:both )?(.+) (?:and|&) (.+)", "{{{},{}}}"),
        (r"(?:from )?(.+?) ?(?:to|through|thru|until|till) ?(?:the )?(?:present|now|today|date)", "{}/.."),
        (r"(.+?) ?- ?(?:present|now|today)", "{}/.."),
        (r"since (.+)|from ((?:(?! to | until | till | through |-).)+)", "{}/.."),
        (r"(?:until|till) (.+)", "/{}"),
        (r"(?:from )?(.+) (?:to|through|thru|until|till) (.+)", "{}/{}"),
        (r"(?:from )?(.+) - (.+)", "{}/{}"),
        (r"((?!winter)[^-]+)-([^-]+)", "{}/{}"),
    )
)
_SIDES = (
    (re.compile(r"(?:before|prior to) (.+)"), "[..{}]", -1),
    (re.compile(r"after (.+)"), "[{}..]", 1),
    (re.compile(r"(?:by|on or before|no later than) (.+)|(.+) or (?:before|earlier)"), "[..{}]", 0),
    (re.compile(r"(?:on or after|no earlier than) (.+)|(.+) or (?:after|later)"), "[{}..]", 0),
)
_REFUSED = (
    (
        re.compile(r"[0-9]{5}(?:\.[0-9]+)?"),
        "it looks like a spreadsheet's number of days; have it write the column as text",
    ),
    (re.compile(r"[0-9]{1,2}([-./ ])[0-9]{1,2}\1[0-9]{2}"), "write the year with all its digits"),
    (re.compile(r"[0-9]{1,2}[- ][a-z]{3,9}\.?[- ]'?[0-9]{2}"), "write the year with all its digits"),
    (re.compile(r"[0-9]{4}-[0-9]{1,2}"), "months have two digits, 01 to 12; seasons are 21 to 41"),
)
