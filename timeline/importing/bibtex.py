"""BibTeX and BibLaTeX: each entry a source. pybtex reads it, and makes letters of LaTeX.

BibLaTeX's `date` is EDTF (its manual, 2.3.8), and is kept as it is.
"""

from collections.abc import Iterator
from typing import Any

from timeline.errors import Problem, Refused
from timeline.extras import library
from timeline.importing import bibliography
from timeline.importing.bibliography import Entry
from timeline.importing.format import BadRow, Opened, Row, shown
from timeline.importing.sheet import decoded, undecoded

_PUBLISHERS = ("journal", "journaltitle", "booktitle", "organization", "institution", "publisher")


def rows(opened: Opened) -> Iterator[Row]:
    """The entries; raises Refused and TimelineError."""
    pybtex = library("pybtex.database", "bibtex")
    try:
        found = pybtex.parse_string("".join(decoded(opened)), "bibtex")
    except UnicodeDecodeError as error:
        raise Refused([undecoded(opened, error)]) from error
    except pybtex.PybtexError as error:
        raise Refused([Problem(opened.name, "", f"is no BibTeX: {' '.join(str(error).split())}")]) from error
    if not found.entries:
        raise Refused([Problem(opened.name, "", "has no entry; BibTeX begins with an @")])
    for key, one in found.entries.items():
        yield Row(f"{opened.name}: {key}", {"key": key, "entry": one})


def entry(row: Row) -> Entry:
    """What an entry says; raises BadRow."""
    one = row.cells["entry"]
    published, seen = one.fields.get("date"), one.fields.get("urldate")
    return Entry(
        key=row.cells["key"],
        title=_text(one, "title"),
        publisher=next(filter(None, (_text(one, name) for name in _PUBLISHERS)), None),
        author=", ".join(map(_name, one.persons.get("author", ()))),
        url=one.fields.get("url"),
        doi=one.fields.get("doi"),
        published=bibliography.day(published, "date") if published else _year(one),
        retrieved=bibliography.day(seen, "urldate") if seen else None,
        language=_text(one, "langid") or _text(one, "language"),
    )


def _text(one: Any, name: str) -> str | None:
    return _plain(one.fields[name], name) or None if name in one.fields else None


def _name(person: Any) -> str:
    """As people say it, the family last."""
    parts = (person.first_names, person.middle_names, person.prelast_names, person.last_names, person.lineage_names)
    return _plain(" ".join(name for names in parts for name in names), "author")


def _plain(latex: str, path: str) -> str:
    from pybtex.exceptions import PybtexError
    from pybtex.richtext import Text

    try:
        return str(Text.from_latex(latex)).strip()
    except (ValueError, PybtexError) as error:
        raise BadRow(path, f"{latex[:100]!r} is no LaTeX: {error}") from error


def _year(one: Any) -> str | None:
    """Year and month; BibTeX's abbreviations of months become their names."""
    year, month, last = (_text(one, name) for name in ("year", "month", "day"))
    if month and not month.isdecimal():
        return bibliography.day(" ".join(filter(None, [last, month, year])), "month")
    return bibliography.parts((year, month, last), "year")


FORMAT = bibliography.bibliography(
    "bibtex",
    "BibTeX",
    rows,
    entry,
    (
        shown("the key", "the id of the event, and the slug where it is fit for one"),
        shown("title", "`title`"),
        shown(", ".join(_PUBLISHERS), "`publisher`: the first that is there"),
        shown("author", "`author`, all of them"),
        shown("url, doi", "`url`; without an address that of the DOI"),
        shown("date; year, month, day", "`published`: EDTF as it is, or as precise as the parts are"),
        shown("urldate", "`retrieved`"),
        shown("langid, language", "`language`, where it is a tag"),
        shown("the other fields", "not kept"),
    ),
)
