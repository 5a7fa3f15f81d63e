"""`timeline review`: what was proposed from a text is looked at, mended, and appended or left."""

import hashlib
import json
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.cli.conftest import Run, as_lines, log_of
from timeline import Log

TEXT = "Officials met in Doha on Wednesday. No agreement was reached.\nOfficials met again."
PAPER = {"type": "source.registered", "subject": "article", "data": {"fact": {"title": "An article"}}}
TALKS = {
    "type": "meeting.reported",
    "subject": "doha-talks",
    "data": {
        "fact": {"title": "Talks in Doha", "date": "2018-11-14", "place": "doha"},
        "source": "article",
        "attributed_to": ["taliban"],
        "passages": [{"exact": "met in Doha on Wednesday"}],
    },
}
SILENCE = {
    "type": "statement.reported",
    "subject": "no-agreement",
    "data": {"fact": {"title": "No agreement", "speaker": "taliban"}, "passages": ["No agreement was reached"]},
}


@pytest.fixture
def batch(log: Log, tmp_path: Path) -> Path:
    """A text, and what somebody proposes from it."""
    (tmp_path / "article.txt").write_text(TEXT)
    return propose(PAPER, TALKS, SILENCE)


def propose(*events: Any) -> Path:
    """A file of proposals."""
    file = Path("batch.json")
    file.write_text(json.dumps({"events": events}))
    return file


def subjects() -> list[str]:
    """Those of the events behind the registries and the attack of the log."""
    return [json.loads(line)["subject"] for line in Path("events.jsonl").read_text().splitlines()[6:]]


def test_what_is_accepted_is_appended_with_its_passages_in_place(run: Run, batch: Path) -> None:
    """The source gets the hash and the length of the text; events that name no source are of this text."""
    result = run("review", "batch.json", "--text", "article.txt", input="a\na\na\ny\n")
    assert result.exit_code == 0, result.stderr
    assert "»met in Doha on Wednesday«" in result.stderr
    assert len(result.stdout.splitlines()) == 3
    events = [json.loads(line) for line in Path("events.jsonl").read_text().splitlines()[6:]]
    assert [event["subject"] for event in events] == ["article", "doha-talks", "no-agreement"]
    assert events[0]["data"]["fact"] == {
        "title": "An article",
        "sha256": hashlib.sha256(TEXT.encode()).hexdigest(),
        "characters": len(TEXT),
    }
    assert events[1]["data"]["passages"] == [{"start": 10, "end": 34}]
    assert (events[2]["data"]["source"], events[2]["data"]["passages"]) == ("article", [{"start": 36, "end": 60}])
    assert run("check", "--text", "article=article.txt").exit_code == 0


def test_a_second_review_passes_over_what_is_there(run: Run, batch: Path) -> None:
    """Skipped is asked again; accepted is not."""
    run("review", "batch.json", "--text", "article.txt", input="a\ns\na\ny\n")
    assert subjects() == ["article", "no-agreement"]
    result = run("review", "batch.json", "--text", "article.txt", input="a\ny\n")
    assert "batch.json: event 1: is in the log already" in result.stderr
    assert "1 of 1  meeting.reported  doha-talks" in result.stderr
    assert subjects() == ["article", "no-agreement", "doha-talks"]


def test_nothing_is_appended_without_a_yes(run: Run, batch: Path) -> None:
    """Declined, quit, or the input ends."""
    for answers in ("a\na\na\nn\n", "a\nq\nn\n", "a\na\n"):
        run("review", "batch.json", "--text", "article.txt", input=answers)
        assert subjects() == []
    run("review", "batch.json", "--text", "article.txt", input="a\nq\ny\n")
    assert subjects() == ["article"]


def test_back_looks_at_the_one_before_again(run: Run, batch: Path) -> None:
    """And what was decided there can be decided otherwise."""
    run("review", "batch.json", "--text", "article.txt", input="a\ns\nback\na\ns\ny\n")
    assert subjects() == ["article", "doha-talks"]


def test_what_is_wrong_is_said_and_cannot_be_accepted(run: Run, batch: Path) -> None:
    """The reader's editor mends it."""
    wrong = json.loads(json.dumps(TALKS).replace("met in Doha", "met in Dohaa").replace("2018-11-14", "2018-13"))
    propose(PAPER, wrong)
    mend = "import sys, pathlib; p = pathlib.Path(sys.argv[1]); p.write_text("
    Path("mend.py").write_text(mend + "p.read_text().replace('Dohaa', 'Doha').replace('2018-13', '2018-11'))")
    result = run(
        *("review", "batch.json", "--text", "article.txt"),
        input="a\na\ne\na\ny\n",
        env={"EDITOR": f"{sys.executable} mend.py"},
    )
    assert "passages.0: 'met in Dohaa on Wednesday' does not stand in the text" in result.stderr
    assert "fact.date: '2018-13' is not an EDTF date (month 13)" in result.stderr
    assert "'a' is none of edit, skip, back, quit" in result.stderr
    assert subjects() == ["article", "doha-talks"]
    assert json.loads(Path("events.jsonl").read_text().splitlines()[-1])["data"]["fact"]["date"] == "2018-11"
    again = run("review", "batch.json", "--text", "article.txt", input="")
    assert "batch.json: event 2: is in the log already" in again.stderr


def test_what_rests_on_a_skipped_one_is_named(run: Run, batch: Path) -> None:
    """An actor that nobody registers."""
    actor = {"type": "actor.registered", "subject": "envoy", "data": {"fact": {"name": "Envoy"}}}
    heard = json.loads(json.dumps(SILENCE).replace("taliban", "envoy"))
    propose(PAPER, actor, heard)
    result = run("review", "batch.json", "--text", "article.txt", input="a\ns\ns\ny\n")
    assert "fact.speaker: no actor 'envoy' is registered" in result.stderr
    assert subjects() == ["article"]


