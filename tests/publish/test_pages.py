"""What stands on the pages of a folder: everything, in pages of a bounded size, and of retractions the notice."""

import json

from tests.publish.conftest import FACTS, Site
from timeline.publishing.stretches import MOST


def words(site: Site, page: str, selector: str) -> list[str]:
    return [" ".join(found.get_text(" ").split()) for found in site.page(page).select(selector)]


def test_every_fact_stands_in_the_timeline_once(large_site: Site) -> None:
    """On pages that lead from one to the next, from the first to the last, none with more than so many."""
    page, seen = "timeline/2018-01.html", []
    while page:
        soup = large_site.page(page)
        entries = [str(found["id"]) for found in soup.select("article.entry")]
        assert 0 < len(entries) <= MOST
        seen += entries
        following = soup.select_one("nav.pages [rel=next]")
        page = f"timeline/{_resolved(page, str(following['href']))}" if following else ""
    assert len(seen) == len(set(seen)) == FACTS + 2
    assert seen[-2:] == ["total", "undated"]


def _resolved(page: str, href: str) -> str:
    return href.rpartition("timeline/")[2] if "timeline/" in href else href


def test_a_full_year_keeps_its_address(large_site: Site) -> None:
    """It lists its months."""
    assert words(large_site, "timeline/2018.html", ".register li")[0] == f"January 2018 {MOST + 60} facts"


def test_all_that_names_an_actor(large_site: Site) -> None:
    """Its page has room for some; all are on pages of their own, in order, each once."""
    assert words(large_site, "actor/taliban.html", "#taken ~ p a") == ["All of it, in the timeline"]
    pages = [path for path in large_site.files() if path.startswith("actor/taliban/all")]
    assert sum(len(large_site.page(path).select(".lines > li")) for path in pages) == FACTS


def test_a_retraction_is_its_notice(large_site: Site) -> None:
    """When, why, what says the same; its title, and nothing else that it said."""
    page = "fact/gone.html"
    assert "duplicate. It no longer stands. said twice It said the same as undated ." in words(
        large_site, page, ".retracted"
    )[0].replace("  ", " ")
    assert words(large_site, page, ".struck .field") == ["title gone"]
    assert json.loads((large_site.folder / "fact/gone.json").read_bytes())["status"] == "retracted"


def test_what_was_retracted_elsewhere_is_found(large_site: Site) -> None:
    """An actor that no longer stands has the page of an actor."""
    assert words(large_site, "actor/ghost.html", "h1") == ["A ghost"]
    assert not (large_site.folder / "fact/ghost.html").exists()


def test_the_front_page(article_site: Site) -> None:
    """What it is about, and where to begin."""
    assert words(article_site, "index.html", "h1") == ["Afghan peace talks, autumn 2018"]
    assert article_site.page("index.html").select_one(".register a")["href"] == "timeline/2001.html"  # type: ignore[index]
