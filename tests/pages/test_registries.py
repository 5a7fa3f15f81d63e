"""The pages of actors, places and sources, and the lists of them."""

from collections.abc import Callable

import pytest

from tests.chronicle import Chronicle, correct, event, report
from tests.pages.conftest import Pages, words
from timeline.pages.locator import Locator


@pytest.mark.asyncio
async def test_what_an_actor_took_part_in(told: Chronicle, pages: Callable[..., Pages]) -> None:
    """In order of occurrence, in which role, on which side, by whose word."""
    party = [{"actor": "taliban", "role": "party", "side": "qatar"}]
    told.add(
        report("meeting", "parley", "e-1", date="2018-11-14", participants=party, also={"attributed_to": ["qatar"]}),
        report("attack", "raid", "e-2", date="2018-11-01", perpetrator="taliban"),
    )
    told.project()
    soup = await pages(told.db).read("actor/taliban")
    assert words(soup, "[aria-labelledby=taken] .line-title") == ["raid", "parley"]
    assert words(soup, "[aria-labelledby=taken] .part") == [
        "as perpetrator ; nobody named, in The Paper",
        "as party , on the side of State of Qatar ; State of Qatar , in The Paper",
    ]


@pytest.mark.asyncio
async def test_what_rests_on_their_word(told: Chronicle, pages: Callable[..., Pages]) -> None:
    """First or further on in the chain; a report that was withdrawn is nobody's word."""
    for number, chain in enumerate((["taliban"], ["qatar", "taliban"], ["qatar"])):
        told.add(report("attack", f"fact-{number}", f"e-{number}", also={"attributed_to": chain}))
    told.add(report("attack", "fact-0", "e-more", source="agency"))
    told.add(event("attack.retracted", "fact-0", "e-less", report="e-0", reason="unverifiable"))
    told.project()
    soup = await pages(told.db).read("actor/taliban")
    assert words(soup, "[aria-labelledby=said] .line-title") == ["fact-1"]


@pytest.mark.asyncio
async def test_the_rest_is_in_the_timeline(told: Chronicle, pages: Callable[..., Pages]) -> None:
    """The page shows the first fifty facts."""
    for number in range(51):
        told.add(report("attack", f"fact-{number}", f"e-{number}", perpetrator="taliban", place="kabul"))
    told.project()
    for page, asked in (("actor/taliban", "actor=taliban"), ("place/kabul", "place=kabul")):
        soup = await pages(told.db).read(page)
        assert len(soup.select("[aria-labelledby=taken] .line-title")) == 50
        assert soup.select_one(f'[aria-labelledby=taken] a[href="/-/timeline?{asked}"]')


@pytest.mark.asyncio
async def test_members_and_wikidata(told: Chronicle, pages: Callable[..., Pages]) -> None:
    """Who belongs to an actor, and what it is called elsewhere."""
    told.add(event("actor.registered", "unit", "e-1", fact={"name": "Red Unit", "member_of": "taliban"}))
    told.add(event("actor.updated", "taliban", "e-2", set={"wikidata": "Q42418"}))
    told.project()
    soup = await pages(told.db).read("actor/taliban")
    assert words(soup, "[aria-labelledby=members] li") == ["Red Unit"]
    link = soup.select_one('a[href="https://www.wikidata.org/wiki/Q42418"]')
    assert link["rel"] == ["noreferrer", "external"]


@pytest.mark.asyncio
async def test_it_tells_corrections_and_days(told: Chronicle, pages: Callable[..., Pages]) -> None:
    """As facts do."""
    later = told.log.__class__(told.log.path, now=lambda: "2026-11-25T08:00:00Z")
    later.append([correct("place", "kabul", "e-1", name="Kabol")])
    told.project()
    site = pages(told.db)
    assert words(await site.read("place/kabul"), "h1, .diff del, .diff ins") == ["Kabol", "Kabul", "Kabol"]
    assert words(await site.read("place/kabul?on=2026-11-24"), "h1") == ["Kabul"]
    assert "had nothing on" in words(await site.read("place/kabul?on=2026-11-22", status=404), "main")[0]


