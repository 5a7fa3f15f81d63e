"""`timeline doctor` and `init` in real repositories: what they set up, and what they find."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Run, git

ODD = ["my log.jsonl", 'a"b.jsonl', "#log.jsonl", "!log.jsonl", "log[1]*.jsonl", "Überblick.jsonl", "back\\slash.jsonl"]


@pytest.fixture
def clone(run: Run, repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A clone that was not set up, in which `run` runs."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("clone")
        git(folder, "clone", str(repository), ".")
        patch.chdir(folder)
        yield folder


def said(run: Run, *arguments: str) -> list[str]:
    """What the doctor says."""
    result = run(*arguments, "doctor")
    assert (result.exit_code, result.stdout) == (0, "")
    return result.stderr.splitlines()


def untracked(folder: Path) -> list[str]:
    """What git shows as new."""
    return git(folder, "-c", "core.quotePath=false", "status", "--short", "-z").stdout.split("\0")[:-1]


@pytest.mark.parametrize("name", ["events.jsonl", "sub/folder/events.jsonl", *ODD])
def test_the_names_given_are_those_that_git_is_told(run: Run, tmp_path: Path, name: str) -> None:
    """Whatever they are spelt like, and wherever in the repository the log is."""
    git(tmp_path, "init")
    assert run("--log", name, "--db", f"{name}.db", "init", "--title", "Talks").exit_code == 0
    assert said(run, "--log", name, "--db", f"{name}.db") == ["git: all is well"]
    for made in (".lock", ".torn-20261123T100000Z", ".db", ".db-wal"):
        (tmp_path / f"{name}{made}").touch()
    assert not [file for file in untracked(tmp_path) if ".jsonl." in file]
    answers = git(tmp_path, "check-attr", "-z", "merge", "text", "--", name, f"x{name}").stdout.split("\0")[2::3]
    assert answers == ["timeline", "unset", "unspecified", "unspecified"]


def test_the_database_is_ignored_where_it_is(run: Run, tmp_path: Path) -> None:
    """But nothing is written outside of the log's repository."""
    git(tmp_path, "init", "talks")
    assert run("init", "talks", "--db", "../timeline.db").exit_code == 0
    assert not (tmp_path / ".gitignore").exists()
    assert "timeline.db" not in (tmp_path / "talks/.gitignore").read_text()


def test_lines_that_were_there_stay(run: Run, tmp_path: Path) -> None:
    """A repository may have begun before its chronology."""
    git(tmp_path, "init")
    (tmp_path / ".gitignore").write_text("*.lock\n*.db")
    (tmp_path / ".gitattributes").write_text("*.png binary\n")
    assert run("init").exit_code == 0
    assert (tmp_path / ".gitignore").read_text() == "*.lock\n*.db\nevents.jsonl.torn-*\nevents.jsonl.redacting\n"
    of_the_log = "events.jsonl merge=timeline -text\n/checkpoint -text\n/checkpoints/* -text\n"
    assert (tmp_path / ".gitattributes").read_text() == f"*.png binary\n{of_the_log}"


def test_outside_of_a_repository_it_says_what_to_do(run: Run, tmp_path: Path) -> None:
    """And sets up what it can."""
    run("init")
    (line,) = said(run)
    assert "not a git repository" in line
    assert line.endswith("`timeline doctor` sets up the rest when the log is in git")
    git(tmp_path, "init")
    assert said(run) == ["git: the merge driver is set up in this clone"]


def test_a_missing_folder_is_refused(run: Run) -> None:
    """In one line."""
    result = run("--log", "missing/events.jsonl", "doctor")
    assert (result.exit_code, result.stderr.partition(";")[0]) == (1, "missing: there is no such folder")


def test_a_driver_that_is_gone_is_replaced(run: Run, clone: Path) -> None:
    """As when the environment that timeline was installed in has moved."""
    git(clone, "config", "merge.timeline.driver", "/gone/python -m timeline merge-driver %O %A %B %P")
    assert said(run) == ["git: the merge driver is set up in this clone; it was /gone/python, which is gone"]
    assert said(run) == ["git: all is well"]


def test_a_driver_that_cannot_be_run_leaves_a_plain_conflict(run: Run, clone: Path) -> None:
    """With markers, where git alone would leave our side as if nothing had happened."""
    said(run)
    driver = git(clone, "config", "merge.timeline.driver").stdout.strip()
    git(clone, "config", "merge.timeline.driver", f"/gone/python {driver.partition(' ')[2]}")
    assert git(clone, "merge", "origin/other").returncode == 1
    assert b"<<<<<<< ours\n" in (clone / "events.jsonl").read_bytes()


def test_a_merge_that_stopped_is_found_and_can_be_united(run: Run, clone: Path) -> None:
    """A clone without the driver: git's conflict, which `check` refuses by line; then all goes on."""
    assert git(clone, "merge", "origin/other").returncode == 1
    check = run("check")
    assert (check.exit_code, "events.jsonl:7: is not JSON" in check.stderr) == (1, True)
    assert "`git checkout --merge -- events.jsonl` unites it" in said(run)[-1]
    assert git(clone, "checkout", "--merge", "--", "events.jsonl").returncode == 0
    assert run("check").stdout == "events.jsonl: 8 events, no errors\n"
    git(clone, "add", "events.jsonl")
    assert git(clone, "commit", "--no-edit").returncode == 0
    assert said(run) == ["git: all is well"]


def test_it_works_in_a_worktree_and_in_a_submodule(run: Run, repository: Path, tmp_path: Path) -> None:
    """Whose settings lie elsewhere."""
    git(repository, "worktree", "add", "tree", "other")
    assert said(run, "--log", "tree/events.jsonl") == ["git: all is well"]
    git(repository, "init", "outer")
    git(repository / "outer", "-c", "protocol.file.allow=always", "submodule", "add", str(repository), "inner")
    assert said(run, "--log", "outer/inner/events.jsonl") == ["git: the merge driver is set up in this clone"]
    assert said(run, "--log", "outer/inner/events.jsonl") == ["git: all is well"]


def test_line_ends_that_git_changed_are_found(run: Run, clone: Path) -> None:
    """And what it advises brings the log back."""
    log, attributes = clone / "events.jsonl", clone / ".gitattributes"
    before, kept = log.read_bytes(), attributes.read_text()
    attributes.write_text("")
    log.unlink()
    git(clone, "-c", "core.autocrlf=true", "checkout", "--", "events.jsonl")
    assert log.read_bytes() == before.replace(b"\n", b"\r\n")
    attributes.write_text(kept)
    assert "its lines end in CRLF" in said(run)[-1]
    log.rename(clone / "events.jsonl.crlf")
    git(clone, "checkout", "--", "events.jsonl")
    assert log.read_bytes() == before


def test_what_an_interrupted_append_left_is_told(run: Run, clone: Path) -> None:
    """Before a writer set it aside, and after."""
    said(run)
    with (clone / "events.jsonl").open("a") as file:
        file.write('{"id":')
    (clone / "events.jsonl.torn-20261123T100000Z").touch()
    unfinished, torn = said(run)
    assert unfinished == "events.jsonl: its last append is not whole (6 bytes); the next writer sets it aside"
    assert torn.startswith("events.jsonl.torn-20261123T100000Z: holds what an interrupted append left")


def test_another_rule_for_the_log_is_found(run: Run, clone: Path) -> None:
    """With `union` git would unite what the shrink guard refuses."""
    said(run)
    (clone / ".git/info/attributes").write_text("*.jsonl merge=union\n")
    assert "git has merge=union for it" in said(run)[0]
