"""Facts in brief, as lists show them: when, what, where, who, how many, by whose word, and what to be wary of."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from timeline.fact import Fact, counted
from timeline.pages import words
from timeline.pages.ask import Ask, Row
from timeline.pages.names import Name, Names
from timeline.pages.page import Site
from timeline.pages.then import NOW, Then


class Part(NamedTuple):
    """Who takes part in which role."""

    who: Name
    role: str


class Origin(NamedTuple):
    """A document that a fact rests on, and the chain behind it, originator first."""

    source: Name
    chain: tuple[Name, ...]


class Badge(NamedTuple):
    """What a reader should be wary of: a word, and what it means."""

    word: str
    meaning: str


@dataclass(frozen=True)
class Brief:
    """One fact in a list. `row` has the columns of the timeline, `own` those of the table of its kind."""

    row: Row
    name: Name
    own: dict[str, Any]
    place: Name | None
    parts: tuple[Part, ...]
    counts: tuple[tuple[str, str], ...]
    origins: tuple[Origin, ...]
    badges: tuple[Badge, ...]

    @property
    def text(self) -> str:
        """What a reader should know, or what was said."""
        return str(self.row["summary"] or self.own.get("text") or "")


_DISPUTED = Badge("disputed", "Sources differ on it; its page shows both.")
_CORRECTED = Badge("corrected", "What we had recorded was wrong; its page says what and why.")
_UPDATED = Badge("updated", "Newer knowledge has replaced what it first said.")
_SECOND_HAND = Badge("second-hand", "It reached the document through more than one mouth.")
_DATE = Badge("inferred date", "The source gives no whole date; its page says how we worked it out.")
_PLACE = Badge("inferred place", "The source names no place; its page says how we worked it out.")


class _Gathered(NamedTuple):
    """What is known of several facts, by their slug."""

    own: dict[str, Row]
    events: dict[str, list[Row]]
    parts: dict[str, list[Row]]
    names: Names


def briefs(ask: Ask, site: Site, rows: Sequence[Row], earlier: Mapping[str, Then] = NOW) -> list[Brief]:
    """The facts of some rows of the timeline, in their order; some questions, however many facts.

    Those in `earlier` are told as they stood then.
    """
    standing = [row for row in rows if row["id"] not in earlier]
    ids = [row["id"] for row in standing]
    own = _own(ask, site, standing) | {slug: then.own for slug, then in earlier.items()}
    events = events_behind(ask, ids) | {slug: then.events for slug, then in earlier.items()}
    parts = _parts(ask, ids) | {slug: then.parts for slug, then in earlier.items()}
    gathered = _Gathered(own, events, parts, Names(ask, site.links, _named(rows, events, parts)))
    return [_brief(site, row, gathered) for row in rows]


def _brief(site: Site, row: Row, gathered: _Gathered) -> Brief:
    model, names, slug = site.kinds.models.get(row["kind"]), gathered.names, row["id"]
    own, events = gathered.own.get(slug, {}), gathered.events.get(slug, [])
    return Brief(
        row=row,
        name=Name(slug, row["title"], site.links.of(row["kind"], slug), row["kind"]),
        own=own,
        place=names[row["place"]] if row["place"] else None,
        parts=tuple(Part(names[part["actor"]], part["role"]) for part in gathered.parts.get(slug, [])),
        counts=tuple(_counts(model, own)) if model else (),
        origins=tuple(dict.fromkeys(_origins(events, names))),
        badges=tuple(_badges(row, events)),
    )


def _named(rows: Sequence[Row], events: dict[str, list[Row]], parts: dict[str, list[Row]]) -> list[str]:
    told = [event for several in events.values() for event in several]
    return [
        *(row["place"] for row in rows if row["place"]),
        *(event["source"] for event in told if event["source"]),
        *(slug for event in told for slug in json.loads(event["attributed_to"] or "[]")),
        *(part["actor"] for several in parts.values() for part in several),
    ]


def _own(ask: Ask, site: Site, rows: Sequence[Row]) -> dict[str, dict[str, Any]]:
    """The rows of the tables of their kinds; a kind that no plugin here registers has none."""
    found: dict[str, dict[str, Any]] = {}
    for kind in {row["kind"] for row in rows} & set(site.kinds):
        table = f'SELECT * FROM "{site.kinds[kind].table}" WHERE id IN (SELECT value FROM json_each(:ids))'
        ids = [row["id"] for row in rows if row["kind"] == kind]
        found |= {row["id"]: dict(row) for row in ask.rows(table, ids=ids)}
    return found


def events_behind(ask: Ask, ids: list[str]) -> dict[str, list[Row]]:
    """The events that each of these facts rests on, in log order, without reports that were withdrawn."""
    select = """SELECT id, subject, verb, source, attributed_to, json_extract(data, '$.report') AS report FROM events
        WHERE subject IN (SELECT value FROM json_each(:ids)) ORDER BY seq"""
    rows = ask.rows(select, ids=ids)
    withdrawn = {row["report"] for row in rows if row["verb"] == "retracted"}
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row["verb"] != "retracted" and row["id"] not in withdrawn:
            found[row["subject"]].append(row)
    return found


def _parts(ask: Ask, ids: list[str]) -> dict[str, list[Row]]:
    select = """SELECT DISTINCT fact, actor, role FROM fact_actors
        WHERE fact IN (SELECT value FROM json_each(:ids)) ORDER BY fact, role, actor"""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in ask.rows(select, ids=ids):
        found[row["fact"]].append(row)
    return found


def _counts(model: type[Fact], own: dict[str, Any]) -> Iterable[tuple[str, str]]:
    """Each count that is known, with what it counts: for a figure, its measure."""
    for name in counted(model) if own else ():
        low, best, high = (own[column] for column in (f"{name}_low", name, f"{name}_high"))
        if not low is best is high is None:
            what = own.get("measure") or name
            yield words.label(what), words.count({"low": low, "best": best, "high": high})


def _origins(events: Iterable[Row], names: Names) -> Iterable[Origin]:
    return (
        Origin(names[event["source"]], tuple(names.chain(event["attributed_to"])))
        for event in events
        if event["source"]
    )


def _badges(row: Row, events: Sequence[Row]) -> Iterable[Badge]:
    verbs = {event["verb"] for event in events}
    chains = [len(json.loads(event["attributed_to"] or "[]")) for event in events if event["verb"] == "reported"]
    cases = (
        (row["disputed"], _DISPUTED),
        ("corrected" in verbs, _CORRECTED),
        ("updated" in verbs, _UPDATED),
        (chains and min(chains) > 1, _SECOND_HAND),
        (row["date_basis"], _DATE),
        (row["place_basis"], _PLACE),
    )
    return (badge for applies, badge in cases if applies)
