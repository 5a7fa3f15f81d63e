"""The picture of the timeline: each date drawn as firmly as it is known, on an axis that says where it is cut."""

import re
from collections.abc import Callable
from itertools import pairwise

import pytest

from tests.chronicle import Chronicle, event, report
from tests.pages.conftest import Pages, words
from timeline.pages.axis import GAP, Axis
from timeline.pages.days import iso, number

DATES = {
    "day": ("2018-11-14", ["dot"]),
    "doubtful day": ("2018-11-14?", ["dot", "hedged"]),
    "extent": ("2018-11-14/2018-11-16", ["firm"]),
    "extent of months": ("2018-02/2018-04", ["soft", "firm", "soft"]),
    "doubtful extent": ("2018-11-14?/2018-11-16", ["firm", "hedged"]),
    "some day in a month": ("2018-11", ["soft"]),
    "since a year, not ended": ("2001~/..", ["soft", "firm right"]),
    "since a day, end unknown": ("2018-11-14/", ["firm right"]),
    "until a day": ("/2018-11-14", ["firm left"]),
    "that day or before": ("[..2018-11-18]", ["soft left"]),
    "that day or later": ("[2018-11-18..]", ["soft right"]),
}


async def drawn(told: Chronicle, pages: Callable[..., Pages], asked: str = "timeline") -> dict[str, list[str]]:
    """What each mark of the wide drawing is made of, by the entry it leads to: each shape, and where it fades."""
    told.project()
    soup = await pages(told.db).read(asked)
    return {
        mark["href"]: [
            " ".join([shape["class"][0], *re.findall("_([a-z]+)", shape.get("mask", ""))])
            for shape in mark.select("rect:not(.hit), circle")
        ]
        + [look for look in mark["class"] if look == "hedged"]
        for mark in soup.select(".wide .mark")
    }


@pytest.mark.asyncio
@pytest.mark.parametrize(("date", "shapes"), DATES.values(), ids=DATES)
async def test_how_a_date_is_drawn(told: Chronicle, pages: Callable[..., Pages], date: str, shapes: list[str]) -> None:
    """Firm where each day is meant, soft where some day is, fading where it is open, dashed where it is doubtful."""
    told.add(report("attack", "one", "e-1", date=date))
    assert await drawn(told, pages) == {"#one": shapes}


@pytest.mark.asyncio
async def test_a_figure_is_drawn_by_its_period(told: Chronicle, pages: Callable[..., Pages]) -> None:
    """It counts over all days of the year, where an attack would be on some day in it."""
    told.add(report("figure", "one", "e-1", date="2018", measure="killed"), report("attack", "two", "e-2", date="2018"))
    assert await drawn(told, pages) == {"#one": ["firm"], "#two": ["soft"]}


@pytest.mark.asyncio
async def test_what_has_not_ended_is_firm_until_the_edge(told: Chronicle, pages: Callable[..., Pages]) -> None:
    """What ended on an unknown day fades all the way."""
    told.add(report("attack", "going-on", "e-1", date="2018-01-01/.."))
    told.add(report("attack", "ended", "e-2", date="2018-01-02/"), report("attack", "last", "e-3", date="2018-12-01"))
    shapes = await drawn(told, pages)
    assert (shapes["#going-on"], shapes["#ended"]) == (["firm", "firm right"], ["firm right"])


@pytest.mark.asyncio
async def test_one_mark_for_one_date(told: Chronicle, pages: Callable[..., Pages]) -> None:
    """It leads to the first of its facts, says how many they are and names them, each kept to its own direction."""
    told.add(*(report("attack", slug, f"e-{slug}", date="2018-11-14") for slug in ("one", "two")))
    told.add(report("meeting", "three", "e-3", date="2018-11-14", also={"attributed_to": ["taliban"]}))
    told.project()
    soup = await pages(told.db).read("timeline")
    assert [mark["href"] for mark in soup.select(".wide .mark")] == ["#one", "#three"]
    assert words(soup, ".wide .mark title") == [
        "14 November 2018, 2 facts: \u2068one\u2069; \u2068two\u2069",
        "14 November 2018: \u2068three\u2069 (meeting)",
    ]
    assert words(soup, ".wide .number") == ["2"]


@pytest.mark.asyncio
async def test_what_it_shows_in_words(told: Chronicle, pages: Callable[..., Pages]) -> None:
    """How many facts of which lanes, from when to when, and how many have no day."""
    told.add(report("attack", "one", "e-1", date="2018-11-14"), report("background", "two", "e-2", date="/.."))
    told.add(report("meeting", "three", "e-3", date="2018-11-16"))
    told.project()
    soup = await pages(told.db).read("timeline")
    assert words(soup, "#_picture-words > p")[0] == (
        "2 facts of this page, from 14 November 2018 to 16 November 2018: attack 1, meeting 1. "
        "1 without any day is not drawn."
    )


@pytest.mark.asyncio
async def test_lanes_by_actor(told: Chronicle, pages: Callable[..., Pages]) -> None:
    """A fact stands in the lane of each, one without in the last; the kinds lie behind a link."""
    told.add(
        report("attack", "one", "e-1", date="2018-11-14", perpetrator="taliban", claimed_by="taliban"),
        report("meeting", "two", "e-2", date="2018-11-14", participants=[{"actor": "taliban"}, {"actor": "qatar"}]),
        report("attack", "three", "e-3", date="2018-11-14"),
    )
    told.project()
    soup = await pages(told.db).read("timeline?lanes=actor")
    assert words(soup, ".wide .lane-words") == [
        "\u2068Taliban\u2069 2",
        "\u2068State of Qatar\u2069 1",
        "\u2068others, or nobody\u2069 1",
    ]
    assert words(soup, ".lanes [aria-current]") == ["Lanes by actor"]
    assert soup.select_one(".lanes a")["href"] == "/-/timeline?lanes=kind#_picture"


