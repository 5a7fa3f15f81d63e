"""The tables are the interface: their names, columns, types, keys and indexes, on an empty log too."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from timeline import Log, project

COMMON = "id title date earliest latest date_kind date_basis place place_basis summary tags"
STATUS = "reports sources disputed revision recorded_at changed_at head"
KINDS = {
    "meetings": "format round:INTEGER host participants outcome agreement",
    "attacks": "attack_type insider_type perpetrator perpetrator_certainty targets victims parties weapon"
    " killed_low:INTEGER killed:INTEGER killed_high:INTEGER"
    " killed_civilians_low:INTEGER killed_civilians:INTEGER killed_civilians_high:INTEGER"
    " killed_unidentified_low:INTEGER killed_unidentified:INTEGER killed_unidentified_high:INTEGER"
    " wounded_low:INTEGER wounded:INTEGER wounded_high:INTEGER claimed_by reported_in",
    "statements": "speaker text quote form medium audience about",
    "figures": "measure value_low:INTEGER value:INTEGER value_high:INTEGER population cause cumulative:INTEGER"
    " part_of about",
    "scheduled_events": "event_status realised_by",
    "positions": "actor office organization",
    "background": "text",
    "sources": "publisher agency author url archive_url published retrieved language sha256 characters:INTEGER",
    "actors": "name actor_type country member_of aliases wikidata",
    "places": "name country admin1 admin2 latitude:REAL longitude:REAL place_type geonames:INTEGER",
}
SHARED = {
    "events": "seq:INTEGER id type kind verb subject time authid source attributed_to data supersedes"
    " alsosupersedes offset:INTEGER leaf published_in:INTEGER published_at",
    "checkpoints": "size:INTEGER origin root time text",
    "fact_actors": "fact kind actor role side event",
    "passages": "event fact source start:INTEGER end:INTEGER",
    "history": "fact kind revision:INTEGER event data recorded_from recorded_to replaced_by earliest latest",
    "fact_tags": "fact tag",
    "figure_parts": "figure whole",
}
VIEWS = {
    "timeline": "id date_words kind title place summary tags date earliest latest date_kind date_basis place_basis"
    " reports sources disputed revision recorded_at changed_at head seq",
    "claims": "fact field value source attributed_to event",
    "disputes": "fact field standing other standing_source other_source standing_event other_event",
    "corrections": "fact kind field was now verb reason note source authid time event",
    "redactions": "event line fact type recorded_at redacted_at reason authority note redaction",
    "conflicts": "fact kind builds_on one other one_data other_data",
}
KEYS = {
    "events": "id",
    "checkpoints": "size",
    "fact_actors": "fact actor role event",
    "passages": "event start end",
    "history": "fact revision",
    "fact_tags": "fact tag",
    "figure_parts": "figure whole",
}
OWN_REFERENCES = {
    "meetings": {("host", "actors")},
    "attacks": {("perpetrator", "actors"), ("claimed_by", "actors")},
    "statements": {("speaker", "actors")},
    "positions": {("actor", "actors"), ("organization", "actors")},
    "actors": {("member_of", "actors")},
}
SHARED_REFERENCES = {
    "events": {
        ("source", "sources"),
        ("supersedes", "events"),
        ("alsosupersedes", "events"),
        ("published_in", "checkpoints"),
    },
    "checkpoints": set(),
    "fact_actors": {("actor", "actors"), ("event", "events")},
    "passages": {("source", "sources"), ("event", "events")},
    "history": {("event", "events"), ("replaced_by", "events")},
    "fact_tags": set(),
    "figure_parts": {("figure", "figures"), ("whole", "figures")},
}
SEARCHES = [
    ("attacks", "earliest BETWEEN '2018-01-01' AND '2018-12-31'"),
    ("attacks", "place = 'kabul'"),
    ("attacks", "perpetrator = 'taliban'"),
    ("meetings", "id = 'talks'"),
    ("fact_actors", "actor = 'taliban'"),
    ("passages", "source = 'article'"),
    ("passages", "fact = 'talks'"),
    ("events", "source = 'article'"),
    ("events", "seq = 7"),
    ("events", "time > '2026-11-23'"),
    ("history", "replaced_by = 'x'"),
    ("figure_parts", "whole = 'x'"),
    ("fact_tags", "tag = 'x'"),
    ("timeline", "id = 'talks'"),
    ("timeline", "place = 'kabul'"),
    ("timeline", "kind = 'attack' AND earliest > '2018'"),
    ("claims", "fact = 'talks'"),
    ("corrections", "fact = 'talks'"),
    ("conflicts", "fact = 'talks'"),
]


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    """The database of a log that was opened and nothing more."""
    folder = tmp_path_factory.mktemp("empty")
    log = Log(folder / "events.jsonl")
    log.append([{"type": "log.opened", "subject": "talks", "data": {"title": "Talks"}}])
    project(log, folder / "timeline.db")
    with closing(sqlite3.connect(folder / "timeline.db")) as connection:
        yield connection


def columns(text: str) -> list[tuple[str, str]]:
    """Names and types from `killed:INTEGER place`; what has no type is TEXT."""
    return [(name, type_ or "TEXT") for name, _, type_ in (word.partition(":") for word in text.split())]


def described(db: sqlite3.Connection, table: str) -> list[tuple[str, str]]:
    """Names and types of the columns of a table, as SQLite has them."""
    return [(name, type_) for _, name, type_, *_ in db.execute(f'PRAGMA table_info("{table}")')]


def references(db: sqlite3.Connection, table: str) -> set[tuple[str, str]]:
    """Which column points to which table."""
    return {(row[3], row[2]) for row in db.execute(f'PRAGMA foreign_key_list("{table}")')}


@pytest.mark.parametrize("table", KINDS)
def test_the_table_of_a_kind(db: sqlite3.Connection, table: str) -> None:
    """The common columns, its own, how the fact stands; the subject is the key; every date and pointer leads on."""
    own = " ".join(f"{name}:INTEGER" for name in ["reports", "sources", "disputed", "revision"])
    status = f"{own} recorded_at changed_at head"
    assert set(described(db, table)) == set(columns(f"{COMMON} {KINDS[table]} {status}"))
    assert [name for name, _ in described(db, table)][-7:] == STATUS.split()
    assert [row[1] for row in db.execute(f"PRAGMA table_info({table})") if row[5]] == ["id"]
    assert references(db, table) == {("place", "places"), ("head", "events"), *OWN_REFERENCES.get(table, ())}


@pytest.mark.parametrize("table", SHARED)
def test_a_table_that_kinds_share(db: sqlite3.Connection, table: str) -> None:
    """Columns in order, key and references."""
    assert described(db, table) == columns(SHARED[table])
    keys = sorted((row[5], row[1]) for row in db.execute(f"PRAGMA table_info({table})") if row[5])
    assert [name for _, name in keys] == KEYS[table].split()
    assert references(db, table) == SHARED_REFERENCES[table]


@pytest.mark.parametrize("view", VIEWS)
def test_a_view(db: sqlite3.Connection, view: str) -> None:
    """Its columns, in whichever order."""
    assert {name for name, _ in described(db, view)} == set(VIEWS[view].split())


def test_nothing_else_is_there(db: sqlite3.Connection) -> None:
    """But what begins with an underscore; and all is empty, for the log has no fact."""
    names = {name for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')")}
    shown = {name for name in names if not name.startswith("_")}
    assert shown == KINDS.keys() | SHARED.keys() | VIEWS.keys()
    rows = {name: db.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in shown}
    assert {name: number for name, number in rows.items() if number} == {"events": 1}


@pytest.mark.parametrize(("table", "where"), SEARCHES)
def test_an_index_serves(db: sqlite3.Connection, table: str, where: str) -> None:
    """What readers search by: no search reads all rows of a table."""
    plan = [row[3] for row in db.execute(f"EXPLAIN QUERY PLAN SELECT * FROM {table} WHERE {where}")]
    filtered = {f"SCAN {view}" for view in VIEWS}  # what a view has left of the rows
    assert [step for step in plan if step.startswith("SCAN") and "VIRTUAL" not in step and step not in filtered] == []


def test_every_reference_of_the_article_leads_somewhere(tmp_path: Path) -> None:
    """`events.jsonl` of this repository: no foreign key points into the void."""
    project(Path(__file__).parents[1] / "events.jsonl", tmp_path / "timeline.db")
    with closing(sqlite3.connect(tmp_path / "timeline.db")) as db:
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert db.execute("SELECT count(*) > 20 FROM timeline").fetchone() == (1,)
