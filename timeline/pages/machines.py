"""For machines that come by: what this site is (llms.txt), what they may read (robots.txt), and where all of it is."""

from collections.abc import Iterator, Mapping

from timeline.feeds import sitemap as maps
from timeline.pages.ask import Ask, Row
from timeline.pages.page import Document, Missing, Site
from timeline.schema import Table
from timeline.tables import tables
from timeline.views import VIEWS, View

_TEXT = "text/plain; charset=utf-8"

_PAGES = {
    "timeline": "what happened, in order",
    "figures": "casualties and incidents over time; what overlaps is never added up",
    "corrections": "every update, correction and retraction, with the reason",
    "actors": "who takes part",
    "places": "where it happens",
    "sources": "the documents that all of it rests on",
    "about": "how it is made and corrected, in numbers",
    "search": "full text",
    "sql": "SQL on a copy of the database, in the browser",
}
_FEEDS = {
    "timeline.atom": "Atom, the facts that changed last",
    "timeline.json": "JSON Feed, the same",
    "timeline.ics": "iCalendar",
    "corrections.atom": "Atom, the changes",
}
_FILES = {
    "events.jsonl": "the log that all else is made from, an event a line (CloudEvents 1.0)",
    "timeline.db": "all tables and views, for SQLite",
    "datapackage.json": "what the tables and columns are (Data Package)",
}


def robots_txt(ask: Ask, site: Site, given: Mapping[str, str]) -> Document:
    """Everybody may read everything, unless the site is set to `noindex`."""
    if site.noindex:
        return Document("User-agent: *\nDisallow: /\n", _TEXT)
    everything = "User-agent: *\nAllow: /\n"
    if not site.links.has("sitemap.xml"):
        return Document(everything, _TEXT)
    return Document(f"{everything}\nSitemap: {site.absolute(f'{site.links.base}sitemap.xml')}\n", _TEXT)


def sitemap_xml(ask: Ask, site: Site, given: Mapping[str, str]) -> Document:
    """The index: the pages of the site, and parts that each tell of so many lines of the log."""
    names = ["sitemap-pages.xml", *(f"sitemap-{number}.xml" for number in parts(ask))]
    return Document(maps.sitemap_index(site.absolute(site.links.page(name)) for name in names), maps.CONTENT_TYPE)


def sitemap_part(ask: Ask, site: Site, given: Mapping[str, str]) -> Document:
    """One part: the standing facts, actors, places and sources that those lines opened."""
    if given["part"] == "pages":
        pages = [(site.absolute(site.links.page(name)), None) for name in _PAGES if site.links.has(name)]
        return Document(maps.sitemap(pages), maps.CONTENT_TYPE)
    rows = part(ask, int(given["part"]))
    if not rows:
        raise Missing("The sitemap has no such part.")
    found = ((site.absolute(site.links.of(row["kind"], row["id"])), row["changed_at"]) for row in rows)
    return Document(maps.sitemap(found), maps.CONTENT_TYPE)


def parts(ask: Ask, most: int = maps.MOST) -> list[int]:
    """The stretches of `most` lines of the log that opened something that stands."""
    last = ask.value("SELECT max(seq) FROM _facts") or 0
    select = "SELECT 1 FROM _facts WHERE seq BETWEEN :first AND :last LIMIT 1"
    return [number for number in range(last // most + 1) if ask.value(select, **_range(number, most))]


def part(ask: Ask, number: int, most: int = maps.MOST) -> list[Row]:
    """What stands of what one of them opened."""
    select = "SELECT id, kind, changed_at FROM _facts WHERE seq BETWEEN :first AND :last ORDER BY seq"
    return ask.rows(select, **_range(number, most))


def _range(number: int, most: int) -> dict[str, int]:
    return {"first": number * most, "last": (number + 1) * most - 1}


def llms_txt(ask: Ask, site: Site, given: Mapping[str, str]) -> Document:
    """After https://llmstxt.org: what the site is, its pages, its data, and how to cite it."""
    return Document("\n".join(_lines(site)) + "\n", _TEXT)


def _lines(site: Site) -> Iterator[str]:
    about = " ".join(str(site.opened.get("description") or "").split())
    yield f"# {site.title}"
    yield f"\n> {about or 'A chronology.'}"
    yield "\nA chronology from an append-only log of events. Every fact names its source and who says it through whom;"
    yield "dates are in EDTF (ISO 8601-2) and say how exact they are; what was corrected or retracted stays readable."
    yield "Three times are kept apart: when it happened, when it was published, and when it was recorded here."
    yield "\n## Pages\n"
    yield from _named(site, _PAGES)
    if site.live:
        yield "\nThe timeline filters by `kind`, `actor`, `place`, `source`, `tag`, `q` (words), `from` and `to`."
    yield "\n## Feeds\n"
    yield from _named(site, _FEEDS)
    yield "\n## Data\n"
    yield from _data(site)
    yield from _tables(site)
    yield "\n## How to cite\n"
    yield from _citing(site)


def _named(site: Site, names: Mapping[str, str]) -> Iterator[str]:
    there = ((name, words) for name, words in names.items() if site.links.has(name))
    return (_link(name, site.absolute(site.links.page(name)), words) for name, words in there)


def _data(site: Site) -> Iterator[str]:
    if site.live:
        yield "Add `.json?_shape=array` or `.csv` to the address of a table. `.json` behind a fact's page: its events."
        yield ""
        return
    yield f"A fact and its events: {site.absolute(site.links.to('fact/SLUG.json'))}. A table below ends in `.csv` for"
    yield "spreadsheets, in `.raw.csv` with every value to the letter, in `.json`, or in `.jsonl`.\n"
    for name, words in _FILES.items():
        yield _link(name, site.absolute(site.links.to(f"data/{name}")), words)


def _tables(site: Site) -> Iterator[str]:
    described: list[View | Table] = [*VIEWS, *tables(site.kinds)]
    shown = (made for made in described if not made.name.startswith("_"))
    return (_link(made.name, site.absolute(site.links.table(made.name)), made.description) for made in shown)


def _citing(site: Site) -> Iterator[str]:
    fact = site.absolute(site.links.fact("SLUG"))
    if site.live:
        yield f"- A fact: {fact}?on=DAY is what it said at the end of that day, for ever."
    yield "- Each fact's page has a citation with its revision and event. Cite the source it names, not only this site."
    if site.opened.get("licence"):
        yield f"- Licence: {site.opened['licence']}"


def _link(name: str, href: str, words: str) -> str:
    return f"- [{name}]({href}): {words}"
