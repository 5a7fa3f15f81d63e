"""All of a log in a temporary file: what is found there, and what is said when there is no room for it."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.chronicle import BEGINNING, Chronicle, event, report
from timeline import jsonline
from timeline.archive import Archive
from timeline.event import Event
from timeline.fold import fold
from timeline.openlog import Line
from timeline.reading import Numbered
from timeline.redact import redact
from timeline.shelf import Placed, Shelf


@pytest.fixture
def told(tmp_path: Path) -> Chronicle:
    """A log with a fact of two reports, one that is gone, one that was redacted, and two that name each other."""
    told = Chronicle(tmp_path)
    told.log.append(BEGINNING)
    told.log.append(
        [report("attack", "one", "e-one", place="kabul"), report("statement", "said", "e-said", about="one")]
    )
    told.log.append([report("attack", "one", "e-more", killed=3), report("attack", "gone", "e-gone")])
    told.log.append([event("attack.retracted", "gone", "e-back", reason="unverifiable"), report("attack", "x", "e-x")])
    return told


def shelved(told: Chronicle) -> Shelf:
    return Shelf(told.log.kinds, told.log.read())


def test_what_is_on_the_shelf_is_found(told: Chronicle) -> None:
    """By id, by subject and by name, as in memory."""
    events = [event for event, _ in told.log.read()]
    subjects = [*dict.fromkeys(event.subject for event in events), "nothing"]
    memory = Archive(told.log.kinds, events)

    def found(log: Archive | Shelf) -> list[Any]:
        by_id = [log.opened, *(log.event(id) for id in (*(event.id for event in events), "nothing"))]
        by_subject = [(log.kind(one), log.stream(one), log.standing(one), sorted(log.naming(one))) for one in subjects]
        return [*by_id, *by_subject, sorted(log.like("qat", "actor")), sorted(log.like("one", None))]

    assert found(shelved(told)) == found(memory)


def test_events_lie_by_subject(told: Chronicle) -> None:
    """In the order of the log, each with the number of its line; all of them."""
    streams = list(shelved(told).streams())
    firsts = [stream[0].seq for stream in streams]
    assert firsts == sorted(firsts)
    assert [event.seq for stream in streams if stream[0].subject == "one" for event in stream] == [8, 10]
    assert sorted(event.seq for stream in streams for event in stream) == [line.seq for _, line in told.log.read()]
    assert all(isinstance(event, Placed) for stream in streams for event in fold(stream).events)


def test_the_standing_facts_of_a_kind(told: Chronicle) -> None:
    """Those that were retracted are none."""
    attacks = shelved(told).facts("attack")
    assert (list(attacks), len(attacks), "gone" in attacks) == (["one", "x"], 2, False)
    assert attacks["one"].fact["killed"] == 3
    with pytest.raises(KeyError):
        attacks["said"]


def test_what_git_brought_under_the_same_name(told: Chronicle) -> None:
    """Of an id that comes twice the first event is found, and a subject is of the kind of its first."""
    numbered = list(told.log.read())
    last, line = numbered[-1]
    other = {**last.attributes, "type": "figure.reported", "time": "2026-12-01T10:00:00Z"}
    strange = Numbered(Event(other), Line(line.seq + 1, line.end.offset, jsonline.write(other)))
    shelf = Shelf(told.log.kinds, [*numbered, strange])
    assert shelf.event("e-x") == last
    assert list(shelf.facts("figure")) == []
    assert shelf.standing("x").revision == 1


def test_tombstones_are_found(told: Chronicle) -> None:
    """And nothing else."""
    redact(told.log, ["e-more"], {"reason": "privacy"})
    assert [event.id for event in shelved(told).tombstones()] == ["e-more"]


def test_of_an_empty_log_nothing_is_found(told: Chronicle) -> None:
    """And nothing fails."""
    empty = Shelf(told.log.kinds, [])
    assert (empty.opened, empty.event("e-one"), empty.stream("one"), list(empty.streams())) == (None, None, [], [])
    assert (empty.size, list(empty.facts("attack")), list(empty.tombstones())) == (0, [], [])


def test_no_room_for_temporary_files(told: Chronicle, small_disk: Path) -> None:
    """Says so, and what to do; SQLite asks once in a process where they belong."""
    told.log.append(report("background", f"b{n}", f"e-b{n}", text="x" * 20_000) for n in range(300))
    command = [sys.executable, "-m", "timeline", "--log", str(told.log.path), "check"]
    elsewhere = {**os.environ, "SQLITE_TMPDIR": str(small_disk)}
    done = subprocess.run(command, env=elsewhere, capture_output=True, text=True, check=False)
    advice = "free some space for temporary files, or name another folder for them in SQLITE_TMPDIR"
    assert (done.returncode, done.stdout, done.stderr) == (1, "", f"database or disk is full; {advice}\n")
