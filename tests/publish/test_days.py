"""The page of a day: what certainly happened on it, and apart from that what possibly did."""

from collections.abc import Callable

import pytest

from tests.chronicle import BEGINNING, Chronicle, report
from tests.pages.conftest import Pages, pages, words
from tests.publish.conftest import Site
from timeline.publishing.stretches import MOST

__all__ = ["pages"]

DATES = {
    "on": "2018-11-14",
    "also": "2018-11-14",
    "doubtful": "2018-11-15?",
    "meeting": "2018-11-14/2018-11-16",
    "some": "2018-11",
    "one-of": "[2018-11-15,2018-11-20]",
    "soon": "2018-11-20/2019-02",
    "year": "2017",
    "war": "2001-10-07/2021-08-30",
    "open": "2019-05-01/..",
    "last": "9999-12-31",
    "first": "0000-01-01",
    "caesar": "-0044-03-15",
    "undated": None,
}
PAGES = ["0000-01-01", "2001-10-07", "2018-11-14", "2018-11-15", "2018-11-16", "2018-11-20", "2019-05-01"]
PAGES += ["2021-08-30", "9999-12-31"]
SHOWN = {
    "2018-11-14": {"On this day": ["also", "on"], "Going on": ["meeting"], "Possibly on this day": ["some"]},
    "2018-11-15": {"Going on": ["meeting"], "Possibly on this day": ["doubtful", "one-of", "some"]},
    "2018-11-20": {"Going on": ["count", "soon"], "Possibly on this day": ["one-of", "some"]},
    "2001-10-07": {},
}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Chronicle:
    """Facts with dates of every sort, and a figure, whose period is no happening."""
    chronicle = Chronicle(tmp_path_factory.mktemp("days"))
    dated = ((slug, {"date": date} if date else {}) for slug, date in DATES.items())
    chronicle.add(*BEGINNING, *(report("meeting", slug, f"d-{slug}", **date) for slug, date in dated))
    chronicle.add(report("figure", "count", "e-count", measure="killed", value=1, date="2018-11-17/2018-12-05"))
    chronicle.project()
    return chronicle


@pytest.fixture(scope="module")
def site(told: Chronicle, make: Callable[..., Site]) -> Site:
    return make(told.log.path)


def shown(soup: object) -> dict[str, list[str]]:
    """The facts under each heading."""
    sections = soup.select("section.of-day")  # type: ignore[attr-defined]
    links = ".entry-title a, a.line-title"
    return {words(part, "h2")[0]: sorted(words(part, links)) for part in sections}


def test_which_days_have_a_page(site: Site) -> None:
    """Those that a date names without doubt, and each day of what lasted a few."""
    assert sorted(path.stem for path in (site.folder / "day").iterdir()) == PAGES


@pytest.mark.parametrize(("day", "expected"), SHOWN.items())
def test_what_stands_where(site: Site, day: str, expected: dict[str, list[str]]) -> None:
    """Possible things apart; what is nearest to the day first."""
    assert shown(site.page(f"day/{day}.html")) == expected


@pytest.mark.asyncio
@pytest.mark.parametrize("day", PAGES)
async def test_the_server_shows_the_same(told: Chronicle, pages: Callable[..., Pages], site: Site, day: str) -> None:
    """And leads to the same days."""
    server, folder = await pages(told.db).read(f"day/{day}"), site.page(f"day/{day}.html")
    assert shown(server) == shown(folder)
    assert words(server, "nav[aria-label=Days] a") == words(folder, "nav[aria-label=Days] a")


def test_a_day_of_very_many(large_site: Site) -> None:
    """Goes on, on pages of its own, each fact once."""
    first, second = (large_site.page(f"day/2018-01-01{rest}.html") for rest in ("", "/2"))
    assert words(first, "nav[aria-label=Pages] a") == ["More of this day"]
    assert words(second, "nav[aria-label=Pages] a") == ["First"]
    ids = [str(one["id"]) for soup in (first, second) for one in soup.select("article")]
    assert len(ids) == len(set(ids)) == MOST + 60


def test_from_day_to_day(site: Site) -> None:
    """Through all of them, and back."""
    for way, days in (("next", PAGES), ("prev", PAGES[::-1])):
        seen, link = [days[0]], site.page(f"day/{days[0]}.html").select_one(f"[rel={way}]")
        while link:
            seen.append(str(link["href"]).removeprefix("../day/").removesuffix(".html"))
            link = site.page(f"day/{seen[-1]}.html").select_one(f"[rel={way}]")
        assert seen == days


def test_dates_lead_there(site: Site) -> None:
    """From the timeline and from a fact, where the day has a page."""
    heads = [str(link["href"]) for link in site.page("timeline/2018.html").select("h4 a[href*='/day/']")]
    assert heads == ["../day/2018-11-14.html", "../day/2018-11-15.html", "../day/2018-11-20.html"]
    assert [str(link["href"]) for link in site.page("fact/meeting.html").select("a[href*='/day/']")] == [
        "../day/2018-11-14.html",
        "../day/2018-11-16.html",
    ]


@pytest.mark.asyncio
@pytest.mark.parametrize("day", ["2018-02-30", "2018-00-00", "----------"])
async def test_no_day(told: Chronicle, pages: Callable[..., Pages], day: str) -> None:
    """Is no page."""
    await pages(told.db).read(f"day/{day}", status=404)
