"""Following a passage from a fact to the source's text, and coming back."""

import hashlib
from pathlib import Path

import pytest

from tests.browser.conftest import Open, Serve
from tests.browser.readable import assert_readable
from tests.chronicle import BEGINNING, Chronicle, event, report

TEXT = "A first sentence.\n\nHe said two things at once.\n" + "Nothing here. " * 400


@pytest.fixture
def address(serve: Serve, tmp_path: Path) -> str:
    """A chronology with the text that two overlapping facts rest on."""
    told = Chronicle(tmp_path)
    fact = {"title": "A note", "sha256": hashlib.sha256(TEXT.encode()).hexdigest(), "characters": len(TEXT)}
    told.add(*BEGINNING, event("source.registered", "note", "e-note", fact=fact))
    for slug, start, end in (("one", 19, 36), ("two", 27, 45)):
        also = {"passages": [{"start": start, "end": end}]}
        told.add(report("attack", slug, f"e-{slug}", source="note", also=also))
    told.project()
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "note.txt").write_text(TEXT)
    return serve(told.db, texts=str(tmp_path / "texts"))


@pytest.mark.parametrize("width", [1280, 390])
def test_there_and_back(address: str, open_page: Open, width: int) -> None:
    """The whole passage is highlighted, not more; its mark leads to the fact again."""
    page = open_page(f"{address}/-/fact/one", width)
    page.locator(".passages a").click()
    page.wait_for_url("**/source/note#at-19-36")
    lit = "found => found.filter(m => getComputedStyle(m).borderTopStyle === 'solid').map(m => m.textContent).join('')"
    assert page.locator("mark").evaluate_all(lit) == TEXT[19:36]
    page.locator("mark a").first.click()
    page.wait_for_url("**/-/fact/one")


def test_everybody_can_read_the_text(address: str, open_page: Open) -> None:
    """On every screen, with a passage looked at as well."""
    assert_readable(open_page(f"{address}/-/source/note#at-19-36"))
