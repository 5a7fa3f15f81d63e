"""The corrections in pages that stay as they are: the oldest fifty on one, the next fifty on another, the newest first.

A new correction changes the page of the newest alone, and that goes to an address of its own when it is full.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from timeline.pages.ask import Ask
from timeline.pages.corrections import SIZE, corrections
from timeline.pages.page import Page, Site

_FULL = """SELECT time || ',' || event AS place FROM (
  SELECT time, event, row_number() OVER (ORDER BY time, event) AS number, count(*) OVER () AS total
  FROM (SELECT DISTINCT time, event FROM _corrections))
WHERE number % :size = 0 AND number < total ORDER BY number"""
_BEGINNING = ","


class Pages:
    """All of them: where each begins, and where it lies."""

    def __init__(self, ask: Ask) -> None:
        self.places = [_BEGINNING, *(row["place"] for row in ask.rows(_FULL, size=SIZE))]

    def at(self, number: int) -> str:
        """Where a page lies, without `.html`; the first is that of the oldest."""
        return "corrections" if number == len(self.places) else f"corrections/{number}"

    def __iter__(self) -> "Iterator[Part]":
        return (Part(self, number) for number in range(1, len(self.places) + 1))


class Part:
    """One of the pages."""

    def __init__(self, pages: Pages, number: int) -> None:
        self.at, self._pages, self._number = pages.at(number), pages, number

    def page(self, ask: Ask, site: Site, given: Mapping[str, str]) -> Page:
        """As the server's, with links to the pages beside it."""
        made = corrections(ask, site, {"before": self._pages.places[self._number - 1]})
        beside = {"newer": self._href(site, self._number + 1), "older": self._href(site, self._number - 1)}
        return replace(made, shown={**made.shown, **beside, "newest": site.links.page("corrections")})

    def _href(self, site: Site, number: int) -> str:
        there = 1 <= number <= len(self._pages.places)
        return site.links.to(f"{self._pages.at(number)}.html") if there else ""
