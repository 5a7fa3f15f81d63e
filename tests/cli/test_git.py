"""The log in git: real repositories, branches, merges, rebases, and a clone that was not set up."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.cli.conftest import commit, git
from timeline import Log, project
from timeline.check import check
from timeline.cli import main
from timeline.errors import Conflict
from timeline.note import Signer
from timeline.shelf import Shelf
from timeline.verification import sign, verify

KEY = Signer("example.org/talks", b"k" * 32)


def ids(folder: Path) -> list[str]:
    """The last two events of the log."""
    return [event.id for event, _ in Log(folder / "events.jsonl").read()][-2:]


def test_a_merge_unites_both_branches(repository: Path) -> None:
    """And the log is sound."""
    assert git(repository, "merge", "other").returncode == 0
    log = Log(repository / "events.jsonl")
    assert sorted(ids(repository)) == ["ours", "theirs"]
    assert check(Shelf(log.kinds, log.read()), "events.jsonl") == []


def test_a_merge_is_the_same_in_both_directions(repository: Path) -> None:
    """Byte for byte."""
    git(repository, "merge", "other", "--message", "merge")
    one = (repository / "events.jsonl").read_bytes()
    git(repository, "reset", "--hard", "HEAD~1")
    git(repository, "checkout", "other")
    assert git(repository, "merge", "main", "--message", "merge").returncode == 0
    assert (repository / "events.jsonl").read_bytes() == one


@pytest.mark.parametrize(("branch", "merged"), [("main", "other"), ("other", "main")])
def test_what_was_signed_on_a_branch_stays_in_front(repository: Path, branch: str, merged: str) -> None:
    """Whichever is merged into the other; by their ids the lines would change places."""
    git(repository, "checkout", "other")
    sign(repository / "events.jsonl", KEY, 1_700_000_000)
    git(repository, "add", ".")
    git(repository, "commit", "--message", "sign")
    git(repository, "checkout", branch)
    assert git(repository, "merge", merged, "--message", "merge").returncode == 0
    assert ids(repository) == ["theirs", "ours"]
    assert verify(repository / "events.jsonl", [KEY.verifier]).problems == []


def test_two_branches_that_signed_conflict(repository: Path) -> None:
    """One of the two promises cannot be kept, which is for people to say."""
    for branch in ("other", "main"):
        git(repository, "checkout", branch)
        sign(repository / "events.jsonl", KEY, 1_700_000_000)
        git(repository, "add", ".")
        git(repository, "commit", "--message", "sign")
    done = git(repository, "merge", "other")
    assert done.returncode == 1
    assert "both sides signed other lines" in done.stdout + done.stderr


def test_a_rebase_unites_as_well(repository: Path) -> None:
    """Each commit is carried over."""
    assert git(repository, "rebase", "other").returncode == 0
    assert sorted(ids(repository)) == ["ours", "theirs"]


def test_a_clone_without_the_driver_gets_a_plain_conflict(
    repository: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """It loses nothing, and the log says so until it is settled."""
    clone = tmp_path_factory.mktemp("clone")
    git(clone, "clone", str(repository), ".")
    assert git(clone, "merge", "origin/other").returncode == 1
    result = CliRunner().invoke(main, ["check", "--log", str(clone / "events.jsonl")])
    assert (result.exit_code, "is not JSON" in result.stderr) == (1, True)


def test_the_doctor_sets_up_a_clone_once(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Then merges are united there too."""
    clone = tmp_path_factory.mktemp("clone")
    git(clone, "clone", str(repository), ".")
    doctor = ["doctor", "--log", str(clone / "events.jsonl")]
    assert CliRunner().invoke(main, doctor).stderr == "git: the merge driver is set up in this clone\n"
    assert CliRunner().invoke(main, doctor).stderr == "git: all is well\n"
    assert git(clone, "merge", "origin/other", "--message", "merge").returncode == 0


