"""Search finds what happened by its words and by every name of those who took part."""

from pathlib import Path

import pytest

from tests.chronicle import BEGINNING, Chronicle, Json, correct, event, report

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
    meeting: Json = {"title": "They meet for talks", "participants": [{"actor": "taliban"}], "place": "kabul"}
    chronicle.add(
        report("meeting", "meeting", "e-1", **meeting, summary="A négotiation.", outcome="They part secretly.")
    )
    words: Json = {"text": "He rejects a ceasefire.", "quote": "humiliating", "speaker": "qatar"}
    chronicle.add(report("statement", "statement", "e-2", title="A voice", **words))
    chronicle.project()
    return chronicle


@pytest.mark.parametrize(("word", "found"), FOUND)
def test_search_finds_by(told: Chronicle, word: str, found: list[str]) -> None:
    """Title, texts, quote, names, aliases and place, whatever their ending or accents."""
    assert [slug for (slug,) in told.rows(SEARCH, word)] == found


NEWS = {
    "an alias": (
        event("actor.updated", "taliban", "e-3", set={"aliases": ["Islamic Emirate"]}),
        "militants",
        "emirate",
    ),
    "a place's name": (correct("place", "kabul", "e-3", name="Capital"), "kabul", "capital"),
    "a participant": (correct("meeting", "meeting", "e-3", participants=[{"actor": "qatar"}]), "taliban", "state"),
    "another place": (correct("meeting", "meeting", "e-3", place="doha"), "kabul", "doha"),
}


@pytest.mark.parametrize(("news", "old", "new"), NEWS.values(), ids=NEWS)
def test_a_name_that_comes_later_is_found(told: Chronicle, news: Json, old: str, new: str) -> None:
    """Without a rebuild; what it replaced finds the meeting no more."""
    told.add(event("place.registered", "doha", "e-doha", fact={"name": "Doha"}))
    told.project()
    told.add(news)
    assert not told.project().rebuilt
    assert [slug for (slug,) in told.rows(SEARCH, old)] == []
    assert ("meeting",) in told.rows(SEARCH, new)


def test_a_retracted_fact_is_not_found(told: Chronicle) -> None:
    """Nor by the names of those who took part."""
    told.add(event("meeting.retracted", "meeting", "e-3", reason="duplicate"))
    told.project()
    assert told.rows(SEARCH, "talks OR militants OR ceasefire") == [("statement",)]
