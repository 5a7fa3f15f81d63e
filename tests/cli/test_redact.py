"""`timeline redact`: what an event says is gone from every file of ours, and what is left says so."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.conftest import ATTACK, Run, as_lines, git
from timeline import Log, jsonline
from timeline.errors import Damaged
from timeline.redact import redact

SECRET = {**ATTACK, "id": "e-1", "subject": "raid-on-nemo"}
SECRET["data"] = {"source": "paper", "note": "Xylophonist", "fact": {"title": "Raid on Zanzibarov", "killed": 2}}
MORE = {**ATTACK, "id": "e-2", "subject": "raid-on-nemo"}
WORDS = (b"xylophonist", b"zanzibarov")


@pytest.fixture
def secret(log: Log, run: Run) -> Log:
    """The log with a fact that should not be in it, and its tables."""
    log.append([SECRET])
    run("project")
    return log


def files(folder: Path) -> Iterator[Path]:
    """Every file below a folder but git's own."""
    return (file for file in folder.rglob("*") if file.is_file() and ".git" not in file.parts)


def having(folder: Path, *words: bytes) -> list[str]:
    """The files that have one of the words in their bytes, in whatever case."""
    raw = {file.relative_to(folder).as_posix(): file.read_bytes().lower() for file in files(folder)}
    return [name for name, content in raw.items() if any(word in content for word in words)]


def test_the_line_is_a_tombstone_and_an_event_says_why(secret: Log, run: Run) -> None:
    """Nothing else changes, and the id of that event is printed."""
    before = secret.path.read_bytes().splitlines()
    result = run("redact", "e-1", "--reason", "court", "--authority", "District Court, 4 O 1/26", "--note", "By order.")
    after = secret.path.read_bytes().splitlines()
    stone, said = jsonline.read(after[-2]), jsonline.read(after[-1])
    assert (result.exit_code, result.stdout) == (0, f"{said['id']}\n")
    assert (after[:-2], len(after)) == (before[:-1], len(before) + 1)
    assert list(stone) == ["leaf_hash", "id", "source", "type", "subject", "time"]
    assert (said["type"], said["subject"]) == ("event.redacted", stone["subject"])
    assert said["data"] == {
        "event": "e-1",
        "leaf_hash": stone["leaf_hash"],
        "type": "attack.reported",
        "time": stone["time"],
        "reason": "court",
        "authority": "District Court, 4 O 1/26",
        "note": "By order.",
    }
    assert run("check").output == f"events.jsonl: {len(after)} events, no errors\n"


def test_no_file_of_ours_has_it_any_more(secret: Log, run: Run, tmp_path: Path) -> None:
    """Neither database nor write-ahead log, not even as a word of the search index, though somebody has it open."""
    secret.append([{**SECRET, "id": "e-9", "subject": "raid-9"}])
    with closing(sqlite3.connect("timeline.db")) as reader:
        assert reader.execute("SELECT count(*) FROM _facts_fts WHERE _facts_fts MATCH 'zanzibarov'").fetchone() == (1,)
        run("project")
        assert set(having(tmp_path, *WORDS)) >= {"events.jsonl", "timeline.db", "timeline.db-wal"}
        assert run("redact", "e-1", "e-9", "--reason", "doxxing").exit_code == 0
        assert having(tmp_path, *WORDS, b"raid-on-nemo") == []
        assert reader.execute("SELECT count(*) FROM events WHERE data IS NULL").fetchone() == (2,)
    assert having(tmp_path, *WORDS, b"raid-on-nemo") == []


def test_a_site_that_is_published_again_has_it_no_more(secret: Log, run: Run, tmp_path: Path) -> None:
    """Nor has anything beside it, packed or not."""
    import gzip

    run("publish", "site")
    assert having(tmp_path / "site", *WORDS)
    run("redact", "e-1", "--reason", "privacy")
    result = run("publish", "site")
    assert (result.exit_code, having(tmp_path, *WORDS, b"raid-on-nemo")) == (0, [])
    packed = gzip.decompress((tmp_path / "site/data/timeline.db.gz").read_bytes()).lower()
    assert [word for word in WORDS if word in packed] == []


