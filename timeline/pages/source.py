"""A source's page: what it is, its text with the passages marked where it is at hand, and what rests on it."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from timeline.coverage import Coverage, covered, united
from timeline.fact import Json
from timeline.pages.ask import Ask, Row
from timeline.pages.json_ld import source_ld
from timeline.pages.marks import Mark, marks, segments
from timeline.pages.names import Name, Names
from timeline.pages.page import Page, Site
from timeline.pages.registered import registered, shown
from timeline.pages.taken import Word, word_of
from timeline.texts import Unusable

MOST = 2_000
"""Passages on a page, and facts without one."""

_PASSAGES = """SELECT p.start, p."end", p.event, p.fact, e.source, e.attributed_to, f.kind, f.title, f.date_words
FROM (SELECT * FROM passages WHERE source = :source AND start >= :start
  AND (start, event, "end") > (:start, :event, :end)
  ORDER BY start, event, "end" LIMIT :most) AS p
JOIN events AS e ON e.id = p.event JOIN _facts AS f ON f.id = p.fact
ORDER BY p.start, p.event, p."end" """
_WITHOUT = """SELECT e.subject AS fact, e.source, e.attributed_to, f.kind, f.title, f.date_words
FROM (SELECT * FROM events WHERE source = :source ORDER BY seq LIMIT :most) AS e JOIN _facts AS f ON f.id = e.subject
WHERE +e.verb <> 'retracted' AND NOT EXISTS (SELECT 1 FROM passages AS p WHERE p.event = e.id)
  AND NOT EXISTS (SELECT 1 FROM events AS w WHERE w.subject = e.subject AND +w.verb = 'retracted'
    AND json_extract(w.data, '$.report') = e.id)
ORDER BY e.seq"""

_NAMING = """SELECT n.fact, e.source, e.attributed_to, f.kind, f.title, f.date_words
FROM (SELECT fact FROM _named WHERE slug = :source ORDER BY fact LIMIT :most) AS n JOIN _facts AS f ON f.id = n.fact
JOIN events AS e ON e.seq = (SELECT min(seq) FROM events WHERE subject = n.fact) ORDER BY n.fact"""
"""Facts that another source, such as a data set, says to rest on this one."""

_GONE = """SELECT at.value ->> '$.start' AS start, at.value ->> '$.end' AS "end", e.subject AS fact
FROM (SELECT * FROM events WHERE source = :source ORDER BY seq LIMIT :most) AS e, json_each(e.data, '$.passages') AS at
WHERE NOT EXISTS (SELECT 1 FROM passages AS p WHERE p.event = e.id) ORDER BY 1, 2, 3 LIMIT :most"""
"""Passages of what was retracted or withdrawn, to which its own page still leads."""


class Said(NamedTuple):
    """A fact that rests on the source, and by whose word."""

    name: Name
    date: str
    word: Word


class Text(NamedTuple):
    """The text of a source, None when it is not shown; `fault` says why, where it is at hand."""

    text: str | None
    fault: str = ""


def source(ask: Ask, site: Site, given: Mapping[str, str]) -> Page:
    """The page of a source; with `on`, what the log said of it at the end of that day."""
    subject = registered(ask, site, "source", given)
    context = shown(subject, given)
    if not context["on"]:
        context |= _resting(ask, site, subject.slug, subject.standing.fact, given)
    return Page("source.html", subject.title, context, None if context["on"] else source_ld(site, subject))


def _resting(ask: Ask, site: Site, slug: str, fact: Json, given: Mapping[str, str]) -> Json:
    rows = ask.rows(_PASSAGES, source=slug, most=MOST + 1, **_after(given.get("after", "")))
    without = [] if given.get("after") else ask.rows(_WITHOUT, source=slug, most=MOST)
    without += [] if given.get("after") else ask.rows(_NAMING, source=slug, most=MOST)
    names = Names(ask, site.links, _named([*rows, *without]))
    found = marks(_gathered(site, rows[:MOST], names))
    text, fault = text_of(site, fact)
    whole = len(rows) <= MOST and not given.get("after")
    following = rows[MOST - 1] if len(rows) > MOST else None
    return {
        "marks": found,
        "without": [_said(site, row, names) for row in without],
        "gone": [] if given.get("after") else _gone(ask, slug, found),
        "text": text,
        "fault": fault,
        "segments": [] if text is None else list(segments(text, found)),
        "coverage": share(text, fact, found) if whole else None,
        "next": following and site.links.beyond(site.links.source(slug), after=_place(following)),
        "length": len(text) if text is not None else fact.get("characters"),
    }


def _gone(ask: Ask, slug: str, found: list[Mark]) -> list[Row]:
    """`first` is true of the row that an address with its place can lead to."""
    known, rows = {(mark.start, mark.end) for mark in found}, ask.rows(_GONE, source=slug, most=MOST)
    for row in rows:
        row["first"] = (row["start"], row["end"]) not in known
        known.add((row["start"], row["end"]))
    return rows


def text_of(site: Site, fact: Json) -> Text:
    """The text that was read, when it is at hand and is the one that was registered."""
    if not fact.get("sha256"):
        return Text(None)
    try:
        text = site.texts(fact["sha256"])
    except Unusable as error:
        return Text(None, f"The text is at hand, but cannot be shown: {error}.")
    expected = fact.get("characters")
    if text is not None and expected not in (None, len(text)):
        fault = f"The text is at hand, but has {len(text)} characters where {expected} are registered."
        return Text(None, fault)
    return Text(text)


def share(text: str | None, fact: Json, found: list[Mark]) -> Coverage | None:
    """How much the passages cover: of the text, blanks apart; without it, of the number of its characters."""
    spans, length = [(mark.start, mark.end) for mark in found], fact.get("characters")
    if text is not None:
        return covered(text, spans)
    return Coverage(sum(end - start for start, end in united(spans)), length, []) if length else None


def _after(place: str) -> dict[str, Any]:
    start, event, end = (*place.split(",", 2), "", "", "")[:3]
    return {"start": _number(start), "event": event, "end": _number(end)}


def _number(typed: str) -> int:
    """What an address has for a number of SQLite; -1 for what is none."""
    return int(typed) if typed.isdecimal() and len(typed) < 19 else -1


def _place(row: Row) -> str:
    return f"{row['start']},{row['event']},{row['end']}"


def _gathered(site: Site, rows: list[Row], names: Names) -> dict[tuple[int, int], list[Said]]:
    found: dict[tuple[int, int], list[Said]] = defaultdict(list)
    for row in rows:
        found[row["start"], row["end"]].append(_said(site, row, names))
    return found


def _said(site: Site, row: Row, names: Names) -> Said:
    name = Name(row["fact"], row["title"], site.links.of(row["kind"], row["fact"]), row["kind"])
    return Said(name, row["date_words"] or "", word_of(row, names))


def _named(rows: list[Row]) -> Iterator[str]:
    for row in rows:
        yield row["source"]
        yield from json.loads(row["attributed_to"] or "[]")
