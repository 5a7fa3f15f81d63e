"""A page that stays open while the log grows: it says so, and changes only when its reader wants it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Open
from tests.chronicle import BEGINNING, Chronicle, report
from tests.served import Served


@pytest.fixture
def chronicle(tmp_path: Path) -> Chronicle:
    """One with an attack."""
    begun = Chronicle(tmp_path)
    begun.add(*BEGINNING, report("attack", "first", "e-1"))
    return begun


@pytest.fixture
def address(chronicle: Chronicle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Where it is served: until the page is closed, for an open page goes on asking."""
    monkeypatch.chdir(tmp_path)
    served = Served()
    yield served.address
    served.end()


@pytest.fixture
def page(address: str, open_page: Open) -> Page:
    """The timeline. `address` comes first, and so ends last."""
    return open_page(f"{address}/-/timeline", width=390)


def test_a_link_to_the_news(chronicle: Chronicle, page: Page) -> None:
    """It comes by itself; the page that it leads to has them."""
    chronicle.add(report("attack", "second", "e-2"))
    link = page.get_by_role("status").get_by_text("The chronology has changed: show it")
    link.wait_for()
    assert page.locator(".entry-title").all_inner_texts() == ["first"]
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    link.click()
    page.get_by_text("second").first.wait_for()
    assert page.locator(".news a").count() == 0
