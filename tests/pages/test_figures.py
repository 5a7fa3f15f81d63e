"""The page of figures: each at its number over its period, what lies in what, and no sum of anything."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.chronicle import Chronicle, report
from tests.pages.conftest import Pages, words
from timeline.pages.scale import Scale

VALUES = {
    "exact": (42, "42 killed", ["firm"]),
    "range": ({"low": 20, "best": 25, "high": 30}, "about 25 (20 to 30) killed", ["range", "firm"]),
    "at least": ({"low": 20}, "at least 20 killed", ["range up", "firm"]),
    "up to": ({"high": 30}, "up to 30 killed", ["range down", "firm"]),
    "none": (0, "0 killed", ["firm"]),
}


def figure(slug: str, value: Any = 1, date: str = "2018-11", measure: str = "killed", **more: Any) -> dict[str, Any]:
    """A report of a figure."""
    given = {"value": value} if value is not None else {}
    return report("figure", slug, f"e-{slug}", date=date, measure=measure, **given, **more)


async def asked(told: Chronicle, pages: Callable[..., Pages], address: str = "figures", status: int = 200) -> Any:
    """The page, of the log as it is by now."""
    told.project()
    return await pages(told.db).read(address, status=status)


def shapes(mark: Any) -> list[str]:
    """What a mark is made of, and where each shape fades."""
    found = mark.select("rect:not(.hit), path")
    return [" ".join([shape["class"][0], *re.findall("_([a-z]+)[)]", shape.get("mask", ""))]) for shape in found]


@pytest.mark.asyncio
@pytest.mark.parametrize(("value", "said", "drawn"), VALUES.values(), ids=VALUES)
async def test_how_a_number_is_drawn(
    told: Chronicle, pages: Callable[..., Pages], value: Any, said: str, drawn: list[str]
) -> None:
    """A range as a range, open where only one end of it is known; its table and its name say the same."""
    told.add(figure("one", value))
    soup = await asked(told, pages)
    assert shapes(soup.select_one(".wide .mark")) == drawn
    assert words(soup, ".wide .mark title") == [f"{said}, November 2018: \u2068one\u2069"]
    assert words(soup, "tbody th") == [f"{said} one"]


@pytest.mark.asyncio
async def test_an_unknown_number_is_not_none(told: Chronicle, pages: Callable[..., Pages]) -> None:
    """It is told and not drawn; neither is a figure of unknown days."""
    told.add(figure("one", None), figure("two", 3, date="/.."))
    soup = await asked(told, pages)
    assert soup.select(".mark") == []
    assert words(soup, "figcaption") == [
        "1 of an unknown number is not drawn, which is not to say none. 1 of a period that is not known is not drawn."
    ]
    assert words(soup, "tbody th") == ["unknown killed one", "3 killed two"]


@pytest.mark.asyncio
async def test_parts_stand_below_their_wholes(told: Chronicle, pages: Callable[..., Pages]) -> None:
    """By however many steps, each below the nearest, and it lists all of them."""
    told.add(
        figure("year", 121, "2018", "casualties"),
        figure("summer", 42, "2018-06/2018-08", "casualties", part_of=["year"]),
        figure("dead", 28, "2018-06/2018-08", part_of=["summer"]),
    )
    soup = await asked(told, pages)
    assert [(row["id"], row["class"]) for row in soup.select("tbody tr")] == [
        ("year", ["depth-0"]),
        ("summer", ["depth-1"]),
        ("dead", ["depth-2"]),
    ]
    assert words(soup, "#dead td:nth-child(4) a") == ["42 casualties", "121 casualties"]
    assert "in the 121 casualties lie 42 casualties; in the 42 casualties lie 28 killed" in words(soup, ".overlaps")[0]


@pytest.mark.asyncio
async def test_the_nearest_whole_is_of_the_same_days(told: Chronicle, pages: Callable[..., Pages]) -> None:
    """Of two that lie in as many others; a long list of parts is cut, and says so."""
    told.add(figure("year", 121, "2018", "casualties"), figure("dead", 85, "2018", part_of=["year"]))
    told.add(figure("summer", 42, "2018-06/2018-08", "casualties", part_of=["year"]))
    told.add(*(figure(f"part-{n}", n, "2018-06/2018-08", part_of=["dead", "summer"]) for n in range(1, 7)))
    soup = await asked(told, pages)
    assert words(soup, "#part-1 td:nth-child(4) a") == ["42 casualties", "85 killed", "121 casualties"]
    assert "in the 42 casualties lie 1 killed, 2 killed, 3 killed, 4 killed and 2 more." in words(soup, ".overlaps")[0]


@pytest.mark.asyncio
async def test_numbers_keep_clear_of_each_other(told: Chronicle, pages: Callable[..., Pages]) -> None:
    """One that has no room is left to the table."""
    told.add(figure("one", 100), figure("two", 101), figure("three", 20))
    soup = await asked(told, pages)
    assert words(soup, ".wide .numbers text") == ["100", "20"]


@pytest.mark.asyncio
async def test_no_total(article: Pages) -> None:
    """No two figures of the article's are added up anywhere on the page, nor are all of a measure."""
    soup = await article.read("figures")
    numbers = {int(word.replace(",", "")) for word in re.findall(r"\d[\d,]*", soup.select_one("tbody").get_text())}
    assert {121, 42, 85, 36, 28, 14, 56, 23, 30_000} <= numbers
    assert not {121 + 42, 85 + 28, 36 + 14, 56 + 23, 30_000 + 85, 30_000 + 85 + 28} & numbers
    assert "there is no total on this page" in words(soup, ".lead")[0]


