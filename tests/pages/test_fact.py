"""A fact's page: what stands, who says so, where they differ, what it said before, and that a retraction stays."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.chronicle import Chronicle, correct, event, report
from tests.pages.conftest import Pages, words


@pytest.mark.asyncio
async def test_a_dispute_stands_side_by_side(told: Chronicle, pages: Callable[..., Pages]) -> None:
    """Both values, each with its document and whose word it is."""
    told.add(
        report("attack", "one", "e-1", killed=1, also={"attributed_to": ["taliban"]}),
        report("attack", "one", "e-2", source="agency", killed={"low": 2}),
    )
    told.project()
    soup = await pages(told.db).read("fact/one")
    assert words(soup, ".dispute h3") == ["killed"]
    assert words(soup, ".side") == ["Stands 1 Taliban , in The Paper", "Differs at least 2 nobody named, in The Agency"]


@pytest.mark.asyncio
async def test_a_correction_keeps_what_it_corrects(told: Chronicle, pages: Callable[..., Pages]) -> None:
    """Old and new value, the reason, and the words of the note."""
    change = correct("attack", "one", "e-2", killed=3)
    told.add(
        report("attack", "one", "e-1", killed=2), {**change, "data": {**change["data"], "note": "We had misread it."}}
    )
    told.project()
    soup = await pages(told.db).read("fact/one")
    assert words(soup, ".history .reason, .history .note") == ["coder error", "We had misread it."]
    assert words(soup, ".diff del, .diff ins") == ["2", "3"]


@pytest.mark.asyncio
async def test_a_retracted_fact_says_so(told: Chronicle, pages: Callable[..., Pages]) -> None:
    """For ever, with the reason and what it said."""
    told.add(report("attack", "one", "e-1"), report("attack", "two", "e-2"))
    told.add(event("attack.retracted", "one", "e-3", reason="duplicate", duplicate_of="two"))
    told.project()
    soup = await pages(told.db).read("fact/one")
    assert "Retracted on 23 November 2026, 10:00 UTC: duplicate." in words(soup, ".retracted")[0]
    assert soup.select_one(".retracted a")["href"] == "/-/fact/two"
    assert words(soup, ".struck .field") == ["title one"]


@pytest.mark.asyncio
async def test_what_it_said_on_a_day(told: Chronicle, pages: Callable[..., Pages], monkeypatch: Any) -> None:
    """As recorded by the end of it; before its first day there is nothing."""
    told.add(report("attack", "one", "e-1", killed=2))
    later = told.log.__class__(told.log.path, now=lambda: "2026-11-25T08:00:00Z")
    later.append([correct("attack", "one", "e-2", killed=3)])
    told.project()
    site = pages(told.db)
    shown = {
        day: words(await site.read(f"fact/one?on={day}"), ".stands .field dd")[1]
        for day in ("2026-11-24", "2026-11-25")
    }
    assert shown == {"2026-11-24": "2", "2026-11-25": "3"}
    assert "had nothing on “one” yet" in words(await site.read("fact/one?on=2026-11-22", status=404), "main")[0]


@pytest.mark.asyncio
async def test_no_such_fact(article: Pages) -> None:
    """It says what to do."""
    assert "The log has nothing on “nix”." in words(await article.read("fact/nix", status=404), "main")[0]


@pytest.mark.asyncio
async def test_registries_have_pages_of_their_own(article: Pages) -> None:
    """An address of a fact leads there."""
    response = await article.datasette.client.get("/-/fact/taliban")
    assert (response.status_code, response.headers["location"]) == (302, "/-/actor/taliban")


@pytest.mark.asyncio
@pytest.mark.parametrize("page", ["fact/qatar-talks-2018-11", "actor/taliban"])
async def test_a_day_that_is_none(article: Pages, page: str) -> None:
    """It is refused by name, rather than answered with some state."""
    soup = await article.read(f"{page}?on=2018-13", status=404)
    assert "on: '2018-13' is not a day such as 2026-11-24." in words(soup, "main")[0]
