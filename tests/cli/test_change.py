"""`timeline update`, `correct` and `retract`: changes that build on what stands."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from timeline import Log

LATE = {"id": "attack-1b", "type": "attack.reported", "subject": "kabul-attack"}


def last_event() -> dict[str, object]:
    """The last line of the log."""
    event: dict[str, object] = json.loads(Path("events.jsonl").read_text().splitlines()[-1])
    return event


def test_a_correction_keeps_what_it_corrects(run: Run, log: Log) -> None:
    """The old value and the head it builds on are filled in."""
    result = run("correct", "kabul-attack", "--set", "killed=3", "--reason", "coder_error", "--note", "We misread it.")
    assert (result.exit_code, result.stderr) == (0, "1 appended\n")
    assert last_event()["supersedes"] == "attack-1"
    data = {"set": {"killed": 3}, "reason": "coder_error", "note": "We misread it.", "was": {"killed": 2}}
    assert last_event()["data"] == data


def test_an_update_names_its_source(run: Run, log: Log) -> None:
    """With the chain and the passages behind it."""
    run(
        "update",
        "kabul-attack",
        "--set",
        "wounded=4",
        "--source",
        "agency",
        "--attributed-to",
        "taliban",
        "--passage",
        "1-5",
    )
    source = {"source": "agency", "attributed_to": ["taliban"], "passages": [{"start": 1, "end": 5}]}
    assert last_event()["data"] == {"set": {"wounded": 4}, **source}


VALUES = {
    "text": (["weapon=rifle"], {"weapon": "rifle"}),
    "number like text": (["title=2018"], {"title": "2018"}),
    "taken away": (["date="], {"date": None}),
    "part of count": (['killed={"low":1}'], {"killed": {"low": 1}}),
    "list by repeating": (["tags=a", "tags=b"], {"tags": ["a", "b"]}),
    "list as json": (['tags=["a","b"]'], {"tags": ["a", "b"]}),
    "part in short": (["victims=taliban:killed"], {"victims": [{"actor": "taliban", "harm": "killed"}]}),
    "equals in value": (["title=a=b"], {"title": "a=b"}),
}


@pytest.mark.parametrize(("settings", "patch"), VALUES.values(), ids=VALUES)
def test_settings_become_a_patch(run: Run, log: Log, settings: list[str], patch: object) -> None:
    """Each value is read as its field holds it."""
    arguments = [word for setting in settings for word in ("--set", setting)]
    assert run("update", "kabul-attack", *arguments).stderr == "1 appended\n"
    assert last_event()["data"] == {"set": patch}


def test_a_retraction_takes_the_fact_away(run: Run, log: Log) -> None:
    """And nothing more can be said of it."""
    assert run("retract", "kabul-attack", "--reason", "unverifiable").exit_code == 0
    result = run("update", "kabul-attack", "--set", "killed=1")
    message = "--subject: 'kabul-attack' was retracted on 2026-"
    assert (result.exit_code, result.stderr[: len(message)]) == (1, message)


def test_one_report_may_be_withdrawn(run: Run, log: Log) -> None:
    """The fact is then what its other reports make of it."""
    log.append([{**LATE, "data": {"fact": {"wounded": 7}, "source": "agency"}}])
    assert run("retract", "kabul-attack", "--report", "attack-1b", "--reason", "unverifiable").exit_code == 0
    assert log.archive().standing("kabul-attack").fact == {
        "title": "Attack in Kabul",
        "date": "2018-11-12",
        "killed": 2,
    }


REFUSED = {
    "unknown subject": (
        ["kabul-atack", "--set", "killed=3"],
        "there is no fact 'kabul-atack'; did you mean 'kabul-attack'?",
    ),
    "not a pair": (["kabul-attack", "--set", "killed"], "--set: 'killed' is not field=value"),
    "no change": (["kabul-attack", "--set", "killed=2"], "--set: changes nothing: the fact says so already"),
    "bad passage": (
        ["kabul-attack", "--set", "killed=3", "--passage", "12"],
        "--passage: '12' is not START-END, two numbers such as 1234-1310",
    ),
    "bad value": (["kabul-attack", "--set", "date=2018-13"], "--date: '2018-13' is not an EDTF date (month 13)"),
}


@pytest.mark.parametrize(("arguments", "message"), REFUSED.values(), ids=REFUSED)
def test_a_wrong_change_is_refused(run: Run, log: Log, arguments: list[str], message: str) -> None:
    """With one message, and the log as it was."""
    before = log.path.read_bytes()
    result = run("update", *arguments)
    assert (result.exit_code, result.stderr) == (1, f"{message}\n")
    assert log.path.read_bytes() == before


def test_a_stale_head_is_refused(run: Run, log: Log) -> None:
    """The message names the present head."""
    run("update", "kabul-attack", "--set", "killed=3", "--id", "attack-2")
    result = run("correct", "kabul-attack", "--set", "killed=4", "--reason", "coder_error", "--supersedes", "attack-1")
    start = "--supersedes: 'attack-1' is no longer the head of kabul-attack: 'attack-2' is"
    assert (result.exit_code, result.stderr[: len(start)]) == (4, start)
