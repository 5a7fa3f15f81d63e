"""Passages given by their words: found to the letter, or refused."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.quotation import located

TEXT = "Officials met in Doha. The “talks” went on. 🕊 Officials met\nagain."

FOUND = [
    ("in Doha", 14, 21),
    ({"exact": "Officials met", "suffix": " in"}, 0, 13),
    ({"exact": "Officials met", "prefix": "🕊 "}, 46, 59),
    ({"exact": "Officials met\nagain"}, 46, 65),
    ({"start": 17, "end": 21}, 17, 21),
    ({"start": 17, "end": 21, "exact": "Doha"}, 17, 21),
]
REFUSED: list[tuple[Any, str]] = [
    ("in Kabul", "'in Kabul' does not stand in the text"),
    ("Officials met", "stands in the text more than once; add what is before or behind it"),
    ('The "talks" went', "does not stand in the text; there it says 'The “talks” went'"),
    ("officials met again", "there it says 'Officials met\\nagain'"),
    ({"exact": "Doha", "prefix": "at "}, "does not stand in the text"),
    ({"start": 17, "end": 99}, "is no place in the text, which has 66 characters"),
    ({"start": 17, "end": 17}, "is no place in the text"),
    ({"start": "17", "end": 21}, "is no place in the text"),
    ({"start": 17, "end": 21, "exact": "Kabul"}, "17 to 21 is 'Doha', not 'Kabul'"),
    ({"exact": " "}, "exact is not blank"),
    ({"exact": 5}, "are texts"),
    ({"quote": "Doha"}, "is not a passage"),
    ({}, "is not a passage"),
    (5, "is not a passage"),
]


@pytest.mark.parametrize(("passage", "start", "end"), FOUND)
def test_words_become_their_place_in_code_points(passage: Any, start: int, end: int) -> None:
    assert located(passage, TEXT) == {"start": start, "end": end}


@pytest.mark.parametrize(("passage", "reason"), REFUSED)
def test_what_does_not_stand_there_once_is_refused(passage: Any, reason: str) -> None:
    with pytest.raises(ValueError, match=re.escape(reason)):
        located(passage, TEXT)


@given(st.text(max_size=8), st.text("ab ", min_size=1, max_size=6), st.text(max_size=8))
def test_a_place_holds_the_words(before: str, words: str, behind: str) -> None:
    """In any text, by any neighbours: never a place that says something else."""
    text = before + words + behind
    for passage in (words, {"exact": words, "prefix": before, "suffix": behind}):
        try:
            place = located(passage, text)
        except ValueError:
            continue
        assert text[place["start"] : place["end"]] == words


def test_accents_may_be_composed_otherwise() -> None:
    """Which nobody sees, so the message says so."""
    with pytest.raises(ValueError, match=r"there it says 'Café\\nAna' \(its accents composed\)"):
        located("Cafe\u0301 Ana", "The Caf\u00e9\nAna went to.")
