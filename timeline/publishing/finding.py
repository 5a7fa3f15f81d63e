"""The search of a folder: a page, two scripts, and an index in files of which a reader's browser fetches few.

`search/index.js` names the blocks, `search/words/N.js` says in which blocks the words are, `search/facts/N.js` has what
is shown of the facts of a block. All are scripts, since a page that was opened from the disk can read nothing else.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from timeline.fact import Json
from timeline.pages import words
from timeline.pages.ask import Ask, Row
from timeline.pages.page import Page, Site, render
from timeline.pages.timeline import choices
from timeline.progress import Counting
from timeline.publishing.blocks import DIGITS, blocks
from timeline.publishing.folder import Folder, Put
from timeline.publishing.tokens import shard, tokens

_STATIC = Path(__file__).parent.parent / "static" / "search"
_FACTS_OF_A_SHARD = 400
_SHOWN = 1_000
"""Characters of a text that are kept to be shown; it is found by all of its words."""

_DAYS = (
    """SELECT seq, CASE WHEN occurs THEN coalesce(earliest, latest, '~') ELSE '' END AS day FROM _facts ORDER BY seq"""
)
_FACTS = """SELECT f.*, p.name AS place_name FROM _facts AS f LEFT JOIN places AS p ON p.id = f.place
WHERE f.seq IN (SELECT value FROM json_each(:block)) ORDER BY f.seq"""
_ACTORS = "SELECT fact, 'actor:' || actor FROM fact_actors WHERE fact IN (SELECT value FROM json_each(:ids))"
_TAGS = "SELECT fact, 'tag:' || tag FROM fact_tags WHERE fact IN (SELECT value FROM json_each(:ids))"
_SOURCES = """SELECT subject, 'source:' || source FROM events
WHERE subject IN (SELECT value FROM json_each(:ids)) AND source IS NOT NULL AND +verb <> 'retracted'"""
_FILTERS = f"{_ACTORS} UNION {_TAGS} UNION {_SOURCES}"
_FOUND = "SELECT shard, word, block, facts FROM words ORDER BY shard, word, block"


def finding_files(ask: Ask, site: Site, folder: Folder, scratch: Path, progress: Counting) -> Iterator[Put]:
    """Make all of it; `scratch` is a folder for what is needed on the way. `progress` is told of facts done."""
    with closing(sqlite3.connect(scratch / "words.db", isolation_level=None)) as db:
        db.executescript("PRAGMA journal_mode=OFF; CREATE TABLE words (shard, word, block, facts); BEGIN")
        days = [(row["seq"], row["day"]) for row in ask.rows(_DAYS)]
        shards = 1 << (len(days) // _FACTS_OF_A_SHARD).bit_length()
        listed, done = [], 0
        for block in blocks(days):
            rows = ask.rows(_FACTS, block=block)
            listed.append([block[0], *_bounds(rows), len(rows)])
            yield _data(folder, f"facts/{block[0]}", [_shown(site, row) for row in rows])
            db.executemany("INSERT INTO words VALUES (?, ?, ?, ?)", _rows(ask, rows, shards))
            progress(done := done + len(rows), len(days))
        files = []
        for number, found in groupby(db.execute(_FOUND), key=itemgetter(0)):
            files.append(number)
            yield _data(
                folder, f"words/{number}", {word: _places(rows) for word, rows in groupby(found, itemgetter(1))}
            )
        yield _data(folder, "index", {"shards": shards, "files": files, "blocks": listed})
    yield from (folder.put(f"search/{path.name}", path.read_bytes()) for path in sorted(_STATIC.iterdir()))
    yield folder.put("search.html", render(_page(ask, site), site).encode())


def _page(ask: Ask, site: Site) -> Page:
    kinds = [(kind, words.label(kind)) for kind in site.kinds]
    return Page("search.html", "Search", {"choices": {**choices(ask, site), "kind": kinds}})


def _data(folder: Folder, name: str, data: Any) -> Put:
    """JSON as a call of a function that the page has; it is read as a script, and never as HTML."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return folder.put(f"search/{name}.js", f"timelineSearch({json.dumps(name)},{text});\n".encode())


def _bounds(rows: Sequence[Row]) -> tuple[str, str]:
    """The first and the last day on which something of a block can have been; none where nothing has a date."""
    dated = [row for row in rows if row["earliest"] or row["latest"]]
    first = min((row["earliest"] or "" for row in dated), default="~")
    return first, max((row["latest"] or "~" for row in dated), default="")


def _shown(site: Site, row: Row) -> Json:
    """What a reader sees of a fact, and by what it is put in order."""
    shown = {
        "href": site.links.of(row["kind"], row["id"]),
        "kind": words.label(row["kind"]),
        "title": _beginning(row["title"]),
        "when": row["date_words"],
        "place": row["place_name"],
        "earliest": row["earliest"],
        "latest": row["latest"],
        "texts": [_beginning(row[name]) for name in ("summary", "text", "names") if row[name]],
    }
    return {name: value for name, value in shown.items() if value}


def _beginning(text: str) -> str:
    """Its lines in one: in the columns for search each is a text or a name by itself."""
    shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
    return " · ".join(shown.splitlines())


def _rows(ask: Ask, rows: Sequence[Row], shards: int) -> Iterator[tuple[int, str, int, str]]:
    """Each word of a block, with the digits of the facts that have it."""
    found: dict[str, str] = {}
    filters = _filters(ask, rows)
    for digit, row in zip(DIGITS, rows, strict=False):
        text = "\n".join(row[name] for name in ("title", "summary", "text", "names") if row[name])
        for word in {*tokens(text), *filters[row["id"]]}:
            found[word] = found.get(word, "") + digit
    return ((shard(word, shards), word, rows[0]["seq"], facts) for word, facts in found.items())


def _filters(ask: Ask, rows: Sequence[Row]) -> Mapping[str, set[str]]:
    """What a reader can choose facts by, as words that no text has."""
    found = {row["id"]: {f"kind:{row['kind']}"} for row in rows}
    for row in rows:
        if row["place"]:
            found[row["id"]].add(f"place:{row['place']}")
    for fact, word in (row.values() for row in ask.rows(_FILTERS, ids=list(found))):
        found[fact].add(word)
    return found


def _places(rows: Iterable[tuple[int, str, int, str]]) -> str:
    return ",".join(f"{block} {facts}" for _, _, block, facts in rows)