@pytest.mark.asyncio
async def test_the_rarest_actors_share_a_lane(told: Chronicle, pages: Callable[..., Pages]) -> None:
    """The nine that take part in most have one each."""
    told.add(*(event("actor.registered", f"a-{n}", f"a-{n}", fact={"name": f"Actor {n}"}) for n in range(10)))
    often = [{"actor": f"a-{n}"} for n in range(9)]
    told.add(*(report("meeting", f"m-{n}", f"m-{n}", date="2018-11-14", participants=often) for n in range(2)))
    told.add(report("attack", "rare", "e-1", date="2018-11-15", perpetrator="a-9"))
    told.project()
    lanes = words(await pages(told.db).read("timeline?lanes=actor"), ".wide .lane-words")
    assert lanes == [*(f"\u2068Actor {n}\u2069 2" for n in range(9)), "\u2068others, or nobody\u2069 1"]


@pytest.mark.asyncio
async def test_a_full_lane_says_what_it_leaves_out(told: Chronicle, pages: Callable[..., Pages]) -> None:
    """Its rows have an end, the words have none."""
    told.add(*(report("meeting", f"p-{n}", f"e-{n}", date=f"2018-01-{n:02}/2018-12-01") for n in range(1, 31)))
    told.add(*(report("meeting", f"q-{n}", f"d-{n}", date=f"2018-02-{n:02}/2018-12-01") for n in range(1, 29)))
    told.project()
    soup = await pages(told.db).read("timeline?size=100")
    assert len(soup.select(".wide .mark")) == 40
    assert words(soup, ".wide .lane-words") == ["\u2068meeting\u2069 58, 18 of them only in the list"]


@pytest.mark.asyncio
async def test_nothing_to_draw(told: Chronicle, pages: Callable[..., Pages]) -> None:
    """Without a day there is no picture."""
    told.add(report("background", "one", "e-1", date="/.."))
    assert await drawn(told, pages) == {}


AXES = {
    "a far-away day": (["2001-01-01", "2018-11-01", "2018-11-05", "2018-11-19"], ["2001", "2018-11"]),
    "two days": (["2001-01-01", "2018-11-01"], ["2001"]),
    "even": (["2001-01-01", "2006-01-01", "2011-01-01", "2016-01-01"], ["2001"]),
    "both sides": (
        ["1066-10-14", "2018-11-01", "2018-11-03", "2018-11-05", "2018-11-07", "9999-12-31"],
        ["1066", "2018-11", "9999"],
    ),
    "three times at most": (
        [*(f"{year}-01-01" for year in ("0001", "6000", "8400", "9360", "9740")), "9999-01-01", "9999-01-02"],
        ["0001", "6000", "8400", "9360"],
    ),
}


@pytest.mark.parametrize(("known", "pieces"), AXES.values(), ids=AXES)
def test_where_an_axis_is_cut(known: list[str], pieces: list[str]) -> None:
    """Where a gap would take most of the room from several days; by no more."""
    axis = Axis([number(day) for day in known], 768)
    starts = [iso(piece.first) for piece in axis.pieces]
    assert len(starts) == len(pieces) == len(axis.gaps) + 1
    assert all(start.startswith(piece) for start, piece in zip(starts, pieces, strict=True))


@pytest.mark.parametrize("width", [768, 320])
@pytest.mark.parametrize("span", [1, 2, 9, 40, 100, 400, 1500, 9000, 40_000, 700_000])
def test_ticks_have_room(span: int, width: int) -> None:
    """Each piece has one at least, and no words of one run into those of the next or out of the picture."""
    axis = Axis([number("2018-11-14"), number("2018-11-14") + span - 1], width)
    ends = [(tick.x - (22 if tick.anchor == "middle" else 0), 7 * len(tick.words)) for tick in axis.ticks]
    assert ends[0][0] >= 0
    assert ends[-1][0] + ends[-1][1] <= width + GAP
    assert all(left + wide <= after for (left, wide), (after, _) in pairwise(ends))


def test_ticks_say_the_year_once() -> None:
    """Below the first, and below the first of each other one."""
    axis = Axis([number("2017-11-01"), number("2019-03-31")], 768)
    assert [tick.below for tick in axis.ticks if tick.below] == ["2017", "2018", "2019"]


@pytest.mark.parametrize("day", ["0000-01-01", "0000-02-29", "0000-12-31", "0001-01-01", "2018-11-19", "9999-12-31"])
def test_days_are_numbers(day: str) -> None:
    """And back."""
    assert iso(number(day)) == day
    assert number("0001-01-01") == number("0000-12-31") + 1


@pytest.mark.asyncio
async def test_slugs_take_no_name_of_the_picture(told: Chronicle, pages: Callable[..., Pages]) -> None:
    """Whatever facts are called, each name on the page is there once, and every reference leads somewhere."""
    slugs = ("picture", "facts", "wide-left", "wide-title", "picture-words")
    told.add(*(report("attack", slug, f"e-{slug}", date="/2018-11-14") for slug in slugs))
    told.project()
    soup = await pages(told.db).read("timeline")
    ids = [found["id"] for found in soup.select("[id]")]
    needed = re.findall(r'(?:url\(#|href="#|labelledby="|describedby=")([\w-]+)', str(soup))
    assert len(ids) == len(set(ids))
    assert set(needed) <= set(ids)