@pytest.mark.asyncio
async def test_figures_that_lie_in_each_other(told: Chronicle, pages: Callable[..., Pages]) -> None:
    """`check` names them; the page shows both and says that neither contains the other."""
    told.add(figure("one"), figure("two", part_of=["one"]))
    told.add({"type": "figure.corrected", "subject": "one", "id": "e-3", "data": CIRCLE})
    soup = await asked(told, pages)
    assert words(soup, "tbody td:nth-child(4)") == ["Lies in no other", "Lies in no other"]


CIRCLE = {"set": {"part_of": ["two"]}, "reason": "coder_error"}


@pytest.mark.asyncio
async def test_a_running_total_is_marked(told: Chronicle, pages: Callable[..., Pages]) -> None:
    """With an arrow and in words."""
    told.add(figure("one", cumulative=True))
    soup = await asked(told, pages)
    assert shapes(soup.select_one(".wide .mark")) == ["firm", "dot"]
    assert words(soup, "tbody .running") == ["running total"]


@pytest.mark.asyncio
async def test_one_measure_and_period(told: Chronicle, pages: Callable[..., Pages]) -> None:
    """What an address asks for, and pages that follow each other within it."""
    told.add(*(figure(f"k-{n:02}", n, f"2018-01-{n:02}") for n in range(1, 31)))
    told.add(figure("wounded", 7, "2018-01-09", "wounded"), figure("late", 8, "2019"))
    soup = await asked(told, pages, "figures?measure=killed&from=2018-01-03&to=2018&size=25")
    assert [row["id"] for row in soup.select("tbody tr")] == [f"k-{n:02}" for n in range(3, 28)]
    rest = await asked(told, pages, soup.select_one('[rel="next"]')["href"].removeprefix("/-/"))
    assert [row["id"] for row in rest.select("tbody tr")] == ["k-28", "k-29", "k-30"]
    assert words(rest, ".measures [aria-current], select[name=measure] [selected]") == ["killed", "killed"]


@pytest.mark.asyncio
async def test_what_makes_no_sense(article: Pages) -> None:
    """It says so and shows nothing."""
    soup = await article.read("figures?measure=love&from=2018-13", status=400)
    assert words(soup, ".fault")[0].startswith("from: '2018-13' is not an EDTF date")
    assert words(soup, ".fault")[1].startswith("measure: 'love' is none of incidents, killed")
    assert soup.select("tbody tr") == []


@pytest.mark.asyncio
async def test_no_figure(pages: Callable[..., Pages], empty_db: Any) -> None:
    """The page is there all the same."""
    assert words(await pages(empty_db).read("figures"), ".none") == ["No figure matches. Show all ."]


SCALES = {
    "even": ([85, 36, 14], [0, 50, 100], False),
    "small": ([1, 2], [0, 1, 2], False),
    "far apart": ([30_000, 28], [10, 100, 1_000, 10_000, 100_000], True),
    "far apart, and none": ([30_000, 28, 0], [0, 10, 100, 1_000, 10_000, 100_000], True),
    "none": ([0], [0, 1], False),
}


@pytest.mark.parametrize(("numbers", "steps", "tenfold"), SCALES.values(), ids=SCALES)
def test_steps_of_a_scale(numbers: list[int], steps: list[int], tenfold: bool) -> None:
    """Every number stands between the lowest and the highest step, and none where another stands."""
    scale = Scale(numbers, 200, 0)
    places = [scale.at(number) for number in sorted(numbers)]
    assert (scale.ticks, scale.tenfold) == (steps, tenfold)
    assert (scale.at(steps[0]), scale.at(steps[-1])) == (200, 0)
    assert places == sorted(set(places), reverse=True)
    assert 0 <= places[-1] <= places[0] <= 200
