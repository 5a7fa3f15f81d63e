"""The same file twice, a newer release, an older one, and what editors did in between."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from tests.importing.conftest import Cells, Run, as_json, events, fact, ged, lines, many
from timeline import Log
from timeline.importing import run as running

Bring = Callable[..., Result]
SUBJECT = "ucdp-ged-300380"


@pytest.fixture
def first(brought: Bring) -> Bring:
    """`brought`, after release 23.1 with two rows."""
    assert brought("ged231.csv", {}, {"id": "2"}).exit_code == 0
    return brought


def test_the_same_file_twice_adds_nothing(first: Bring, tmp_path: Path) -> None:
    """And says so."""
    count = lines(tmp_path)
    result = first("ged231.csv", {}, {"id": "2"})
    assert result.stderr == "2 facts: 2 already there\n0 events appended\n"
    assert lines(tmp_path) == count


def test_the_same_again_with_a_database(brought: Bring, run: Run, tmp_path: Path) -> None:
    """Things are looked up there, and a source is known by the slug that was made for it."""
    assert run("project").exit_code == 0
    assert brought("ged231.csv", {}).exit_code == 0
    assert run("project").exit_code == 0
    assert brought("ged231.csv", {}).stderr == "1 fact: 1 already there\n0 events appended\n"


TAGS = ["state-based", "Syria: Government", "active year"]
CHANGES: dict[str, tuple[Cells, dict[str, Any]]] = {
    "a number": (
        {"best": "3", "high": "3", "deaths_unknown": "1"},
        {"killed": {"low": 2, "best": 3, "high": 3}, "killed_unidentified": 1},
    ),
    "a day": ({"date_start": "2013-01-04", "date_end": "2013-01-04"}, {"date": "2013-01-04"}),
    "a place": ({"adm_2": "Idlib district"}, {"place": "rami-village-bf9527a4"}),
    "a tag": ({"event_clarity": "2"}, {"tags": [*TAGS, "several incidents"]}),
    "less": ({"where_description": ""}, {"place_basis": None}),
}


@pytest.mark.parametrize(("cells", "changed"), CHANGES.values(), ids=CHANGES)
def test_a_newer_release_corrects_what_it_changed(
    first: Bring, tmp_path: Path, cells: Cells, changed: dict[str, Any]
) -> None:
    """Exactly the rows and fields; once, however often it is imported."""
    assert "2 facts: 1 changed, 1 already there" in first("ged241.csv", cells, {"id": "2"}).stderr
    [*_, event] = events(tmp_path)
    assert (event.verb, event.subject, event.data["set"]) == ("corrected", SUBJECT, changed)
    assert (event.data["reason"], event.data["source"]) == ("source_corrected", "ucdp-ged-24-1")
    assert event.data["note"] == "As UCDP Georeferenced Event Dataset 24.1 has it."
    assert first("ged241.csv", cells, {"id": "2"}).stderr.endswith("2 already there\n0 events appended\n")


def test_what_was_empty_is_updated(brought: Bring, tmp_path: Path) -> None:
    """Nothing that stood was wrong."""
    brought("ged231.csv", {"where_description": ""})
    brought("ged241.csv", {})
    assert [event.verb for event in events(tmp_path)] == ["reported", "updated"]


def test_another_attribution_is_a_report(first: Bring, tmp_path: Path) -> None:
    """Of the same fact, by other words; none is one too."""
    for name, said_by in (("ged241.csv", "police"), ("ged251.csv", "")):
        assert "1 changed" in first(name, {"source_original": said_by}, {"id": "2"}).stderr
        assert "0 events" in first(name, {"source_original": said_by}, {"id": "2"}).stderr
    assert [event.data.get("attributed_to") for event in events(tmp_path)][2:] == [["police"], None]


def test_an_actor_that_is_called_otherwise_is_corrected(first: Bring, tmp_path: Path) -> None:
    """It is the same by its number, and keeps its slug."""
    renamed = {"side_b": "Syrian rebels"}
    first("ged241.csv", renamed, {"id": "2", **renamed})
    assert fact(tmp_path, "syrian-insurgents")["name"] == "Syrian rebels"
    assert "0 events" in first("ged241.csv", renamed, {"id": "2", **renamed}).stderr


OLDER = {
    "by its year": ("ged221.csv", {"best": "1"}),
    "by what was there before": ("ged231.csv", {}),
}


@pytest.mark.parametrize(("name", "cells"), OLDER.values(), ids=OLDER)
def test_an_older_release_undoes_nothing(first: Bring, tmp_path: Path, name: str, cells: Cells) -> None:
    """It is refused, with the row that is newer."""
    assert first("ged241.csv", {"best": "3"}, {"id": "2"}).exit_code == 0
    count = lines(tmp_path)
    result = first(name, cells, {"id": "2"})
    assert (result.exit_code, lines(tmp_path)) == (1, count)
    assert "is an older release than what was imported already" in result.stderr
    assert f"{name}:2: {SUBJECT} has a newer state already" in result.stderr


@pytest.mark.parametrize("sources", [["ucdp"] * 5, ["ucdp-1", "ucdp-2", "ucdp-3", "ucdp-4", "ucdp-4"]])
def test_a_value_may_come_back(brought: Bring, tmp_path: Path, sources: list[str]) -> None:
    """Under one source, whose files are as new as they come, and in a third release; each time it is a correction."""
    for source, dead, corrections in zip(sources, "23233", (0, 1, 2, 3, 3), strict=True):
        assert brought("ged.csv", {"deaths_civilians": dead}, more=["--source", source]).exit_code == 0
        found = events(tmp_path)
        assert (fact(tmp_path, SUBJECT)["killed_civilians"], len(found)) == (int(dead), 1 + corrections)


def test_what_an_editor_corrected_is_not_overwritten(first: Bring, run: Run, tmp_path: Path) -> None:
    """A release that changes the same field disputes it, and says so; other fields it corrects."""
    run("correct", SUBJECT, "--set", "date=2013-01-05", "--reason", "coder_error")
    day = {"date_start": "2013-01-04", "date_end": "2013-01-04", "adm_1": "Idlib"}
    result = first("ged241.csv", day, {"id": "2"})
    assert f"{SUBJECT}: date: is now '2013-01-04' and was '2013-01-03', but '2013-01-05' stands since" in result.stderr
    standing = Log(tmp_path / "events.jsonl").archive().standing(SUBJECT)
    assert (standing.fact["date"], [one.value for one in standing.disputes]) == ("2013-01-05", ["2013-01-04"])
    assert "0 events appended" in first("ged241.csv", day, {"id": "2"}).stderr


def test_an_unchanged_row_leaves_an_editors_work_alone(first: Bring, run: Run, tmp_path: Path) -> None:
    """And a release that comes to the same has nothing to say."""
    run("correct", SUBJECT, "--set", "killed_civilians=1", "--reason", "coder_error")
    assert "0 events" in first("ged231.csv", {}, {"id": "2"}).stderr
    assert "0 events" not in first("ged241.csv", {"deaths_civilians": "1", "id": "2"}, {}).stderr
    assert fact(tmp_path, SUBJECT)["killed_civilians"] == 1


def test_what_was_redacted_does_not_come_back(first: Bring, run: Run, tmp_path: Path) -> None:
    """By whatever release: neither by the report that was redacted, nor by a correction of it."""
    run("correct", SUBJECT, "--set", "tags=seen", "--reason", "coder_error")
    secret = [event.id for event in events(tmp_path) if event.subject in (SUBJECT, "ucdp-ged-2")][:2]
    assert run("redact", *secret, "--reason", "licence").exit_code == 0
    count = lines(tmp_path)
    result = first("ged251.csv", {"best": "7"}, {"id": "2", "best": "8"})
    assert (result.exit_code, "2 facts: 2 redacted here, and left so\n" in result.stderr) == (0, True)
    assert [event.id for event in events(tmp_path) if event.is_redacted] == secret
    assert not [event for event in events(tmp_path)[count:] if event.type.startswith("attack")]


def test_rows_that_vanished_are_retracted_when_asked(first: Bring, tmp_path: Path) -> None:
    """Otherwise they are counted."""
    kept = first("ged241.csv", {})
    assert "1 fact of earlier imports not in these files (ucdp-ged-2): kept" in kept.stderr
    assert "to retract" in first("ged241.csv", {}, more=["--retract-missing", "--dry-run"]).stderr
    assert fact(tmp_path, "ucdp-ged-2")
    assert "retracted" in first("ged241.csv", {}, more=["--retract-missing"]).stderr
    [*_, event] = events(tmp_path)
    assert (event.type, event.subject, event.data["source"]) == ("attack.retracted", "ucdp-ged-2", "ucdp-ged-24-1")
    assert "2 facts: 1 retracted here, and left so, 1 already there" in first("ged251.csv", {}, {"id": "2"}).stderr


def test_a_dry_run_appends_nothing(brought: Bring, tmp_path: Path) -> None:
    """It prints the first event of each type and counts all."""
    result = brought("ged231.csv", *many(1, 2), more=["--dry-run"])
    shown = [json.loads(line)["type"] for line in result.stdout.splitlines()]
    assert shown == ["source.registered", "place.registered", "actor.registered", "attack.reported"]
    assert "2 attack.reported" in result.stderr
    assert lines(tmp_path) == 1


def test_what_the_chronology_knows_is_not_registered_again(brought: Bring, run: Run, tmp_path: Path) -> None:
    """The same name, an alias, the user's word; of another kind it is something else."""
    run("register", "actor", "--subject", "government-of-syria", "--name", "Government of Syria")
    run("register", "actor", "--subject", "rebels", "--name", "The rebels")
    run("register", "actor", "--subject", "rami-village", "--name", "Rami village")
    (tmp_path / "names.yml").write_text("known_as:\n  Syrian insurgents: rebels\n")
    brought("ged231.csv", {}, more=["--map", "names.yml"])
    found = fact(tmp_path, SUBJECT)
    assert [party["actor"] for party in found["parties"]] == ["government-of-syria", "rebels"]
    assert found["place"].startswith("rami-village-")
    assert "0 events" in brought("ged231.csv", {}, more=["--map", "names.yml"]).stderr


