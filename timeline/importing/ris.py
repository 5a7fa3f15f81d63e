"""RIS, as libraries and databases export it: each reference a source.

Format: https://en.wikipedia.org/wiki/RIS_(file_format); rispy reads it. Dates are YYYY/MM/DD/other.
"""

import re
from collections.abc import Iterator
from typing import Any

from timeline.errors import Problem, Refused
from timeline.extras import library
from timeline.importing import bibliography
from timeline.importing.bibliography import Entry
from timeline.importing.format import Opened, Row, shown
from timeline.importing.sheet import decoded, undecoded

_BEGIN = re.compile(r"^TY  -", re.MULTILINE)
_TITLES = ("title", "primary_title", "short_title")
_PUBLISHERS = ("secondary_title", "journal_name", "alternate_title1", "alternate_title3", "publisher")


def rows(opened: Opened) -> Iterator[Row]:
    """The references; raises Refused and TimelineError."""
    rispy = library("rispy", "ris")
    try:
        text = "".join(decoded(opened))
        found = rispy.loads(text)
    except UnicodeDecodeError as error:
        raise Refused([undecoded(opened, error)]) from error
    except (OSError, ValueError, KeyError, rispy.parser.ParseError) as error:
        raise Refused([Problem(opened.name, "", f"is no RIS: {error}")]) from error
    if len(_BEGIN.findall(text)) > len(found):
        raise Refused([Problem(opened.name, "", "has a reference without its end, `ER  - `; the file may be cut off")])
    if not found:
        raise Refused([Problem(opened.name, "", "has no reference; RIS begins with `TY  - `")])
    for number, reference in enumerate(found, 1):
        yield Row(f"{opened.name}: reference {number}", reference)


def entry(row: Row) -> Entry:
    """What a reference says; raises BadRow."""
    cells = row.cells
    title, doi = _first(cells, _TITLES), _first(cells, ("doi",))
    urls = cells.get("urls") or []
    return Entry(
        key=_first(cells, ("id",)) or doi or next(iter(urls), None),
        title=title,
        publisher=_first(cells, _PUBLISHERS),
        author=", ".join(_turned(name) for name in cells.get("authors") or cells.get("first_authors") or ()),
        url=next(iter(urls), None),
        doi=doi,
        published=_date(_first(cells, ("date", "year", "publication_year")), "DA"),
        retrieved=_date(_first(cells, ("access_date",)), "Y2"),
        language=_first(cells, ("language",)),
    )


def _first(cells: Any, names: tuple[str, ...]) -> str | None:
    return next((str(cells[name]) for name in names if cells.get(name)), None)


def _turned(name: str) -> str:
    """`Khan, Ana` as people say it."""
    family, _, given = name.partition(",")
    return f"{given.strip()} {family.strip()}".strip()


def _date(text: str | None, path: str) -> str | None:
    if not text:
        return None
    numbers = text.split("/")
    if len(numbers) > 1 and all(not part or part.isdecimal() for part in numbers[:3]):
        return bibliography.parts(numbers[:3], path)
    return bibliography.day(text, path)


FORMAT = bibliography.bibliography(
    "ris",
    "RIS",
    rows,
    entry,
    (
        shown("ID, DO, UR", "the id of the event: the first that is there; the slug, where it is fit for one"),
        shown("TI or T1", "`title`"),
        shown("T2, JO, JF or PB", "`publisher`: the first that is there"),
        shown("AU or A1", "`author`, all of them"),
        shown("UR, DO", "`url`; without an address that of the DOI"),
        shown("DA, PY or Y1", "`published`, as precise as it is"),
        shown("Y2", "`retrieved`"),
        shown("LA", "`language`, where it is a tag"),
        shown("the other tags", "not kept"),
    ),
)
