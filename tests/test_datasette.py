"""The article's database in Datasette, in process: every page, search, facets and what machines read."""

import csv
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from datasette.app import Datasette

from timeline import plugins, serve
from timeline.metadata import metadata, queries

KINDS = plugins.kinds(plugins.load())
TABLES: dict[str, Any] = metadata(KINDS, {"title": "Talks"})["databases"]["timeline"]["tables"]
SHOWN = {name: about for name, about in TABLES.items() if not name.startswith("_facts_fts_")}
PAGES = {f"/timeline/{name}": about["description"] for name, about in SHOWN.items()}
PAGES |= {f"/timeline/{name}": query["title"] for name, query in queries().items()}
PAGES |= {
    "/": "Afghan peace talks, autumn 2018",
    "/?": '<a href="/-/timeline"><strong>Read the timeline</strong></a>',
    "/timeline?": '<a href="/-/timeline"><strong>Read the timeline</strong></a>',
    "/timeline": "Casualties by period, nothing counted twice",
    "/timeline/meetings/qatar-talks-2018-11": "Taliban and US officials meet in Qatar",
    "/timeline/actors/zalmay-khalilzad": "Zalmay Khalilzad",
    "/timeline/timeline?kind=attack": "Insider attack kills Kandahar police chief and intelligence chief",
    "/timeline/timeline?_facet=kind": "/timeline/timeline?_facet=kind&kind=scheduled_event",
    "/timeline/timeline?_search=militants": 'where search matches "militants"',
    "/timeline/certain_on_day?day=2018-11-14": "from 14 to 16 November 2018",
}


@pytest.mark.asyncio
@pytest.mark.parametrize("path", PAGES)
async def test_pages(article: Datasette, path: str) -> None:
    """Each answers, and says what it is about."""
    response = await article.client.get(path)
    assert response.status_code == 200
    assert PAGES[path] in unescape(" ".join(response.text.split()))


def test_our_templates_replace_none_of_its_own() -> None:
    """From Python 3.12 on it would find a folder of this name beside the module of its plugin, and take them first."""
    assert not (Path(serve.__file__).parent / "templates").exists()


@pytest.mark.asyncio
async def test_facets_of_the_timeline(article: Datasette) -> None:
    """The ones that the metadata names: kind, place, disputed, date_kind, and each of the tags."""
    page = unescape((await article.client.get("/timeline/timeline")).text)
    values = ("kind=scheduled_event", "place=kabul", "disputed=0", "date_kind=uncertain", "tags__arraycontains=implied")
    assert [value for value in values if f"/timeline/timeline?{value}" not in page] == []


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("militants", {"qatar-talks-2018-11", "moscow-gathering-2018-11"}),
        ("Khalilzad Kabul", {"khalilzad-in-kabul-2018-11-18"}),
        ("UN: truce", set()),
        ("O'Brien", set()),
        ('Qatar "', {"qatar-talks-2018-11"}),
        ("'", set()),
        ("NOT Kabul (", set()),
    ],
)
async def test_search(article: Datasette, words: str, found: set[str]) -> None:
    """The search box of the timeline knows aliases, and no input is an error."""
    response = await article.client.get("/timeline/timeline.json", params={"_search": words, "_shape": "array"})
    ids = {row["id"] for row in response.json()}
    assert (response.status_code, bool(ids), found <= ids) == (200, bool(found), True)


@pytest.mark.asyncio
@pytest.mark.parametrize("name", [*SHOWN, *queries()])
async def test_machines_read_everything(article: Datasette, name: str) -> None:
    """JSON and CSV have the same rows."""
    array = await article.client.get(f"/timeline/{name}.json?_shape=array&_size=max")
    lines = await article.client.get(f"/timeline/{name}.csv?_size=max")
    rows = list(csv.DictReader(lines.text.splitlines()))
    assert (array.status_code, lines.status_code) == (200, 200)
    assert [list(row) for row in array.json()] == [list(row) for row in rows]


@pytest.mark.asyncio
async def test_name_of_the_database(article: Datasette) -> None:
    """Addresses begin with it, whatever folder the file lies in."""
    response = await article.client.get("/timeline.json")
    assert response.json()["database"] == "timeline"
