"""The log as a whole: what an append would never let in, and a merge or an editor may have brought."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from timeline import Log
from timeline.check import check
from timeline.shelf import Shelf

OPENED = {"type": "log.opened", "subject": "talks", "data": {"title": "Talks"}}
PAPER = {"type": "source.registered", "subject": "paper", "data": {"fact": {"title": "The Paper"}}}
ATTACK = {"type": "attack.reported", "subject": "attack", "data": {"fact": {"title": "Attack"}, "source": "paper"}}


def found(log: Log) -> list[str]:
    """What check says of a log; warnings are marked."""
    findings = check(Shelf(log.kinds, log.read()), log.path.name)
    return [f"{problem}{' (warning)' if warning else ''}" for problem, warning in findings]


def line(number: int, **attributes: Any) -> str:
    """A whole event as a line, as an editor might put it into the file."""
    event = {
        "specversion": "1.0",
        "id": f"e{number}",
        "source": "/talks",
        "time": "2026-11-23T10:00:00Z",
        "salt": "a" * 22,
    }
    return json.dumps({**event, **attributes}) + "\n"


@pytest.fixture
def edited(tmp_path: Path) -> Callable[..., Log]:
    """A log of these events, written past every rule of an append."""

    def write(*events: dict[str, Any]) -> Log:
        path = tmp_path / "events.jsonl"
        path.write_text("".join(line(number, **event) for number, event in enumerate(events, 1)))
        return Log(path)

    return write


CHANGED = {"type": "attack.updated", "subject": "attack", "supersedes": "e3", "data": {"set": {"killed": 1}}}
EARLIER, LATER = {"time": "2025-11-23T10:00:00Z"}, {"time": "2026-11-30T10:00:00Z"}
BEFORE = "2025-11-23T10:00:00Z is before 2026-11-23T10:00:00Z of events.jsonl:{}, which it builds on; a clock was wrong"
SINCE = {"supersedes": "e2", "data": {"set": {"title": "A Paper"}}}
FALLING = {"low": 3, "high": 2}
SETTLE = "settle it by a change that builds on both"
NOTHING = "nothing was reported on 'attack' before"
ONCE = "log.opened is the first event of a log, and comes once"
REGISTER = "no source 'paper' is registered; register it: timeline register source --subject paper"
BROKEN: dict[str, tuple[list[dict[str, Any]], list[str]]] = {
    "nothing wrong": ([OPENED, PAPER, ATTACK, CHANGED], []),
    "not opened": ([PAPER], [f"events.jsonl:1: type: {ONCE}"]),
    "opened twice": ([OPENED, OPENED], [f"events.jsonl:2: type: {ONCE}"]),
    "foreign source": ([OPENED, {**PAPER, "source": "/x"}], ["events.jsonl:2: source: '/x' is not this log's own"]),
    "id twice": ([OPENED, {**PAPER, "id": "e1"}], ["events.jsonl:2: id: 'e1' is the id of events.jsonl:1 already"]),
    "unknown reference": ([OPENED, ATTACK], [f"events.jsonl:2: source: {REGISTER}"]),
    "nothing reported": ([OPENED, PAPER, CHANGED], [f"events.jsonl:3: subject: {NOTHING}"]),
    "two heads": (
        [OPENED, PAPER, ATTACK, CHANGED, CHANGED],
        [f"events.jsonl:5: supersedes: does not build on 'e4', which came before it; {SETTLE} (warning)"],
    ),
    "two heads, settled": (
        [OPENED, PAPER, ATTACK, CHANGED, CHANGED, {**CHANGED, "supersedes": "e5", "alsosupersedes": "e4"}],
        [],
    ),
    "two heads, of which one went on": (
        [OPENED, PAPER, ATTACK, CHANGED, CHANGED, {**CHANGED, "supersedes": "e5"}],
        [f"events.jsonl:6: supersedes: does not build on 'e4', which came before it; {SETTLE} (warning)"],
    ),
    "another kind": (
        [OPENED, PAPER, ATTACK, {**ATTACK, "type": "meeting.reported"}],
        ["events.jsonl:4: type: 'attack' is of the kind attack, see events.jsonl:3"],
    ),
    "fact not whole": (
        [OPENED, PAPER, {**ATTACK, "data": {"fact": {}, "source": "paper"}}],
        ["events.jsonl:3: fact.title: as it stands: is required"],
    ),
    "bounds not rising": (
        [OPENED, PAPER, {**ATTACK, "data": {"fact": {"title": "A", "killed": FALLING}, "source": "paper"}}],
        ["events.jsonl:3: killed: low, best and high do not rise: 3, 2 (warning)"],
    ),
    "clocks differ by some hours": ([OPENED, {**PAPER, "time": "2026-11-22T11:00:00Z"}, ATTACK, CHANGED], []),
    "before the log": ([OPENED, {**PAPER, **EARLIER}], [f"events.jsonl:2: time: {BEFORE.format(1)} (warning)"]),
    "before what it names": (
        [{**OPENED, **EARLIER}, PAPER, {**ATTACK, **EARLIER}],
        [f"events.jsonl:3: time: {BEFORE.format(2)} (warning)"],
    ),
    "before what it supersedes": (
        [{**OPENED, **EARLIER}, {**PAPER, **EARLIER}, ATTACK, {**CHANGED, **EARLIER}],
        [f"events.jsonl:4: time: {BEFORE.format(3)} (warning)"],
    ),
    "before a change of what it names": (
        [OPENED, PAPER, ATTACK, {**CHANGED, "type": "source.updated", "subject": "paper", **SINCE, **LATER}],
        [],
    ),
    "branches that interleave": ([OPENED, {**PAPER, **LATER}, {**PAPER, "subject": "other"}], []),
    "in the order of the lines": (
        [OPENED, {**ATTACK, "source": "/x"}, {**PAPER, "id": "e1"}],
        [
            "events.jsonl:2: source: '/x' is not this log's own",
            "events.jsonl:3: id: 'e1' is the id of events.jsonl:1 already",
        ],
    ),
    "half a batch": (
        [OPENED, {**PAPER, "appendid": "x", "appendcount": 3}, {**ATTACK, "appendid": "x", "appendcount": 3}, CHANGED],
        ["events.jsonl:2: appendid: the append 'x' has 2 of its 3 events"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("events", "messages"), BROKEN.values(), ids=BROKEN)
def test_what_is_broken_is_named(edited: Callable[..., Log], events: list[dict[str, Any]], messages: list[str]) -> None:
    """With file and line; what is lawful but odd is a warning."""
    assert found(edited(*events)) == messages


def test_a_batch_torn_apart_is_named(edited: Callable[..., Log]) -> None:
    """A merge must not put another event between those of an append."""
    marks = {"appendid": "x", "appendcount": 2}
    other, last = ({**PAPER, "subject": subject} for subject in ("other", "last"))
    log = edited(OPENED, {**PAPER, **marks}, other, {**ATTACK, **marks}, last)
    assert found(log) == ["events.jsonl:4: appendid: the append 'x' is torn apart"]


def test_an_event_after_a_retraction_is_a_warning(edited: Callable[..., Log]) -> None:
    """It changes nothing, and somebody should know."""
    retracted = {
        "type": "attack.retracted",
        "subject": "attack",
        "supersedes": "e3",
        "data": {"reason": "unverifiable"},
    }
    log = edited(OPENED, PAPER, ATTACK, retracted, {**CHANGED, "supersedes": "e4"})
    assert found(log) == ["events.jsonl:5: subject: 'attack' was retracted before, see events.jsonl:4 (warning)"]


def test_an_unknown_kind_is_a_warning(edited: Callable[..., Log]) -> None:
    """A plugin may be missing here that was there when it was appended."""
    messages = found(edited(OPENED, PAPER, {**ATTACK, "type": "strike.reported", "subject": "strike"}))
    assert messages[0].startswith("events.jsonl:3: type: 'strike' is not a kind (kinds: actor,")
    assert messages[0].endswith("is a plugin missing? (warning)")


def figure(subject: str, measure: str, value: object, date: str = "2018", **more: object) -> dict[str, Any]:
    """A figure that the paper reports."""
    fact = {"title": subject, "measure": measure, "value": value, "date": date, **more}
    return {"type": "figure.reported", "subject": subject, "data": {"fact": fact, "source": "paper"}}


FIGURES = {
    "inside": ([figure("a", "killed", 28, "2018-05"), figure("b", "killed", 85)], []),
    "value too large": (
        [figure("a", "killed", 86), figure("b", "killed", 85)],
        ["a is no part of b: 86 is more than 85"],
    ),
    "killed in casualties": (
        [figure("a", "killed", 9), figure("b", "casualties", 8)],
        ["a is no part of b: 9 is more than 8"],
    ),
    "not comparable": ([figure("a", "killed", 9), figure("b", "incidents", 8)], []),
    "imprecise": ([figure("a", "killed", {"low": 9}), figure("b", "killed", {"low": 8})], []),
    "period outside": (
        [figure("a", "killed", 1, "2017-12/2018-01"), figure("b", "killed", 2)],
        ["a is no part of b: its period 2017-12/2018-01 is not inside 2018"],
    ),
    "period unknown": ([figure("a", "killed", 1, "2018/"), figure("b", "killed", 2, "2017/")], []),
}


@pytest.mark.parametrize(("figures", "messages"), FIGURES.values(), ids=FIGURES)
def test_a_part_lies_inside_its_whole(edited: Callable[..., Log], figures: list[Any], messages: list[str]) -> None:
    """Its period, and where both measure the same, its value."""
    part, whole = figures
    part["data"]["fact"]["part_of"] = ["b"]
    assert found(edited(OPENED, PAPER, whole, part)) == [f"events.jsonl:4: part_of: {message}" for message in messages]


def test_no_figure_is_part_of_itself(edited: Callable[..., Log]) -> None:
    """However many steps away."""
    circle = [figure("a", "killed", 1, part_of=["b"]), figure("b", "killed", 1, part_of=["a"])]
    expected = [f"events.jsonl:{n}: part_of: {name} would be part of itself" for n, name in ((3, "a"), (4, "b"))]
    assert found(edited(OPENED, PAPER, *circle)) == expected


@pytest.mark.parametrize(
    ("total", "count"), [(42, 0), (43, 1), ({"low": 40}, 0)], ids=["exact", "one more", "imprecise"]
)
def test_killed_and_wounded_make_casualties(edited: Callable[..., Log], total: object, count: int) -> None:
    """Where one report gives all three."""
    three = [figure("k", "killed", 28), figure("w", "wounded", 14), figure("c", "casualties", total)]
    message = "events.jsonl:5: value: k (28) and w (14) make 42, but c says 43"
    assert found(edited(OPENED, PAPER, *three)) == [message] * count
