"""Search finds what happened by its words and by every name of those who took part."""

from pathlib import Path

import pytest

from tests.chronicle import BEGINNING, Chronicle, correct, event, report

FOUND = [
    ("talks", ["meeting"]),
    ("meet", ["meeting"]),
    ("négotiation", ["meeting"]),
    ("negotiation", ["meeting"]),
    ("ceasefire", ["statement"]),
    ("humiliating", ["statement"]),
    ("taliban", ["meeting"]),
    ("militant", ["meeting"]),
    ("qatar", ["statement"]),
    ("kabul", ["meeting"]),
    ("secretly", ["meeting"]),
    ("elsewhere", []),
]
SEARCH = "SELECT id FROM timeline WHERE seq IN (SELECT rowid FROM _facts_fts WHERE _facts_fts MATCH ?) ORDER BY id"


@pytest.fixture
def told(tmp_path: Path) -> Chronicle:
    """A meeting and a statement."""
    chronicle = Chronicle(tmp_path)
    chronicle.log.append(BEGINNING)
    meeting = {"title": "They meet for talks", "participants": [{"actor": "taliban"}], "place": "kabul"}
    chronicle.add(
        report("meeting", "meeting", "e-1", **meeting, summary="A négotiation.", outcome="They part secretly.")
    )
    words = {"text": "He rejects a ceasefire.", "quote": "humiliating", "speaker": "qatar"}
    chronicle.add(report("statement", "statement", "e-2", title="A voice", **words))
    chronicle.project()
    return chronicle


@pytest.mark.parametrize(("word", "found"), FOUND)
def test_search_finds_by(told: Chronicle, word: str, found: list[str]) -> None:
    """Title, texts, quote, names, aliases and place, whatever their ending or accents."""
    assert [slug for (slug,) in told.rows(SEARCH, word)] == found


def test_a_name_that_comes_later_is_found(told: Chronicle) -> None:
    """An alias, a new name of a place, and a corrected speaker: what they replace is found no more."""
    told.add(event("actor.updated", "taliban", "e-3", set={"aliases": ["Islamic Emirate"]}))
    told.add(
        correct("place", "kabul", "e-4", name="Kabul City"), correct("statement", "statement", "e-5", speaker=None)
    )
    assert not told.project().rebuilt
    found = {word: [slug for (slug,) in told.rows(SEARCH, word)] for word in ("emirate", "militants", "city", "qatar")}
    assert found == {"emirate": ["meeting"], "militants": [], "city": ["meeting"], "qatar": []}


def test_a_retracted_fact_is_not_found(told: Chronicle) -> None:
    """Nor by the names of those who took part."""
    told.add(event("meeting.retracted", "meeting", "e-3", reason="duplicate"))
    told.project()
    assert told.rows(SEARCH, "talks OR militants OR ceasefire") == [("statement",)]
