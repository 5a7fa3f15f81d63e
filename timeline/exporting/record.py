"""A fact with all that a format can need of it."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from timeline.pages.ask import Ask, Row
from timeline.pages.brief import Brief, briefs, events_behind
from timeline.pages.page import Site


class Passage(NamedTuple):
    """A place in a source, in Unicode code points."""

    start: int
    end: int


class Report(NamedTuple):
    """What one event rests on: the document, the chain behind it, originator first, and where in it."""

    event: str
    source: str
    chain: tuple[str, ...]
    passages: tuple[Passage, ...]


@dataclass(frozen=True)
class Record:
    """One fact: `registered` has the rows of the sources, actors and places that it names, by slug.

    `countries` are the names of countries, by their code, as far as they are registered as places.
    """

    brief: Brief
    reports: tuple[Report, ...]
    registered: Mapping[str, Row]
    countries: Mapping[str, str]
    listed: frozenset[str]
    """What it names in lists, such as the documents that a data set has it from."""

    @property
    def slug(self) -> str:
        return self.brief.name.slug

    @property
    def row(self) -> Row:
        """Its columns in the timeline."""
        return self.brief.row

    @property
    def own(self) -> Row:
        """Its columns in the table of its kind; of a kind that no plugin here registers, none."""
        return self.brief.own

    @property
    def tags(self) -> list[str]:
        return list(json.loads(self.row["tags"] or "[]"))

    @property
    def place(self) -> Row:
        """The row of its place; empty without one."""
        return self.registered.get(self.row["place"] or "", {})

    @property
    def status(self) -> str | None:
        """What became of a plan: whether it was scheduled, cancelled, held."""
        return self.own.get("event_status")

    @property
    def wary(self) -> str:
        """What a reader should mind, in words: `Cancelled, inferred date`."""
        words = [self.status or "", *(badge.word for badge in self.brief.badges)]
        return ", ".join(filter(None, words)).capitalize()

    @property
    def country(self) -> str | None:
        """The country of its place, by name where it is registered, else by its code."""
        code = self.place.get("country")
        return self.countries.get(code, code) if code else None

    @property
    def sources(self) -> list[Row]:
        """The documents that it rests on, each once, in the order in which they told it."""
        slugs = dict.fromkeys(report.source for report in self.reports)
        return [self.registered[slug] for slug in slugs if slug in self.registered]

    @property
    def documents(self) -> list[Row]:
        """What those rest on in turn, where they say so, as a data set rests on articles; else the same."""
        slugs = json.loads(self.own.get("reported_in") or "[]")
        return [self.registered[slug] for slug in slugs if slug in self.registered] or self.sources

    @property
    def originators(self) -> list[str]:
        """By whose word it reached the documents: the names at the beginning of each chain."""
        first = dict.fromkeys(report.chain[0] for report in self.reports if report.chain)
        return [self.called(slug) for slug in first]

    @property
    def named(self) -> set[str]:
        """The slugs of all that it names."""
        return _named(self.brief, self.reports) | self.listed

    def called(self, slug: str) -> str:
        """The name of something registered; of what nothing standing has, the slug."""
        row = self.registered.get(slug, {})
        return str(row.get("name") or row.get("title") or slug)


REGISTRIES = {"source": "sources", "actor": "actors", "place": "places"}
"""The tables of what facts name."""

_PASSAGES = """SELECT event, start, "end" FROM passages WHERE fact IN (SELECT value FROM json_each(:ids))
ORDER BY event, start, "end" """

_LISTED = "SELECT fact, slug FROM _named WHERE fact IN (SELECT value FROM json_each(:ids))"
_COUNTRIES = """SELECT country, name FROM places WHERE place_type = 'country' AND country IS NOT NULL
ORDER BY id DESC"""


def records(ask: Ask, site: Site, rows: Sequence[Row]) -> list[Record]:
    """The facts of some rows of the timeline, in their order; some questions, however many facts."""
    told = briefs(ask, site, rows)
    ids = [row["id"] for row in rows]
    passages: dict[str, list[Passage]] = defaultdict(list)
    for row in ask.rows(_PASSAGES, ids=ids):
        passages[row["event"]].append(Passage(row["start"], row["end"]))
    reports = {
        slug: tuple(_report(event, passages) for event in events if event["source"])
        for slug, events in events_behind(ask, ids).items()
    }
    listed: dict[str, set[str]] = defaultdict(set)
    for row in ask.rows(_LISTED, ids=ids):
        listed[row["fact"]].add(row["slug"])
    slugs = {slug for one in told for slug in _named(one, reports.get(one.name.slug, ()))}.union(*listed.values())
    registered, countries = _registered(ask, slugs), {row["country"]: row["name"] for row in ask.rows(_COUNTRIES)}
    return [
        Record(one, reports.get(one.name.slug, ()), registered, countries, frozenset(listed[one.name.slug]))
        for one in told
    ]


def _report(event: Row, passages: Mapping[str, list[Passage]]) -> Report:
    chain = tuple(json.loads(event["attributed_to"] or "[]"))
    return Report(event["id"], event["source"], chain, tuple(passages.get(event["id"], ())))


def _named(brief: Brief, reports: Sequence[Report]) -> set[str]:
    chains = {slug for report in reports for slug in (report.source, *report.chain)}
    return chains | {part.who.slug for part in brief.parts} | ({brief.place.slug} if brief.place else set())


def _registered(ask: Ask, slugs: set[str]) -> dict[str, Row]:
    found: dict[str, Any] = {}
    for table in REGISTRIES.values():
        select = f"SELECT * FROM {table} WHERE id IN (SELECT value FROM json_each(:slugs))"
        found |= {row["id"]: row for row in ask.rows(select, slugs=sorted(slugs))}
    return found
