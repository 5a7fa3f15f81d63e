"""TimelineJS 3: what becomes of a slide, in JSON and in the spreadsheet."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.importing.conftest import Run, events, fact, lines
from timeline.importing.plain import one_line, plain
from timeline.importing.timelinejs import dated

DATA = Path(__file__).parents[3] / "shared/data/timelinejs"
SLIDE: dict[str, Any] = {
    "start_date": {"year": "2018", "month": "11", "day": "14"},
    "end_date": {"year": 2018, "month": 11, "day": 16},
    "text": {
        "headline": "Talks <b>in</b> Doha",
        "text": "<p>They met.</p><p>See <a href='https://example.org/a'>here</a>.</p>",
    },
    "media": {"url": "https://example.org/p.jpg", "caption": "The hall", "credit": "<i>Ana</i>"},
    "group": "Diplomacy",
    "unique_id": "talks",
}


def bring(run: Run, events: list[Any], *more: str, **others: Any) -> Any:
    """`timeline import timelinejs` of these slides."""
    Path("story.json").write_text(json.dumps({"events": events, **others}))
    return run("import", "timelinejs", "story.json", *more)


def test_a_slide_is_a_fact(run: Run, tmp_path: Path) -> None:
    """Its words without HTML, its media in the note, its days as they are written."""
    result = bring(
        run,
        [SLIDE],
        title={"text": {"headline": "A story"}},
        eras=[{"start_date": {"year": "2001"}, "text": {"headline": "War"}}],
    )
    assert result.exit_code == 0, result.stderr
    talks, war = events(tmp_path, "background")
    assert (talks.id, talks.subject) == ("timelinejs:timelinejs-story:talks", "2018-11-14-2018-11-16-talks-in-doha")
    assert talks.data == {
        "fact": {
            "title": "Talks in Doha",
            "date": "2018-11-14/2018-11-16",
            "summary": "They met.\nSee here (https://example.org/a).",
            "tags": ["Diplomacy"],
        },
        "source": "timelinejs-story",
        "note": "Shown with it: The hall; Ana; https://example.org/p.jpg",
    }
    assert war.data["fact"] == {"title": "War", "date": "2001"}
    before = lines(tmp_path)
    assert (bring(run, [SLIDE]).exit_code, lines(tmp_path)) == (0, before)


def test_the_kind_is_said_by_the_mapping(run: Run, tmp_path: Path) -> None:
    """One of those that a title and a date make; a mistake is named."""
    Path("map.yml").write_text("kind: meeting\n")
    assert bring(run, [SLIDE], "--map", "map.yml").exit_code == 0
    assert events(tmp_path, "meeting")
    for text, words in (
        ("kind: meting\n", "kind: 'meting' is none of"),
        ("kin: meeting\n", "'kin' is no option, did you mean"),
    ):
        Path("map.yml").write_text(text)
        result = bring(run, [SLIDE], "--map", "map.yml")
        assert (result.exit_code, words.partition(",")[0] in result.stderr) == (1, True), result.stderr


def test_two_stories_with_the_same_numbers_are_two(run: Run, tmp_path: Path) -> None:
    """Ids of slides hold within one story; a changed story corrects its own."""
    bring(run, [SLIDE])
    Path("other.json").write_text(json.dumps({"events": [{**SLIDE, "text": {"headline": "Another thing"}}]}))
    assert run("import", "timelinejs", "other.json").exit_code == 0
    assert len(events(tmp_path, "background")) == 2
    bring(run, [{**SLIDE, "group": "Talks"}])
    assert events(tmp_path, "background")[-1].data["set"] == {"tags": ["Talks"]}


def test_a_story_may_say_again_what_it_said(run: Run, tmp_path: Path) -> None:
    """It has no editions, so as it comes it is the newest; each time is a correction, and the same again is none."""
    for group, corrections in (("A", 0), ("B", 1), ("A", 2), ("B", 3), ("B", 3)):
        result = bring(run, [{**SLIDE, "group": group}])
        assert result.exit_code == 0, result.stderr
        found = events(tmp_path, "background")
        assert (fact(tmp_path, found[0].subject)["tags"], len(found)) == ([group], 1 + corrections)


@pytest.mark.parametrize(
    ("start", "end", "date"),
    [
        ({"year": "1963"}, None, "1963"),
        ({"year": "1963", "month": "", "day": ""}, None, "1963"),
        ({"year": -44, "month": 3}, None, "-0043-03"),
        ({"year": "-13800000000"}, None, "Y-13799999999"),
        ({"year": "2018", "month": "11", "day": "14", "hour": "9", "minute": "5"}, None, "2018-11-14T09:05:00"),
        ({"year": "2018", "month": "11", "day": "14", "hour": "9"}, None, "2018-11-14"),
        ({"year": "2018"}, {"year": "2018"}, "2018"),
        ({"year": "2018", "month": "11"}, {"year": "2019"}, "2018-11/2019"),
        (None, None, None),
    ],
)
def test_a_date_is_as_exact_as_it_is_written(start: Any, end: Any, date: str | None) -> None:
    """A missing hour is never midnight; before Christ there is no year 0."""
    assert dated(start, end, None)["date"] == date


BAD: list[tuple[Any, str]] = [
    ({**SLIDE, "start_date": {"year": "2018", "month": "13"}}, "events[0]: start_date: '2018-13' is not an EDTF date"),
    ({**SLIDE, "start_date": {"year": "x"}}, "start_date.year: 'x' is no whole number"),
    ({**SLIDE, "start_date": {"month": "1"}}, "start_date.year: is missing"),
    ({**SLIDE, "start_date": {"year": "2018", "day": "1"}, "end_date": None}, "start_date.month: is missing"),
    ({**SLIDE, "start_date": {"year": "2019"}}, "end_date: '2019/2018-11-16' is not an EDTF date"),
    ({**SLIDE, "start_date": None}, "start_date: is missing, though there is an end_date"),
    ({**SLIDE, "text": {"headline": "<p></p>"}}, "text.headline: is empty"),
    ({**SLIDE, "text": "Talks"}, "text: is no object"),
    (5, "story.json: events[0]: is no object"),
]


@pytest.mark.parametrize(("slide", "words"), BAD)
def test_bad_slides_are_named(run: Run, tmp_path: Path, slide: Any, words: str) -> None:
    """By file and place; nothing comes in."""
    result = bring(run, [slide, SLIDE])
    assert (result.exit_code, lines(tmp_path)) == (1, 1)
    assert words in result.stderr


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is empty"),
        ("[]", "no list `events`"),
        ('{"events": [', "is no JSON"),
        ("year,headline\n", "is no JSON"),
        ('{"events": ["\\ud83d"]}', "half of a character"),
    ],
)
def test_another_file_is_refused(run: Run, tmp_path: Path, text: str, words: str) -> None:
    """By name, without a traceback."""
    Path("story.json").write_text(text)
    result = run("import", "timelinejs", "story.json")
    assert (result.exit_code, lines(tmp_path)) == (1, 1)
    assert words in result.stderr


def test_the_spreadsheet_says_the_same(run: Run, tmp_path: Path) -> None:
    """As CSV, with a title, an era and a blank row."""
    head = (
        "Year,Month,Day,Time,End Year,End Month,End Day,End Time,Display Date,Headline,Text,Media,Media Credit,"
        "Media Caption,Media Thumbnail,Type,Group,Background\n"
    )
    talks = (
        '2018,11,14,14:30,,,,,mid-November,Talks <b>in</b> Doha,"<p>They met.</p>",'
        "https://example.org/p.jpg,Ana,The hall,,,Diplomacy,\n"
    )
    Path("story.csv").write_text(
        head + ",,,,,,,,,A story,,,,,,title,,\n" + talks + "," * 17 + "\n2001,,,,2021,,,,,War,,,,,,era,,\n"
    )
    assert run("import", "timelinejs-csv", "story.csv").exit_code == 0
    facts = [event.data["fact"] for event in events(tmp_path, "background")]
    assert facts == [
        {
            "title": "Talks in Doha",
            "date": "2018-11-14T14:30:00",
            "date_basis": "Shown as “mid-November”.",
            "summary": "They met.",
            "tags": ["Diplomacy"],
        },
        {"title": "War", "date": "2001/2021"},
    ]
    bad = {
        "2018,11,14,noon": "time: 'noon' is no time such as 14:30 or 2:30 PM",
        "2018,Nov,14,": "month: 'Nov' is no whole number",
        "43418,,,": "year: '43418' is no year; is it a spreadsheet's number of a day?",
        "2018,11,31,": "year: '2018-11-31' is not an EDTF date",
        "2018,,,,2017": "end year: '2018/2017' is not an EDTF date (the interval ends before it begins)",
    }
    for cells, words in bad.items():
        Path("story.csv").write_text(head + cells + "," * (9 - cells.count(",")) + "Talks,,,,,,,,\n")
        assert f"story.csv:2: {words}" in run("import", "timelinejs-csv", "story.csv").stderr


@pytest.mark.parametrize(("time", "hour"), [("2:30 PM", "14:30"), ("12:05am", "00:05"), ("9:30", "09:30")])
def test_a_time_may_be_before_or_after_noon(run: Run, tmp_path: Path, time: str, hour: str) -> None:
    """As TimelineJS reads it."""
    Path("story.csv").write_text(f"Year,Month,Day,Time,Headline\n2018,11,14,{time},Talks\n")
    assert run("import", "timelinejs-csv", "story.csv").exit_code == 0
    assert events(tmp_path, "background")[0].data["fact"]["date"] == f"2018-11-14T{hour}:00"


@pytest.mark.skipif(not DATA.exists(), reason="the shared example files are not here")
@pytest.mark.parametrize(("name", "slides"), [("houston", 18), ("user-interface", 22)])
def test_stories_of_others_are_read(run: Run, tmp_path: Path, name: str, slides: int) -> None:
    """All of their slides."""
    assert run("import", "timelinejs", str(DATA / f"{name}.json")).exit_code == 0
    found = events(tmp_path, "background")
    assert len(found) == slides
    assert not any("<" in fact(tmp_path, event.subject)["title"] for event in found)


def test_html_becomes_words() -> None:
    """Scripts go, blocks are lines, entities are letters, a link keeps its address unless it is its words."""
    assert plain("<h1>A&amp;B</h1><p>one<br>two <script>alert(1)</script></p>") == "A&B\none\ntwo"
    assert (
        plain("<a href='https://a.example/'>https://a.example/</a> <a href='javascript:x'>y</a>")
        == "https://a.example/ y"
    )
    assert plain("<p>unclosed <b>tag") == "unclosed tag"
    assert one_line("<a href='https://a.example/'>A</a>\n<p>b</p>") == "A b"
    assert plain("1 < 2 & 3 > 2") == "1 < 2 & 3 > 2"
