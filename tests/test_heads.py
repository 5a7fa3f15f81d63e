"""What two branches leave of a fact: heads, until a change builds on all of them."""

from itertools import pairwise

import pytest

from timeline.event import Event
from timeline.heads import conflicts, heads

Told = tuple[str, ...]
CASES: dict[str, tuple[list[Told], list[str]]] = {
    "a report alone": ([("x",)], []),
    "one change after the other": ([("x",), ("a", "x"), ("b", "a")], ["b"]),
    "two from one state": ([("x",), ("a", "x"), ("b", "x")], ["a", "b"]),
    "one branch went on": ([("x",), ("a", "x"), ("b", "x"), ("c", "b")], ["a", "c"]),
    "the other went on, and lies apart": ([("x",), ("a", "x"), ("b", "x"), ("c", "a")], ["b", "c"]),
    "a change of both": ([("x",), ("a", "x"), ("b", "x"), ("c", "b", "a")], ["c"]),
    "a change of both, and one more": ([("x",), ("a", "x"), ("b", "x"), ("c", "b", "a"), ("d", "c")], ["d"]),
    "three branches, two of them united": (
        [("x",), ("a", "x"), ("b", "x"), ("c", "x"), ("d", "c", "b")],
        ["a", "d"],
    ),
    "a report in between": ([("x",), ("a", "x"), ("y",), ("b", "y")], ["b"]),
    "a report behind a conflict": ([("x",), ("a", "x"), ("b", "x"), ("y",), ("c", "y")], ["a", "c"]),
}


@pytest.mark.parametrize(("told", "expected"), CASES.values(), ids=CASES)
def test_heads(told: list[Told], expected: list[str]) -> None:
    """Each event is told by its id and by what it builds on."""
    stream = [_event(name, *builds_on) for name, *builds_on in told]
    assert [head.id for head in heads(stream)] == expected
    assert [(one.id, other.id) for one, other in conflicts(stream)] == list(pairwise(expected))


def _event(name: str, *builds_on: str) -> Event:
    told = {
        "id": name,
        "type": f"attack.{'updated' if builds_on else 'reported'}",
        "subject": "s",
        "time": "",
        "data": {},
    }
    return Event({**told, **dict(zip(("supersedes", "alsosupersedes"), builds_on, strict=False))})
