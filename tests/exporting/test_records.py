"""CSL-JSON of the sources, annotations of the passages, and the log itself as CloudEvents."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from cloudevents.core.formats.json import JSONFormat

from tests.chronicle import Chronicle
from tests.conftest import ARTICLE
from tests.exporting.conftest import Export, Json, said
from timeline import edtf
from timeline.cli import main
from timeline.exporting.csl import csl_date

DATES: dict[str, Json] = {
    "2018-11-19": {"date-parts": [[2018, 11, 19]]},
    "2018-11": {"date-parts": [[2018, 11]]},
    "0987~": {"date-parts": [[987]], "circa": True},
    "2018/2019-02": {"date-parts": [[2018], [2019, 2]]},
    "2018/2019~": {"raw": "2018/2019~"},
    "2018-11-19?": {"raw": "2018-11-19?"},
    "2018-22": {"raw": "2018-22"},
    "[2018..2019]": {"raw": "[2018..2019]"},
    "2018/..": {"raw": "2018/.."},
    "-0044": {"raw": "-0044"},
    "2018-11-19T10:30:00Z": {"raw": "2018-11-19T10:30:00Z"},
}


@pytest.mark.parametrize(("text", "date"), DATES.items())
def test_dates_of_sources(text: str, date: Json) -> None:
    """In parts where these say all of it."""
    assert edtf.parse(text)
    assert csl_date(text) == date


CSL = {"type", "id", "title", "author", "publisher", "source", "URL", "archive", "language", "abstract"}
CSL |= {"issued", "accessed"}
"""Of the variables of csl-data.json of the schema 1.0.2 those that we use."""


def test_sources_for_a_reference_manager(export: Export) -> None:
    """All of them, or with a filter those that the facts rest on."""
    items = {item["id"]: item for item in json.loads(export("csl").stdout)}
    assert (len(items), {name for item in items.values() for name in item} - CSL) == (6, set())
    assert items["web"]["author"] == [{"literal": "Ann Lee"}]
    assert (items["web"]["type"], items["web"]["issued"]) == (
        "webpage",
        {"date-parts": [[2018, 11, 19]], "circa": True},
    )
    assert [item["id"] for item in json.loads(export("csl", "--actor", "army", "--from", "2018-11-12").stdout)] == [
        "web"
    ]


def test_a_passage_has_its_place_in_the_source(export: Export) -> None:
    """In code points; the source by its address."""
    result = export("annotations", "--site", "https://talks.example")
    page = json.loads(result.stdout)
    [talks] = [item for item in page["items"] if item["id"].endswith("/event/e-talks")]
    assert [target["selector"] for target in talks["target"]] == [
        {"type": "TextPositionSelector", "start": 3, "end": 9},
        {"type": "TextPositionSelector", "start": 20, "end": 31},
    ]
    assert {target["source"] for target in talks["target"]} == {"https://web.example/doha?a=1&b=2"}
    assert talks["body"][1]["source"] == "https://talks.example/fact/doha-talks.html"
    assert (len(page["items"]), said(result)) == (2, "left out: 12 facts without a passage")


def test_the_whole_log_but_for_who_recorded_it(export: Export, rich: Chronicle) -> None:
    """Nor what was retracted; the CloudEvents SDK reads each."""
    events = json.loads(export("cloudevents").stdout)
    assert len(events) == len(rich.log.path.read_bytes().splitlines())
    for event in events:
        JSONFormat().read(None, json.dumps(event).encode())
    [gone] = [event for event in events if event["id"] == "e-gone"]
    assert gone["data"] == {"fact": {"title": "Secret words"}, "source": "paper"}
    assert [event for event in events if "authid" in event] == []


def test_the_log_byte_for_byte(export: Export, rich: Chronicle) -> None:
    """With all that it says."""
    batch = export("cloudevents", "--with-authors", "--with-retracted").stdout_bytes
    assert batch == b"[\n" + b",\n".join(rich.log.path.read_bytes().splitlines()) + b"\n]\n"


def test_a_part_of_the_log_stands_by_itself(export: Export) -> None:
    """The facts, what they name, and what those belong to."""
    events = json.loads(export("cloudevents", "--kind", "statement").stdout)
    assert [event["id"] for event in events] == ["e-open", "e-paper", "e-ministry", "e-envoy", "e-remark"]


@pytest.mark.parametrize("kind", ["figure", "statement", "meeting"])
def test_a_part_is_a_log(tmp_path: Path, kind: str) -> None:
    """With all that its events name, and nothing of an append that is not whole."""
    batch = CliRunner().invoke(
        main, ["export", "cloudevents", "--kind", kind, "--log", str(ARTICLE), "--db", "none.db"]
    )
    lines = [json.dumps(event, ensure_ascii=False, separators=(",", ":")) for event in json.loads(batch.stdout)]
    (tmp_path / "events.jsonl").write_text("".join(f"{line}\n" for line in lines))
    result = CliRunner().invoke(
        main, ["check", "--log", str(tmp_path / "events.jsonl"), "--db", str(tmp_path / "x.db")]
    )
    assert (result.exit_code, len(lines) < 84) == (0, True), result.output


def test_the_log_as_it_was(export: Export, rich: Chronicle) -> None:
    """Up to a moment."""
    [(time,)] = rich.rows("SELECT time FROM events WHERE id = 'e-paper'")
    assert [event["id"] for event in json.loads(export("cloudevents", "--known-at", time).stdout)] == [
        "e-open",
        "e-paper",
    ]
