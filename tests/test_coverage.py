"""A source's text beside the log."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from timeline import Log
from timeline.coverage import coverage, text_faults
from timeline.shelf import Shelf

TEXT = "One. Two. Three."


@pytest.fixture
def shelf(tmp_path: Path, request: pytest.FixtureRequest) -> Shelf:
    """A log whose one fact rests on the passages of the parameter."""
    log = Log(tmp_path / "events.jsonl")
    passages = [{"start": start, "end": end} for start, end in request.param]
    log.append(
        [
            {"type": "log.opened", "subject": "talks", "data": {"title": "Talks"}},
            {"type": "source.registered", "subject": "text", "data": {"fact": {"title": "A text"}}},
            {
                "type": "background.reported",
                "subject": "a",
                "data": {"fact": {"title": "A"}, "source": "text", "passages": passages},
            },
        ]
    )
    return Shelf(log.kinds, log.read())


CASES: dict[str, tuple[Sequence[tuple[int, int]], int, list[tuple[int, int]]]] = {
    "all in one": ([(0, 16)], 14, []),
    "blanks between": ([(0, 4), (5, 9), (10, 16)], 14, []),
    "overlapping": ([(0, 6), (4, 16)], 14, []),
    "gap in middle": ([(0, 4), (10, 16)], 10, [(5, 9)]),
    "gaps are joined": ([(0, 4)], 4, [(5, 16)]),
    "one letter": ([(0, 3), (4, 16)], 13, [(3, 4)]),
}


@pytest.mark.parametrize(("shelf", "covered", "gaps"), CASES.values(), ids=CASES, indirect=["shelf"])
def test_what_no_passage_covers_is_a_gap(shelf: Shelf, covered: int, gaps: list[tuple[int, int]]) -> None:
    """Blanks count neither way."""
    assert coverage(shelf, "text", TEXT) == (covered, 14, gaps)


@pytest.mark.parametrize("shelf", [[(0, 16)]], ids=["whole"], indirect=True)
def test_a_text_that_is_no_text_is_named(shelf: Shelf) -> None:
    """And so is a source that is none."""
    assert str(next(text_faults(shelf, "text", b"One. \xff"))) == "text: its text is not UTF-8 at byte 5"
    assert [str(fault) for fault in text_faults(shelf, "a", b"")] == ["a: is not a registered source"]
    assert list(text_faults(shelf, "text", TEXT.encode())) == []


@pytest.mark.parametrize("shelf", [[]], ids=["none"], indirect=True)
def test_an_empty_text_is_covered(shelf: Shelf) -> None:
    """There is nothing to cover."""
    assert coverage(shelf, "text", "") == (0, 0, [])


def test_the_article_is_covered() -> None:
    """Every passage of the example stands in its text, and at least 95 % of the text is told."""
    article = Path(__file__).parents[2] / "shared" / "article.txt"
    if not article.exists():
        pytest.skip("the article is not at hand; only the positions in it are part of this project")
    log = Log(Path(__file__).parent.parent / "events.jsonl")
    shelf = Shelf(log.kinds, log.read())
    assert list(text_faults(shelf, "article-2018-11-19", article.read_bytes())) == []
    covered, characters, _ = coverage(shelf, "article-2018-11-19", article.read_text())
    assert covered / characters >= 0.95
