"""`timeline show`, `log`, `kinds` and `schema`: what the log holds."""

import json

import pytest

from tests.cli.conftest import ATTACK, Run
from timeline import Log

SECOND = {"id": "attack-2", "type": "attack.reported", "subject": "kabul-attack"}
SECOND["data"] = {
    "fact": {"killed": 3},
    "source": "agency",
    "attributed_to": ["taliban"],
    "passages": [{"start": 1, "end": 9}],
}

TOLD = """\
kabul-attack: attack, stands, revision 3
  title          Attack in Kabul
  date           2018-11-12  (12 November 2018)
  killed         4

Who says so
  paper, by nobody named  [attack-1]
    reported: title, date, killed
  agency, by taliban, at 1-9  [attack-2]
    reported: killed
  the editor, by nobody named  [attack-3]
    corrected: killed
    Recounted.

History
  2026-11-23T10:00:00Z reported
  2026-11-23T10:00:00Z reported
  2026-11-23T10:00:00Z corrected: coder_error
    killed: 2 → 4
"""


def correct(log: Log) -> None:
    """A second report, and the correction of its number."""
    data = {"set": {"killed": 4}, "reason": "coder_error", "note": "Recounted."}
    log.append([SECOND, {"id": "attack-3", "type": "attack.corrected", "subject": "kabul-attack", "data": data}])


def test_show_tells_a_fact_whole(run: Run, log: Log) -> None:
    """What stands, who says so, and how it came about."""
    correct(log)
    assert run("show", "kabul-attack").stdout == TOLD


def test_show_tells_lists_in_words(run: Run, log: Log) -> None:
    """Each member, and of a part what it is."""
    fact = {"title": "Talks", "tags": ["a", "b"], "participants": [{"actor": "taliban", "role": "party"}]}
    log.append([{"type": "meeting.reported", "subject": "meeting", "data": {"fact": fact, "source": "paper"}}])
    lines = run("show", "meeting").stdout.splitlines()
    assert lines[2:4] == ["  tags           a, b", "  participants   taliban (party)"]


def test_show_names_disputes(run: Run, log: Log) -> None:
    """The standing value and the other one, each with its source."""
    log.append([SECOND])
    assert "\nDisputed\n  killed: 2 stands (paper), 3 says agency\n" in run("show", "kabul-attack").stdout


def test_show_gives_json(run: Run, log: Log) -> None:
    """The same for programs."""
    log.append([SECOND])
    told = json.loads(run("show", "kabul-attack", "--json").stdout)
    assert (told["status"], told["revision"], told["head"]) == ("stands", 2, "attack-2")
    assert told["fact"] == ATTACK["data"]["fact"]  # type: ignore[index]
    assert [(dispute["standing"], dispute["other"]) for dispute in told["disputes"]] == [(2, 3)]


def test_show_of_a_typo_says_what_may_be_meant(run: Run, log: Log) -> None:
    """Exit code 1 and one line."""
    result = run("show", "kabul-atack")
    assert (result.exit_code, result.stderr) == (1, "there is no fact 'kabul-atack'; did you mean 'kabul-attack'?\n")


FILTERS = {
    "kind": (["--kind", "attack"], ["attack-1", "attack-2"]),
    "verb": (["--verb", "opened"], ["log.opened"]),
    "subject": (["--subject", "kabul-attack"], ["attack-1", "attack-2"]),
    "source": (["--source", "agency"], ["attack-2"]),
    "since later": (["--since", "2026-11-24"], []),
    "until that day": (["--until", "2026-11-23", "--kind", "attack"], ["attack-1", "attack-2"]),
    "until a time": (["--until", "2026-11-23T09:59:59Z"], []),
}


@pytest.mark.parametrize(("filters", "ids"), FILTERS.values(), ids=FILTERS)
def test_log_filters_events(run: Run, log: Log, filters: list[str], ids: list[str]) -> None:
    """By kind, verb, subject, source and time; the events themselves with --json."""
    log.append([SECOND])
    events = [json.loads(line) for line in run("log", "--json", *filters).stdout.splitlines()]
    assert [event["id"] if event["type"] != "log.opened" else event["type"] for event in events] == ids


def test_log_prints_a_line_an_event(run: Run, log: Log) -> None:
    """Line, time, type, subject and title."""
    line = "    6  2026-11-23T10:00:00Z  attack.reported               kabul-attack  Attack in Kabul\n"
    assert run("log", "--subject", "kabul-attack").stdout == line


def test_kinds_are_listed(run: Run) -> None:
    """Each with its table."""
    lines = [line.split()[:2] for line in run("kinds").stdout.splitlines()]
    assert ["meeting", "meetings"] in lines
    assert len(lines) == 10


def test_schema_of_a_kind_is_json_schema(run: Run) -> None:
    """Fields with their meaning, no nulls, nothing unknown."""
    schema = json.loads(run("schema", "attack").stdout)
    assert (schema["required"], schema["additionalProperties"]) == (["title"], False)
    assert schema["properties"]["insider_type"]["enum"] == ["green_on_green", "green_on_blue"]


def test_schema_of_a_line_knows_every_type(run: Run) -> None:
    """The envelope, and what each type carries."""
    schema = json.loads(run("schema").stdout)
    types = [case["if"]["properties"]["type"]["const"] for case in schema["allOf"]]
    assert (len(types), types[0], "attack.reported" in types, "actor.reported" in types) == (
        42,
        "log.opened",
        True,
        False,
    )
