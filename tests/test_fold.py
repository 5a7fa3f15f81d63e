"""A fact is the fold of its events: tables of histories, and the fact that each ends in."""

from typing import Any

import pytest

from timeline.event import Event
from timeline.fold import Standing, fold, merge_patch, same, states

Told = tuple[str, dict[str, Any]]


def history(*told: Told) -> list[Event]:
    """Events of an attack, `e1` the first; a report by itself names its fact, a change what it sets."""
    return [
        Event(
            {"id": f"e{n}", "type": f"attack.{verb}", "subject": "s", "time": f"2026-11-2{n}T10:00:00Z", "data": data}
        )
        for n, (verb, data) in enumerate(told, 1)
    ]


def report(**fact: Any) -> Told:
    return "reported", {"fact": fact, "source": "paper"}


def update(**patch: Any) -> Told:
    return "updated", {"set": patch}


def correct(**patch: Any) -> Told:
    return "corrected", {"set": patch, "was": {}, "reason": "coder_error"}


def withdraw(event_id: str | None) -> Told:
    return "retracted", {"reason": "unverifiable", "report": event_id}


def disputed(standing: Standing) -> list[tuple[str, Any, str]]:
    """The fields on which reports differ, the other value and whose it is."""
    return [(dispute.field, dispute.value, dispute.event.id) for dispute in standing.disputes]


