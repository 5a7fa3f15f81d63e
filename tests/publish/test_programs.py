"""What programs read at the top of a folder, by the rules of each format: with whole addresses where they are known."""

import json
import re
from typing import Any

import feedparser
import jsonschema
import pytest
from ical.calendar_stream import IcsCalendarStream
from lxml import etree
from protego import Protego
from pyld import jsonld

from tests.feeds.test_atom import SCHEMA as ATOM
from tests.feeds.test_json_feed import SCHEMA as JSON_FEED
from tests.feeds.test_machines import SCHEMA as SITEMAP
from tests.pages.test_json_ld import faults, local
from tests.publish.conftest import BASE, Site, outward, target

WHOLE = {"timeline.json", "sitemap.xml", "sitemap-pages.xml", "sitemap-0.xml", "card.png"}


def text(site: Site, name: str) -> str:
    return (site.folder / name).read_bytes().decode()


def inside(site: Site, address: str) -> bool:
    """Whether an address is that of a file of the folder, seen from its top."""
    path = target("index.html", address.removeprefix(BASE))[0]
    return (site.folder / (path or "index.html")).is_file()


@pytest.fixture(params=["article_site", "addressed_site"])
def site(request: pytest.FixtureRequest) -> Site:
    found: Site = request.getfixturevalue(request.param)
    return found


def test_what_needs_an_address(article_site: Site, addressed_site: Site) -> None:
    """Is made where it is known, and nothing else differs in name but the cards of facts."""
    more = addressed_site.files().keys() - article_site.files().keys()
    assert {path for path in more if not path.startswith("fact/")} == WHOLE
    assert article_site.files().keys() < addressed_site.files().keys()


@pytest.mark.parametrize("name", ["timeline.atom", "corrections.atom"])
def test_atom(site: Site, name: str) -> None:
    """Valid by RFC 4287, and every address is a file here: a relative one is meant from the feed."""
    ATOM.assertValid(etree.fromstring(text(site, name).encode()))
    found = feedparser.parse(text(site, name))
    assert not found.bozo
    assert len(found.entries) == {"timeline": 45, "corrections": 2}[name.partition(".")[0]]
    root = etree.fromstring(text(site, name).encode())
    hrefs = [str(link.get("href")) for link in root.iter("{*}link")]
    assert all(inside(site, href) for href in hrefs)
    assert {outward(href) for href in hrefs} == {BASE in text(site, name)}


def test_json_feed(addressed_site: Site) -> None:
    """The same entries as the Atom feed."""
    found = json.loads(text(addressed_site, "timeline.json"))
    jsonschema.validate(found, JSON_FEED)
    assert found["feed_url"] == f"{BASE}timeline.json"
    atom = feedparser.parse(text(addressed_site, "timeline.atom"))
    assert [(item["id"], item["url"]) for item in found["items"]] == [(entry.id, entry.link) for entry in atom.entries]


def test_calendar(site: Site) -> None:
    """As another parser reads it; an event has an address only where there is a whole one."""
    events = IcsCalendarStream.calendar_from_ics(text(site, "timeline.ics")).events
    addresses = {str(event.url) for event in events}
    assert len(events) == 32
    assert addresses == {"None"} or all(address.startswith(BASE) and inside(site, address) for address in addresses)
    assert "?uncertain" not in text(site, "timeline.ics")


def test_sitemap(addressed_site: Site) -> None:
    """Valid, each page once under its canonical address, and those of subjects with the time of their last change."""
    index = etree.fromstring(text(addressed_site, "sitemap.xml").encode())
    SITEMAP.assertValid(index)
    found = []
    for part in index.iter("{*}loc"):
        root = etree.fromstring(text(addressed_site, str(part.text).removeprefix(BASE)).encode())
        SITEMAP.assertValid(root)
        found += [str(loc.text) for loc in root.iter("{*}loc")]
    pages = {path for path in addressed_site.files() if path.endswith(".html")} - {"404.html", "missing.html"}
    assert sorted(found) == sorted(BASE + re.sub(r"(^|/)index\.html$", r"\1", path) for path in pages)


def test_robots(site: Site) -> None:
    """Everybody may read everything; the sitemap is named where there is one."""
    read = Protego.parse(text(site, "robots.txt"))
    assert read.can_fetch(f"{BASE}fact/x.html", "any")
    assert list(read.sitemaps) == [f"{BASE}sitemap.xml"][: (site.folder / "sitemap.xml").is_file()]


def test_llms_txt(site: Site) -> None:
    """Every link is a file here, and nothing is promised that only a server does."""
    found = text(site, "llms.txt")
    links = re.findall(r"^- \[[^\]]+\]\(([^)]+)\): \S", found, re.M)
    assert len(links) > 20
    assert [link for link in links if not inside(site, link)] == []
    assert not any(word in found for word in ("?on=", "?q=", "_shape", "filters"))


def test_heads(addressed_site: Site) -> None:
    """Each page names its own address, feeds that are there, and a card that is there."""
    for path, soup in addressed_site.pages().items():
        if path in ("404.html",):
            continue
        own = BASE + re.sub(r"(^|/)index\.html$", r"\1", path)
        meta = {
            str(tag.get("property") or tag.get("name")): str(tag["content"]) for tag in soup.select("meta[content]")
        }
        assert (soup.select_one("link[rel=canonical]")["href"], meta["og:url"]) == (own, own)  # type: ignore[index]
        assert inside(addressed_site, meta["og:image"])
        assert meta["og:title"] in soup.select_one("title").text  # type: ignore[union-attr]
        assert len(soup.select("link[rel=alternate][title]")) == 4


def test_facts_have_cards_of_their_own(addressed_site: Site) -> None:
    """And say in words what is on them."""
    soup = addressed_site.page("fact/qatar-talks-2018-11.html")
    image = soup.select_one("[property='og:image']")["content"]  # type: ignore[index]
    assert image == f"{BASE}fact/qatar-talks-2018-11.png"
    words = soup.select_one("[property='og:image:alt']")["content"]  # type: ignore[index]
    assert words == "Taliban and US officials meet in Qatar. from 14 to 16 November 2018."


def test_json_ld(addressed_site: Site) -> None:
    """In the words of schema.org, and every address of ours leads to a file."""
    seen = set()
    for path, soup in addressed_site.pages().items():
        for script in soup.select("script[type='application/ld+json']"):
            found = json.loads(script.text)
            assert list(faults(found)) == [], path
            if (kind := (found["@type"], path.partition("/")[0])) not in seen:  # one of a sort: the algorithms are slow
                assert jsonld.expand(found, {"documentLoader": local})
            seen.add(kind)
            assert all(inside(addressed_site, url) for url in _ours(found)), path
    assert {kind for kind, _ in seen} == {"Dataset", "WebPage"}


def _ours(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [url for inner in value.values() for url in _ours(inner)]
    if isinstance(value, list):
        return [url for inner in value for url in _ours(inner)]
    return [value] if isinstance(value, str) and value.startswith(BASE) else []
