"""The projector: when it goes on and when it begins anew, and what never happens to a database."""

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import ClassVar

import pytest

from tests.chronicle import BEGINNING, Chronicle, correct, report
from timeline import Damaged, Fact, Log, TimelineError, project
from timeline.registry import Kinds
from timeline.selection import EVERYTHING, Selection

PROJECT = "import sys; from timeline import project; print(project(*sys.argv[1:]))"


class Robbery(Fact):
    """A kind that some plugin adds."""

    kind: ClassVar[str] = "robbery"
    table: ClassVar[str] = "robberies"


class CountedRobbery(Robbery):
    """The same with another meaning of its date."""

    period: ClassVar[bool] = True


@pytest.fixture
def told(tmp_path: Path) -> Chronicle:
    """The beginning and one attack, projected."""
    chronicle = Chronicle(tmp_path)
    chronicle.log.append([*BEGINNING, report("attack", "one", "e-1", killed=2)])
    chronicle.project()
    return chronicle


def test_blocks_are_recorded_as_by_a_rebuild(told: Chronicle) -> None:
    """Also where the news begin in a later block: a log would else not be known again."""
    for part in range(4):
        long = [report("background", f"b-{part}-{number}", f"e-{part}-{number}", text="x" * 60_000) for number in "123"]
        told.log.append(long)
        assert not told.project().rebuilt
    grown = told.rows("SELECT * FROM _blocks")
    told.project(rebuild=True)
    assert grown == told.rows("SELECT * FROM _blocks")
    assert len(grown) > 2


def test_it_goes_on_from_where_it_stopped(told: Chronicle) -> None:
    """With the news alone; with none, nothing changes."""
    assert told.project() == (0, False, 0)
    told.add(correct("attack", "one", "e-2", killed=3), report("attack", "two", "e-3"))
    ends: list[int] = []
    assert told.project(progress=lambda position: ends.append(position.lines)) == (2, False, 0)
    assert ends == [10]
    assert told.project(rebuild=True) == (10, True, 0)


