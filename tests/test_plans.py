"""What readers ask is looked up, not searched for: no query reads a whole table to answer for one thing."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import yaml

import timeline

QUERIES = yaml.safe_load((Path(timeline.__file__).parent / "queries.yml").read_text())
ASKED = {
    "from_day": "2018-11-01",
    "to_day": "2018-11-30",
    "day": "2018-11-19",
    "meeting": "qatar-talks",
    "actor": "taliban",
    "fact": "qatar-talks",
    "source": "article",
    "figure": "figure-1",
    "measure": "killed",
    "status": "held",
    "words": "peace talks",
    "kind": "",
    "verb": "",
    "field": "",
    "tag": "",
}
WHOLE = {
    "known_on_day": "every fact is told as it was then, in order until the page is full",
    "second_hand": "it asks about all reports",
    "inferred": "it asks about all facts",
    "scheduled": "it asks about all that was scheduled",
    "overlapping_figures": "whether two figures overlap is known when all are followed",
    "casualties_by_period": "the same",
    "find": "without words, all facts are looked through for a tag",
}
"""The queries that are about everything, and why."""

OTHERS = {
    "the timeline by period": "SELECT * FROM timeline WHERE earliest >= '2018-11-01' AND earliest <= '2018-11-30'",
    "the timeline's page": "SELECT * FROM timeline LIMIT 101",
    "a fact": "SELECT * FROM timeline WHERE id = 'x'",
    "its claims": "SELECT * FROM claims WHERE fact = 'x'",
    "its disputes": "SELECT * FROM disputes WHERE fact = 'x'",
    "its corrections": "SELECT * FROM corrections WHERE fact = 'x'",
    "its history": "SELECT * FROM history WHERE fact = 'x' ORDER BY revision",
    "its events": "SELECT * FROM events WHERE subject = 'x' ORDER BY seq",
    "its passages": "SELECT * FROM passages WHERE fact = 'x'",
    "what an actor took part in": "SELECT * FROM fact_actors WHERE actor = 'x'",
    "what lies in a place": "SELECT * FROM timeline WHERE place = 'x'",
    "what a source says": "SELECT * FROM claims WHERE source = 'x'",
    "the last corrections": "SELECT * FROM corrections ORDER BY time DESC LIMIT 21",
    "the last corrections of a sort": """SELECT time, event FROM _corrections
        WHERE +verb = 'x' AND reason = 'x' AND kind = 'x' AND (time, event) < ('x', 'x')
        GROUP BY time, event ORDER BY time DESC, event DESC LIMIT 21""",
    "the facts that changed last": "SELECT * FROM _facts WHERE occurs ORDER BY changed_at DESC, seq DESC LIMIT 21",
    "a facet of all": "SELECT * FROM _counts WHERE of = 'x' AND field = 'x' ORDER BY count DESC LIMIT 31",
    "the last events": "SELECT * FROM events ORDER BY seq DESC LIMIT 21",
}


_WHOLE = r"SCAN (\w+)( |$)(?!VIRTUAL)|SEARCH .*\((id|fact)>\?\)$"
"""A scan, or what is one by another name: a search from some name of a fact to the last."""


def scans(path: Path, sql: str) -> list[str]:
    """The tables of ours that a query reads whole, an index that gives their order apart."""
    with closing(sqlite3.connect(path)) as db:
        asked = {name: ASKED[name] for name in re.findall(r":(\w+)", sql)}
        steps = [step for *_, step in db.execute(f"EXPLAIN QUERY PLAN {sql}", asked)]
        tables = {name for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")} | set("cehltw")
    found = [step for step in steps if re.match(_WHOLE, step) and step.split()[1] in tables]
    return [step for step in found if not ("LIMIT" in sql and "USING INDEX" in step)]


@pytest.mark.parametrize("name", QUERIES)
def test_canned_queries(article_db: Path, name: str) -> None:
    """Asked for one thing, none but those that are about everything."""
    assert bool(scans(article_db, QUERIES[name]["sql"])) == (name in WHOLE)


@pytest.mark.parametrize("sql", OTHERS.values(), ids=OTHERS)
def test_tables_and_views(article_db: Path, sql: str) -> None:
    """Views let the indexes through."""
    assert scans(article_db, sql) == []