@pytest.mark.asyncio
async def test_a_retracted_actor_says_so(told: Chronicle, pages: Callable[..., Pages]) -> None:
    """Its page stays."""
    told.add(event("actor.retracted", "qatar", "e-1", reason="duplicate", duplicate_of="taliban"))
    told.project()
    soup = await pages(told.db).read("actor/qatar")
    assert "Retracted" in words(soup, ".retracted")[0]
    assert words(await pages(told.db).read("actors"), ".register a") == ["Taliban"]


@pytest.mark.asyncio
async def test_the_wrong_registry(article: Pages) -> None:
    """An address of another kind leads to the right one."""
    response = await article.datasette.client.get("/-/place/taliban")
    assert (response.status_code, response.headers["location"]) == (302, "/-/actor/taliban")


@pytest.mark.asyncio
async def test_lists_follow_each_other(told: Chronicle, pages: Callable[..., Pages]) -> None:
    """Every actor once, in the order of the slugs; by name or alias, where % and quotes mean nothing."""
    for number in range(60):
        told.add(event("actor.registered", f"unit-{number:02}", f"e-{number}", fact={"name": f"Unit {number} 100%"}))
    told.project()
    site = pages(told.db)
    first = await site.read("actors")
    second = await site.read(first.select_one('[rel="next"]')["href"].removeprefix("/-/"))
    names = words(first, ".register a") + words(second, ".register a")
    assert (len(names), len(set(names))) == (62, 62)
    asked = {"MILITANTS": 1, "59 100%25": 1, "%25": 50, "_": 0, "'": 0, '"': 0}
    assert {q: len((await site.read(f"actors?q={q}")).select(".register a")) for q in asked} == asked


@pytest.mark.asyncio
async def test_an_empty_log_has_lists(pages: Callable[..., Pages], empty_db: object) -> None:
    """They say that nothing is registered."""
    for name in ("actors", "places", "sources"):
        assert words(await pages(empty_db).read(name), ".none") == ["None is registered."]


PLACES = {
    "a city": (Locator(34.5553, 69.2075, "city"), "34° 33\u2032 N, 69° 12\u2032 E"),
    "in the south-west": (Locator(-33.9999, -70.5, "site"), "34° 00\u2032 S, 70° 30\u2032 W"),
    "a country": (Locator(33.93, 67.71, "country"), "about 34° N, 68° E"),
    "of unknown size": (Locator(33.93, 67.71, ""), "about 34° N, 68° E"),
}


@pytest.mark.parametrize(("at", "said"), PLACES.values(), ids=PLACES)
def test_coordinates(at: Locator, said: str) -> None:
    """In degrees and minutes, and no more exact than the place is; a marker only for what a point can stand for."""
    assert at.words == said
    assert ("mlat" in at.links(None)[1][1]) == at.exact


@pytest.mark.parametrize("corner", [(90.0, 180.0), (-90.0, -180.0), (-0.5, -0.5)])
def test_corners_of_the_world(corner: tuple[float, float]) -> None:
    """They lie within their square."""
    square = Locator(*corner, "site").square
    assert 0 <= square["x"] <= 60
    assert 0 <= square["y"] <= 60


@pytest.mark.asyncio
async def test_a_country_does_not_look_exact(told: Chronicle, pages: Callable[..., Pages]) -> None:
    """A ring instead of a point, whole degrees, and no coordinates among its fields."""
    fact = {"name": "Qatar", "place_type": "country", "latitude": 25.354, "longitude": 51.183, "geonames": 289688}
    told.add(event("place.registered", "land", "e-1", fact=fact))
    told.project()
    soup = await pages(told.db).read("place/land")
    assert (len(soup.select(".ring")), len(soup.select(".dot"))) == (1, 0)
    assert words(soup, ".stands dt") == ["name", "place type", "geonames"]
    assert soup.select_one('.locator a[href="https://www.geonames.org/289688"]')["rel"] == ["noreferrer", "external"]
