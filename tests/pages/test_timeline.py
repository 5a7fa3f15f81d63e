"""The timeline: what happened, in order, under years, months and days, with what a reader should mind."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.chronicle import Chronicle, correct, event, report
from tests.pages.conftest import Pages, words

DATES = {
    "day": ("2018-11-14", ["2018", "November 2018", "14 November 2018"]),
    "extent": ("2018-11-14/2018-11-16", ["2018", "November 2018", "14 November 2018"]),
    "some day in a month": ("2018-11", ["2018", "November 2018"]),
    "some day in two months": ("[2018-10-30..2018-11-02]", ["2018", "Month not known"]),
    "some day in two years": ("[2017-10-30..2018-11-02]", ["2017"]),
    "since a year": ("2001~/..", ["2001", "Month not known"]),
    "until a day": ("[..2018-11-18]", ["2018", "November 2018", "18 November 2018"]),
}


@pytest.mark.asyncio
@pytest.mark.parametrize(("date", "headings"), DATES.values(), ids=DATES)
async def test_where_a_date_stands(
    told: Chronicle, pages: Callable[..., Pages], date: str, headings: list[str]
) -> None:
    """Under as much of it as is one and the same for all days that it can mean."""
    told.add(report("attack", "one", "e-1", date=date))
    told.project()
    soup = await pages(told.db).read("timeline")
    assert words(soup, ".year > h2, .month > h3, .day > h4") == headings


@pytest.mark.asyncio
async def test_badges(told: Chronicle, pages: Callable[..., Pages]) -> None:
    """What a reader should be wary of, and where there is nothing, no badge."""
    told.add(
        report("attack", "plain", "e-1", date="2018-11-01"),
        report(
            "attack",
            "wary",
            "e-2",
            date="2018-11-02",
            date_basis="a guess",
            killed=1,
            also={"attributed_to": ["taliban", "qatar"]},
        ),
        report("attack", "wary", "e-3", source="agency", killed=2, also={"attributed_to": ["qatar", "taliban"]}),
        correct("attack", "wary", "e-4", title="Attack"),
        event("attack.updated", "wary", "e-5", set={"weapon": "a knife"}),
    )
    told.project()
    soup = await pages(told.db).read("timeline")
    assert words(soup, "#plain .badge") == []
    assert words(soup, "#wary .badge") == ["disputed", "corrected", "updated", "second-hand", "inferred date"]


@pytest.mark.asyncio
async def test_pages_follow_each_other(article: Pages) -> None:
    """Forward from the first to the last, and back, every fact once."""
    whole = words(await article.read("timeline"), ".entry-title")
    first = await article.read("timeline?size=25")
    last = await article.read(first.select_one('[rel="next"]')["href"].removeprefix("/-/"))
    assert words(first, ".entry-title") + words(last, ".entry-title") == whole
    assert last.select_one('[rel="next"]') is None
    back = await article.read(last.select_one('[rel="prev"]')["href"].removeprefix("/-/"))
    assert words(back, ".entry-title") == words(first, ".entry-title")


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("asked", "fault"),
    [
        ("from=2018-13", "from: '2018-13' is not an EDTF date (month 13)"),
        ("from=2019&to=2018", "from: 2019 is later than 2018"),
        ("known=yesterday", "known: 'yesterday' is not an EDTF date (months are numbers, as in 2018-11-19)"),
        ("known=2018-11", "known: '2018-11' is not a day such as 2018-11-19"),
    ],
)
async def test_what_makes_no_sense(article: Pages, asked: str, fault: str) -> None:
    """It says so and shows nothing, rather than something else than was asked."""
    soup = await article.read(f"timeline?{asked}", status=400)
    assert words(soup, ".fault") == [fault]
    assert words(soup, ".entry") == []


@pytest.mark.asyncio
async def test_an_empty_log(pages: Callable[..., Pages], empty_db: Path) -> None:
    """It has a page all the same."""
    assert "No fact matches." in words(await pages(empty_db).read("timeline"), ".none")[0]
