"""Where the pages lie in the folder; every link is relative, so that the folder works wherever it is put.

A long list goes on in a folder beside its page: `actor/taliban.html`, then `actor/taliban/2.html`.
"""

import re
from collections.abc import Callable, Collection
from typing import NamedTuple

from timeline import vendor
from timeline.pages.links import Links
from timeline.pages.question import END

PAGES = {"timeline": "index"} | {
    name: name for name in ("figures", "corrections", "actors", "places", "sources", "search", "about", "verify")
}
PAGES |= {"sql": "sql/index"} if vendor.is_here() else {}
"""The pages that stand in the menu, and their files."""

FEEDS = ("timeline.atom", "corrections.atom", "timeline.ics")
"""What can be followed wherever the folder lies: Atom takes relative addresses, a calendar does without."""

ABSOLUTE = ("timeline.json", "sitemap.xml")
"""What needs to know where the folder will lie."""


class Layout(NamedTuple):
    """What the links of all pages go by.

    `kind_of` says of which kind a subject is that no longer stands, `days` have a page, `base` is the address that the
    folder will have, which ends in a slash; empty where nobody said.
    """

    kind_of: Callable[[str], str | None] = lambda _: None
    days: Collection[str] = ()
    base: str = ""

    def address(self, path: str) -> str:
        """Where a file of the folder will be; a page that a host shows for its folder is named by that."""
        return self.base and self.base + re.sub(r"(^|/)index\.html$", r"\1", path)


class StaticLinks(Links):
    """The links of one page: `at` is its path in the folder, without `.html`; it is page `number` of a list,
    whose `last` page is known where one leads there. `following` is what the next page has to be asked.
    """

    def __init__(self, at: str, layout: Layout, number: int = 1, last: int = 1) -> None:
        super().__init__("../" * at.count("/"), "timeline")
        self.at, self.layout, self.number, self.last = at, layout, number, last
        self.following: str | None = None

    def has(self, name: str) -> bool:
        """Whether there is a page of this name, or a feed."""
        return name in PAGES or name in FEEDS or bool(name in ABSOLUTE and self.layout.base)

    def page(self, name: str, **asked: str | int | None) -> str:
        """Raises LookupError where the page of a server has no counterpart here."""
        given = {key.rstrip("_"): str(value) for key, value in asked.items() if value not in (None, "")}
        if "." in name and not given:
            return self.to(name)
        if name == "figures":
            return self._listed("/".join(filter(None, ("figures", given.pop("measure", "")))), given)
        if name not in PAGES or set(given) - {"after", "before"}:
            raise LookupError(f"a published folder has no page {name} {given or ''}")
        return self._listed(PAGES[name], given)

    def to(self, file: str) -> str:
        """Any file of the folder."""
        return f"{self.base}{file}"

    def fact(self, slug: str) -> str:
        return f"{self.base}fact/{slug}.html"

    def actor(self, slug: str) -> str:
        return f"{self.base}actor/{slug}.html"

    def place(self, slug: str) -> str:
        return f"{self.base}place/{slug}.html"

    def source(self, slug: str) -> str:
        return f"{self.base}source/{slug}.html"

    def day(self, iso: str) -> str:
        return f"{self.base}day/{iso}.html" if iso in self.layout.days else ""

    def subject(self, slug: str) -> str:
        kind = self.layout.kind_of(slug)
        return self.of(kind, slug) if kind else f"{self.base}missing.html"

    def everything(self, kind: str, slug: str) -> str:
        return f"{self.base}{kind}/{slug}/all.html"

    def beyond(self, page: str, **asked: str) -> str:
        return self._listed(page.removesuffix(".html").removeprefix(self.base), dict(asked))

    def static(self, file: str) -> str:
        return f"{self.base}static/{file}"

    def table(self, name: str, **asked: str) -> str:
        return f"{self.base}data/{name}.csv"

    def home(self) -> str:
        return f"{self.base}data/index.html"

    def _listed(self, page: str, given: dict[str, str]) -> str:
        """A page of a list: the first one, or the one before or behind this one."""
        number = 1
        if "after" in given:
            self.following, number = given["after"], self.number + 1
        elif "before" in given:
            number = self.last if given["before"] == END else self.number - 1
        return self.to(file_of(page, max(1, number)))


def file_of(page: str, number: int) -> str:
    """The file of a page of a list."""
    return f"{page}.html" if number == 1 else f"{page}/{number}.html"
