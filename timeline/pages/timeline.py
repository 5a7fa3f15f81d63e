"""The timeline: facts in order of occurrence under years, months and days, as the question wants them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import groupby
from typing import Any, NamedTuple

from timeline import edtf
from timeline.edtf.words import MONTHS
from timeline.pages import asof, words
from timeline.pages.ask import Ask
from timeline.pages.brief import Brief
from timeline.pages.links import Links
from timeline.pages.listing import paging
from timeline.pages.names import Names
from timeline.pages.page import Page, Site
from timeline.pages.picture import picture
from timeline.pages.question import FILTERS, HOW, LANES, SIZES, Question
from timeline.pages.then import TooMany

_CHOICES = 200
"""So many actors, places or sources fit into a list to choose from; of more, one types the slug."""


_LEADS = {"q": "words", "known": "as recorded on", "published": "as published by"}


_TOO_MANY = "published: too many facts rest on later sources to work it out here; this makes a database of that day"


class Heading(NamedTuple):
    """Where a fact stands: a year, within it a month, within that a day, as far as one of each is meant."""

    year: str
    month: str
    day: str
    iso: str = ""


class Day(NamedTuple):
    """The facts below one day (`iso`), or whatever is known instead of it."""

    words: str
    iso: str
    entries: list[Brief]


class Stretch(NamedTuple):
    """A year or a month, with what is below it."""

    words: str
    anchor: str
    within: list[Any]


class Chip(NamedTuple):
    """A part of the question, in words, and the address without it."""

    words: str
    without: str


def timeline(ask: Ask, site: Site, given: Mapping[str, str]) -> Page:
    """The page of the timeline that an address asks for."""
    question = Question.read(given)
    try:
        shown = asof.listed(ask, site, question)
    except TooMany as command:
        question = replace(question, faults=(f"{_TOO_MANY}: {command}",))
        shown = asof.Shown([])
    context = {
        "question": question,
        "entries": shown.briefs,
        "years": list(stretches(shown.briefs)),
        "pages": paging(shown.before, shown.after, partial(site.links.page, "timeline", **question.asked())),
        "since": shown.since,
        "chips": list(_chips(ask, site.links, question)),
        "choices": choices(ask, site),
        "picture": picture(shown.briefs, site, question.lanes),
        "lanes": [(lane, site.links.page("timeline", **question.but(lanes=lane))) for lane in LANES],
        "sizes": SIZES,
        "how": HOW,
    }
    return Page("timeline.html", site.title, context, status=400 if question.faults else 200)


def stretches(briefs: Sequence[Brief]) -> Iterator[Stretch]:
    """The facts under years, months and days."""
    for year, of_year in groupby(briefs, key=lambda brief: heading(brief.row).year):
        months = []
        for month, of_month in groupby(of_year, key=lambda brief: heading(brief.row).month):
            of_days = groupby(of_month, key=lambda brief: heading(brief.row)[2:])
            days = [Day(*day, list(of_day)) for day, of_day in of_days]
            months.append(Stretch(month, _anchor(year, month), days))
        yield Stretch(year, _anchor(year), months)


def heading(row: Mapping[str, Any]) -> Heading:
    """As much of the date as is the same for all days that it can have been; of an extent, that it can have begun."""
    earliest, latest = _beginning(row) if row["date_kind"] == "extent" else (row["earliest"], row["latest"])
    start = earliest or latest
    if not start:
        return Heading("Without a date", "", "")
    end = start if not earliest else latest or "9999-12-31"
    if start[:4] != end[:4]:
        return Heading(_year(start), "", "")
    if start[:7] != end[:7]:
        return Heading(_year(start), "Month not known", "")
    month = f"{MONTHS[int(start[5:7])]} {_year(start)}"
    return Heading(_year(start), month, words.day(start), start) if start == end else Heading(_year(start), month, "")


def _beginning(row: Mapping[str, Any]) -> tuple[str | None, str | None]:
    """The days on which an extent can have begun: of `2001/..` any in 2001; a month's own days are all in it."""
    start, dash, _ = row["date"].partition("/")
    if not dash or start in ("", ".."):
        return row["earliest"], row["latest"]
    begun = edtf.parse(start)
    return begun.earliest, begun.latest


def _year(iso: str) -> str:
    return str(int(iso[:4]))


def _anchor(*parts: str) -> str:
    return "-".join(part.lower().replace(" ", "-") for part in parts if part)


def _chips(ask: Ask, links: Links, question: Question) -> Iterator[Chip]:
    asked = question.asked()
    names = Names(ask, links, [asked[name] for name in ("actor", "place", "source") if name in asked])
    for name in (*FILTERS, "from", "to", "known", "published"):
        if name in asked:
            value = names[asked[name]].words if name in ("actor", "place", "source") else words.label(asked[name])
            yield Chip(f"{_LEADS.get(name, name)}: {value}", links.page("timeline", **question.but(**{name: ""})))


def choices(ask: Ask, site: Site) -> dict[str, list[tuple[str, str]]]:
    """What the lists of the form hold: slug and name; none where there are too many to choose from."""
    kinds = [(kind, words.label(kind)) for kind in site.kinds if not site.kinds[kind].registry]
    return {"kind": kinds} | {kind: _registered(ask, kind) for kind in ("actor", "place", "source")}


def _registered(ask: Ask, kind: str) -> list[tuple[str, str]]:
    rows = ask.rows("SELECT id, title FROM _facts WHERE kind = :kind LIMIT :most", kind=kind, most=_CHOICES + 1)
    named = sorted(((row["id"], row["title"]) for row in rows), key=lambda choice: choice[1].casefold())
    return named if len(rows) <= _CHOICES else []
