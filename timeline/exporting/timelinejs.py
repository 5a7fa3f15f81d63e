"""TimelineJS 3 (https://timeline.knightlab.com/docs/json-format.html): a slide a fact, for Knight Lab's own library.

A slide needs a day to stand at, and says in words what is known (`display_date`). What lasted has an end; what was some
day among several stands at the first of them, without an end, since a bar would say that it lasted; what is open
at its beginning stands at its last day. Left out are facts without a date, and those before the year 1 or of a year
that nobody knows. Texts are escaped and nothing is loaded from elsewhere: there are links to sources, no media.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from html import escape
from typing import BinaryIO

from timeline import edtf
from timeline.exporting.chosen import Chosen
from timeline.exporting.ends import ends
from timeline.exporting.formats import Left, Mapped
from timeline.exporting.json_text import said, write_list
from timeline.exporting.record import Record
from timeline.fact import Json
from timeline.pages import words
from timeline.pages.ask import Row
from timeline.pages.feeds import opening
from timeline.registry import Kinds

_FIELDS = (
    Mapped("scale", "`human`"),
    Mapped("title.unique_id", "the log's name"),
    Mapped("title.text.headline", "the chronology's title"),
    Mapped("title.text.text", "its description"),
    Mapped("events[].unique_id", "the fact's slug"),
    Mapped("events[].start_date.year", "of the first day; of an open beginning, of the last"),
    Mapped("events[].start_date.month", "the same; left out where the date is all of a year or some day in it"),
    Mapped("events[].start_date.day", "the same; left out where the date is all of a month or some day in it"),
    Mapped("events[].end_date.year", "of the last day of what lasted"),
    Mapped("events[].end_date.month", "the same"),
    Mapped("events[].end_date.day", "the same"),
    Mapped("events[].display_date", "the date in words, where it is more than one sure day"),
    Mapped("events[].group", "the kind, in words"),
    Mapped("events[].text.headline", "`title`"),
    Mapped(
        "events[].text.text",
        "`summary` or `text`, the place, who says so, what to be wary of, and links to the sources",
    ),
)


def fields(_kinds: Kinds) -> Sequence[Mapped]:
    """The mapping."""
    return _FIELDS


def write(chosen: Chosen, out: BinaryIO) -> Left:
    """The timeline."""
    left = Counter[str]()
    site = chosen.site
    text = said({"headline": escape(site.title), "text": escape(str(site.opened.get("description") or ""))})
    title = {"unique_id": opening(chosen.ask).subject, "text": text}
    write_list(out, {"scale": "human", "title": title}, "events", _slides(chosen, left))
    return left


def _slides(chosen: Chosen, left: Left) -> Iterator[Json]:
    for record in chosen.records():
        row = record.row
        days = [day for day in (row["earliest"], row["latest"]) if day]
        if not row["date"]:
            left["without a date"] += 1
        elif not days or days[0] < "0001":
            left["of a year that is not known or before the year 1"] += 1
        else:
            yield _slide(record)


def _slide(record: Record) -> Json:
    row = record.row
    plain = row["date"] == row["earliest"] == row["latest"]
    lasted = row["date_kind"] == "extent" and row["earliest"] and row["latest"]
    return said(
        {
            "unique_id": record.slug,
            "start_date": _start(row),
            "end_date": _parts(row["latest"]) if lasted else None,
            "display_date": None if plain else row["date_words"],
            "group": words.label(row["kind"]),
            "text": said({"headline": escape(row["title"]), "text": _text(record)}),
        }
    )


def _start(row: Row) -> Json:
    """The first day, or the month or year that all of its days are."""
    first = row["earliest"]
    if not first:
        return _parts(row["latest"])
    last = row["latest"] if row["date_kind"] == "uncertain" else ends(row)[0].last
    for whole in (first[:4], first[:7]):
        bounds = edtf.parse(whole)
        if (bounds.earliest, bounds.latest) == (first, last):
            return _parts(whole)
    return _parts(first)


def _parts(day: str) -> Json:
    return dict(zip(("year", "month", "day"), map(int, day.split("-")), strict=False))


def _text(record: Record) -> str:
    """Paragraphs of HTML, in which nothing of the chronology's own is markup."""
    brief = record.brief
    lines = [*brief.text.split("\n"), brief.place.words if brief.place else ""]
    by = f"According to {', '.join(record.originators)}" if record.originators else ""
    paragraphs = [escape(line) for line in (*lines, by, record.wary) if line] + [
        _source(source) for source in record.sources
    ]
    return "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)


def _source(source: Row) -> str:
    title = escape(source["title"])
    return f'<a href="{escape(source["url"])}">{title}</a>' if source["url"] else title