CHANGES: dict[str, Callable[[bytes], bytes]] = {
    "a byte is another": lambda log: log.replace(b"The Paper", b"The paper"),
    "a line is gone": lambda log: log.replace(log.splitlines(keepends=True)[3], b""),
    "the last line is gone": lambda log: b"".join(log.splitlines(keepends=True)[:-1]),
    "lines change places": lambda log: b"".join(
        log.splitlines(keepends=True)[place] for place in (0, 2, 1, 3, 4, 5, 6)
    ),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_changed_beginning_is_read_anew(tmp_path: Path, change: Callable[[bytes], bytes]) -> None:
    """Whatever was changed in what was read before; news behind it are there too."""
    chronicle = Chronicle(tmp_path)
    chronicle.add(*BEGINNING)
    chronicle.project()
    chronicle.log.path.write_bytes(change(chronicle.log.path.read_bytes()))
    assert chronicle.project().rebuilt
    assert [seq for (seq,) in chronicle.rows("SELECT seq FROM events")] == list(
        range(1, 1 + len(list(chronicle.log.read())))
    )


def test_other_kinds_begin_anew(told: Chronicle) -> None:
    """A plugin's table comes and goes with the plugin."""
    ours = told.log.kinds.models.values()
    robbery, counted = (Log(told.log.path, kinds=Kinds([*ours, kind])) for kind in (Robbery, CountedRobbery))
    robbery.append([report("robbery", "bank", "e-2")])
    assert [project(log, told.db).rebuilt for log in (robbery, robbery, counted)] == [True, False, True]
    assert told.rows("SELECT id FROM robberies") == [("bank",)]
    assert told.project() == (9, True, 1)
    assert told.rows("SELECT name FROM sqlite_schema WHERE name = 'robberies'") == []


def test_unknown_kinds_stay_in_the_events_alone(told: Chronicle) -> None:
    """And are counted; where they share a subject with a known kind, that one's fact stands without them."""
    told.add(report("attack", "two", "e-2"))
    line = told.log.path.read_bytes().splitlines()[-1].replace(b"attack.reported", b"robbery.reported")
    for subject in (b'"one"', b'"bank"'):
        unknown = line.replace(b'"two"', subject).replace(b'"e-2"', subject)
        told.log.path.write_bytes(told.log.path.read_bytes() + unknown + b"\n")
    assert told.project() == (3, False, 2)
    assert told.rows("SELECT kind, subject FROM events WHERE seq > 9") == [("robbery", "one"), ("robbery", "bank")]
    assert told.rows("SELECT id, reports, revision FROM timeline") == [("one", 1, 1), ("two", 1, 1)]
    assert told.rows("SELECT * FROM history") == []


def test_a_bad_line_leaves_the_database_as_it_was(told: Chronicle) -> None:
    """Byte for byte, in a catch-up and in a rebuild; every bad line is named."""
    told.add(report("attack", "two", "e-2", date="2018-11"), report("attack", "three", "e-3"))
    told.log.path.write_bytes(told.log.path.read_bytes().replace(b'"2018-11"', b'"2018-13"'))
    before = told.db.read_bytes()
    for rebuild in (False, True):
        with pytest.raises(Damaged, match=r"events\.jsonl:9: fact\.date: '2018-13' is not an EDTF date"):
            told.project(rebuild=rebuild)
    assert told.db.read_bytes() == before
    assert sorted(path.name for path in told.db.parent.iterdir() if path.name.startswith("timeline")) == [
        "timeline.db",
        "timeline.db.lock",
    ]


def test_the_same_id_twice_is_named(told: Chronicle) -> None:
    """As a merge by hand brings it about; the database is as it was."""
    last = (
        told.log.path.read_bytes()
        .splitlines(keepends=True)[-1]
        .replace(b'"appendid"', b'"merged"')
        .replace(b'"appendcount":8,', b"")
    )
    told.log.path.write_bytes(told.log.path.read_bytes() + last)
    with pytest.raises(Damaged, match=r"^events\.jsonl:9: id: 'e-1' is the id of line 8 already$"):
        told.project()
    assert told.rows("SELECT count(*) FROM events") == [(8,)]


def test_a_log_that_is_not_there_leaves_the_database(told: Chronicle) -> None:
    """As when git is changing branches just now; a log of nothing makes empty tables."""
    content = told.log.path.read_bytes()
    told.log.path.unlink()
    with pytest.raises(TimelineError, match=r"events\.jsonl: there is no such log"):
        told.project()
    assert told.rows("SELECT id FROM attacks") == [("one",)]
    told.log.path.write_bytes(content[:50])
    assert told.project() == (0, True, 0)


@pytest.mark.parametrize("rebuild", [False, True])
def test_a_log_that_is_replaced_while_it_is_read(told: Chronicle, *, rebuild: bool) -> None:
    """Refused: rows of the one file would stand beside the hash of the other. None of them stays."""
    told.add(report("attack", "two", "e-2"))
    other = told.log.path.with_name("other")
    other.write_bytes(told.log.path.read_bytes().replace(b"The Paper", b"The paper"))
    with pytest.raises(TimelineError, match="was replaced while it was read"):
        told.project(rebuild=rebuild, progress=lambda _: other.replace(told.log.path))
    assert told.rows("SELECT title FROM sources WHERE id = 'paper'") == [("The Paper",)]
    assert told.rows("SELECT (SELECT count(*) FROM events), count(*) FROM attacks") == [(8, 1)]
    assert told.project().rebuilt


@pytest.mark.parametrize("rebuild", [False, True])
def test_a_log_that_is_cut_while_it_is_read(told: Chronicle, *, rebuild: bool) -> None:
    """Refused as well: what made a fact is read once more when all is known of it."""
    told.add(correct("attack", "one", "e-2", killed=3))
    whole = told.log.path.read_bytes()
    with pytest.raises(TimelineError, match="was replaced while it was read"):
        told.project(rebuild=rebuild, progress=lambda _: told.log.path.write_bytes(whole[:200]))
    assert told.rows("SELECT killed FROM attacks") == [(2,)]
    told.log.path.write_bytes(whole)
    told.project()
    assert told.rows("SELECT killed FROM attacks") == [(3,)]


def test_a_selection_that_fails_takes_nothing_along(told: Chronicle) -> None:
    """A catch-up is one transaction."""
    told.add(report("attack", "two", "e-2"), report("attack", "three", "e-3"))

    def stop(_: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        told.project(progress=stop)
    assert told.rows("SELECT count(*) FROM events") == [(8,)]
    assert told.project(selection=Selection(EVERYTHING.name, lambda one: one.id != "e-2")) == (1, False, 0)


def test_two_projectors_at_once_end_right(told: Chronicle) -> None:
    """In processes of their own, some from zero; the one that ends last has read to the end."""
    told.add(*(report("attack", f"a-{number}", f"e-a-{number}") for number in range(20)))
    command = [sys.executable, "-c", PROJECT, str(told.log.path), str(told.db)]
    fresh = [*command[:-1], str(told.db.with_name("fresh.db"))]
    running = [subprocess.Popen(one, stdout=subprocess.PIPE, text=True) for one in (command, fresh, command, fresh)]
    said = sorted(process.communicate()[0] for process in running)
    assert [line.count("events=0, rebuilt=False") for line in said] == [1, 1, 0, 0]
    for name in ("timeline.db", "fresh.db"):
        with closing(sqlite3.connect(told.db.with_name(name))) as db:
            assert db.execute("SELECT count(*), max(seq) FROM events").fetchall() == [(28, 28)]
