"""The facts that changed last, those that no longer stand among them: of any number of facts, the newest."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from timeline.columns import Dated, dated
from timeline.pages.ask import Ask, Row
from timeline.pages.listing import FEW
from timeline.pages.page import Site

FILTERS = {
    "kind": "+f.kind = :kind",  # the plus keeps all of a kind from being put in order
    "actor": "EXISTS (SELECT 1 FROM fact_actors AS a WHERE a.fact = f.id AND a.actor = :actor)",
}
_OF_ACTOR = "SELECT fact FROM fact_actors WHERE actor = :actor"
_OF_KIND = "SELECT id FROM _facts WHERE kind = :kind"


@dataclass(frozen=True)
class Latest:
    """A fact as it stands, or as it stood before it was retracted or its last report was withdrawn.

    `row` has the columns of the timeline.
    """

    row: Row
    stands: bool


def newest(ask: Ask, site: Site, size: int, *, kind: str = "", actor: str = "") -> list[Latest]:
    """The facts with the latest events, newest first; of one actor only those that stand, for only they have actors."""
    found = _standing(ask, size, {"kind": kind, "actor": actor}) + ([] if actor else _gone(ask, site, size, kind))
    return sorted(found, key=lambda latest: str(latest.row["changed_at"]), reverse=True)[:size]


def _standing(ask: Ask, size: int, given: dict[str, str]) -> list[Latest]:
    asked = {name: value for name, value in given.items() if value}
    conditions = ["f.occurs", *(FILTERS[name] for name in asked), *_few(ask, asked)]
    sql = f"""SELECT f.* FROM _facts AS f WHERE {" AND ".join(conditions)}
        ORDER BY f.changed_at DESC, f.seq DESC LIMIT {size}"""
    return [Latest(row, stands=True) for row in ask.rows(sql, **asked)]


def _few(ask: Ask, asked: dict[str, str]) -> Sequence[str]:
    """Where few facts pass a filter, they are asked first, and put in order."""
    for name, select in (("actor", _OF_ACTOR), ("kind", _OF_KIND)):
        if name in asked:
            count = ask.value(f"SELECT count(*) FROM (SELECT 1 FROM ({select}) LIMIT {FEW + 1})", **asked)
            if count <= FEW:
                return [f"f.id IN ({select})"]
    return []


def _gone(ask: Ask, site: Site, size: int, kind: str) -> list[Latest]:
    """Those that no longer stand, by the event that took them back, as they stood before it."""
    sql = f"""SELECT c.fact, c.kind, c.time, c.event, h.data, h.revision + 1 AS revision, first.recorded_from
        FROM _corrections AS c
        JOIN history AS h ON h.fact = c.fact AND h.revision = (SELECT max(revision) FROM history WHERE fact = c.fact)
        JOIN history AS first ON first.fact = c.fact AND first.revision = 1
        WHERE +c.verb = 'retracted' AND c.kind NOT IN ('actor', 'place', 'source') AND (:kind = '' OR c.kind = :kind)
          AND NOT EXISTS (SELECT 1 FROM _facts AS f WHERE f.id = c.fact)
        ORDER BY c.time DESC, c.event DESC LIMIT {size}"""
    rows = {row["fact"]: row for row in reversed(ask.rows(sql, kind=kind))}
    return [Latest(_row(site, row), stands=False) for row in rows.values()]


def _row(site: Site, gone: Row) -> Row:
    """A row as the timeline has it."""
    fact, model = json.loads(gone["data"]), site.kinds.models.get(gone["kind"])
    date = dated(fact["date"], period=bool(model and model.period)) if "date" in fact else Dated("", None, None, "", "")
    return {
        "id": gone["fact"],
        "kind": gone["kind"],
        "title": fact.get("title") or gone["fact"],
        "date": date.date,
        "earliest": date.earliest,
        "latest": date.latest,
        "date_kind": date.kind,
        "date_words": date.words,
        "place": fact.get("place"),
        "summary": fact.get("summary"),
        "revision": gone["revision"],
        "recorded_at": gone["recorded_from"],
        "changed_at": gone["time"],
        "head": gone["event"],
    }
