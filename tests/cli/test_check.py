"""`timeline check`: is the log sound?"""

import hashlib
import json
from pathlib import Path

from tests.cli.conftest import Run
from timeline import Log


def test_a_sound_log_has_no_errors(run: Run, log: Log) -> None:
    """One line says so."""
    result = run("check")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "events.jsonl: 6 events, no errors\n", "")


def test_every_bad_line_is_named(run: Run, log: Log) -> None:
    """With what is wrong, and the rest is checked all the same."""
    lines = log.path.read_text().splitlines(keepends=True)
    log.path.write_text("".join([*lines[:2], "rubbish\n", *lines[3:5], "{}\n", lines[5]]))
    result = run("check")
    assert result.exit_code == 1
    assert "events.jsonl:3: is not JSON" in result.stderr
    assert "events.jsonl:6: id: is required" in result.stderr


def test_an_unfinished_append_is_an_error(run: Run, log: Log) -> None:
    """It is not part of the log, and somebody should know."""
    with log.path.open("a") as file:
        file.write('{"specversion":"1.0","id"')
    result = run("check")
    assert (result.exit_code, "events.jsonl:7: the last append is not whole" in result.stderr) == (1, True)


def test_a_missing_log_says_how_to_begin(run: Run) -> None:
    """No traceback, no empty answer."""
    result = run("check")
    assert (result.exit_code, result.stderr) == (1, "events.jsonl: there is no such log; `timeline init` begins one\n")


TEXT = "Two were killed. Nothing else was said."


def register_text(log: Log, text: str = TEXT) -> None:
    """A source with the hash of its text, and a fact on its first sentence."""
    fact = {"title": "Text", "sha256": hashlib.sha256(text.encode()).hexdigest(), "characters": len(text)}
    source = {"type": "source.registered", "subject": "text", "data": {"fact": fact}}
    data = {"fact": {"title": "Killing"}, "source": "text", "passages": [{"start": 0, "end": 16}]}
    log.append([source, {"type": "attack.reported", "subject": "killing", "data": data}])


def test_a_text_is_compared_with_its_passages(run: Run, log: Log, tmp_path: Path) -> None:
    """The share covered, and the spans that no fact rests on."""
    register_text(log)
    (tmp_path / "text.txt").write_text(TEXT)
    result = run("check", "--text", "text=text.txt")
    assert result.stdout.splitlines() == [
        "text: the text is the registered one",
        "  passages cover 42.4 % of it (14 of 33 characters that are not blank)",
        "  not covered: 17-39 'Nothing else was said.'",
        "events.jsonl: 8 events, no errors",
    ]


def test_another_text_is_refused(run: Run, log: Log, tmp_path: Path) -> None:
    """Its passages are orphaned: they hold for the registered text alone."""
    register_text(log)
    (tmp_path / "text.txt").write_text("Two.")
    result = run("check", "--text", "text=text.txt")
    assert result.exit_code == 1
    assert "text: sha256: the text has" in result.stderr
    assert "text: characters: the text has 4, registered are 39" in result.stderr
    assert "has a passage up to 16, but the text ends at 4" in result.stderr


def test_a_typo_in_text_is_told(run: Run, log: Log) -> None:
    """Neither the source nor the file is guessed."""
    assert run("check", "--text", "text=none.txt").stderr.startswith("--text: 'text=none.txt': No such file")


def test_the_articles_log_is_sound(run: Run) -> None:
    """This repository's own chronology passes."""
    path = Path(__file__).parents[2] / "events.jsonl"
    result = run("check", "--log", str(path))
    assert (result.exit_code, result.stderr) == (0, "")
    assert len(json.loads(path.read_text().splitlines()[0])["data"]) == 4
