"""Entries of a bibliography as sources: what CSL-JSON, RIS and BibTeX have in common."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from timeline import edtf, values
from timeline.edtf import written
from timeline.importing.format import BadRow, Column, Format, Imported, Release, Rows, mark

_IN_DOI = "/:;()._-"


@dataclass(frozen=True)
class Entry:
    """What an entry says, in texts, dates in EDTF; `key` is its name in the bibliography, where it has one."""

    key: str | None
    title: str | None
    publisher: str | None = None
    author: str | None = None
    url: str | None = None
    doi: str | None = None
    published: str | None = None
    retrieved: str | None = None
    language: str | None = None


def source(entry: Entry) -> Imported:
    """The source that an entry is; raises BadRow."""
    if not entry.title:
        raise BadRow("title", "is missing: there is nothing to call it by")
    fact = {
        "title": _line(entry.title),
        "publisher": _line(entry.publisher),
        "author": _line(entry.author),
        "url": _address(entry),
        "published": entry.published,
        "retrieved": entry.retrieved,
        "language": _language(entry.language),
    }
    known = {name: value for name, value in fact.items() if value}
    named = (entry.key or "").lower()
    fit = re.fullmatch(values.SLUG, named) and re.search("[a-z]", named)
    return Imported("source", entry.key or mark([entry.title, entry.published]), known, slug=named if fit else None)


def day(text: str, path: str) -> str | None:
    """A date in EDTF, in ISO or in words; raises BadRow."""
    try:
        return written.read(text).date
    except ValueError as error:
        raise BadRow(path, str(error)) from error


def parts(given: Iterable[Any], path: str) -> str | None:
    """EDTF of year, month and day in numbers, as precise as they are; raises BadRow."""
    known = [str(part).strip() for part in given if part not in (None, "", 0)]
    if not all(re.fullmatch("-?[0-9]{1,4}", part) for part in known):
        raise BadRow(path, f"{'-'.join(known)!r} is no year, month and day in numbers")
    if not known:
        return None
    year = int(known[0])
    made = "-".join([f"{'-' if year < 0 else ''}{abs(year):04}", *(part.zfill(2) for part in known[1:])])
    try:
        return edtf.parse(made).text
    except ValueError as error:
        raise BadRow(path, str(error)) from error


def bibliography(name: str, about: str, rows: Rows, entry: Callable[..., Entry], columns: Iterable[Column]) -> Format:
    """A format whose rows are entries."""
    return Format(
        name=name,
        dataset=name,
        about=about,
        rows=rows,
        facts=lambda row: [source(entry(row))],
        release=lambda _: Release(f"Bibliography in {about}"),
        columns=tuple(columns),
        by_source=True,
    )


def _line(text: str | None) -> str | None:
    return " ".join(text.split()) if text and text.strip() else None


def _address(entry: Entry) -> str | None:
    """The address, or that of the DOI."""
    if entry.url and re.fullmatch(values.URI, entry.url.strip()):
        return entry.url.strip()
    if entry.url:
        raise BadRow("url", f"{entry.url[:100]!r} is no address")
    bare = re.sub(r"^(https?://(dx\.)?doi\.org/|doi:)", "", (entry.doi or "").strip(), flags=re.IGNORECASE)
    return f"https://doi.org/{quote(bare, safe=_IN_DOI)}" if bare else None


def _language(name: str | None) -> str | None:
    """A language tag; bibliographies also have names of languages, which are left out."""
    tag = (name or "").strip().replace("_", "-")
    return tag if re.fullmatch("[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", tag) else None
