"""The ready questions, put through Datasette as a reader puts them, and what they answer."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from datasette.app import Datasette

from timeline.metadata import queries

ELECTION, QATAR, SMILEY = "afghan-presidential-election-2019", "qatar-talks-2018-11", "smiley-nato-advisory-mission"
MOSCOW, ROUNDS = "moscow-gathering-2018-11", ("regional-meetings-round-1", "regional-meetings-round-2")
KANDAHAR, SHOT = "kandahar-attack-2018-10-18", ("abdul-raziq", "abdulmomin-hassankhail", "jeffrey-smiley")
SINCE_2015, YEAR, SUMMER = "afghan-forces-killed-since-2015", "2018-01-01-2018-08-26", "2018-05-17-2018-08-26"
NOVEMBER = {"from_day": "2018-11", "to_day": "2018-11", "kind": "meeting"}
IN_SUMMER = {"from_day": "2018-05-17", "to_day": "2018-08-26"}
TALKS = {"from_day": "2018-11-14", "to_day": "2018-11-16"}
TALIBAN, AL_JAZEERA = '["taliban"]', '["al-jazeera"]'
SIGAR = "Special Inspector General for Afghanistan Reconstruction"
WORKED_OUT = "Not stated: inferred from the offices of the two men killed, both provincial."

# query, parameters, columns, the rows of the answer
ARTICLE: dict[str, tuple[str, dict[str, str], str, list[tuple[Any, ...]]]] = {
    "days of the talks": (
        "certainly_between", TALKS, "id date_words hedged", [(QATAR, "from 14 to 16 November 2018", 0)]),
    "one day of the talks": ("certainly_between", {**TALKS, "from_day": "2018-11-15"}, "id", []),
    "meetings surely in November": ("certainly_between", NOVEMBER, "id", [(MOSCOW,), (QATAR,)]),
    "a day in doubt": (
        "certainly_between", {"from_day": "2018-11-19", "kind": "background"}, "id hedged", [("afp-contribution", 1)]),
    "meetings perhaps in November": (
        "possibly_between", NOVEMBER, "id certainly", [(MOSCOW, 1), (QATAR, 1), (ROUNDS[0], 0), (ROUNDS[1], 0)]),
    "without a known day": ("undated", {}, "id date", [("taliban-political-office-doha", "/..")]),
    "surely on 15 November": ("certain_on_day", {"day": "2018-11-15"}, "id kind hedged", [(QATAR, "meeting", 0)]),
    "who was in Qatar, by whose word": (
        "who_attended", {"meeting": QATAR}, "actor role attributed_to",
        [("senior-taliban-officials", "participant", TALIBAN), ("taliban", "party", TALIBAN),
         ("united-states", "party", TALIBAN), ("us-delegation-qatar", "participant", TALIBAN),
         ("zalmay-khalilzad", "participant", AL_JAZEERA)]),
    "meetings of Russia": ("who_attended", {"actor": "russia"}, "id name role", [(MOSCOW, "Russia", "host")]),
    "with the shooter": (
        "who_with_whom", {"actor": "kandahar-shooter"}, "other facts ids", [(actor, 1, KANDAHAR) for actor in SHOT]),
    "Smiley in every role": (
        "facts_of_actor", {"actor": "jeffrey-smiley"}, "id role", [(KANDAHAR, "victim"), (SMILEY, "holder")]),
    "known before we began": ("known_on_day", {"day": "2018-11-19"}, "id", []),
    "the election's states": (
        "fact_on_day", {"fact": ELECTION}, "revision date", [(1, "2019-04-20"), (2, "2019-09-28")]),
    "what was corrected": (
        "changes", {"verb": "corrected"}, "id field reason",
        [(SMILEY, field, "new_information")
         for field in ("office", "organization", "place", "place_basis", "summary", "title")]),
    "the words on who was in Qatar": (
        "who_says", {"fact": QATAR, "field": "participants"}, "attributed_to passages",
        [(TALIBAN, "27-88, 90-277, 635-736, 952-1059"), (AL_JAZEERA, "816-859")]),
    "the Taliban's silence is no dispute": ("disagreements", {}, "id", []),
    "second-hand statements": (
        "second_hand", {"kind": "statement"}, "id chain",
        [("resolute-support-summer-toll-2018", f"Resolute Support → {SIGAR}"),
         ("sigar-quarterly-report-2018-10", f"U.S. Forces \N{EN DASH} Afghanistan → {SIGAR}")]),
    "nobody named for the shooting": (
        "no_source_named", {"kind": "attack"}, "id otherwise_attributed", [(KANDAHAR, 0)]),
    "on the editor's word": (
        "resting_on_source", {"source": "editor-knowledge"}, "id first_character", [(ELECTION, None), (SMILEY, None)]),
    "the scene, worked out": (
        "inferred", {"kind": "attack"}, "place place_basis", [("kandahar-province", WORKED_OUT)]),
    "the election as planned at first": (
        "scheduled", {}, "id event_status date first_status first_date",
        [(ELECTION, "rescheduled", "2019-09-28", "scheduled", "2019-04-20")]),
    "what the 28 lie in": (
        "overlapping_figures", {"figure": f"insider-killed-{SUMMER}"}, "value relation other_value",
        [(28, "lies in", 121), (28, "lies in", 42), (28, "lies in", 85)]),
    "what shares a part with the 42": (
        "overlapping_figures", {"figure": f"insider-casualties-{SUMMER}"}, "relation other_measure other_value",
        [("contains", "killed", 28), ("contains", "wounded", 14), ("lies in", "casualties", 121),
         ("shares a part with", "killed", 85), ("shares a part with", "wounded", 36)]),
    "all casualties": (
        "casualties_by_period", {}, "measure value value_high overlaps_in_time",
        [("casualties", 121, 121, None), ("killed", None, 30000, f"insider-killed-{YEAR}"),
         ("killed", 85, 85, SINCE_2015), ("wounded", 36, 36, None)]),
    "casualties of the summer": (
        "casualties_by_period", IN_SUMMER, "measure value overlaps_in_time",
        [("casualties", 42, None), ("killed", 28, None), ("wounded", 14, None)]),
    "insider attacks": (
        "casualties_by_period", {"measure": "incidents"}, "id value", [(f"insider-attacks-{YEAR}", 56)]),
    "before the summer": (
        "rest_of_figures", {}, "measure whole part rest before_it after_it",
        [(measure, whole, part, whole - part, "2018-01-01 to 2018-05-16", None)
         for measure, whole, part in (("incidents", 56, 23), ("casualties", 121, 42), ("killed", 85, 28),
                                      ("wounded", 36, 14))]),
    "an alias and a tag": (
        "find", {"words": "the militants", "tag": "implied"}, "id", [("taliban-us-meeting-2018-10",)]),
}  # fmt: skip

ALL_ROWS = {
    "certainly_between": 38,
    "possibly_between": 44,
    "undated": 1,
    "certain_on_day": 32,
    "who_attended": 14,
    "who_with_whom": 28,
    "facts_of_actor": 47,
    "known_on_day": 45,
    "fact_on_day": 48,
    "changes": 9,
    "who_says": 409,
    "disagreements": 0,
    "second_hand": 10,
    "no_source_named": 27,
    "resting_on_source": 59,
    "inferred": 45,
    "scheduled": 1,
    "overlapping_figures": 24,
    "casualties_by_period": 4,
    "rest_of_figures": 4,
    "find": 45,
}


async def ask(site: Datasette, query: str, **parameters: str) -> list[dict[str, Any]]:
    """The answer's rows."""
    response = await site.client.get(f"/timeline/{query}.json", params={**parameters, "_shape": "array"})
    assert response.status_code == 200, response.text
    rows: list[dict[str, Any]] = response.json()
    return rows


