"""JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""

import json

from timeline.fact import Json
from timeline.feeds.entry import Entry, Feed

CONTENT_TYPE = "application/feed+json; charset=utf-8"


def json_feed(feed: Feed) -> str:
    """The feed as a JSON document."""
    whole = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.home,
        "feed_url": feed.href,
        "description": feed.subtitle,
        "authors": [{"name": feed.author}],
        "language": feed.language,
        "items": [_item(entry) for entry in feed.entries],
    }
    return json.dumps(_said(whole), ensure_ascii=False)


def _item(entry: Entry) -> Json:
    return _said(
        {
            "id": entry.id,
            "url": entry.href,
            "title": entry.title,
            "summary": entry.summary,
            "content_text": entry.content or entry.summary,
            "date_published": entry.published,
            "date_modified": entry.updated,
            "authors": [{"name": name} for name in entry.authors],
            "tags": list(entry.categories),
        }
    )


def _said(given: Json) -> Json:
    """Without what is empty; but a feed without items has `items` all the same."""
    return {name: value for name, value in given.items() if value or name == "items"}
