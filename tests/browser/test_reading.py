"""Reading in Chromium: what a person does, at a desk and on a phone, by mouse and by keyboard, in light and dark."""

import re
from pathlib import Path

import pytest

from tests.browser.conftest import Open, Serve
from tests.browser.readable import assert_readable

PAGES = ["timeline", "timeline?actor=taliban&from=2018-11", "fact/qatar-talks-2018-11"]
PAGES += ["search?q=taliban", "timeline?known=2026-11-22", "timeline?published=2018-11-01", "figures", "corrections"]
PAGES += [
    "actors",
    "places",
    "sources",
    "actor/taliban",
    "place/doha",
    "place/afghanistan",
    "source/article-2018-11-19",
]


@pytest.fixture(scope="module")
def article(serve: Serve, article_db: Path) -> str:
    """The address of the article's chronology."""
    return serve(article_db)


@pytest.mark.parametrize("name", PAGES)
def test_everybody_can_read_it(article: str, open_page: Open, name: str) -> None:
    """On every screen."""
    assert_readable(open_page(f"{article}/-/{name}"))


def test_filter_with_the_keyboard(article: str, open_page: Open) -> None:
    """Open the form, type a word, press Enter, and follow the first fact."""
    page = open_page(f"{article}/-/timeline")
    page.get_by_text("Filter and search").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Words").focus()
    page.keyboard.type("election")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=election**")
    page.locator(".entry-title a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/-/fact/**")
    assert "election" in page.locator("main").inner_text()


@pytest.mark.parametrize("width", [1280, 390])
def test_choose_a_day(article: str, open_page: Open, width: int) -> None:
    """The timeline as it was recorded then, what is new since, a fact as it was, and back to what stands."""
    page = open_page(f"{article}/-/timeline", width)
    page.get_by_text("Filter and search").click()
    page.get_by_label("As we had recorded it on").fill("2026-11-23")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**known=2026-11-23**")
    assert "recorded by the end of 23 November 2026" in page.locator(".asof").inner_text()
    page.locator(".entry-title a").first.click()
    page.wait_for_url("**?on=2026-11-23")
    page.get_by_role("link", name="See what stands now.").click()
    page.wait_for_url(re.compile(r"/-/fact/[a-z0-9-]+$"))


def test_search_and_follow(article: str, open_page: Open) -> None:
    """From the words to the fact that has them."""
    page = open_page(f"{article}/-/search", 390)
    page.get_by_role("searchbox").fill('"police chief"')
    page.keyboard.press("Enter")
    page.wait_for_url("**q=**")
    assert page.locator("mark").first.inner_text().lower() == "police chief"
    page.locator(".hits a").first.click()
    page.wait_for_url("**/-/**")
    assert "police chief" in page.locator("main").inner_text()


@pytest.mark.parametrize(("width", "drawing"), [(1280, ".wide"), (390, ".narrow")])
def test_follow_a_mark_with_the_keyboard(article: str, open_page: Open, width: int, drawing: str) -> None:
    """From the links above the picture to its first mark, whose name says what it is, and on to its entry."""
    page = open_page(f"{article}/-/timeline", width)
    page.get_by_role("link", name="Skip the picture").focus()
    page.keyboard.press("Tab")
    assert page.evaluate(f"document.activeElement.matches('{drawing} .mark')")
    mark = page.get_by_role("link", name=page.locator(f"{drawing} .mark title").first.text_content(), exact=True)
    assert mark.evaluate("link => link === document.activeElement")
    page.keyboard.press("Enter")
    page.wait_for_url("**#*")
    assert page.locator(".entry:target").count() == 1


def test_letters_of_the_picture_can_be_read(article: str, open_page: Open) -> None:
    """At least 12 pixels high on a phone as on a desk, where one of the drawings is seen."""
    for width in (320, 390, 700, 1280):
        page = open_page(f"{article}/-/timeline", width)
        assert page.locator(".drawing:visible").count() == 1
        scale = page.locator(".drawing:visible").evaluate("drawing => drawing.getScreenCTM().a")
        font = page.locator(".drawing:visible .lane-words").first.evaluate(
            "text => parseFloat(getComputedStyle(text).fontSize)"
        )
        assert font * scale >= 12
