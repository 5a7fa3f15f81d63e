"""A log whose second line is of interest: the first and the third are good, so that it is no end that a crash left."""

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from timeline import Log
from timeline.cli import main
from timeline.errors import Damaged

OPENED = (Path(__file__).parent / "lines/v1/log.opened.json").read_bytes()
AROUND = (
    b'{"specversion":"1.0","id":"e-1","source":"/talks","type":"protest.reported","subject":"march",'
    b'"time":"2026-11-23T10:00:00Z","salt":"mJ1x0n0i7b2Jq0sQ3cXx5A","data":{"fact":{"value":%b},"source":"paper"}}'
)
"""An event of a kind that nobody registers: its fact may hold any value, so that the verdict is about the JSON."""


def log_of(folder: Path, line: bytes) -> Log:
    """The log with that line."""
    path = folder / "events.jsonl"
    path.write_bytes(OPENED + line + b"\n" + AROUND % b"1" + b"\n")
    return Log(path)


def value_in(log: Log) -> Any:
    """The value in the event of the second line."""
    [_, (event, _), _] = log.read()
    return event.data["fact"]["value"]


def damage(log: Log) -> str:
    """What is said of the line; it comes with its place."""
    with pytest.raises(Damaged) as refusal:
        list(log.read())
    place, _, complaint = str(refusal.value).partition("\n")[0].partition(": ")
    assert place == "events.jsonl:2"
    return complaint


def checked(log: Log) -> tuple[int, str]:
    """How `timeline check` ends, and what it says."""
    result = CliRunner().invoke(main, ["check", "--log", str(log.path)])
    return result.exit_code, result.output