def test_check_prints_events_that_append_takes(run: Run, batch: Path) -> None:
    """Asks nothing, writes nothing; what it prints can be appended, and a review knows it then."""
    result = run("review", "batch.json", "--text", "article.txt", "--check")
    assert (result.exit_code, subjects()) == (0, [])
    assert run("append", input=result.stdout).exit_code == 0
    assert run("review", "batch.json", "--text", "article.txt", input="").stderr.count("in the log already") == 3


def test_check_names_all_problems_at_once(run: Run, batch: Path) -> None:
    """With the file and the event, on stderr alone."""
    wrong = json.loads(json.dumps(TALKS).replace("met in Doha", "met in Dohaa"))
    propose(PAPER, wrong, json.loads(json.dumps(SILENCE).replace("taliban", "talibn")))
    result = run("review", "batch.json", "--text", "article.txt", "--check")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "batch.json: event 2: passages.0: 'met in Dohaa on" in result.stderr
    assert "batch.json: event 3: fact.speaker: no actor 'talibn' is registered; did you mean" in result.stderr


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("{}", "batch.json: has no events"),
        ("", "batch.json: has no events"),
        ('{"events": [5, "x"]}', "batch.json: event 1: is not an event: give type, subject and data"),
        ('{"events": [{"type": "meeting.reported"}]}', "give type, subject and data"),
        ('{"events": [', "batch.json:1: is not JSON"),
        ("5", "batch.json: has no events"),
        ('{"events": 5}', "batch.json: has no events"),
        (
            '{"type": "meeting.reported", "subject": "x", "data": {"fact": {"killed": 1e999}}}',
            "batch.json: event 1: cannot be written as JSON",
        ),
        ('{"events": [{"data": {"source": "article", "x": "\\ud800"}}]}', "batch.json"),
    ],
)
def test_a_file_that_is_none_is_named(run: Run, batch: Path, content: str, reason: str) -> None:
    """Never a traceback."""
    batch.write_text(content)
    result = run("review", "batch.json", "--text", "article.txt")
    assert result.exit_code == 1, result.output
    assert reason in result.stderr


def test_json_lines_are_read_too(run: Run, batch: Path) -> None:
    """As `append` reads them."""
    batch.write_text(as_lines(PAPER, TALKS))
    assert run("review", "batch.json", "--text", "article.txt", "--check").exit_code == 0


def test_the_text_is_the_registered_one(run: Run, batch: Path) -> None:
    """Another text orphans the passages; another source's passages are not in it; whose it is must be known."""
    run("review", "batch.json", "--text", "article.txt", input="a\ns\ns\ny\n")
    Path("other.txt").write_text(TEXT + " ")
    assert "sha256: the text has" in run("review", "batch.json", "--text", "other.txt", "--check").stderr
    Path("other.txt").write_bytes(b"\xff\xfe")
    assert "other.txt: is not UTF-8 at byte 0" in run("review", "batch.json", "--text", "other.txt", "--check").stderr
    assert "say whose text it is" in run("review", str(propose(SILENCE)), "--text", "article.txt").stderr
    foreign = json.loads(json.dumps(SILENCE).replace('"data": {', '"data": {"source": "paper", '))
    said = run("review", str(propose(foreign)), "--text", "article.txt", "--source", "article", "--check").stderr
    assert "are of 'paper'; the text is that of 'article'" in said


def test_what_is_proposed_does_nothing_to_the_terminal(run: Run, batch: Path) -> None:
    """Escape sequences and other controls are shown, not obeyed."""
    propose(
        PAPER, json.loads(json.dumps(TALKS).replace("Talks in Doha", "\\u001b[2JTalks").replace("doha-", "\\u001b]"))
    )
    result = run("review", "batch.json", "--text", "article.txt", input="a\ns\nn\n")
    assert "\x1b" not in result.output
    assert "\\x1b[2JTalks" in result.stderr


def test_the_schema_describes_a_batch(run: Run, batch: Path) -> None:
    """What fits it can be reviewed; a kind, a field or a passage that nobody knows does not fit."""
    schema = json.loads(run("schema", "--for-extraction").stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    check = jsonschema.Draft202012Validator(schema)
    quoted = {**SILENCE, "data": {**SILENCE["data"], "passages": [{"exact": "No agreement"}]}}  # type: ignore[dict-item]
    check.validate({"events": [PAPER, TALKS, quoted]})
    for wrong in ("meting.reported", "meeting.reprted"):
        assert not check.is_valid({"events": [{**TALKS, "type": wrong}]})
    assert not check.is_valid(json.loads(json.dumps({"events": [TALKS]}).replace('"exact"', '"start"')))
    assert not check.is_valid(json.loads(json.dumps({"events": [TALKS]}).replace('"title"', '"headline"')))
    one = json.loads(run("schema", "meeting", "--for-extraction").stdout)
    assert len(one["properties"]["events"]["items"]["anyOf"]) == 1


def test_an_empty_chronology_is_told_to_begin(run: Run, tmp_path: Path) -> None:
    """The log is looked up as for any append."""
    (tmp_path / "article.txt").write_text(TEXT)
    propose(PAPER, TALKS)
    result = run("review", "batch.json", "--text", "article.txt", "--check")
    assert result.exit_code == 1
    assert "Traceback" not in result.output
    assert log_of(tmp_path).path.exists() is False
