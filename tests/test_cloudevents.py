"""The CloudEvents SDK reads every line that we write."""

import json
import tempfile
from pathlib import Path

import pytest
from cloudevents.core.formats.json import JSONFormat
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.chronicle import BEGINNING, Json, report
from timeline import Log, plugins
from timeline.event import Envelope

HERE = Path(__file__).parent
KINDS = plugins.kinds(plugins.load())
FROZEN = sorted((HERE / "lines").rglob("*.json"))

Said = tuple[str, str, str, str, Json]
"""Title, summary, note, who recorded it, and other attributes."""

CHARACTERS = st.characters(exclude_categories=["Cc", "Cs", "Cn"])
LINES = st.text(CHARACTERS, min_size=1, max_size=30).filter(str.strip)
TEXTS = st.text(CHARACTERS | st.sampled_from("\n\t"), min_size=1, max_size=30).filter(str.strip)
NAMES = st.from_regex("[a-z0-9]{1,20}", fullmatch=True).filter(lambda name: name not in Envelope.model_fields)
ATTRIBUTES = st.dictionaries(NAMES, LINES | st.booleans() | st.integers(-(2**31), 2**31 - 1), max_size=3)
SAID = st.tuples(LINES, TEXTS, TEXTS, LINES, ATTRIBUTES)


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
    log = Log(tmp_path / "events.jsonl", kinds=KINDS, authid="أحمد")
    note = '"→\u2028\U0001f600\\' + "long " * 12_000
    log.append([{"type": "log.opened", "subject": "talks", "data": {"title": "Переговоры"}}])
    log.append(
        [{"type": "actor.registered", "subject": "a", "data": {"fact": {"name": "طالبان"}, "note": note}, "x": 1}]
    )
    for line in log.path.read_bytes().split(b"\n")[:-1]:
        assert_read(line)


def report_of(slug: str, said: Said) -> Json:
    """A report of an attack that says this."""
    title, text, note, who, attributes = said
    stated = report("attack", slug, f"of {slug}", also={"note": note}, title=title, summary=text)
    return {**stated, "authid": who, **attributes}


def reports(batches: list[list[Said]]) -> list[list[Json]]:
    """Batches of reports that say these things, each of an attack of its own."""
    return [
        [report_of(f"attack-{number}-{place}", said) for place, said in enumerate(batch)]
        for number, batch in enumerate(batches)
    ]


@settings(max_examples=40)
@given(batches=st.lists(st.lists(SAID, min_size=1, max_size=3), max_size=4).map(reports))
def test_any_log(batches: list[list[Json]]) -> None:
    """Whatever is said in it, and in batches of any size."""
    with tempfile.TemporaryDirectory() as folder:
        log = Log(Path(folder) / "events.jsonl", kinds=KINDS)
        for batch in (list(BEGINNING), *batches):
            log.append(batch)
        lines = log.path.read_bytes().split(b"\n")[:-1]
        assert len(lines) == len(BEGINNING) + sum(map(len, batches))
        for line in lines:
            assert_read(line)
