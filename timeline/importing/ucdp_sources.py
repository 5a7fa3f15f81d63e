"""Whom and what UCDP read: the articles in `source_article`, and who is behind them in `source_original`."""

import re
from contextlib import suppress

from slugify import slugify

from timeline.importing import cells
from timeline.importing.format import Imported, Row, mark

_ARTICLE = re.compile(r'(?P<office>[^"]*?)\s*,\s*(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})\b[^,]*,?\s*(?P<headline>.*)')
_BETWEEN = re.compile(r'"\s*;\s*"')


def articles(row: Row) -> list[Imported]:
    """Each article as a source: `"office,day,headline";"…"`, or the free text of the years before that form."""
    written = row["source_article"]
    if written is None:
        return []
    if not row["source_date"]:
        return [_source("", None, written)]
    found = [_article(one) for one in _BETWEEN.split(written.strip().removeprefix('"').removesuffix('"'))]
    return list({imported.key: imported for imported in found if imported.fact}.values())


def _article(written: str) -> Imported:
    if parts := _ARTICLE.fullmatch(written):
        with suppress(ValueError):  # a day that is none: then it is free text
            day = cells.day(parts["day"]) if parts["day"] != cells.MISSING_DAY else None
            return _source(parts["office"].strip(), day, parts["headline"].strip())
    return _source("", None, written.strip())


def _source(office: str, day: str | None, headline: str) -> Imported:
    title = headline or " ".join(filter(None, [office, day]))
    fact = {"title": title, "publisher": office or None, "published": day}
    marked = mark(f"{office}|{day}|{headline}")
    stem = slugify(" ".join(filter(None, [office, day, headline])), max_length=60, word_boundary=True)
    known = {name: value for name, value in fact.items() if value}
    return Imported("source", f"article:{marked}", known, slug=f"{stem or 'source'}-{marked[:8]}")


def originals(row: Row) -> tuple[Imported, ...]:
    """Those whom the articles give for it: one actor by UCDP's words, since several stand side by side in no chain."""
    if not (name := row["source_original"]):
        return ()
    return (Imported("actor", f"original:{mark(name.casefold())}", {"name": name}),)
