"""`timeline append`: all of a file, or none."""

from pathlib import Path

import pytest

from tests.cli.conftest import ATTACK, REGISTRIES, Run, as_lines
from timeline import Log


def test_ids_go_to_stdout_and_talk_to_stderr(run: Run, log: Log) -> None:
    """The ids can be piped on."""
    event = {"id": "place-2", "type": "place.registered", "subject": "kabul", "data": {"fact": {"name": "Kabul"}}}
    result = run("append", input=as_lines(event))
    assert (result.exit_code, result.stdout, result.stderr) == (0, "place-2\n", "1 appended\n")


def test_files_are_read_in_turn(run: Run, tmp_path: Path) -> None:
    """They are one append together."""
    (tmp_path / "a.jsonl").write_text(as_lines(*REGISTRIES))
    (tmp_path / "b.jsonl").write_text(as_lines(ATTACK))
    result = run("append", "a.jsonl", "b.jsonl")
    assert (result.exit_code, result.stderr) == (0, "6 appended\n")
    assert Path("events.jsonl").read_text().count('"appendcount":6') == 6


def test_the_same_again_is_already_there(run: Run, log: Log) -> None:
    """Repeating an append is a success that writes nothing."""
    before = log.path.read_bytes()
    result = run("append", input=as_lines(ATTACK))
    assert (result.exit_code, result.stdout, result.stderr) == (0, "attack-1\n", "0 appended, 1 already there\n")
    assert log.path.read_bytes() == before


def test_a_dry_run_appends_nothing(run: Run, log: Log) -> None:
    """It says what would be appended."""
    before = log.path.read_bytes()
    result = run("append", "--dry-run", input=as_lines({**ATTACK, "id": "attack-2", "subject": "attack-2"}))
    assert (result.exit_code, result.stdout, result.stderr) == (0, "attack-2\n", "1 to append\n")
    assert log.path.read_bytes() == before


BAD_LINES = {
    "byte-order mark": (b"\xef\xbb\xbf{}\n", "begins with a byte-order mark; save the file as UTF-8 without one"),
    "crlf": (b"{}\r\n", "ends in CRLF; a line ends with a newline alone"),
    "blank line": (b"\n", "is blank"),
    "not a number": (b'{"data":NaN}\n', "has NaN at column 9, which is not a JSON number"),
    "duplicate key": (b'{"id":"a","id":"b"}\n', 'has the key "id" twice'),
    "ten megabytes": (
        b'{"id":"' + b"a" * 10_000_000 + b'"}\n',
        "is 10,000,010 bytes long; a line holds at most 65,536",
    ),
}


@pytest.mark.parametrize(("line", "message"), BAD_LINES.values(), ids=BAD_LINES)
def test_a_bad_line_is_refused_by_name(run: Run, log: Log, line: bytes, message: str) -> None:
    """With file and line, and nothing is written of the good line before it."""
    before = log.path.read_bytes()
    Path("batch.jsonl").write_bytes(as_lines({**ATTACK, "id": "attack-2"}).encode() + line)
    result = run("append", "batch.jsonl")
    assert (result.exit_code, result.stdout, result.stderr) == (1, "", f"batch.jsonl:2: {message}\n")
    assert log.path.read_bytes() == before


def test_all_problems_of_a_batch_are_told_at_once(run: Run, log: Log) -> None:
    """Each in a line of its own, in the order of the batch."""
    wrong_date = {
        **ATTACK,
        "id": "2",
        "subject": "b",
        "data": {"fact": {"title": "B", "date": "2018-13"}, "source": "paper"},
    }
    wrong_source = {**ATTACK, "id": "3", "subject": "c", "data": {"fact": {"title": "C"}, "source": "papers"}}
    result = run("append", input=as_lines(wrong_date, wrong_source))
    assert result.stderr.splitlines() == [
        "stdin:1: fact.date: '2018-13' is not an EDTF date (month 13)",
        "stdin:2: source: no source 'papers' is registered; did you mean 'paper'?",
    ]


def test_a_missing_file_is_a_usage_error(run: Run) -> None:
    """Exit code 2, as for any wrong use."""
    result = run("append", "no-such.jsonl")
    assert result.exit_code == 2
    assert "No such file" in result.stderr


def test_an_empty_log_says_how_to_begin(run: Run) -> None:
    """The first event opens the log."""
    result = run("append", input=as_lines(ATTACK))
    message = "stdin:1: type: the log is empty; its first event is log.opened, which `timeline init` writes\n"
    assert (result.exit_code, result.stderr.startswith(message), Path("events.jsonl").exists()) == (1, True, False)
