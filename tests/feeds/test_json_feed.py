"""The JSON Feed, by the rules of version 1.1."""

import json
from collections.abc import Callable
from pathlib import Path

import feedparser
import jsonschema
import pytest

from tests.feeds.conftest import fetched
from tests.pages.conftest import Pages
from timeline.feeds.json_feed import CONTENT_TYPE

TEXT, ADDRESS = {"type": "string", "minLength": 1}, {"type": "string", "format": "uri", "pattern": "^https?://"}
MOMENT = {"type": "string", "format": "date-time", "pattern": "^[0-9-]{10}T[0-9:.]+Z$"}
PEOPLE = {
    "type": "array",
    "minItems": 1,
    "items": {"type": "object", "minProperties": 1, "properties": {"name": TEXT}, "additionalProperties": False},
}
ITEM = {
    "type": "object",
    "required": ["id", "content_text"],
    "additionalProperties": False,
    "properties": {
        "id": TEXT,
        "url": ADDRESS,
        "title": TEXT,
        "summary": TEXT,
        "content_text": TEXT,
        "date_published": MOMENT,
        "date_modified": MOMENT,
        "authors": PEOPLE,
        "tags": {"type": "array", "items": TEXT},
    },
}
SCHEMA = {
    "type": "object",
    "required": ["version", "title", "items"],
    "additionalProperties": False,
    "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"},
        "title": TEXT,
        "home_page_url": ADDRESS,
        "feed_url": ADDRESS,
        "description": TEXT,
        "authors": PEOPLE,
        "language": TEXT,
        "items": {"type": "array", "items": ITEM},
    },
}
"""https://www.jsonfeed.org/version/1.1/, of which no package has a schema."""


@pytest.mark.asyncio
async def test_the_same_as_the_atom(article: Pages) -> None:
    """Entry for entry."""
    found = json.loads(await fetched(article, "/-/timeline.json", CONTENT_TYPE))
    jsonschema.validate(found, SCHEMA)
    atom = feedparser.parse((await article.datasette.client.get("/-/timeline.atom")).text)
    parts = [(i["id"], i["title"], i["url"], i["date_modified"], i["summary"]) for i in found["items"]]
    assert parts == [(e.id, e.title, e.link, e.updated, e.summary) for e in atom.entries]


@pytest.mark.asyncio
async def test_an_empty_log(pages: Callable[..., Pages], empty_db: Path) -> None:
    """It has items, none."""
    found = json.loads(await fetched(pages(empty_db), "/-/timeline.json", CONTENT_TYPE))
    jsonschema.validate(found, SCHEMA)
    assert found["items"] == []
