"""FollowTheMoney: its own library finds each entity valid, and every link leads to an entity that is there."""

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.chronicle import BEGINNING, MISLEADING, Chronicle, event, report
from tests.exporting.conftest import Export, Json, exported, needs_ftm, of_texts
from timeline.exporting.formats import FORMATS
from timeline.registry import Kinds

Entities = dict[str, Json]
pytestmark = needs_ftm


def read(text: str) -> Entities:
    """The entities by their id; each is valid, clean, and leads to others that are there."""
    from followthemoney import model

    entities = {entity["id"]: entity for entity in map(json.loads, text.splitlines())}
    assert len(entities) == len(text.splitlines())
    for entity in entities.values():
        schema = model.get(entity["schema"])
        assert schema is not None
        schema.validate(entity)
        clean = model.get_proxy(entity, cleaned=False)
        assert {name: sorted(values) for name, values in clean.properties.items()} == entity["properties"]
        assert set(schema.required) <= entity["properties"].keys()
        for prop, value in clean.itervalues():
            assert prop.type.name != "entity" or model.get(entities[value]["schema"]).is_a(prop.range)  # type: ignore[union-attr]
    return entities


@pytest.fixture(scope="module")
def entities(export: Export) -> Entities:
    return read(export("ftm", "--site", "https://talks.example/").stdout)


def test_registries(entities: Entities) -> None:
    """Actors by their type, and to whom they belong."""
    schemas = {slug: entities[slug]["schema"] for slug in ("envoy", "ministry", "army", "taliban", "web", "doha")}
    assert list(schemas.values()) == ["Person", "PublicBody", "PublicBody", "LegalEntity", "Article", "Address"]
    assert entities["envoy.member-of.ministry"]["properties"] == {"member": ["envoy"], "organization": ["ministry"]}
    assert entities["doha"]["properties"]["longitude"] == ["-51.5"]


def test_a_fact_with_its_links(entities: Entities) -> None:
    """Who took part in which role, where, when, on whose word."""
    talks = entities["doha-talks"]["properties"]
    assert (talks["startDate"], talks["endDate"], talks["involved"]) == (
        ["2018-11-14"],
        ["2018-11-16"],
        ["envoy", "qatar", "taliban"],
    )
    assert talks["notes"] == ["Disputed", "from 14 to 16 November 2018 (2018-11-14/2018-11-16)"]
    assert entities["doha-talks.party.envoy"]["properties"]["role"] == ["party"]
    assert entities["doha-talks.told-by.e-talks"]["properties"]["role"] == ["by Taliban through State of Qatar"]


DATES = {
    "raid": {"date": ["2018-11-12"]},
    "siege": {"date": ["2018-11"]},
    "kidnapping": {"date": ["2018-11"]},
    "toll": {"startDate": ["2018-01-01"], "endDate": ["2018-12-31"]},
    "war": {"startDate": ["2001"]},
    "before": {"endDate": ["1999"]},
    "long-ago": {},
    "empire": {},
    "undated": {},
}


@pytest.mark.parametrize(("slug", "dates"), DATES.items())
def test_dates(entities: Entities, slug: str, dates: Json) -> None:
    """As far as all days in question share them; the words have the rest."""
    found = entities[slug]["properties"]
    assert {name: found[name] for name in ("date", "startDate", "endDate") if name in found} == dates


def test_an_office_is_an_occupancy(entities: Entities) -> None:
    """Of a person."""
    assert entities["office"]["schema"] == "Occupancy"
    assert {name: entities["office"]["properties"][name] for name in ("holder", "post", "startDate")} == {
        "holder": ["envoy"],
        "post": ["office.post"],
        "startDate": ["2015"],
    }
    assert entities["office.post"]["properties"] == {"name": ["Envoy"], "organization": ["ministry"]}


def test_a_part_has_all_that_it_names(export: Export) -> None:
    """And nothing else."""
    found = read(export("ftm", "--kind", "statement").stdout)
    assert list(found) == [
        *("paper", "envoy", "ministry", "envoy.member-of.ministry"),
        *("remark", "remark.speaker.envoy", "remark.told-by.e-remark"),
    ]


def test_the_mapping_names_what_comes(entities: Entities, kinds: Kinds) -> None:
    """Every property of a schema that is told one by one."""
    named = {field.path for field in FORMATS["ftm"].fields(kinds)}
    whole = {re.split(r"\.…", path)[0] for path in named if "…" in path} | {"Membership"}
    found = {f"{entity['schema']}.{name}" for entity in entities.values() for name in entity["properties"]}
    assert {path for path in found if path.partition(".")[0] not in whole} - named == set()


def test_slugs_that_are_no_ids(tmp_path_factory: pytest.TempPathFactory) -> None:
    """They are hashed, in links too."""
    chronicle = Chronicle(tmp_path_factory.mktemp("ids"))
    who = event("actor.registered", "-who-", "e-who", fact={"name": "Who"})
    chronicle.log.append([*BEGINNING, who, report("attack", "x-", "e:1/2", perpetrator="-who-")])
    found = read(exported(chronicle, "ftm").stdout)
    assert [entity["schema"] for entity in found.values()].count("UnknownLink") == 1
    assert "x-" not in found


@settings(max_examples=3, deadline=None)
@given(st.lists(st.sampled_from(MISLEADING), min_size=5, max_size=20))
def test_any_text_makes_valid_entities(texts: list[str]) -> None:
    """A name that its library cleans away is the id."""
    with of_texts(texts) as result:
        found = read(result("ftm").stdout)
    assert [entity["schema"] for entity in found.values()].count("Event") == len(texts)