TWO = {"low": 2, "best": 2, "high": 2}
FACTS: dict[str, tuple[list[Told], dict[str, Any]]] = {
    "nothing happened": ([], {}),
    "log is opened": ([("opened", {"title": "Talks"})], {}),
    "first report": ([report(title="A", killed=2)], {"title": "A", "killed": 2}),
    "registered": ([("registered", {"fact": {"name": "A"}})], {"name": "A"}),
    "null is nothing": ([report(title="A", killed=None)], {"title": "A"}),
    "second report fills": ([report(title="A"), report(killed=2)], {"title": "A", "killed": 2}),
    "first value stands": ([report(killed=2), report(killed=3)], {"killed": 2}),
    "lists are joined": ([report(tags=["a", "b"]), report(tags=["b", "c"])], {"tags": ["a", "b", "c"]}),
    "null in list": (
        [report(victims=[{"actor": "x"}]), report(victims=[{"actor": "x", "harm": None}])],
        {"victims": [{"actor": "x"}]},
    ),
    "basis fills too": (
        [report(date="2018"), report(date="2018", date_basis="Monday")],
        {"date": "2018", "date_basis": "Monday"},
    ),
    "basis of another date": ([report(date="2018"), report(date="2019", date_basis="Monday")], {"date": "2018"}),
    "basis of another place": ([report(place="doha"), report(place_basis="the desk")], {"place": "doha"}),
    "basis before date": ([report(date_basis="Monday", date="2018")], {"date_basis": "Monday", "date": "2018"}),
    "update replaces": ([report(title="A", killed=2), update(killed=3)], {"title": "A", "killed": 3}),
    "update removes": ([report(title="A", killed=2), update(killed=None)], {"title": "A"}),
    "update replaces lists": ([report(tags=["a", "b"]), update(tags=["c"])], {"tags": ["c"]}),
    "update inside count": (
        [report(killed={"low": 1, "high": 5}), update(killed={"high": None, "best": 2})],
        {"killed": {"low": 1, "best": 2}},
    ),
    "removed field filled": ([report(killed=2), update(killed=None), report(killed=3)], {"killed": 3}),
    "correction replaces": ([report(killed=2), correct(killed=3)], {"killed": 3}),
    "nothing after retraction": (
        [report(killed=2), withdraw(None), update(killed=3), report(tags=["x"])],
        {"killed": 2},
    ),
    "second report withdrawn": ([report(title="A"), report(killed=2), withdraw("e2")], {"title": "A"}),
    "first report withdrawn": (
        [report(title="A"), report(title="B", killed=2), withdraw("e1")],
        {"title": "B", "killed": 2},
    ),
    "change outlives report": ([report(killed=2), report(killed=3), update(killed=4), withdraw("e1")], {"killed": 4}),
    "all reports withdrawn": ([report(killed=2), withdraw("e1")], {}),
    "reported once more": ([report(killed=2), withdraw("e1"), report(killed=3)], {"killed": 3}),
    "kinds brought together": ([report(targets=["a"]), report(targets="a")], {"targets": ["a"]}),
}
DISPUTES: dict[str, tuple[list[Told], list[tuple[str, Any, str]]]] = {
    "equal values confirm": ([report(killed=2), report(killed=2)], []),
    "other value disputes": ([report(killed=2), report(killed=3)], [("killed", 3, "e2")]),
    "each report its own": (
        [report(killed=2, title="A"), report(killed=3), report(killed=3, title="B")],
        [("killed", 3, "e2"), ("killed", 3, "e3"), ("title", "B", "e3")],
    ),
    "count written out": ([report(killed=2), report(killed={**TWO, "stated": "two"})], []),
    "stated is words": ([report(killed={"low": 2, "stated": "two"}), report(killed={"low": 2, "best": None})], []),
    "at least disputes": ([report(killed=2), report(killed={"low": 2})], [("killed", {"low": 2}, "e2")]),
    "lists never dispute": ([report(tags=["a"]), report(tags=["b"])], []),
    "bases never dispute": ([report(date="2018", date_basis="x"), report(date="2018", date_basis="y")], []),
    "kinds brought together": ([report(targets=["a"]), report(targets="a")], [("targets", "a", "e2")]),
    "update keeps open": ([report(killed=2), report(killed=3), update(killed=4)], [("killed", 3, "e2")]),
    "update agrees": ([report(killed=2), report(killed=3), update(killed=3)], []),
    "removed stays open": ([report(killed=2), report(killed=3), update(killed=None)], [("killed", 3, "e2")]),
    "filled by agreement": ([report(killed=2), report(killed=3), update(killed=None), report(killed=3)], []),
    "correction closes": ([report(killed=2), report(killed=3), correct(killed=4)], []),
    "correction confirms": ([report(killed=2), report(killed=3), correct(killed=2)], []),
    "on its fields only": (
        [report(killed=2, title="A"), report(killed=3, title="B"), correct(killed=4)],
        [("title", "B", "e2")],
    ),
    "disputant withdrawn": ([report(killed=2), report(killed=3), withdraw("e2")], []),
    "first report withdrawn": (
        [report(killed=2), report(killed=3), report(killed=2), withdraw("e1")],
        [("killed", 2, "e3")],
    ),
    "correction outlives report": ([report(killed=2), report(killed=3), correct(killed=4), withdraw("e1")], []),
}
RFC_7396 = [
    ({"a": "b"}, {"a": "c"}, {"a": "c"}),
    ({"a": "b"}, {"b": "c"}, {"a": "b", "b": "c"}),
    ({"a": "b"}, {"a": None}, {}),
    ({"a": "b", "b": "c"}, {"a": None}, {"b": "c"}),
    ({"a": ["b"]}, {"a": "c"}, {"a": "c"}),
    ({"a": "c"}, {"a": ["b"]}, {"a": ["b"]}),
    ({"a": {"b": "c"}}, {"a": {"b": "d", "c": None}}, {"a": {"b": "d"}}),
    ({"a": [{"b": "c"}]}, {"a": [1]}, {"a": [1]}),
    (["a", "b"], ["c", "d"], ["c", "d"]),
    ({"a": "b"}, ["c"], ["c"]),
    ({"a": "foo"}, None, None),
    ({"a": "foo"}, "bar", "bar"),
    ({"e": None}, {"a": 1}, {"e": None, "a": 1}),
    ([1, 2], {"a": "b", "c": None}, {"a": "b"}),
    ({}, {"a": {"bb": {"ccc": None}}}, {"a": {"bb": {}}}),
]


@pytest.mark.parametrize(("told", "fact"), FACTS.values(), ids=FACTS)
def test_fact(told: list[Told], fact: dict[str, Any]) -> None:
    """What the events make of it."""
    assert fold(history(*told)).fact == fact