@pytest.mark.asyncio
@pytest.mark.parametrize("label", ARTICLE)
async def test_the_article(article: Datasette, label: str) -> None:
    """What its readers ask, and what it answers."""
    query, parameters, columns, expected = ARTICLE[label]
    answer = await ask(article, query, **parameters)
    assert [tuple(row[column] for column in columns.split()) for row in answer] == expected


def test_every_question_is_put() -> None:
    """To the article, above."""
    assert {query for query, *_ in ARTICLE.values()} == queries().keys()


@pytest.mark.asyncio
@pytest.mark.parametrize("query", queries())
async def test_a_log_that_has_just_begun(empty_db: Path, site: Callable[[Path], Datasette], query: str) -> None:
    """No question fails on it."""
    assert await ask(site(empty_db), query) == []


@pytest.mark.asyncio
async def test_an_empty_parameter_asks_for_everything(article: Datasette) -> None:
    """All 45 facts, 38 of them between known days; every state of them; every figure that overlaps another."""
    asked = {query: len(await ask(article, query)) for query in queries()}
    assert asked == ALL_ROWS


@pytest.mark.asyncio
@pytest.mark.parametrize("words", ['"', "O'Brien", "UN: truce", "NOT Kabul (", "-", "*", '""', "^x AND"])
async def test_any_words_can_be_looked_for(article: Datasette, words: str) -> None:
    """None of them is an error; none of these is in the article."""
    assert await ask(article, "find", words=words) == []


@pytest.mark.asyncio
async def test_the_article_from_its_first_line(article: Datasette) -> None:
    """Passages come in the order of the document."""
    answer = await ask(article, "resting_on_source", source="article-2018-11-19")
    places = [(row["first_character"], row["behind_last"]) for row in answer]
    assert (places[0], places[-1]) == ((27, 88), (3274, 3297))
    assert places == sorted(places)
