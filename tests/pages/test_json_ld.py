"""What pages tell machines: JSON-LD as pyld reads it, in the words of schema.org as `schema_org` has them."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import schema_org
from pyld import jsonld

from tests.chronicle import Chronicle, event, report
from tests.pages.conftest import Pages

CONTEXT = {"@context": {"@vocab": "https://schema.org/", "id": "@id", "type": "@type"}}


def local(url: str, options: Any) -> Any:
    """The context of schema.org without its coercions; nothing is fetched."""
    assert url == "https://schema.org"
    return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url, "document": CONTEXT}


async def read(site: Pages, path: str) -> Any:
    """The JSON-LD of a page: the only one, and nothing in it that schema.org does not know."""
    soup = await site.read(path)
    [script] = soup.select('script[type="application/ld+json"]')
    found = json.loads(script.string)
    expanded = jsonld.expand(found, {"documentLoader": local})
    assert len(expanded) == 1
    assert list(faults(found)) == []
    return found


def faults(node: dict[str, Any]) -> Iterator[str]:
    """Properties that a type does not have, and values of a type that a property does not take."""
    model = getattr(schema_org, node["@type"]) if "@type" in node else schema_org.Thing
    known = {part.schema_name: part for part in model.SCHEMA_PROPERTIES}
    for name, value in node.items():
        if name.startswith("@"):
            continue
        if name not in known:
            yield f"{node.get('@type')} has no {name}"
        for inner in value if isinstance(value, list) else [value]:
            if isinstance(inner, dict):
                yield from faults(inner)
                kinds = getattr(schema_org, inner["@type"]).SCHEMA_TYPES if "@type" in inner else ()
                if kinds and not set(kinds) & set(known[name].ranges):
                    yield f"{name} takes no {inner['@type']}"


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("fact/qatar-talks-2018-11", "Event"),
        ("fact/afghan-presidential-election-2019", "Event"),
        ("fact/smiley-nato-advisory-mission", "Claim"),
        ("fact/afp-contribution", "CreativeWork"),
        ("actor/taliban", "Organization"),
        ("place/doha", "Place"),
        ("source/article-2018-11-19", "NewsArticle"),
    ],
)
async def test_the_article(article: Pages, path: str, kind: str) -> None:
    """Each page is about one thing of one type."""
    found = await read(article, path)
    assert (found["@type"], found["@id"]) == ("WebPage", f"http://localhost/-/{path}")
    assert found["mainEntity"]["@type"] == kind


DATES = {
    "day": ("2018-11-14", "2018-11-14", "2018-11-14"),
    "extent": ("2018-11-14/2018-11-16", "2018-11-14", "2018-11-16"),
    "open end": ("2018-11-14/..", "2018-11-14", None),
    "rough end": ("2018-11-14/2018-12", "2018-11-14", None),
    "unknown beginning": ("/2018-11-16", None, "2018-11-16"),
    "doubtful": ("2018-11-14?", None, None),
    "about": ("2018-11-14/2018-11-16~", "2018-11-14", None),
    "month": ("2018-11", None, None),
    "some day between": ("[2018-11-01..2018-11-19]", None, None),
}


@pytest.mark.asyncio
@pytest.mark.parametrize(("date", "start", "end"), DATES.values(), ids=DATES)
async def test_no_day_is_made_up(
    told: Chronicle, pages: Callable[..., Pages], date: str, start: str | None, end: str | None
) -> None:
    """Where the date does not name it."""
    told.add(report("attack", "one", "e-1", date=date), report("figure", "two", "e-2", date=date, measure="killed"))
    told.project()
    site = pages(told.db)
    thing, claim = [(await read(site, f"fact/{slug}"))["mainEntity"] for slug in ("one", "two")]
    assert (thing.get("startDate"), thing.get("endDate")) == (start, end)
    both = (start if start == end else f"{start}/{end}") if start and end else None
    assert claim.get("temporalCoverage") == both


@pytest.mark.asyncio
async def test_what_is_told(told: Chronicle, pages: Callable[..., Pages]) -> None:
    """The sources are citations; plans say how they stand; a place where it lies; what is known of an actor."""
    told.add(
        report("scheduled_event", "plan", "e-1", event_status="postponed", place="kabul"),
        report("scheduled_event", "plan", "e-2", source="agency"),
        report("statement", "word", "e-3", speaker="taliban"),
    )
    person = {"name": "Ana", "actor_type": "person", "member_of": "qatar", "wikidata": "Q1"}
    told.add(event("actor.registered", "ana", "e-4", fact=person))
    told.project()
    site = pages(told.db)
    plan, word = await read(site, "fact/plan"), await read(site, "fact/word")
    assert [source["name"] for source in plan["citation"]] == ["The Paper", "The Agency"]
    assert plan["mainEntity"]["eventStatus"] == "https://schema.org/EventPostponed"
    assert plan["mainEntity"]["location"]["url"] == "http://localhost/-/place/kabul"
    assert word["mainEntity"]["author"]["name"] == "Taliban"
    kabul, ana = (await read(site, "place/kabul"))["mainEntity"], (await read(site, "actor/ana"))["mainEntity"]
    assert kabul["geo"] == {"@type": "GeoCoordinates", "latitude": 34.5, "longitude": 69.2}
    assert (ana["@type"], ana["memberOf"]["name"], ana["sameAs"]) == (
        "Person",
        "State of Qatar",
        "https://www.wikidata.org/entity/Q1",
    )


@pytest.mark.asyncio
async def test_a_title_cannot_break_out(told: Chronicle, pages: Callable[..., Pages]) -> None:
    """Nor end the script, nor begin a comment in it."""
    title = "</script><script>alert(1)</script><!-- \u2028 ' & \\"
    told.add(report("attack", "one", "e-1", title=title))
    told.project()
    assert (await read(pages(told.db), "fact/one"))["name"] == title


@pytest.mark.asyncio
async def test_what_no_longer_stands_is_told_to_people_alone(told: Chronicle, pages: Callable[..., Pages]) -> None:
    """And so is what stood on another day."""
    told.add(report("attack", "one", "e-1"), report("attack", "two", "e-2"))
    told.add(event("attack.retracted", "one", "e-3", reason="legal"))
    told.project()
    for path in ("fact/one", "fact/two?on=2026-11-23"):
        assert (await pages(told.db).read(path)).select('script[type="application/ld+json"]') == []
