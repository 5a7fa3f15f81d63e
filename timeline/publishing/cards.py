"""What is shown where somebody links to a page: a card for the chronology, and one for each fact.

A fact's card shows that fact alone, so that another event changes no other card. Of a chronology with very many facts
only the first is made, unless all are asked for: a card takes some ten times as long as a page.
"""

from collections.abc import Mapping
from typing import Any

from timeline.many import many
from timeline.pages import days, words
from timeline.pages.ask import Ask, Row
from timeline.pages.page import Site
from timeline.publishing.drawing import INK, MARK, PALE, SIZE, SOFT, Drawing, Style
from timeline.publishing.showing import MOST, Which

_LEFT, _RIGHT = 60, SIZE[0] - 60
_BINS = 90
_FACT = "SELECT * FROM _facts WHERE id = :slug AND occurs"
_PLACE = "SELECT title FROM _facts WHERE id = :slug"
_COUNTED = """SELECT (SELECT count(*) FROM _facts WHERE occurs) AS facts,
  (SELECT count(*) FROM _facts WHERE kind = 'source') AS sources"""
_DAYS = """SELECT coalesce(earliest, latest) AS day, count(*) AS facts FROM _facts
WHERE occurs AND coalesce(earliest, latest) IS NOT NULL GROUP BY 1 ORDER BY 1"""


def for_each(ask: Ask, which: Which) -> bool:
    """Whether each fact has a card."""
    return which == "all" or (which == "auto" and ask.row(_COUNTED)["facts"] <= MOST)  # type: ignore[index]


def chronology(ask: Ask, site: Site) -> bytes:
    """The card of all of it: its title, what it is about, how much it holds, and when that was."""
    drawing, counted = Drawing(), ask.row(_COUNTED) or {}
    top = drawing.text(_LEFT, 55, site.title, Style(64, bold=True, lines=2))
    about = str(site.opened.get("description") or "")
    drawing.text(_LEFT, top + 12, about, Style(30, shade=SOFT, lines=4))
    _histogram(drawing, ask.rows(_DAYS))
    numbers = f"{many(counted['facts'], 'fact')} from {many(counted['sources'], 'source')}"
    drawing.text(_LEFT, 570, numbers, Style(28, shade=SOFT))
    return drawing.png()


def fact(ask: Ask, site: Site, slug: str) -> tuple[bytes, str] | None:
    """The card of a fact that stands, and what is to be seen on it; None for any other."""
    row = ask.row(_FACT, slug=slug)
    if not row:
        return None
    drawing = Drawing()
    drawing.text(_LEFT, 45, words.label(row["kind"]).upper(), Style(26, shade=SOFT))
    top = drawing.text(_LEFT, 90, row["title"], Style(54, bold=True, lines=4))
    when = row["date_words"] or "date unknown"
    where = ask.value(_PLACE, slug=row["place"]) if row["place"] else ""
    top = drawing.text(_LEFT, top + 12, when, Style(36))
    drawing.text(_LEFT, top + 4, str(where or ""), Style(32, shade=SOFT))
    _strip(drawing, row, site)
    drawing.text(_LEFT, 570, site.title, Style(28, shade=SOFT))
    return drawing.png(), f"{row['title']}. {when}."


def about(site: Site) -> str:
    """What is to be seen on the card of the chronology."""
    return f"{site.title}: its facts over time."


def _histogram(drawing: Drawing, rows: list[Row]) -> None:
    """How many facts began when."""
    if not rows:
        return
    first, last = days.number(rows[0]["day"]), days.number(rows[-1]["day"])
    step, bins = (last - first + 1) / _BINS, [0] * _BINS
    for row in rows:
        bins[min(_BINS - 1, int((days.number(row["day"]) - first) / step))] += row["facts"]
    width = (_RIGHT - _LEFT) / _BINS
    for place, facts in enumerate(bins):
        if facts:
            left, top = _LEFT + place * width, 515 - max(4, 110 * facts / max(bins))
            drawing.bar(left + 1, top, left + width - 1, 515, MARK)
    drawing.bar(_LEFT, 515, _RIGHT, 517, INK)
    drawing.text(_LEFT, 522, words.day(rows[0]["day"]), Style(24, shade=SOFT))
    drawing.text(_RIGHT, 522, words.day(rows[-1]["day"]), Style(24, shade=SOFT, ends=True))


def _strip(drawing: Drawing, row: Mapping[str, Any], site: Site) -> None:
    """The years of the fact, and its days in them: dark where it is sure to have been, pale where it can have been."""
    model = site.kinds.models.get(row["kind"])
    reach = days.reach(row, period=bool(model and model.period))
    ends = [end for end in (row["earliest"], row["latest"]) if end]
    if not reach or not ends:
        return
    first, last = days.number(f"{ends[0][:4]}-01-01"), days.number(f"{ends[-1][:4]}-12-31")
    scale = (_RIGHT - _LEFT) / (last - first + 1)

    def bar(start: int | None, end: int | None, shade: int) -> None:
        left, right = (start if start is not None else first), (end if end is not None else last)
        middle = _LEFT + ((left + right + 1) / 2 - first) * scale
        half = max(5.0, (right - left + 1) * scale / 2)
        drawing.bar(max(_LEFT, middle - half), 470, min(_RIGHT, middle + half), 500, shade)

    bar(reach.first, reach.last, PALE)
    if reach.firm and not reach.hedged:
        known = [end for end in (reach.firm_first, reach.firm_last) if end is not None]
        bar(known[0], None if reach.lasts else known[-1], MARK)
    _years(drawing, sorted({int(ends[0][:4]), int(ends[-1][:4])}), first, scale)


def _years(drawing: Drawing, years: list[int], first: int, scale: float) -> None:
    """The first and the last year below the strip; of a single one also its months."""
    drawing.bar(_LEFT, 505, _RIGHT, 507, INK)
    for year, place, at_end in zip(years, (_LEFT, _RIGHT), (False, True), strict=False):
        drawing.text(place, 512, str(year), Style(24, shade=SOFT, ends=at_end))
    if len(years) == 1:
        for month in range(1, 12):
            left = _LEFT + (days.number(f"{years[0]:04}-{month + 1:02}-01") - first) * scale
            drawing.bar(left, 505, left + 2, 513, INK)