def test_a_source_of_another_kind_is_refused(brought: Bring, run: Run, tmp_path: Path) -> None:
    """Once, and not for every row; with bad rows left out too."""
    run("register", "actor", "--subject", "ucdp", "--name", "UCDP")
    result = brought("ged231.csv", *many(1, 2), more=["--source", "ucdp", "--skip-bad", "left.csv"])
    assert (result.exit_code, result.stderr) == (1, "--source: 'ucdp' is taken: its kind is actor; name another\n")
    assert lines(tmp_path) == 2


def test_two_numbers_of_one_name_are_two_actors(brought: Bring, tmp_path: Path) -> None:
    """And one number with two names within a release keeps the first, also in another batch."""
    other = {"side_b_new_id": "7", "side_a": "Syria"}
    brought("ged231.csv", {}, {"id": "2", **other})
    assert brought("more.csv", {"id": "3", **other}, more=["--source", "ucdp-ged-23-1"]).exit_code == 0
    parties = [fact(tmp_path, f"ucdp-ged-{number}")["parties"] for number in (300380, 2, 3)]
    assert len({one["actor"] for _, one in parties}) == 2
    assert {one["actor"] for one, _ in parties} == {"government-of-syria"}
    assert {event.verb for event in events(tmp_path, "actor")} == {"registered"}


