"""What each update, correction and retraction changed, newest first: one entry an event, with all its fields."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from timeline.fact import Fact, Json
from timeline.fold import merge_patch
from timeline.pages.ask import Ask, Row
from timeline.pages.names import Name, Names
from timeline.pages.page import Site
from timeline.pages.shown import Field, Shower, slugs_in

VERBS = ("updated", "corrected", "retracted")


@dataclass(frozen=True)
class Changed:
    """What one event changed: each field before and after. A retraction takes the title, or one report, away."""

    event: Row
    fact: Name
    changed: tuple[tuple[Field, Field], ...]
    data: Json
    source: Name | None
    chain: tuple[Name, ...]
    duplicate: Name | None
    report: Name | None

    @property
    def verb(self) -> str:
        return str(self.event["verb"])

    @property
    def anchor(self) -> str:
        """The event on the page of its fact."""
        return f"{self.fact.href}#e-{self.event['id']}"


class _Pair(NamedTuple):
    """An event with the fact before it."""

    event: Row
    data: Json
    before: Json


def changed(ask: Ask, site: Site, events: Sequence[str]) -> list[Changed]:
    """What the events with these ids changed, in their order; some questions, however many events."""
    pairs = _pairs(ask, events)
    reports = _reports(ask, [pair.data["report"] for pair in pairs if pair.data.get("report")])
    models = site.kinds.models
    named = [slug for pair in pairs for slug in _named(models.get(pair.event["kind"]), pair)]
    names = Names(ask, site.links, [*named, *reports.values()])
    return [_changed(site, names, reports, pair) for pair in pairs]


def _pairs(ask: Ask, events: Sequence[str]) -> list[_Pair]:
    select = """SELECT e.id, e.subject, e.kind, e.verb, e.time, e.authid, e.source, e.attributed_to, e.data,
          h.data AS before
        FROM json_each(:events) AS wanted JOIN events AS e ON e.id = wanted.value
        LEFT JOIN history AS h ON h.replaced_by = e.id
        ORDER BY wanted.key"""
    rows = ask.rows(select, events=list(events))
    return [_Pair(row, json.loads(row["data"]), json.loads(row["before"] or "{}")) for row in rows]


def _reports(ask: Ask, events: Sequence[str]) -> dict[str, str]:
    """The documents of reports that were withdrawn, by their event."""
    select = "SELECT id, source FROM events WHERE id IN (SELECT value FROM json_each(:events)) AND source IS NOT NULL"
    return {row["id"]: row["source"] for row in ask.rows(select, events=list(events))}


def _named(model: type[Fact] | None, pair: _Pair) -> Iterator[str]:
    event, data = pair.event, pair.data
    yield event["subject"]
    yield from (slug for slug in (event["source"], data.get("duplicate_of")) if slug)
    yield from data.get("attributed_to") or ()
    values = _values(pair)
    yield from slugs_in(model, [{name: was for name, (was, _) in values}, {name: now for name, (_, now) in values}])


def _values(pair: _Pair) -> list[tuple[str, tuple[Any, Any]]]:
    """Each field that the event sets, or that goes with the fact, before and after."""
    before, patch = pair.before, pair.data.get("set") or {}
    after = merge_patch(before, patch)
    if pair.event["verb"] == "retracted" and not pair.data.get("report"):
        return [(name, (before[name], None)) for name in ("title", "name") if name in before]
    return [(name, (before.get(name), after.get(name))) for name in patch]


def _changed(site: Site, names: Names, reports: Mapping[str, str], pair: _Pair) -> Changed:
    event, data = pair.event, pair.data
    shower = Shower(site.kinds.models.get(event["kind"]), names)
    document = reports.get(data.get("report", ""))
    duplicate = data.get("duplicate_of")
    return Changed(
        event=event,
        fact=_fact(site, names, pair),
        changed=tuple((shower.field(name, was), shower.field(name, now)) for name, (was, now) in _values(pair)),
        data=data,
        source=names[event["source"]] if event["source"] else None,
        chain=tuple(names.chain(event["attributed_to"])),
        duplicate=names[duplicate] if duplicate else None,
        report=names[document] if document else None,
    )


def _fact(site: Site, names: Names, pair: _Pair) -> Name:
    """What it is called now; when it no longer stands, what it was called."""
    slug, kind, before = pair.event["subject"], pair.event["kind"], pair.before
    if slug in names:
        return names[slug]
    return Name(slug, str(before.get("title") or before.get("name") or slug), site.links.of(kind, slug), kind)
