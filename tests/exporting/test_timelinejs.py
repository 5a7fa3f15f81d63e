"""TimelineJS: what is left out and where a date stands; tests/browser shows it in the library itself."""

import json

import pytest

from tests.exporting.conftest import Export, Json, said


@pytest.fixture(scope="module")
def slides(export: Export) -> dict[str, Json]:
    """The slides by their id."""
    return {slide["unique_id"]: slide for slide in json.loads(export("timelinejs").stdout)["events"]}


def test_what_has_no_day_is_left_out(export: Export) -> None:
    """And said."""
    assert said(export("timelinejs")).splitlines() == [
        "left out: 1 fact of a year that is not known or before the year 1",
        "left out: 1 fact without a date",
    ]


DATES: dict[str, tuple[str, Json, Json | None, str | None]] = {
    "a day": ("raid", {"year": 2018, "month": 11, "day": 12}, None, None),
    "a day that is not sure": ("remark", {"year": 2018, "month": 11, "day": 19}, None, "19 November 2018 (uncertain)"),
    "lasted": (
        "doha-talks",
        {"year": 2018, "month": 11, "day": 14},
        {"year": 2018, "month": 11, "day": 16},
        "from 14 to 16 November 2018",
    ),
    "a month": ("kidnapping", {"year": 2018, "month": 11}, None, "some day in November 2018"),
    "a week": (
        "siege",
        {"year": 2018, "month": 11, "day": 5},
        None,
        "some day from 5 to 11 November 2018",
    ),
    "a year that was counted": (
        "toll",
        {"year": 2018, "month": 1, "day": 1},
        {"year": 2018, "month": 12, "day": 31},
        "2018",
    ),
    "not ended": ("office", {"year": 2015}, None, "from 2015, not ended"),
    "open before": ("before", {"year": 1999, "month": 12, "day": 31}, None, "from an open beginning to 1999"),
}


@pytest.mark.parametrize(("slug", "start", "end", "words"), DATES.values(), ids=DATES)
def test_dates(slides: dict[str, Json], slug: str, start: Json, end: Json | None, words: str | None) -> None:
    """As precise as they are, and in words where they are not a day."""
    slide = slides[slug]
    assert (slide["start_date"], slide.get("end_date"), slide.get("display_date")) == (start, end, words)


def test_texts_are_paragraphs(slides: dict[str, Json]) -> None:
    """With the place, who says so and the sources; escaped."""
    assert slides["doha-talks"]["text"]["text"] == (
        "<p>Two sides &lt;b&gt;met&lt;/b&gt;.</p><p>Nothing came of it.</p><p>Doha</p><p>According to Taliban</p>"
        "<p>Disputed</p>"
        '<p><a href="https://web.example/doha?a=1&amp;b=2">Who met in Doha?</a></p><p>The Paper</p>'
    )