def test_two_places_of_one_name_are_two(brought: Bring, tmp_path: Path) -> None:
    """And names that have no Latin letters have slugs."""
    brought("ged231.csv", {}, {"id": "2", "latitude": "36"}, {"id": "3", "where_coordinates": "💥"})
    slugs = [event.subject for event in events(tmp_path, "place")]
    assert len(set(slugs)) == 3
    assert slugs[0] == "rami-village"


def test_an_import_that_was_killed_goes_on(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between two batches; what comes out is the same as at once."""
    (tmp_path / "ged231.csv").write_text(ged(*many(*range(1, 12))))
    code = (
        "import os, signal; from timeline.importing import run; run.BATCH = 3\n"
        "from timeline import Log; append = Log.append_proposed; done = []\n"
        "def until(self, propose, *, dry_run=False):\n"
        "    done.append(dry_run)\n"
        "    if done.count(False) == 3: os.kill(os.getpid(), signal.SIGKILL)\n"
        "    return append(self, propose, dry_run=dry_run)\n"
        "Log.append_proposed = until\n"
        "from timeline.cli import main; main(['import', 'ucdp', 'ged231.csv'])"
    )
    killed = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=os.environ, check=False)
    assert killed.returncode == -signal.SIGKILL
    assert len(events(tmp_path)) == 6
    monkeypatch.setattr(running, "BATCH", 4)
    assert "11 facts: 5 new, 6 already there" in run("import", "ucdp", "ged231.csv").stderr
    assert [event.subject for event in events(tmp_path)] == [f"ucdp-ged-{number}" for number in range(1, 12)]


def test_batches_come_to_the_same(brought: Bring, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a row that is left out in each, and things that several batches name."""
    monkeypatch.setattr(running, "BATCH", 2)
    rows = [{"id": str(number), "best": "x" if number % 3 == 0 else "2"} for number in range(1, 10)]
    result = brought("ged231.csv", *rows, more=["--skip-bad", "left.jsonl"])
    assert "6 facts: 6 new" in result.stderr
    assert len(as_json(tmp_path / "left.jsonl")) == 3
    assert len(events(tmp_path, "actor")) == 3
