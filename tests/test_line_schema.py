"""The JSON Schemas say the same as the models, to a validator that knows nothing of ours."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from timeline import jsonline, plugins, tombstone
from timeline.line_schema import fact_schema, line_schema

KINDS = plugins.kinds(plugins.load())
LINE = Draft202012Validator(line_schema(KINDS))
HERE = Path(__file__).parent
FROZEN = sorted((HERE / "lines").rglob("*.json"))


@pytest.mark.parametrize("kind", list(KINDS))
def test_a_kinds_schema_is_one(kind: str) -> None:
    """Of draft 2020-12, and whole in itself."""
    schema = fact_schema(KINDS[kind])
    Draft202012Validator.check_schema(schema)
    assert "null" not in json.dumps(schema)


@pytest.mark.parametrize("path", FROZEN, ids=lambda path: path.stem)
def test_a_frozen_line_is_valid(path: Path) -> None:
    """One of every kind and verb."""
    assert list(LINE.iter_errors(json.loads(path.read_bytes()))) == []


def test_the_article_is_valid() -> None:
    """Every line, and each first report as a fact of its kind."""
    lines = [json.loads(line) for line in (HERE.parent / "events.jsonl").read_bytes().splitlines()]
    assert [error.message for line in lines for error in LINE.iter_errors(line)] == []
    (attack,) = (line["data"]["fact"] for line in lines if line["type"] == "attack.reported")
    assert Draft202012Validator(fact_schema(KINDS["attack"])).is_valid(attack)


def test_a_tombstone_is_valid() -> None:
    """One that has what an event has besides, or says another hash, is not; nor an event with a hash."""
    line = json.loads((HERE / "lines/v1/attack.updated.json").read_bytes())
    stone = tombstone.of(line, jsonline.write(line)).attributes
    assert list(LINE.iter_errors(stone)) == []
    for wrong in ({"salt": line["salt"]}, {"leaf_hash": "x"}, {"type": "log.opened"}):
        assert not LINE.is_valid({**stone, **wrong})
    assert not LINE.is_valid({**line, "leaf_hash": stone["leaf_hash"]})


def test_the_envelope_is_described() -> None:
    """Its words have the patterns that the model has, and none that an event needs may be missing."""
    line = json.loads((HERE / "lines/v1/attack.updated.json").read_bytes())
    for wrong in ({"salt": "short"}, {"type": "attack"}, {"subject": "An attack"}, {"specversion": "2.0"}):
        assert not LINE.is_valid({**line, **wrong})
    for name in ("specversion", "id", "source", "type", "subject", "time", "salt", "data"):
        assert not LINE.is_valid({key: value for key, value in line.items() if key != name}), name


WRONG: dict[str, dict[str, Any]] = {
    "count as text": {"fact": {"title": "A", "killed": "2"}, "source": "paper"},
    "unknown field": {"fact": {"title": "A", "kiled": 2}, "source": "paper"},
    "unknown word": {"fact": {"title": "A", "attack_type": "bomb"}, "source": "paper"},
    "no source": {"fact": {"title": "A"}},
    "victim without name": {"fact": {"title": "A", "victims": [{"harm": "killed"}]}, "source": "paper"},
}


@pytest.mark.parametrize("data", WRONG.values(), ids=WRONG)
def test_a_wrong_report_is_not_valid(data: dict[str, Any]) -> None:
    """The schema refuses what the model refuses."""
    line = json.loads((HERE / "lines/v1/attack.reported.json").read_bytes())
    assert not LINE.is_valid({**line, "data": data})
