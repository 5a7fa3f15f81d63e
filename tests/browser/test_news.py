"""A page that stays open while the log grows: it says so, and changes only when its reader wants it."""

from pathlib import Path

import pytest

from tests.browser.conftest import Open
from tests.chronicle import BEGINNING, Chronicle, report
from tests.served import Served


def test_a_link_to_the_news(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, open_page: Open) -> None:
    """It comes by itself; the page that it leads to has them."""
    monkeypatch.chdir(tmp_path)
    chronicle = Chronicle(tmp_path)
    chronicle.add(*BEGINNING, report("attack", "first", "e-1"))
    served = Served()
    try:
        page = open_page(f"{served.address}/-/timeline", width=390)
        chronicle.add(report("attack", "second", "e-2"))
        link = page.get_by_role("status").get_by_text("The chronology has changed: show it")
        link.wait_for()
        assert page.locator(".entry-title").all_inner_texts() == ["first"]
        assert page.evaluate("document.documentElement.scrollWidth") == 390
        link.click()
        page.get_by_text("second").first.wait_for()
        assert page.locator(".news a").count() == 0
        page.close()  # or it could ask for news while the server ends
    finally:
        served.end()
