"""Datasette's metadata against a fresh database: all that is there is described, and nothing else."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import Field

from timeline.fact import Fact
from timeline.metadata import as_yaml, metadata, queries
from timeline.registry import Kinds
from timeline.values import Line

OPENED = {"title": "Talks", "description": "Who met.\nWho said so.", "licence": "CC-BY-4.0", "language": "en"}


class Drought(Fact):
    """A time without rain."""

    kind = "drought"
    table = "droughts"
    severe: bool | None = Field(default=None, description="Whether wells fell dry.")
    crop: Line | None = Field(default=None, description="What withered.")


@pytest.fixture(scope="module")
def tables(kinds: Kinds) -> dict[str, dict[str, Any]]:
    """What the metadata says of each table and view."""
    described: dict[str, dict[str, Any]] = metadata(kinds, OPENED)["databases"]["timeline"]["tables"]
    return described


@pytest.fixture(scope="module")
def columns(empty_db: Path) -> dict[str, list[str]]:
    """The columns of each table and view of a fresh database."""
    with closing(sqlite3.connect(empty_db)) as db:
        names = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")]
        return {name: [row[1] for row in db.execute(f'PRAGMA table_info("{name}")')] for name in names}


def is_index(name: str) -> bool:
    """Whether SQLite keeps its search index there."""
    return name.startswith("_facts_fts")


def test_what_is_there_is_described(tables: dict[str, Any], columns: dict[str, list[str]]) -> None:
    """Every table, view and column, and no other; of SQLite's own tables only what they are."""
    described = {name: list(table.get("columns", ())) for name, table in tables.items()}
    assert described == {name: [] if is_index(name) else there for name, there in columns.items()}


def test_no_description_is_empty(tables: dict[str, Any]) -> None:
    """Neither of a table nor of a column."""
    texts = [(name, text) for name, table in tables.items() for text in table.get("columns", {}).values()]
    texts += [(name, table["description"]) for name, table in tables.items()]
    assert [name for name, text in texts if len(text) < 4] == []


def test_settings_name_columns(tables: dict[str, Any], columns: dict[str, list[str]]) -> None:
    """What a table is sorted, labelled and counted by is there."""
    for name, table in tables.items():
        named = [table[key] for key in ("sort", "sort_desc", "label_column", "fts_pk") if key in table]
        named += [facet if isinstance(facet, str) else facet["array"] for facet in table.get("facets", ())]
        assert set(named) <= set(columns[name]), name


def test_what_is_hidden(tables: dict[str, Any], columns: dict[str, list[str]]) -> None:
    """What begins with an underscore, and nothing else."""
    assert {name for name in tables if tables[name].get("hidden")} == {name for name in columns if name[0] == "_"}


def test_licence_and_source_stand_with_every_table(tables: dict[str, Any]) -> None:
    """Datasette 1.0 takes them over from nowhere."""
    keys = ("license", "license_url", "source", "source_url")
    rights = ("CC-BY-4.0", "https://spdx.org/licenses/CC-BY-4.0.html", "the log of this chronology", "/timeline/events")
    assert {tuple(table[key] for key in keys) for table in tables.values()} == {rights}


def test_names_label_the_rows(tables: dict[str, Any]) -> None:
    """Datasette 1.0 would show the slug."""
    labels = {name: tables[name]["label_column"] for name in ("actors", "places", "sources", "meetings", "events")}
    assert labels == {"actors": "name", "places": "name", "sources": "title", "meetings": "title", "events": "type"}


def test_a_kind_of_ones_own(kinds: Kinds) -> None:
    """Its model is all that it needs."""
    own = Kinds([*kinds.models.values(), Drought])
    table = metadata(own, OPENED)["databases"]["timeline"]["tables"]["droughts"]
    assert (table["title"], table["description"]) == ("Droughts", "A time without rain.")
    assert (table["columns"]["severe"], table["columns"]["crop"]) == ("Whether wells fell dry.", "What withered.")
    assert (table["facets"], table["sort"]) == (["severe", "place", "disputed", {"array": "tags"}], "earliest")


@pytest.mark.parametrize(
    ("licence", "rights"),
    [
        (None, {}),
        ("All rights reserved", {"license": "All rights reserved"}),
        ("CC0-1.0", {"license": "CC0-1.0", "license_url": "https://spdx.org/licenses/CC0-1.0.html"}),
    ],
)
def test_licences(kinds: Kinds, licence: str | None, rights: dict[str, str]) -> None:
    """A link goes only where SPDX has the name."""
    made = metadata(kinds, {"title": "Talks", "licence": licence})
    assert {key: made[key] for key in made if key.startswith("license")} == rights
    assert (made["title"], "description" in made) == ("Talks", False)


def test_as_yaml_reads_as_it_is_written(kinds: Kinds) -> None:
    """It says where it comes from, and shows SQL in its lines."""
    text = as_yaml(kinds, OPENED)
    assert yaml.safe_load(text) == metadata(kinds, OPENED)
    assert text.startswith("# What Datasette shows: written by `timeline init` and `make docs`")
    assert "        sql: |-\n          SELECT id, kind, title" in text


def test_questions_are_whole() -> None:
    """Each has a title, a description of its own and SQL; none bears the name of a table."""
    found = queries()
    assert len(found) >= 14
    assert {tuple(query) for query in found.values()} == {("title", "description", "sql", "hide_sql")}
    assert len({query["title"] for query in found.values()}) == len({query["sql"] for query in found.values()})


def test_questions_hide_no_table(tables: dict[str, Any]) -> None:
    """A question and a table share their addresses."""
    assert queries().keys() & tables.keys() == set()
