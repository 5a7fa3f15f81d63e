"""CSL-JSON, the format of Zotero and citation processors: each item a source.

Schema: https://github.com/citation-style-language/schema, csl-data.json. Dates are date-parts, or EDTF as of CSL 1.1.
"""

from collections.abc import Iterator
from typing import Any

from timeline import edtf
from timeline.errors import Problem, Refused
from timeline.importing import bibliography
from timeline.importing.bibliography import Entry
from timeline.importing.documents import document, members, object_of, text_of
from timeline.importing.format import BadRow, Opened, Row, shown
from timeline.importing.plain import one_line

_PARTS = ("article-newspaper", "article-magazine", "article-journal", "article", "chapter", "post-weblog", "webpage")
_SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24, "1": 21, "2": 22, "3": 23, "4": 24}


def rows(opened: Opened) -> Iterator[Row]:
    """The items; raises Refused."""
    value = document(opened)
    items = value.get("items") if isinstance(value, dict) else value
    if not isinstance(items, list):
        raise Refused([Problem(opened.name, "", "is no list of items; this is no CSL-JSON")])
    return members(opened, "items", items)


def entry(row: Row) -> Entry:
    """What an item says; raises BadRow."""
    cells = row.cells
    given = {name: text_of(cells.get(name), name) for name in ("id", "title", "publisher", "URL", "DOI", "language")}
    journal = text_of(cells.get("container-title"), "container-title")
    if not given["id"]:
        raise BadRow("id", "is missing")
    return Entry(
        key=given["id"],
        title=one_line(given["title"] or ""),
        publisher=one_line((journal if cells.get("type") in _PARTS else None) or given["publisher"] or journal or ""),
        author=", ".join(_names(cells.get("author"))),
        url=given["URL"],
        doi=given["DOI"],
        published=_date(cells.get("issued"), "issued"),
        retrieved=_date(cells.get("accessed"), "accessed"),
        language=given["language"],
    )


def _names(given: Any) -> Iterator[str]:
    for number, one in enumerate(given if isinstance(given, list) else ()):
        name = object_of(one, f"author.{number}")
        names = (name.get("given"), name.get("non-dropping-particle"), name.get("family"), name.get("suffix"))
        yield text_of(name.get("literal"), "author") or " ".join(str(part) for part in names if part)


def _date(given: Any, path: str) -> str | None:
    """EDTF of a date; raises BadRow."""
    if isinstance(given, str):
        return bibliography.day(given, path)
    date = object_of(given, path)
    ends = date.get("date-parts")
    if not ends:
        words = text_of(date.get("raw"), path) or text_of(date.get("literal"), path)
        return bibliography.day(words, path) if words else None
    if not isinstance(ends, list) or not all(isinstance(end, list) for end in ends):
        raise BadRow(f"{path}.date-parts", "is no list of dates")
    made = [bibliography.parts(end[:3], f"{path}.date-parts") for end in ends[:2]]
    return _marked("/".join(filter(None, made)), date, path)


def _marked(made: str, date: Any, path: str) -> str | None:
    """With its season and, when it is about then, with `~`."""
    season = _SEASONS.get(str(date.get("season", "")).casefold())
    if season and len(made) == len("2018"):
        made = f"{made}-{season}"
    if date.get("circa") not in (None, False, 0, "", "false", "0"):
        made = "/".join(f"{end}~" for end in made.split("/"))
    try:
        return edtf.parse(made).text if made else None
    except ValueError as error:
        raise BadRow(path, str(error)) from error


FORMAT = bibliography.bibliography(
    "csl",
    "CSL-JSON",
    rows,
    entry,
    (
        shown("id", "the id of the event, and the slug where it is fit for one"),
        shown("title", "`title`"),
        shown("container-title, publisher", "`publisher`: of articles, chapters and pages the former"),
        shown("author", "`author`, all of them"),
        shown("URL, DOI", "`url`; without an address that of the DOI"),
        shown("issued", "`published`: date-parts with season and circa, or a text in EDTF or in words"),
        shown("accessed", "`retrieved`"),
        shown("language", "`language`, where it is a tag"),
        shown("the other fields", "not kept"),
    ),
)
