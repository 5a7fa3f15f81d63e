"""Search: facts and what is registered, by words of titles, texts, names and aliases, with the words marked."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from timeline.pages import phrase
from timeline.pages.ask import Ask, Row
from timeline.pages.listing import FEW
from timeline.pages.names import Name
from timeline.pages.page import Page, Site
from timeline.search import COLUMNS

SHOWN = 50
"""The best so many; the timeline has the others, in order of occurrence."""

_MARKS = ("\x02", "\x03")  # which no text of an event can hold
_FOUND = """SELECT f.id, f.kind, f.title, f.occurs, f.date_words,
  highlight(_facts_fts, 0, :begin, :end) AS marked, {snippets}
FROM _facts_fts JOIN _facts AS f ON f.seq = _facts_fts.rowid
WHERE _facts_fts MATCH :q ORDER BY {order} LIMIT {limit}"""
_ELSEWHERE = {name: COLUMNS.index(name) for name in ("summary", "text", "names")}
_SNIPPETS = ", ".join(
    f"snippet(_facts_fts, {column}, :begin, :end, '…', 24) AS in_{name}" for name, column in _ELSEWHERE.items()
)
_COUNT = f"SELECT count(*) FROM (SELECT 1 FROM _facts_fts WHERE _facts_fts MATCH :q LIMIT {FEW + 1})"


class Piece(NamedTuple):
    """A stretch of text, and whether it is one of the words looked for."""

    text: str
    marked: bool


class Hit(NamedTuple):
    """What was found: its name in pieces, and the place with the words."""

    name: Name
    title: list[Piece]
    snippet: list[Piece]
    when: str


def search(ask: Ask, site: Site, given: Mapping[str, str]) -> Page:
    """The page of what has all the words; nothing that anybody types is an error."""
    typed = given.get("q", "").strip()
    query = phrase.every_word(typed)
    found = ask.value(_COUNT, q=query) if typed else 0
    order = "rank, f.id" if found <= FEW else "_facts_fts.rowid DESC"
    begin, end = _MARKS
    rows = (
        ask.rows(_FOUND.format(snippets=_SNIPPETS, order=order, limit=SHOWN), q=query, begin=begin, end=end)
        if found
        else []
    )
    context = {
        "q": typed,
        "found": found,
        "few": FEW,
        "registered": [_hit(site, row) for row in rows if not row["occurs"]],
        "facts": [_hit(site, row) for row in rows if row["occurs"]],
    }
    return Page("search.html", f"Search: {typed}" if typed else "Search", context)


def _hit(site: Site, row: Row) -> Hit:
    name = Name(row["id"], row["title"], site.links.of(row["kind"], row["id"]), row["kind"])
    with_words = (text for name in _ELSEWHERE if _MARKS[0] in (text := row[f"in_{name}"] or ""))
    return Hit(name, pieces(row["marked"]), pieces(next(with_words, "")), row["date_words"] or "")


def pieces(marked: str) -> list[Piece]:
    """A text with marks, cut at them."""
    parts = re.split(f"{_MARKS[0]}(.*?){_MARKS[1]}", marked, flags=re.DOTALL)
    return [Piece(part, bool(number % 2)) for number, part in enumerate(parts) if part]
