"""What readers ask: the ready questions and the facets, about things of which every log has as much to tell."""

import sqlite3
from collections.abc import Iterator
from typing import Any, NamedTuple

from timeline import plugins
from timeline.facets import COUNTS
from timeline.metadata import metadata, queries

_PAGE = "SELECT * FROM timeline LIMIT 51"
_FACET = """SELECT "{column}" AS value, count(*) AS count FROM (SELECT * FROM "{table}")
WHERE "{column}" IS NOT NULL GROUP BY "{column}" ORDER BY count DESC, value LIMIT 31"""


class Asked(NamedTuple):
    """A statement and its parameters."""

    sql: str
    parameters: dict[str, Any]


class About(NamedTuple):
    """What is asked about: a day in the middle and the last one, a fact of three states, an actor of twenty facts."""

    day: str
    last_day: str
    fact: str
    actor: str
    name: str
    facts: int
    recorded: str
    early: str


def about(db: sqlite3.Connection) -> About:
    """Such things, found in this database."""
    attacks = "SELECT earliest FROM attacks WHERE date_kind = 'day' ORDER BY earliest"
    return About(
        _one(db, f"{attacks} LIMIT 1 OFFSET (SELECT count(*) / 3 FROM attacks)"),
        _one(db, f"{attacks} DESC LIMIT 1"),
        _one(
            db,
            "SELECT id FROM corrections JOIN timeline ON id = fact WHERE revision > 2 ORDER BY revision, id LIMIT 1",
        ),
        *_actor(db),
        _one(db, "SELECT count(*) FROM timeline"),
        _one(db, "SELECT substr(time, 1, 10) FROM events WHERE seq = (SELECT max(seq) / 2 FROM events)"),
        _one(db, "SELECT substr(time, 1, 10) FROM events WHERE seq = 150"),
    )


def _one(db: sqlite3.Connection, sql: str) -> Any:
    return db.execute(sql).fetchone()[0]


def _actor(db: sqlite3.Connection) -> tuple[str, str]:
    """With a name of two words, to search for."""
    slug, name = db.execute(
        "SELECT a.actor, x.name FROM fact_actors AS a JOIN actors AS x ON x.id = a.actor "
        "WHERE x.name GLOB '[A-Z]* [A-Z]*' GROUP BY a.actor ORDER BY abs(count(*) - 20), a.actor LIMIT 1"
    ).fetchone()
    return slug, name


def questions(db: sqlite3.Connection) -> dict[str, list[Asked]]:
    """The statements behind each question, by the name it has on the page."""
    what = about(db)
    return {**_pages(what), **_of_one(what), **_known(what), **dict(_facets(db))}


def _pages(what: About) -> dict[str, list[Asked]]:
    middle, last = ({"from_day": day, "to_day": day, "kind": ""} for day in (what.day, what.last_day))
    return {
        "timeline, first page": [Asked(_PAGE, {})],
        "timeline, last page": [Asked(f"{_PAGE} OFFSET :skip", {"skip": what.facts - 50})],
        "certainly on a day": _ready("certainly_between", **middle),
        "possibly on a day": _ready("possibly_between", **middle),
        "possibly on the last day": _ready("possibly_between", **last),
        "what covered a day": _ready("certain_on_day", day=what.day),
    }


def _of_one(what: About) -> dict[str, list[Asked]]:
    return {
        "a fact's states": _ready("fact_on_day", fact=what.fact, day=""),
        "a fact's changes": _ready("changes", fact=what.fact, verb="", from_day=""),
        "who says what about a fact": _ready("who_says", fact=what.fact, field=""),
        "an actor's facts": _ready("facts_of_actor", actor=what.actor),
        "who appears with an actor": _ready("who_with_whom", actor=what.actor),
        "a search for two words": _ready("find", words=what.name, tag=""),
    }


def _known(what: About) -> dict[str, list[Asked]]:
    return {
        "known on a day in the middle": _ready("known_on_day", day=what.recorded),
        "known on the second day": _ready("known_on_day", day=what.early),
    }


def _ready(name: str, **parameters: str) -> list[Asked]:
    return [Asked(queries()[name]["sql"], parameters)]


def _facets(db: sqlite3.Connection) -> Iterator[tuple[str, list[Asked]]]:
    """All facets of a table, as Datasette asks for them on its page: looked up where the projector counts them."""
    described = metadata(plugins.kinds(plugins.load()), {})["databases"]["timeline"]["tables"]
    for table, described_as in described.items():
        if facets := described_as.get("facets"):
            yield f"facets of {table} ({len(facets)})", [_facet(db, table, facet) for facet in facets]


def _facet(db: sqlite3.Connection, table: str, facet: str | dict[str, str]) -> Asked:
    column = facet if isinstance(facet, str) else facet["array"]
    looked_up = Asked(COUNTS, {"of": table, "field": column, "limit": 31})
    return looked_up if db.execute(*looked_up).fetchone() else Asked(_FACET.format(table=table, column=column), {})