def test_all_or_none(secret: Log, run: Run) -> None:
    """All that forbids it is said at once, and nothing is changed."""
    secret.append([{"type": "attack.retracted", "subject": "raid-on-nemo", "id": "r", "data": {"reason": "legal"}}])
    run("redact", "attack-1", "--reason", "privacy")
    before = secret.path.read_bytes()
    [opened, *_, said] = (event.id for event, _ in secret.read())
    result = run("redact", "e-1", "nobody", "raid-on-nemo", opened, said, "--reason", "privacy")
    assert (result.exit_code, secret.path.read_bytes()) == (1, before)
    assert result.output.splitlines() == [
        "no event has the id 'nobody'; `timeline log --json` has the ids",
        "no event has the id 'raid-on-nemo'; the events on this fact are e-1, r",
        f"{opened}: the log begins with it, so it cannot go; begin another log instead",
        f"{said}: says what was redacted and why, and stays: it holds nothing of what was there",
    ]
    refused = run("redact", "r", "--reason", "privacy")
    assert refused.output == "r: takes back e-1, which would stand again without it; redact these as well\n"
    assert "--reason: 'gdpr' is not one of doxxing" in run("redact", "e-1", "--reason", "gdpr").output
    assert secret.path.read_bytes() == before
    assert run("redact", "e-1", "r", "--reason", "privacy").exit_code == 0


def test_a_repeat_is_a_success(secret: Log, run: Run) -> None:
    """It adds no event, and brings the database up if that is what was missing."""
    before = secret.path.read_bytes()
    assert run("redact", "e-1", "--reason", "privacy", "--dry-run").output == "1 to redact\n"
    assert secret.path.read_bytes() == before
    redact(secret, ["e-1"], {"reason": "privacy"})  # and killed before the database
    after = secret.path.read_bytes()
    result = run("redact", "e-1", "--reason", "privacy")
    assert (result.exit_code, result.stdout, secret.path.read_bytes()) == (0, "", after)
    assert having(Path(), *WORDS) == []
    assert before != after


@pytest.mark.parametrize("command", ["project", "doctor"])
def test_another_command_brings_the_database_up(secret: Log, run: Run, command: str) -> None:
    """After a redaction that was interrupted behind the log."""
    redact(secret, ["e-1"], {"reason": "privacy"})
    assert having(Path(), *WORDS) == ["timeline.db"]
    assert run(command).exit_code == 0
    assert having(Path(), *WORDS) == []


def test_a_link_stays_a_link(secret: Log, run: Run, tmp_path: Path) -> None:
    """The log may lie elsewhere; its rights stay as they were."""
    elsewhere = tmp_path / "elsewhere"
    secret.path.rename(elsewhere)
    secret.path.symlink_to(elsewhere)
    elsewhere.chmod(0o640)
    assert run("redact", "e-1", "--reason", "privacy").exit_code == 0
    assert (secret.path.is_symlink(), elsewhere.stat().st_mode & 0o777, having(tmp_path, *WORDS)) == (True, 0o640, [])


def test_an_append_beside_a_database_knows_what_was_redacted(secret: Log, run: Run, tmp_path: Path) -> None:
    """Though it reads no more of the log than its news."""
    line = secret.path.read_bytes().splitlines(keepends=True)[-1]
    run("redact", "e-1", "--reason", "privacy")
    with secret.path.open("ab") as file:
        file.write(line)
    for command in (["append"], ["project"]):
        result = run(*command, input=as_lines(MORE))
        assert (command, result.exit_code) == (command, 1)
        assert "events.jsonl:9: redaction: has the content of 'e-1', which was redacted" in result.output


