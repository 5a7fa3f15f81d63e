"""The corrections in a folder: all of them, the newest first, on pages that a new one does not change."""

import os
from collections.abc import Callable, Iterator

import feedparser
import pytest

from tests.chronicle import BEGINNING, Chronicle, correct, report
from tests.pages.conftest import words
from tests.publish.conftest import BASE, Site, target
from timeline.pages.corrections import SIZE

COUNT = 2 * SIZE


@pytest.fixture(scope="module")
def chronicle(tmp_path_factory: pytest.TempPathFactory) -> Chronicle:
    """A fact that was corrected two pages full of times."""
    made = Chronicle(tmp_path_factory.mktemp("corrected"))
    made.add(*BEGINNING, report("attack", "one", "e-1", killed=0))
    made.add(*(correct("attack", "one", f"c-{number:03}", killed=number) for number in range(1, COUNT + 1)))
    return made


def read(site: Site) -> Iterator[tuple[str, list[str]]]:
    """Page by page from the newest, the events on each."""
    page = "corrections.html"
    while page:
        soup = site.page(page)
        yield page, [str(one["id"]) for one in soup.select("article.change")]
        older = soup.select_one("nav.pages [rel=next]")
        page = target(page, str(older["href"]))[0] if older else ""


def test_a_new_one_changes_the_newest_page(chronicle: Chronicle, make: Callable[..., Site]) -> None:
    """Two full pages become two and one of one; of the old pages the oldest is the file that it was."""
    site = make(chronicle.log.path)
    ids = [f"c-{number:03}" for number in range(COUNT, 0, -1)]
    assert list(read(site)) == [("corrections.html", ids[:SIZE]), ("corrections/1.html", ids[SIZE:])]
    chronicle.add(correct("attack", "one", "c-last", killed=0))
    make(chronicle.log.path, site.folder)
    assert [page for page, _ in read(site)] == ["corrections.html", "corrections/2.html", "corrections/1.html"]
    assert dict(read(site))["corrections.html"] == ["c-last"]
    assert dict(read(site))["corrections/2.html"] == ids[:SIZE]
    old = [site.folder / f"corrections/{number}.html" for number in (1, 2)]
    before = [page.stat() for page in old]
    chronicle.add(correct("attack", "one", "c-more", killed=1))
    make(chronicle.log.path, site.folder)
    assert all(os.path.samestat(page.stat(), was) for page, was in zip(old, before, strict=True))
    assert dict(read(site))["corrections.html"] == ["c-more", "c-last"]
    assert words(site.page("corrections/1.html"), "nav.pages a") == ["Newest", "Newer"]


def test_a_feed_leads_to_the_very_event(large_site: Site) -> None:
    """On the page of its fact, a retraction's too."""
    for entry in feedparser.parse((large_site.folder / "corrections.atom").read_bytes()).entries:
        page, anchor = target("index.html", entry.link.removeprefix(BASE))
        assert large_site.page(page).find(id=anchor), entry.link


def test_a_retraction_stands_there(large_site: Site) -> None:
    """With its reason and its notice, and leads to the fact, which leads nowhere else."""
    text = " ".join(words(large_site.page("corrections.html"), "article.verb-retracted"))
    assert "duplicate" in text
    assert "said twice" in text
    assert large_site.page("corrections.html").select("form, .verbs") == []
