"""What people do with git besides a simple merge: nothing is lost, doubled or reordered, or git stops and says why."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.cli.conftest import attack, commit, git, log_of
from timeline import Log
from timeline.check import check
from timeline.cli import main
from timeline.shelf import Shelf

CHANGE = {"type": "attack.updated", "subject": "kabul-attack", "data": {"set": {"killed": 3}}}


def ids(folder: Path) -> list[str]:
    """Those of the log, which is sound, without the registries that it begins with."""
    log = log_of(folder)
    events = list(log.read())
    assert [str(problem) for problem, warning in check(Shelf(log.kinds, events), "events.jsonl") if not warning] == []
    return [event.id for event, _ in events[5:]]


def append(folder: Path, *names: str) -> None:
    """One append of some reports, not committed."""
    log_of(folder).append([attack(name) for name in names])


def merge(folder: Path, *branches: str) -> int:
    """How a merge ends."""
    return git(folder, "merge", "--no-edit", *branches).returncode


def test_a_criss_cross_merge(repository: Path) -> None:
    """Two merge bases, of which git makes one by the driver first."""
    git(repository, "branch", "main-before")
    assert merge(repository, "other") == 0
    commit(repository, attack("more-ours"))
    git(repository, "switch", "other")
    assert merge(repository, "main-before") == 0
    commit(repository, attack("more-theirs"))
    assert merge(repository, "main") == 0
    assert ids(repository) == ["attack-1", "ours", "theirs", "more-ours", "more-theirs"]


def test_an_octopus_stops_and_loses_nothing(repository: Path) -> None:
    """Git calls no driver for it; merging one branch after the other works."""
    git(repository, "switch", "--create", "third", "main~1")
    commit(repository, attack("third"))
    git(repository, "switch", "main")
    assert merge(repository, "other", "third") == 2
    assert ids(repository) == ["attack-1", "ours"]
    assert [merge(repository, "other"), merge(repository, "third")] == [0, 0]
    assert sorted(ids(repository)) == ["attack-1", "ours", "theirs", "third"]


def test_an_octopus_of_which_one_branch_has_events(repository: Path) -> None:
    """The others have other files."""
    for name in ("a", "b"):
        git(repository, "switch", "--create", name, "main")
        (repository / name).touch()
        git(repository, "add", name)
        git(repository, "commit", "--message", name)
    git(repository, "switch", "main")
    assert merge(repository, "a", "b") == 0
    assert ids(repository) == ["attack-1", "ours"]


def test_a_cherry_pick_and_the_merge_after_it(repository: Path) -> None:
    """The same event comes twice, and stands once."""
    assert git(repository, "cherry-pick", "other").returncode == 0
    assert ids(repository) == ["attack-1", "ours", "theirs"]
    assert merge(repository, "other") == 0
    assert ids(repository) == ["attack-1", "ours", "theirs"]


def test_a_revert_of_an_append_is_a_conflict_at_the_next_merge(repository: Path) -> None:
    """Git takes the line out, as it was told; whoever has it still is asked."""
    git(repository, "branch", "copy")
    assert git(repository, "revert", "--no-edit", "HEAD").returncode == 0
    commit(repository, attack("later"))
    git(repository, "switch", "copy")
    commit(repository, attack("copied"))
    result = git(repository, "merge", "main")
    assert result.returncode == 1
    assert "events.jsonl: theirs no longer has the line of 'ours' of '/talks'" in result.stderr


def test_a_revert_below_other_appends_is_a_conflict(repository: Path) -> None:
    """What was appended since may build on it."""
    commit(repository, attack("later"))
    result = git(repository, "revert", "--no-edit", "HEAD~1")
    assert (result.returncode, "no longer has the line of 'ours'" in result.stderr) == (1, True)


def test_a_rebase_that_stops_goes_on(repository: Path) -> None:
    """Here over a commit that changed a line: it cannot stand, so its person skips it."""
    log = repository / "events.jsonl"
    log.write_text(log.read_text().replace("Attack in Kabul", "Attack in Herat", 1))
    git(repository, "commit", "--all", "--message", "edited by hand")
    result = git(repository, "rebase", "other")
    assert (result.returncode, "'attack-1' of '/talks', with different bytes" in result.stderr) == (1, True)
    assert git(repository, "rebase", "--skip").returncode == 0
    assert sorted(ids(repository)) == ["attack-1", "ours", "theirs"]
    assert "Herat" not in log.read_text()


def test_an_amended_commit(repository: Path) -> None:
    """Its events are the same, and unite with those of who has the commit from before."""
    git(repository, "branch", "before")
    append(repository, "amended")
    git(repository, "commit", "--all", "--amend", "--no-edit")
    assert merge(repository, "before") == 0
    assert ids(repository) == ["attack-1", "ours", "amended"]


def test_a_stash_after_others_appended(repository: Path) -> None:
    """What was put aside is united with what has come since."""
    append(repository, "stashed")
    git(repository, "stash")
    assert merge(repository, "other") == 0
    assert git(repository, "stash", "pop").returncode == 0
    assert sorted(ids(repository)) == ["attack-1", "ours", "stashed", "theirs"]


def test_a_stash_on_another_branch_stops(repository: Path) -> None:
    """It was made on events that are not there; git keeps it."""
    append(repository, "stashed")
    git(repository, "stash")
    git(repository, "switch", "other")
    result = git(repository, "stash", "pop")
    assert (result.returncode, "no longer has the line of 'ours'" in result.stderr) == (1, True)
    assert "stashed" in git(repository, "show", "stash:events.jsonl").stdout


def test_two_clones_pull(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """By rebase and by merge; in the end both have the same bytes."""
    clones = [tmp_path_factory.mktemp("clone") for _ in "ab"]
    git(repository, "config", "receive.denyCurrentBranch", "updateInstead")
    for clone, name in zip(clones, "ab", strict=True):
        git(clone, "clone", str(repository), ".")
        CliRunner().invoke(main, ["doctor", "--log", str(clone / "events.jsonl")])
        commit(clone, attack(name))
    for clone, how in ((clones[0], "--rebase"), (clones[1], "--rebase"), (clones[0], "--no-rebase")):
        assert git(clone, "pull", how, "--no-edit").returncode == 0
        assert git(clone, "push").returncode == 0
    assert len({(folder / "events.jsonl").read_bytes() for folder in (*clones, repository)}) == 1
    assert sorted(ids(repository)) == ["a", "attack-1", "b", "ours"]


def test_a_clone_with_autocrlf(repository: Path) -> None:
    """Git changes no line end, neither into the work tree nor back."""
    git(repository, "clone", "--config", "core.autocrlf=true", str(repository), "clone")
    clone = repository / "clone"
    assert (clone / "events.jsonl").read_bytes() == (repository / "events.jsonl").read_bytes()
    commit(clone, attack("cloned"))
    stored = git(clone, "show", "HEAD:events.jsonl").stdout
    assert stored == (clone / "events.jsonl").read_bytes().decode()
    assert "\r" not in stored


def test_a_merge_parts_no_batch(repository: Path) -> None:
    """Though the clocks of both sides ran side by side."""
    append(repository, "a1", "a2", "a3")
    git(repository, "commit", "--all", "--message", "batch")
    git(repository, "switch", "other")
    append(repository, "b1", "b2")
    git(repository, "commit", "--all", "--message", "batch")
    assert merge(repository, "main") == 0
    united = " ".join(ids(repository))
    assert ("a1 a2 a3" in united, "b1 b2" in united) == (True, True)


def test_a_commit_in_the_midst_of_an_append(repository: Path) -> None:
    """Both sides have since got the rest of the line that their common commit lacks."""
    log = repository / "events.jsonl"
    append(repository, "slow")
    whole = log.read_bytes()
    log.write_bytes(whole[:-100])
    git(repository, "commit", "--all", "--message", "half")
    git(repository, "branch", "half")
    for branch in ("one", "two"):
        git(repository, "switch", "--create", branch, "half")
        log.write_bytes(whole)
        commit(repository, attack(branch))
    assert merge(repository, "one") == 0
    assert sorted(ids(repository)) == ["attack-1", "one", "ours", "slow", "two"]


@pytest.mark.parametrize("clock", ["2016-01-01T00:00:00Z", "2036-01-01T00:00:00Z"])
def test_no_event_comes_before_the_one_it_builds_on(repository: Path, clock: str) -> None:
    """Be the clock of its writer ten years slow or fast."""
    log = Log(repository / "events.jsonl", now=lambda: clock)
    log.append([{**CHANGE, "id": "change", "supersedes": "attack-1"}])
    log.append([{**CHANGE, "id": "again", "supersedes": "change", "data": {"set": {"killed": 4}}}])
    git(repository, "commit", "--all", "--message", "changes")
    assert merge(repository, "other") == 0
    order = [ids(repository).index(name) for name in ("attack-1", "change", "again")]
    assert order == sorted(order)