@pytest.mark.parametrize(("told", "expected"), DISPUTES.values(), ids=DISPUTES)
def test_disputes(told: list[Told], expected: list[tuple[str, Any, str]]) -> None:
    """Both values are kept, until a correction decides or they agree."""
    standing = fold(history(*told))
    assert disputed(standing) == expected
    assert {dispute.field for dispute in standing.disputes} <= standing.origin.keys()


@pytest.mark.parametrize(("target", "patch", "expected"), RFC_7396)
def test_merge_patch(target: Any, patch: Any, expected: Any) -> None:
    """RFC 7396, appendix A."""
    assert merge_patch(target, patch) == expected


def test_merge_patch_of_the_rfc() -> None:
    """RFC 7396, section 3; what was there is not touched."""
    author = {"givenName": "John", "familyName": "Doe"}
    target = {"title": "Goodbye!", "author": author, "tags": ["example", "sample"], "content": "This will be unchanged"}
    patch = {"title": "Hello!", "phoneNumber": "+01-123-456-7890", "author": {"familyName": None}, "tags": ["example"]}
    expected = {**target, **patch, "author": {"givenName": "John"}}
    assert merge_patch(target, patch) == expected
    assert author == {"givenName": "John", "familyName": "Doe"}


def test_whose_word_stands() -> None:
    """The event that first gave a value, or last changed it."""
    standing = fold(history(report(title="A", killed=2), report(title="A", wounded=1), update(killed=3)))
    assert {name: event.id for name, event in standing.origin.items()} == {
        "title": "e1",
        "killed": "e3",
        "wounded": "e2",
    }
    assert [event.id for event in standing.accounts] == ["e1", "e2", "e3"]


STANDS: dict[str, tuple[list[Told], bool, int]] = {
    "reported": ([report(title="A")], True, 1),
    "updated": ([report(title="A"), update(title="B")], True, 2),
    "retracted": ([report(title="A"), withdraw(None)], False, 2),
    "after a retraction": ([report(title="A"), withdraw(None), report(title="B")], False, 3),
    "one report withdrawn": ([report(title="A"), report(title="A"), withdraw("e1")], True, 3),
    "only changes left": ([report(title="A"), update(title="B"), withdraw("e1")], False, 3),
    "reported once more": ([report(title="A"), withdraw("e1"), report(title="B")], True, 3),
    "nobody reported it": ([update(title="B")], False, 1),
    "nothing happened": ([], False, 0),
}


@pytest.mark.parametrize(("told", "stands", "revision"), STANDS.values(), ids=STANDS)
def test_stands(told: list[Told], stands: bool, revision: int) -> None:
    """A fact is in the tables while a report of it stands; every event counts as a revision."""
    standing = fold(history(*told))
    assert standing.stands is stands
    assert standing.revision == revision


def test_first_and_head() -> None:
    """All events stay in sight, withdrawn ones too."""
    standing = fold(history(report(title="A"), report(title="B"), withdraw("e1")))
    assert (standing.first.id, standing.head.id) == ("e1", "e3")
    retracted = fold(history(report(title="A"), withdraw(None), report(title="B")))
    assert retracted.retraction is retracted.events[1]


def test_states_are_the_folds_of_every_beginning() -> None:
    """Nothing but the events so far decides a state."""
    events = history(report(killed=2), report(killed=3), correct(killed=3), withdraw("e1"), withdraw(None))
    assert list(states(events)) == [fold(events[:n]) for n in range(1, len(events) + 1)]


SAME = [
    (2, TWO, True),
    (2, {"best": 2}, False),
    ("2", 2, False),
    ({"low": 1, "stated": "x"}, {"low": 1, "stated": "y"}, True),
]


@pytest.mark.parametrize(("one", "other", "expected"), SAME)
def test_same(one: Any, other: Any, expected: bool) -> None:
    """Two ways to write one value, in either direction."""
    assert same(one, other) is expected
    assert same(other, one) is expected
