"""Search: what people type finds what they mean, marked, and is never an error."""

from collections.abc import Callable

import pytest

from tests.chronicle import MISLEADING, Chronicle, report
from tests.pages.conftest import Pages, words

FOUND = {
    "a word of a title": ("qatar talks", "Taliban and US officials meet in Qatar"),
    "an alias": ("militants", "Taliban and US officials meet in Qatar"),
    "a phrase": ('"police chief"', "Insider attack kills Kandahar police chief and intelligence chief"),
    "another form": ("meeting", "Taliban and US officials meet in Qatar"),
}


@pytest.mark.asyncio
@pytest.mark.parametrize(("typed", "title"), FOUND.values(), ids=FOUND)
async def test_finds(article: Pages, typed: str, title: str) -> None:
    """By titles, texts, names and aliases."""
    assert title in words(await article.read(f"search?q={typed}"), ".entry-title")


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "typed", ["cease-fire", "O'Brien", "UN: truce", '"', "' OR 1", "NOT (", "a* ^b", "{a b}:c", "%00", *MISLEADING]
)
async def test_nothing_typed_is_an_error(article: Pages, typed: str) -> None:
    """On the page of search, and as a filter of the timeline."""
    for page in ("search", "timeline"):
        response = await article.datasette.client.get(f"/-/{page}", params={"q": typed})
        assert response.status_code == 200


@pytest.mark.asyncio
async def test_marks_the_words(told: Chronicle, pages: Callable[..., Pages]) -> None:
    """Where they stand, and text that looks like a mark stays text."""
    told.add(report("attack", "one", "e-1", title="A <mark>truce</mark>", summary="No truces held."))
    told.project()
    soup = await pages(told.db).read("search?q=truce")
    assert words(soup, ".hits mark") == ["truce", "truces"]
    assert words(soup, ".entry-title") == ["A <mark> truce </mark>"]


@pytest.mark.asyncio
async def test_nothing_found(article: Pages) -> None:
    """It says what to try."""
    assert "Try fewer" in words(await article.read("search?q=unicorn"), "main")[0]
