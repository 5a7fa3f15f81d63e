"""All pages of a chronology, each with its path in the folder; the functions and templates are those of the server."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, partial
from itertools import pairwise
from typing import Any, NamedTuple

from timeline import jsonline
from timeline.pages import happened
from timeline.pages.about import about
from timeline.pages.actor import actor
from timeline.pages.ask import Ask
from timeline.pages.day import day
from timeline.pages.fact import fact, fact_json
from timeline.pages.figures import figures, measures_of
from timeline.pages.page import Page, Site, render
from timeline.pages.place import place
from timeline.pages.registers import actors, places, sources
from timeline.pages.source import source
from timeline.publishing import cards as drawn
from timeline.publishing import corrected, overview, stretches
from timeline.publishing.everything import everything
from timeline.publishing.links import Layout, StaticLinks, file_of
from timeline.publishing.lost import lost
from timeline.publishing.showing import Which

SIZE = 250
"""Facts on a page of a list that goes on."""

CARD = "card.png"
"""The picture of the whole chronology."""

_KIND = "SELECT kind FROM events WHERE subject = :slug AND verb NOT IN ('opened', 'redacted') ORDER BY seq LIMIT 1"
_SUBJECTS = """SELECT subject AS slug, kind FROM events WHERE verb NOT IN ('opened', 'redacted') AND subject > :after
GROUP BY subject HAVING seq = min(seq) ORDER BY subject LIMIT 1000"""
_OF_MEASURE = "SELECT count(*) FROM figures WHERE :measure IN ('', measure)"
_REGISTERS: Mapping[str, Callable[..., Page]] = {"actors": actors, "places": places, "sources": sources}
_REGISTERED: Mapping[str, Callable[..., Page]] = {"actor": actor, "place": place, "source": source}


class File(NamedTuple):
    """A file of the folder."""

    path: str
    content: bytes


Unit = Callable[[], Iterator[File]]
Image = tuple[str, str]
"""The address of a card, and what is to be seen on it."""


@dataclass(frozen=True)
class Renderer:
    """Makes the pages of one state of the tables; `site` has what is the same on all of them.

    Its `origin` is the address that the folder will have; without one there are no cards, for nobody could name them.
    """

    ask: Ask
    site: Site
    cards: Which = "none"

    @cached_property
    def layout(self) -> Layout:
        """What the links go by."""
        return Layout(self._kind, happened.every_day(self.ask, self.site), self.site.origin)

    @cached_property
    def image(self) -> Image | None:
        """The card of the chronology: its address, and what is on it."""
        return (
            (self.layout.address(CARD), drawn.about(self.site)) if self.cards != "none" and self.layout.base else None
        )

    @cached_property
    def card_each(self) -> bool:
        """Whether each fact has a card."""
        return bool(self.image) and drawn.for_each(self.ask, self.cards)

    def at(self, links: StaticLinks, image: Image | None = None) -> Site:
        """What a page with these links knows; its picture is that of the chronology unless it has its own."""
        address = self.layout.address(f"{links.at}.html")
        return replace(self.site, links=links, origin=address, image=image or self.image)

    def units(self) -> Iterator[Unit]:
        """All pages, in pieces of which each makes some files."""
        yield from self.shared()
        after = ""
        while rows := self.ask.rows(_SUBJECTS, after=after):
            yield from (partial(self.subject, row["slug"], row["kind"]) for row in rows)
            after = rows[-1]["slug"]

    def subject(self, slug: str, kind: str) -> Iterator[File]:
        """The pages of one subject."""
        if kind not in _REGISTERED:
            yield from self._fact(slug)
            story = fact_json(self.ask, self.site, {"slug": slug})
            yield File(f"fact/{slug}.json", jsonline.write(story) + b"\n")
            return
        at = f"{kind}/{slug}"
        first, *others = self._list(at, _REGISTERED[kind], slug=slug)
        yield from (file for file, _ in (first, *others))
        if first[1].shown.get("more"):
            yield from self._files(f"{at}/all", everything, slug=slug, kind=kind)

    def _fact(self, slug: str) -> Iterator[File]:
        """Its page, and its card."""
        image = None
        if self.card_each and (card := drawn.fact(self.ask, self.site, slug)):
            path = f"fact/{slug}.png"
            yield File(path, card[0])
            image = (self.layout.address(path), card[1])
        yield self._made(fact, StaticLinks(f"fact/{slug}", self.layout), {"slug": slug}, image)[0]

    def shared(self) -> Iterator[Unit]:
        """The pages that are about many subjects."""
        years = stretches.years(self.ask)
        yield partial(self._page, "index", overview.front(years))
        yield partial(self._page, "missing", overview.missing)
        yield partial(self._page, "about", about)
        yield partial(self._page, "404", lost)
        if self.image:
            yield lambda: iter([File(CARD, drawn.chronology(self.ask, self.site))])
        yield from self._timeline(years)
        yield from (partial(self._files, f"day/{iso}", day, day=iso) for iso in sorted(self.layout.days))
        yield from (partial(self._page, part.at, part.page) for part in corrected.Pages(self.ask))
        yield from (partial(self._files, name, page) for name, page in _REGISTERS.items())
        yield from (partial(self._measure, measure) for measure in ("", *measures_of(self.site)))

    def _measure(self, measure: str) -> Iterator[File]:
        facts = self.ask.value(_OF_MEASURE, measure=measure)
        at = "/".join(filter(None, ("figures", measure)))
        return self._files(at, figures, last=max(1, -(-facts // SIZE)), measure=measure)

    def _timeline(self, years: list[stretches.Year]) -> Iterator[Unit]:
        for year in years:
            if year.months:
                yield partial(self._page, stretches.place(year.period), overview.months(year))
        every = [stretch for year in years for stretch in year.pages]
        for before, this, after in _beside(every):
            page = overview.stretch(this, before, after, (every[0], every[-1]))
            yield partial(self._page, this.file.removesuffix(".html"), page)

    def _page(self, at: str, page: Callable[..., Page], **given: str) -> Iterator[File]:
        yield self._made(page, StaticLinks(at, self.layout), given)[0]

    def _files(self, at: str, page: Callable[..., Page], last: int = 1, **given: str) -> Iterator[File]:
        return (file for file, _ in self._list(at, page, last, **given))

    def _list(self, at: str, page: Callable[..., Page], last: int = 1, **given: str) -> Iterator[tuple[File, Page]]:
        """A page, and all pages on which its list goes on."""
        given, number = {**given, "size": str(SIZE)}, 1
        while True:
            links = StaticLinks(file_of(at, number).removesuffix(".html"), self.layout, number, last)
            yield self._made(page, links, given)
            if links.following is None:
                return
            given, number = {**given, "after": links.following}, number + 1

    def _made(
        self, page: Callable[..., Page], links: StaticLinks, given: Mapping[str, Any], image: Image | None = None
    ) -> tuple[File, Page]:
        site = self.at(links, image)
        shown = page(self.ask, site, given)
        return File(f"{links.at}.html", render(shown, site).encode()), shown

    def _kind(self, slug: str) -> str | None:
        found: str | None = self.ask.value(_KIND, slug=slug)
        return found


def _beside(
    every: list[stretches.Stretch],
) -> Iterator[tuple[stretches.Stretch | None, stretches.Stretch, stretches.Stretch | None]]:
    """Each with the one before and the one behind it."""
    padded = [None, *every, None]
    for (before, this), (_, after) in pairwise(pairwise(padded)):
        assert this
        yield before, this, after
