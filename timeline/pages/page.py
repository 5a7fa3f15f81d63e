"""A page: a template with what it shows; and what all pages of a chronology share."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from timeline.fact import Json
from timeline.pages import words
from timeline.pages.ask import Ask
from timeline.pages.links import Links
from timeline.registry import Kinds


@dataclass(frozen=True)
class Site:
    """What every page knows: the chronology's own words, its kinds, where the pages are, and what is amiss.

    `texts` are the texts of sources at hand, by SHA-256; `notice` says why the pages are behind the log;
    `seq` is how far they show it where they may change while somebody reads; `noindex` keeps search engines away.
    `live` says that a server answers what is asked of a page; files cannot. `origin` is where the links begin: a host,
    or the whole address of a page that is a file; empty where nobody said where the files will be.
    `image` is what is shown where somebody links to the page: its address, and what is to be seen on it.
    `signed` says that a page verifies the log.
    """

    opened: Mapping[str, Any]
    kinds: Kinds
    links: Links
    origin: str = ""
    notice: str = ""
    seq: int | None = None
    public: bool = False
    noindex: bool = False
    live: bool = True
    image: tuple[str, str] | None = None
    signed: bool = False
    texts: Callable[[str], str | None] = field(default=lambda _: None)

    @property
    def title(self) -> str:
        return str(self.opened.get("title", "Timeline"))

    def absolute(self, href: str) -> str:
        """An address of ours for those who are elsewhere; as it is where nobody knows where we will be."""
        return urljoin(self.origin, href)

    @property
    def language(self) -> str:
        return str(self.opened.get("language") or "en")


@dataclass(frozen=True)
class Page:
    """What to show with which template; `json_ld` goes into the head for machines, `about` says in short what it is."""

    template: str
    title: str
    shown: Json
    json_ld: Json | None = None
    about: str = ""
    status: int = 200


@dataclass(frozen=True)
class Document:
    """What programs read: its text as it is sent; `changed` is the time of the last event that it tells of."""

    body: str
    content_type: str
    changed: str = ""


class Missing(LookupError):
    """There is no such page; the argument says what was looked for."""


class Redirect(LookupError):
    """The page is elsewhere; the argument says where."""


def opened(ask: Ask) -> Json:
    """The chronology's own words about itself: the data of its first event."""

    return dict(json.loads(ask.value("SELECT data FROM events WHERE verb = 'opened' ORDER BY seq LIMIT 1") or "{}"))


def render(page: Page, site: Site) -> str:
    """The HTML of a page."""
    template = _environment().get_template(page.template)
    return template.render(page.shown, page=page, site=site, links=site.links)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update({name: getattr(words, name) for name in words.FILTERS})
    return environment
