"""What machines look for at the top of a site: robots.txt, the sitemap, llms.txt."""

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from urllib.robotparser import RobotFileParser

import pytest
from lxml import etree
from protego import Protego
from usp.tree import sitemap_from_str

from tests.chronicle import Chronicle, event, report
from tests.feeds.conftest import fetched
from tests.pages.conftest import Pages
from timeline.feeds import sitemap
from timeline.pages.ask import asking
from timeline.pages.machines import part, parts

TEXT = "text/plain; charset=utf-8"
SCHEMA = etree.XMLSchema(file=str(Path(__file__).with_name("sitemap.xsd")))
HERE = "http://localhost/"


async def addresses(site: Pages, path: str) -> list[str]:
    """What a valid sitemap lists."""
    text = await fetched(site, path, sitemap.CONTENT_TYPE)
    root = etree.fromstring(text.encode())
    SCHEMA.assertValid(root)
    return [str(loc.text) for loc in root.iter("{*}loc")]


@pytest.mark.asyncio
async def test_the_sitemap_has_every_page(article: Pages) -> None:
    """The index leads to the parts, and those to pages that are there, all that stands among them."""
    parts = await addresses(article, "/sitemap.xml")
    assert parts == [f"{HERE}-/sitemap-pages.xml", f"{HERE}-/sitemap-0.xml"]
    found = [place for part in parts for place in await addresses(article, part.removeprefix(HERE[:-1]))]
    assert len(found) == len(set(found)) == 8 + 45 + 27 + 6 + 2
    for place in found:
        assert (await article.datasette.client.get(place.removeprefix(HERE[:-1]))).status_code == 200


@pytest.mark.asyncio
async def test_a_crawler_reads_it(told: Chronicle, pages: Callable[..., Pages]) -> None:
    """With the day of the last change; what was retracted keeps its page, but is not recommended."""
    told.add(report("attack", "one", "e-1"), report("attack", "two", "e-2"))
    told.add(event("attack.retracted", "two", "e-3", reason="legal"))
    told.project()
    text = await fetched(pages(told.db), "/-/sitemap-0.xml", sitemap.CONTENT_TYPE)
    found = {page.url.removeprefix(HERE): str(page.last_modified) for page in sitemap_from_str(text).all_pages()}
    assert found["-/fact/one"] == "2026-11-23 10:00:07+00:00"
    assert sorted(found)[:3] == ["-/actor/qatar", "-/actor/taliban", "-/fact/one"]


@pytest.mark.asyncio
async def test_parts(told: Chronicle, pages: Callable[..., Pages]) -> None:
    """Each of so many lines of the log; one of which nothing stands is left out, and is no page."""
    told.add(*(report("attack", f"a-{n}", f"e-{n}") for n in range(6)))
    told.add(*(event("attack.retracted", f"a-{n}", f"r-{n}", reason="legal") for n in range(4)))
    told.project()
    with closing(sqlite3.connect(told.db)) as db, asking(db) as ask:
        assert parts(ask, most=4) == [0, 1, 3]
        listed = [[row["id"] for row in part(ask, number, most=4)] for number in (0, 2, 3)]
    assert listed == [["paper", "agency"], [], ["a-4", "a-5"]]
    await pages(told.db).read("sitemap-1.xml", status=404)
    await pages(told.db).read("sitemap-999999999.xml", status=404)


@pytest.mark.asyncio
@pytest.mark.parametrize("noindex", [False, True])
async def test_robots(pages: Callable[..., Pages], article_db: Path, noindex: bool) -> None:
    """Everybody may read everything, or nobody should."""
    site = pages(article_db, **({"noindex": True} if noindex else {}))
    text = await fetched(site, "/robots.txt", TEXT)
    one, other = RobotFileParser(), Protego.parse(text)
    one.parse(text.splitlines())
    told = (one.can_fetch("any", f"{HERE}-/timeline"), other.can_fetch(f"{HERE}-/timeline", "any"))
    assert told == (not noindex, not noindex)
    assert list(other.sitemaps) == ([] if noindex else [f"{HERE}sitemap.xml"])
    soup = await site.read("timeline")
    assert bool(soup.select('meta[name="robots"][content="noindex"]')) == noindex


@pytest.mark.asyncio
async def test_llms_txt(article: Pages) -> None:
    """Title, summary and lists of links as llmstxt.org wants them; every link leads somewhere."""
    text = await fetched(article, "/llms.txt", TEXT)
    lines = text.splitlines()
    assert lines[0] == "# Afghan peace talks, autumn 2018"
    assert re.findall(r"^## (.+)$", text, re.M) == ["Pages", "Feeds", "Data", "How to cite"]
    links = re.findall(r"^- \[[^\]]+\]\(http://localhost([^)]+)\): \S", text, re.M)
    assert {"/-/timeline", "/-/corrections.atom", "/timeline/corrections", "/timeline/attacks"} <= set(links)
    for link in links:
        assert (await article.datasette.client.get(link)).status_code == 200


@pytest.mark.asyncio
async def test_pages_name_the_feeds(article: Pages) -> None:
    """In their heads, with addresses that answer as the type says."""
    soup = await article.read("timeline")
    for link in soup.select('link[rel="alternate"]'):
        response = await article.datasette.client.get(link["href"])
        assert response.headers["content-type"].partition(";")[0] == link["type"]
