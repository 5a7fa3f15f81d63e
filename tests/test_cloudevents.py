"""The CloudEvents SDK reads every line that we write."""

import json
from pathlib import Path

import pytest
from cloudevents.core.formats.json import JSONFormat

from timeline import Log, plugins

HERE = Path(__file__).parent
FROZEN = sorted((HERE / "lines").rglob("*.json"))


def assert_read(line: bytes) -> None:
    """Every attribute and the data come through."""
    event = JSONFormat().read(None, line)
    stated = json.loads(line)
    assert (event.get_data(), event.get_time().strftime("%Y-%m-%dT%H:%M:%SZ")) == (
        stated.pop("data"),
        stated.pop("time"),
    )
    assert {name: event.get_attributes()[name] for name in stated} == stated


@pytest.mark.parametrize("path", FROZEN, ids=lambda path: path.stem)
def test_frozen_lines(path: Path) -> None:
    """One of every kind and verb."""
    assert_read(path.read_bytes())


def test_the_article() -> None:
    """And all of it as one batch in the JSON Batch Format."""
    lines = (HERE.parent / "events.jsonl").read_bytes().splitlines()
    for line in lines:
        assert_read(line)
    assert len(json.loads(b"[" + b",".join(lines) + b"]")) == len(lines)


def test_what_an_append_writes(tmp_path: Path) -> None:
    """Other scripts, quotes and the longest line there may be."""
    log = Log(tmp_path / "events.jsonl", kinds=plugins.kinds(plugins.load()), authid="أحمد")
    note = '"→\u2028\U0001f600\\' + "long " * 12_000
    log.append([{"type": "log.opened", "subject": "talks", "data": {"title": "Переговоры"}}])
    log.append(
        [{"type": "actor.registered", "subject": "a", "data": {"fact": {"name": "طالبان"}, "note": note}, "x": 1}]
    )
    for line in log.path.read_bytes().split(b"\n")[:-1]:
        assert_read(line)