def test_a_line_that_one_side_removed_is_a_conflict(repository: Path) -> None:
    """The shrink guard: nothing is lost by a merge."""
    git(repository, "checkout", "other")
    path = repository / "events.jsonl"
    path.write_text("".join(path.read_text().splitlines(keepends=True)[:-2]))
    git(repository, "commit", "--all", "--message", "shrink")
    result = git(repository, "merge", "main")
    assert result.returncode == 1
    assert "events.jsonl: ours no longer has the line of 'attack-1' of '/talks'" in result.stderr


def conflicts(folder: Path) -> list[tuple[str, ...]]:
    """What the view of that name shows, and whether check agrees."""
    log = Log(folder / "events.jsonl")
    project(log, folder / "timeline.db")
    with closing(sqlite3.connect(folder / "timeline.db")) as db:
        rows = db.execute("SELECT fact, builds_on, one, other FROM conflicts").fetchall()
    assert len(check(Shelf(log.kinds, log.read()), "events.jsonl")) == len(rows)
    return rows


def test_two_changes_of_one_fact_leave_two_heads(repository: Path) -> None:
    """Both are shown until a change has seen both."""
    change = {"type": "attack.updated", "subject": "kabul-attack", "supersedes": "attack-1"}
    commit(repository, {**change, "id": "b", "data": {"set": {"killed": 3}}})
    git(repository, "checkout", "other")
    commit(repository, {**change, "id": "a", "data": {"set": {"killed": 4}}})
    assert git(repository, "merge", "main", "--message", "merge").returncode == 0
    ((fact, builds_on, *heads),) = conflicts(repository)
    assert (fact, builds_on, sorted(heads)) == ("kabul-attack", "attack-1", ["a", "b"])
    commit(repository, {**change, "supersedes": heads[1], "id": "c", "data": {"set": {"killed": 5}}})
    assert conflicts(repository) == []


def test_a_change_of_the_earlier_head_alone_settles_nothing(repository: Path) -> None:
    """It has not seen the other one, and the log refuses it."""
    change = {"type": "attack.updated", "subject": "kabul-attack", "supersedes": "attack-1"}
    commit(repository, {**change, "id": "b", "data": {"set": {"killed": 3}}})
    git(repository, "checkout", "other")
    commit(repository, {**change, "id": "a", "data": {"set": {"killed": 4}}})
    git(repository, "merge", "main", "--message", "merge")
    ((_, _, earlier, later),) = conflicts(repository)
    with pytest.raises(Conflict, match=f"'{earlier}' is no longer the head of kabul-attack: '{later}' is"):
        commit(repository, {**change, "supersedes": earlier, "id": "c", "data": {"set": {"killed": 5}}})


def test_two_changes_on_one_branch_do_not_settle_those_of_the_other(repository: Path) -> None:
    """Nobody has seen both yet; who changes the fact next has, and says so."""
    change = {"type": "attack.updated", "subject": "kabul-attack"}
    early, late = (Log(repository / "events.jsonl", now=lambda at=at: f"20{at}-01-01T00:00:00Z") for at in (36, 46))
    early.append([{**change, "id": "b", "supersedes": "attack-1", "data": {"set": {"killed": 3}}}])
    git(repository, "commit", "--all", "--message", "append")
    git(repository, "checkout", "other")
    late.append([{**change, "id": "a", "supersedes": "attack-1", "data": {"set": {"killed": 4}}}])
    late.append([{**change, "id": "a2", "supersedes": "a", "data": {"set": {"wounded": 5}}}])
    git(repository, "commit", "--all", "--message", "append")
    assert git(repository, "merge", "main", "--message", "merge").returncode == 0
    ((_, _, *heads),) = conflicts(repository)
    assert sorted(heads) == ["a2", "b"]
    latest = Log(repository / "events.jsonl", now=lambda: "2056-01-01T00:00:00Z")
    latest.append([{**change, "id": "c", "data": {"set": {"killed": 6}}}])
    assert conflicts(repository) == []
