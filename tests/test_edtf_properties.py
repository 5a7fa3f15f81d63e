"""What holds of every date: of generated strings, and of those that five other projects test their readers with."""

import json
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.edtf import Edtf, parse

CORPUS = Path(__file__).parents[2] / "shared" / "edtf" / "corpus.jsonl"

DATE = r"[?~%]?-?[0-9X]{4}[?~%]?(-[?~%]?([01X][0-9X]|2[1-9]|3[0-9])[?~%]?(-[?~%]?[0-3X][0-9X][?~%]?)?)?"
SHAPES = [
    DATE,
    rf"({DATE}|\.\.)?/({DATE}|\.\.)?",
    rf"\[(\.\.)?{DATE}(,{DATE}|\.\.{DATE}){{0,2}}(\.\.)?\]",
    rf"\{{(\.\.)?{DATE}(,{DATE}|\.\.{DATE}){{0,2}}(\.\.)?\}}",
    r"2018-11-(0[1-9]|[123][0-9])T[012][0-9]:[0-6][0-9]:[0-6][0-9](Z|[+-][01][0-9](:[0-6][0-9])?)?",
    r"Y-?[0-9]{1,6}(E[0-9]{1,2})?(S[0-9])?[?~%]?",
    r"-?[0-9]{4}S[0-9][?~%]?",
]
likely = st.one_of([st.from_regex(shape, fullmatch=True) for shape in SHAPES])
nonsense = st.text() | st.text("0123456789XYTZES?~%.,:+-/[]{}")
days = st.dates()


def read(text: str) -> Edtf | None:
    """None for a refusal; any other exception is the caller's failure."""
    try:
        return parse(text)
    except ValueError:
        return None


@given(days, days)
def test_an_interval_of_days_has_them_as_bounds_or_is_refused(start: date, end: date) -> None:
    interval = read(f"{start}/{end}")
    bounds = interval and (interval.earliest, interval.latest)
    assert bounds == (None if start > end else (str(start), str(end)))


@given(st.lists(days, min_size=1))
def test_a_set_reaches_from_its_first_day_to_its_last(members: list[date]) -> None:
    one, every = (parse(brackets.format(",".join(map(str, members)))) for brackets in ("[{}]", "{{{}}}"))
    assert (one.earliest, one.latest) == (every.earliest, every.latest) == (str(min(members)), str(max(members)))


@given(days)
def test_a_day_lies_within_its_month_year_and_decade(day: date) -> None:
    text = day.isoformat()
    for inner, outer in pairwise(map(parse, [text, text[:7], text[:4], text[:3] + "X", "XXXX"])):
        assert (outer.earliest or "") <= (inner.earliest or "") <= (inner.latest or "") <= (outer.latest or "")


@given(likely)
def test_earliest_is_never_after_latest_and_a_day_is_both(text: str) -> None:
    found = read(text)
    if found and found.earliest and found.latest:
        assert found.earliest <= found.latest
        assert (found.kind == "day") == (found.earliest == found.latest)


@given(likely)
def test_qualifiers_never_move_a_bound(text: str) -> None:
    plain = read("".join(character for character in text if character not in "?~%"))
    if found := read(text):
        assert plain
        assert (found.earliest, found.latest, found.kind) == (plain.earliest, plain.latest, plain.kind)


@given(likely | nonsense)
def test_every_string_has_words_or_is_refused(text: str) -> None:
    if found := read(text):
        assert found.words() == found.words().strip() != ""
        assert found.words().endswith(found.words(period=True)) or text[0] == "["


def corpus() -> list[dict[str, Any]]:
    if not CORPUS.exists():
        pytest.skip("the corpus of EDTF strings lies beside the repository and is not here")
    rows = map(json.loads, CORPUS.read_text(encoding="utf-8").splitlines())
    return [row for row in rows if row["profile"] == "loc"]


def test_every_valid_string_of_the_corpus_is_read() -> None:
    valid = [row["edtf"] for row in corpus() if row["valid"]]
    assert (len(valid), [text for text in valid if not read(text)]) == (376, [])


def test_every_invalid_string_of_the_corpus_is_refused() -> None:
    invalid = [row["edtf"] for row in corpus() if not row["valid"]]
    assert (len(invalid), [text for text in invalid if read(text)]) == (86, [])


def test_every_bound_of_the_corpus_is_ours() -> None:
    asserted = {row["edtf"]: (ours(row["lower"]), ours(row["upper"])) for row in corpus() if row["bounds_from"]}
    found = {text: (parse(text).earliest, parse(text).latest) for text in asserted}
    assert (len(found), found) == (
        207 + 51,
        asserted,
    )  # by the suites, and by two of the libraries where these are silent


def ours(bound: str | None) -> str | None:
    """A bound of the corpus, where we give none outside the years 0000 to 9999."""
    return bound if bound and bound[4] == "-" and bound[0] != "-" else None
