"""Facets of whole tables: what is looked up is what Datasette would count, and where it counts, it still does."""

import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from datasette import __version__
from datasette.app import Datasette

from tests.chronicle import BEGINNING, Chronicle, event, report
from timeline import plugins
from timeline.faceted import facets

KINDS = plugins.kinds(plugins.load())
COUNTED = {name: named for name, named in facets(KINDS).items() if name not in ("disputes", "corrections")}
FACETS = [(name, facet) for name, named in COUNTED.items() for facet in named]


def counted(path: Path, table: str, facet: Any) -> dict[Any, int]:
    """How often each value stands there, as plain SQL says it."""
    column = facet if isinstance(facet, str) else facet["array"]
    with closing(sqlite3.connect(path)) as db:
        values = [value for (value,) in db.execute(f'SELECT "{column}" FROM "{table}"') if value is not None]
    members = values if isinstance(facet, str) else [member for text in values for member in set(json.loads(text))]
    return {value: members.count(value) for value in members}


def kept(path: Path, table: str, facet: Any) -> dict[Any, int]:
    """The same, as the projector has counted."""
    column = facet if isinstance(facet, str) else facet["array"]
    with closing(sqlite3.connect(path)) as db:
        return dict(db.execute("SELECT value, count FROM _counts WHERE of = ? AND field = ?", (table, column)))


async def shown(datasette: Datasette, address: str, column: str) -> dict[Any, int]:
    """What a page of Datasette's shows; 1.0 has to be asked for facets."""
    more = "&" if "?" in address else "?"
    answer = (await datasette.client.get(f"{address}{more}_extra=facet_results&_size=1")).json()
    found = answer["facet_results"]
    results = found.get("results", found)[column]["results"]
    return {result["value"]: result["count"] for result in results}


@pytest.mark.parametrize(("table", "facet"), FACETS, ids=str)
def test_counts_of_the_article(article_db: Path, table: str, facet: Any) -> None:
    """Every value of every facet, as often as it stands there."""
    assert kept(article_db, table, facet) == counted(article_db, table, facet)


def test_counts_keep_in_step(tmp_path: Path) -> None:
    """When facts come, change and go, and a value that nobody has any more is gone too."""
    told = Chronicle(tmp_path)
    blast = report("attack", "blast", "e-1", place="kabul", tags=["truce", "truce"], killed=1)
    raid = report("attack", "raid", "e-2", tags=["truce", "winter"])
    told.add(*BEGINNING, blast)
    told.project()
    told.add(raid, event("attack.retracted", "blast", "e-3", reason="legal"))
    told.add({**event("attack.updated", "raid", "e-4", set={"tags": ["spring"]}, source="paper"), "supersedes": "e-2"})
    assert not told.project().rebuilt
    for table, facet in FACETS:
        assert kept(told.db, table, facet) == counted(told.db, table, facet), (table, facet)
    assert kept(told.db, "timeline", {"array": "tags"}) == {"spring": 1}


@pytest.fixture(scope="module")
def altered(article_db: Path, tmp_path_factory: pytest.TempPathFactory, site: Callable[[Path], Datasette]) -> Datasette:
    """The article with counts that nobody can have counted."""
    path = Path(shutil.copy(article_db, tmp_path_factory.mktemp("altered") / "timeline.db"))
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("UPDATE _counts SET count = count + 1000")
    return site(path)


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("address", "column"), [("timeline", "kind"), ("timeline", "tags"), ("attacks", "disputed"), ("events", "verb")]
)
async def test_whole_tables_are_looked_up(altered: Datasette, article: Datasette, address: str, column: str) -> None:
    """In Datasette's own facets, sorted, linked and cut as it does that."""
    page = f"/timeline/{address}.json"
    before = await shown(article, page, column)
    assert await shown(altered, page, column) == {value: count + 1000 for value, count in before.items()}


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "address",
    [
        "timeline.json?kind=meeting",
        "timeline.json?_search=militants",
        "timeline.json?_where=kind='meeting'",
        "timeline.json?_where=1 or 1 in (select 1 from timeline)",
    ],
)
async def test_what_is_filtered_is_counted(altered: Datasette, article: Datasette, address: str) -> None:
    """However it was."""
    facets = await shown(article, f"/timeline/{address}", "kind")
    assert facets == await shown(altered, f"/timeline/{address}", "kind") != {}


@pytest.mark.asyncio
async def test_a_column_that_nobody_counts(altered: Datasette) -> None:
    """Is counted by Datasette, as ever."""
    assert max((await shown(altered, "/timeline/timeline.json?_facet=reports", "reports")).values()) < 1000


async def length(datasette: Datasette, asked: str) -> int:
    """How many rows the page of the timeline says there are."""
    return int((await datasette.client.get(f"/timeline/timeline.json{asked}")).json()["filtered_table_rows_count"])


@pytest.mark.asyncio
@pytest.mark.skipif(not __version__.startswith("0."), reason="1.0 counts the first ten thousand rows and no more")
async def test_the_length_of_the_timeline(altered: Datasette, article: Datasette) -> None:
    """Is added up; that of a part is counted."""
    kinds = len(await shown(article, "/timeline/timeline.json", "kind"))
    assert await length(altered, "") == await length(article, "") + 1000 * kinds
    assert await length(altered, "?kind=meeting") == await length(article, "?kind=meeting")