def test_an_event_that_says_so_is_not_enough(secret: Log, run: Run, tmp_path: Path) -> None:
    """Somebody put it behind a log that has the content still, and that the database has read."""
    copy = tmp_path / "copy.jsonl"
    copy.write_bytes(secret.path.read_bytes())
    redact(Log(copy), ["e-1"], {"reason": "privacy"})
    with secret.path.open("ab") as file:
        file.write(copy.read_bytes().splitlines(keepends=True)[-1])
    for command in (["append"], ["project"]):
        result = run(*command, input=as_lines(MORE))
        assert (command, result.exit_code) == (command, 1)
        assert "events.jsonl:7: redaction: has the content of 'e-1', which was redacted" in result.output


def test_only_redact_writes_tombstones(secret: Log, run: Run) -> None:
    """Nor can an event that was redacted be appended again: it counts as there, and nothing comes back."""
    run("redact", "e-1", "--reason", "privacy")
    before = secret.path.read_bytes()
    stone, said = (jsonline.read(line) for line in before.splitlines()[-2:])
    fresh = {key: value for key, value in said.items() if key in ("type", "subject", "data")}
    result = run("append", input=as_lines(stone, fresh))
    assert result.output.splitlines() == [
        "stdin:1: looks like a tombstone; `timeline redact` alone puts one, in the place of an event",
        "stdin:2: type: `timeline redact ID` alone appends it, and takes away what ID says",
    ]
    again = run("append", input=as_lines(SECRET, said))
    assert (again.exit_code, again.stderr) == (0, "0 appended, 2 already there\n")
    assert secret.path.read_bytes() == before


def test_it_is_told(secret: Log, run: Run) -> None:
    """When and why, as long as something else is told of the fact."""
    secret.append([MORE])
    result = run("redact", "e-1", "--reason", "source_protection")
    assert "look whether more has to go: raid-on-nemo: e-2 say more on this fact" in result.output
    shown = run("show", "raid-on-nemo").output
    day = secret.path.read_bytes().splitlines()[-1]
    assert f"redacted on {jsonline.read(day)['time'][:10]} for source protection" in shown
    assert "Attack in Kabul" in shown
    listed = run("log").output
    assert "redacted for source protection" in listed
    assert json.loads(run("log", "--json", "--subject", "raid-on-nemo").output.splitlines()[0])["id"] == "e-1"


def test_what_only_a_person_can_do(secret: Log, run: Run, tmp_path: Path) -> None:
    """Git keeps it, and so do the copies; what lies beside is named."""
    git(tmp_path, "init")
    (tmp_path / "events.jsonl.torn-20260101T000000Z").write_bytes(b'{"specversion')
    output = run("redact", "e-1", "--reason", "privacy").output
    for words in (
        "each older commit still has it",
        "git filter-repo",
        "`timeline checkpoint`",
        "torn-20260101T000000Z",
    ):
        assert words in output


@pytest.mark.parametrize("redacts", ["main", "other"])
def test_git_merges_it(repository: Path, redacts: str) -> None:
    """By the driver, whichever branch redacted."""
    log = Log(repository / "events.jsonl")
    git(repository, "checkout", redacts)
    redact(log, ["attack-1"], {"reason": "privacy"})
    git(repository, "commit", "--all", "--message", "redact")
    git(repository, "checkout", "main")
    assert git(repository, "merge", "other").returncode == 0
    assert [event.id for event, _ in log.read() if event.is_redacted] == ["attack-1"]
    assert b'"id":"attack-1","source":"/talks","type":"attack.reported","subject":"redaction-' in log.path.read_bytes()


def test_a_merge_without_the_driver_is_caught(repository: Path) -> None:
    """Whoever takes the wrong version of a line."""
    log = Log(repository / "events.jsonl")
    with_it = log.path.read_bytes().splitlines(keepends=True)
    redact(log, ["attack-1"], {"reason": "privacy"})
    after = log.path.read_bytes().splitlines(keepends=True)
    log.path.write_bytes(b"".join([*with_it, after[-1]]))
    with pytest.raises(Damaged, match=r"events.jsonl:6: redaction: has the content of 'attack-1', which was redacted"):
        list(log.read())
