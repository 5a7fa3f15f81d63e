"""Two versions of a log become one, whichever side is called ours."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.merge import merge


def event(name: str, time: int = 0, batch: str = "", count: int = 1, note: str = "") -> bytes:
    """A line as short as one can be."""
    marks = {"appendid": batch, "appendcount": count} if batch else {}
    return json.dumps(
        {"id": name, "source": "/x", "time": f"2026-11-23T10:00:{time:02}Z", **marks, "note": note}
    ).encode()


A, B, C, D = (event(name, time) for time, name in enumerate("abcd"))
LATE_A, EARLY_Z = event("a2", 9), event("z", 0)
X1, X2, Y = event("x1", 3, "x", 2), event("x2", 3, "x", 2), event("y", 3)

MERGED = {
    "nothing new": ([A], [A], [A], [A]),
    "ours alone": ([A], [A, B], [A], [A, B]),
    "both append": ([A], [A, C], [A, B], [A, B, C]),
    "the same event": ([A], [A, B], [A, B, C], [A, B, C]),
    "the same behind others": ([A], [A, B, D], [A, C, D], [A, B, C, D]),
    "no ancestor": ([], [A], [B], [A, B]),
    "a side keeps its order": ([A], [A, LATE_A, B], [A, C], [A, C, LATE_A, B]),
    "same time, by id": ([A], [A, Y], [A, EARLY_Z], [A, EARLY_Z, Y]),
    "a batch stays whole": ([A], [A, X1, X2], [A, Y], [A, X1, X2, Y]),
    "a batch both have": ([A], [A, X1, X2, D], [A, X1, X2, B], [A, X1, X2, B, D]),
}


@pytest.mark.parametrize(("base", "ours", "theirs", "united"), MERGED.values(), ids=MERGED)
def test_news_of_both_sides_is_united(
    base: list[bytes], ours: list[bytes], theirs: list[bytes], united: list[bytes]
) -> None:
    """What both share first, then by time and id; the same from either side."""
    assert merge(base, ours, theirs) == (united, [])
    assert merge(base, theirs, ours) == (united, [])


SIGNED = {
    "ours": ([A], [A, D], [A, B], (2, 1), [A, D, B]),
    "all of ours": ([A], [A, C, D], [A, B], (3, 0), [A, C, D, B]),
    "a part of ours": ([A], [A, C, D], [A, B], (2, 1), [A, C, B, D]),
    "what both share": ([A], [A, D], [A, B], (1, 1), [A, B, D]),
    "what the other has elsewhere": ([A], [A, D], [A, B, D], (2, 1), [A, D, B]),
    "a batch": ([A], [A, X1, X2, D], [A, B], (3, 1), [A, X1, X2, B, D]),
}


@pytest.mark.parametrize(("base", "ours", "theirs", "signed", "united"), SIGNED.values(), ids=SIGNED)
def test_what_was_signed_stays_in_front(
    base: list[bytes], ours: list[bytes], theirs: list[bytes], signed: tuple[int, int], united: list[bytes]
) -> None:
    """From whichever side; the rest comes behind by time and id."""
    assert merge(base, ours, theirs, signed) == (united, [])
    assert merge(base, theirs, ours, signed[::-1]) == (united, [])


def test_two_promises_that_exclude_each_other() -> None:
    """Are for people to settle."""
    assert "both sides signed other lines behind line 1" in merge([A], [A, B], [A, C], (2, 2)).conflicts[0]
    assert merge([A], [A, B], [A, B, C], (2, 3)) == ([A, B, C], [])


CONFLICTS = {
    "line gone": ([A, B], [A], [A, B, C], ["ours no longer has the line of 'b' of '/x'"]),
    "line changed": ([A], [event("a", note="x")], [A], ["ours no longer has the line of 'a' of '/x'",
                                                        "both have 'a' of '/x', with different bytes"]),
    "same id, other bytes": ([A], [A, B], [A, event("b", note="x")], ["both have 'b' of '/x', with different bytes"]),
    "other order": ([A], [A, C, D], [A, D, C], ["both sides have the same events in different orders"]),
    "half a batch": ([A], [A, X1], [A, B], ["the append 'x' is not whole"]),
    "batch parted": ([A], [A, X1, Y, X2], [A, B], ["the append 'x' is not whole"]),
    "senseless count": ([A], [A, event("x", 1, "x", 0)], [A, event("x", 1, "x", 1)], ["both have 'x' of '/x'"]),
    "not an event": ([A], [A, b"rubbish"], [A], ["is not JSON"]),
}  # fmt: skip


@pytest.mark.parametrize(("base", "ours", "theirs", "messages"), CONFLICTS.values(), ids=CONFLICTS)
def test_what_could_lose_an_event_is_a_conflict(
    base: list[bytes], ours: list[bytes], theirs: list[bytes], messages: list[str]
) -> None:
    """And nothing is united."""
    lines, conflicts = merge(base, ours, theirs)
    assert lines == []
    assert [conflict[: len(message)] for conflict, message in zip(conflicts, messages, strict=True)] == messages


def test_marks_and_times_of_nobody_end_nowhere() -> None:
    """`check` refuses such lines; here they must neither loop nor break off."""
    odd = [b'{"id":"n","appendid":"x","appendcount":0}', b'{"id":"m","appendid":"y","appendcount":-1}']
    assert merge([A], [A, odd[0]], [A, odd[1]]).conflicts == []
    assert merge([A], [A, b'{"id":"n","appendcount":"x"}'], [A, B]).conflicts != []


@given(st.lists(st.tuples(st.sampled_from("bot"), st.integers(0, 59)), max_size=12), st.integers(0, 3))
def test_every_event_comes_once_and_each_side_keeps_its_order(news: list[tuple[str, int]], shared: int) -> None:
    """Whatever the clocks say."""
    base = [event(f"base{n}") for n in range(shared)]
    named = [(side, event(f"{side}{n}", time)) for n, (side, time) in enumerate(news)]
    ours, theirs = ([*base, *(line for side, line in named if side in wanted)] for wanted in ("bo", "bt"))
    united, conflicts = merge(base, ours, theirs)
    assert (sorted(united), conflicts) == (sorted({*ours, *theirs}), [])
    assert ([x for x in united if x in ours], [x for x in united if x in theirs]) == (ours, theirs)
    assert merge(base, theirs, ours).lines == united
