"""What an append knows of the log: by its database the same as without, and no more read than the news."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.chronicle import BEGINNING, Chronicle, correct, event, report
from timeline import Conflict, Log, Refused, memory, project
from timeline.archive import Archive
from timeline.jsonline import MAX_LINE
from timeline.memory import NEWS
from timeline.selection import Selection

Json = dict[str, Any]
FACTS = (
    report("attack", "one", "e-one", perpetrator="taliban", place="kabul", also={"attributed_to": ["qatar"]}),
    report("statement", "said", "e-said", about="one"),
    report("figure", "part", "e-part", measure="killed", value=3, part_of=["whole"]),
    report("figure", "whole", "e-whole", measure="killed", value=5),
)


@pytest.fixture
def told(tmp_path: Path) -> Chronicle:
    """A log with its database, whose appends look things up there."""
    told = Chronicle(tmp_path)
    told.log.append(BEGINNING)
    told.log.append(FACTS)
    told.project()
    return told


def log(told: Chronicle, *said: Callable[[str], None]) -> Log:
    """As a new process opens it."""
    return Log(told.log.path, db=told.db, report=said[0] if said else lambda _: None)


def refused(log: Log, one: Json) -> str:
    with pytest.raises(Refused) as refusal:
        log.append([one])
    return str(refusal.value)


def test_what_the_database_knows_is_known(told: Chronicle) -> None:
    """Ids, heads, kinds and what stands, as without it."""
    known, whole = log(told), told.log.archive()
    ids = [event.id for event, _ in told.log.read()]
    subjects = [*dict.fromkeys(event.subject for event, _ in told.log.read()), "nothing"]
    by_database = known.ask(lambda archive: _told(archive, ids, subjects))
    assert by_database == _told(whole, ids, subjects)
    assert known.ask(lambda archive: archive.size) == 0


def test_a_long_log_lies_in_a_temporary_file(told: Chronicle, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no database knows it; what comes then is known too, and rules hold towards both."""
    monkeypatch.setattr(memory, "LONG", 0)
    long, whole = Log(told.log.path), told.log.archive()
    ids = [event.id for event, _ in told.log.read()]
    subjects = [*dict.fromkeys(event.subject for event, _ in told.log.read()), "nothing"]
    assert long.ask(lambda archive: _told(archive, ids, subjects)) == _told(whole, ids, subjects)
    assert long.ask(lambda archive: archive.size) == 0
    long.append([report("attack", "two", "e-two", place="kabul")])
    told.log.append([report("attack", "three", "e-three", perpetrator="taliban")])
    assert long.append([FACTS[0], report("attack", "two", "e-two", place="kabul")]).known == ["e-one", "e-two"]
    assert "'kabul' is named by two, one;" in refused(long, event("place.retracted", "kabul", "r", reason="legal"))
    assert "by three, one;" in refused(long, event("actor.retracted", "taliban", "r", reason="legal"))


def _told(archive: Archive, ids: list[str], subjects: list[str]) -> list[Any]:
    return [
        archive.opened,
        *map(archive.event, [*ids, "nothing"]),
        *map(archive.stream, subjects),
        *map(archive.kind, subjects),
        *map(archive.standing, subjects),
        *(sorted(archive.naming(subject)) for subject in subjects),
        sorted(archive.like("qat", "actor")),
    ]


def test_a_repeat_is_known(told: Chronicle) -> None:
    """By what the database has, and by what came after it."""
    told.add(report("attack", "two", "e-two"))
    assert log(told).append([FACTS[0], report("attack", "two", "e-two")]).known == ["e-one", "e-two"]
    assert "in the log already, with other content" in refused(log(told), report("attack", "one", "e-one"))


def test_rules_hold(told: Chronicle) -> None:
    """Towards facts that only the database has read."""
    assert "'kabul' is named by one; correct" in refused(
        log(told), event("place.retracted", "kabul", "r", reason="legal")
    )
    assert "is named by one;" in refused(log(told), event("actor.retracted", "qatar", "r", reason="legal"))
    assert "is named by said;" in refused(log(told), event("attack.retracted", "one", "r", reason="legal"))
    assert "is named by part;" in refused(log(told), event("figure.retracted", "whole", "r", reason="legal"))
    assert "did you mean 'taliban'" in refused(log(told), report("attack", "new", "n", perpetrator="talban"))
    with pytest.raises(Conflict):
        log(told).append([{**correct("attack", "one", "c", title="T"), "supersedes": "e-said"}])
    log(told).append([correct("attack", "one", "c", perpetrator=None, place=None)])
    log(told).append([event("place.retracted", "kabul", "r", reason="legal")])


def test_an_append_reads_the_news_alone(told: Chronicle) -> None:
    """However long the log is that the database has read."""
    told.log.append(report("background", f"b{n}", f"e-b{n}", text="x" * 2_000) for n in range(6_000))
    told.project()
    size = told.log.path.stat().st_size
    append = log(told)
    append.append([report("attack", "first", "e-first", place="kabul")])  # compares blocks of the log
    before = bytes_read()
    for n in range(20):
        append.append([report("attack", f"a{n}", f"e-a{n}", place="kabul")])
    assert bytes_read() - before < 20 * 4 * MAX_LINE < size


def bytes_read() -> int:
    return int(Path("/proc/self/io").read_text().split()[1])


def test_many_news_bring_the_database_up(told: Chronicle) -> None:
    """So that the next append finds them there."""
    told.log.append(report("attack", f"a{n}", f"e-a{n}") for n in range(NEWS + 1))
    assert log(told).append([report("attack", "one", "e-2", source="agency")]).ids == ["e-2"]
    assert told.rows("SELECT count(*) FROM attacks") == [(NEWS + 2,)]
    assert log(told).ask(lambda archive: archive.size) == 1


def test_a_replaced_log_is_compared_whole_once(told: Chronicle) -> None:
    """The same lines in another file, as after a checkout there and back."""
    other = told.log.path.with_name("other")
    other.write_bytes(told.log.path.read_bytes())
    other.replace(told.log.path)
    assert log(told).ask(lambda archive: archive.size) == 0
    identity = f"{told.log.path.stat().st_dev}:{told.log.path.stat().st_ino}"
    assert told.rows("SELECT file FROM _projection") == [(identity,)]


@pytest.mark.parametrize("place", range(len(BEGINNING)))
def test_a_changed_log_is_read_and_not_the_database(told: Chronicle, place: int) -> None:
    """Same size, same file, same time: what counts is the content."""
    status, lines = told.log.path.stat(), told.log.path.read_text().splitlines(keepends=True)
    line = json.loads(lines[place])
    lines[place] = lines[place].replace(line["id"], line["id"].upper())
    told.log.path.write_text("".join(lines))
    import os

    os.utime(told.log.path, ns=(status.st_atime_ns, status.st_mtime_ns))
    found = log(told).ask(lambda archive: (archive.event(line["id"]), archive.event(line["id"].upper()), archive.size))
    assert (found[0], found[1] is not None, found[2]) == (None, True, len(lines))


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE _projection SET version = '0.1'",
        "UPDATE _projection SET selection = 'known at 2018-11-19'",
        "DROP TABLE _blocks",
        "UPDATE events SET offset = offset + 1",
        "UPDATE events SET id = upper(id)",
        "DROP TABLE events",
        "DROP TABLE _named",
    ],
)
def test_a_database_that_does_not_fit_is_left_alone(told: Chronicle, change: str) -> None:
    """The log is read whole instead."""
    with closing(sqlite3.connect(told.db)) as db, db:
        db.execute("PRAGMA foreign_keys = OFF")
        db.execute(change)
    before = told.db.read_bytes()
    said: list[str] = []
    assert "is named by one;" in refused(log(told, said.append), event("actor.retracted", "qatar", "r", reason="legal"))
    assert log(told, said.append).append(FACTS[:1]).known == ["e-one"] or "upper" in change
    assert told.db.read_bytes() == before
    assert all("read whole" in words for words in said)


def test_a_database_of_an_earlier_state_is_not_asked(told: Chronicle) -> None:
    """What it leaves out is in the log."""
    told.project(selection=Selection("without one", lambda one: one.id != "e-one"))
    assert log(told).append(FACTS[:1]).known == ["e-one"]


def test_a_file_that_is_no_database(told: Chronicle) -> None:
    """Nor one that cannot be read."""
    told.db.write_bytes(b"no database" * 1000)
    assert log(told).append(FACTS[:1]).known == ["e-one"]
    told.db.unlink()
    told.db.mkdir()
    assert log(told).append(FACTS[:1]).known == ["e-one"]


def test_a_projection_that_fails_stops_no_append(told: Chronicle) -> None:
    """Said once; the log goes on without."""
    told.log.append(report("attack", f"a{n}", f"e-a{n}") for n in range(NEWS + 1))
    said: list[str] = []
    with closing(sqlite3.connect(told.db)) as other:
        other.execute("BEGIN IMMEDIATE")
        writer = log(told, said.append)
        writer.append([report("attack", "two", "e-two")])
        writer.append([report("attack", "three", "e-three")])
    assert len(said) == 1
    assert "the log can be appended to" in said[0]
    assert project(told.log, told.db).events == NEWS + 3


def test_an_append_makes_no_database(tmp_path: Path) -> None:
    """`timeline project` does."""
    Log(tmp_path / "events.jsonl", db=tmp_path / "timeline.db").append(BEGINNING)
    assert not (tmp_path / "timeline.db").exists()


def test_writers_see_what_others_wrote(told: Chronicle) -> None:
    """Two that stay open, each with what it remembers."""
    one, other = log(told), log(told)
    for n in range(6):
        (one, other)[n % 2].append([report("attack", f"a{n}", f"e-a{n}"), report("attack", "one", f"e-r{n}")])
    assert one.ask(lambda archive: archive.standing("one").revision) == 7
    assert other.append([report("attack", "a4", "e-a4")]).known == ["e-a4"]


def test_another_file_of_the_same_end_is_read(told: Chronicle) -> None:
    """By a writer that stays open, as after a checkout."""
    told.log.append(report("attack", f"a{n}", f"e-a{n}") for n in range(20))
    writer, other = Log(told.log.path), told.log.path.with_name("other")
    assert writer.ask(lambda archive: archive.event("e-paper")) is not None
    other.write_bytes(told.log.path.read_bytes().replace(b'"e-paper"', b'"e-PAPER"'))
    other.replace(told.log.path)
    assert writer.ask(lambda archive: (archive.event("e-paper"), archive.standing("paper").head.id)) == (
        None,
        "e-PAPER",
    )


def test_a_refusal_leaves_no_trace(told: Chronicle) -> None:
    """What was refused is not there for the next batch."""
    writer = log(told)
    assert "e-one" in refused(writer, {**correct("attack", "one", "c1", title="T"), "supersedes": "x"})
    bad = [report("attack", "new", "n1"), report("attack", "newer", "n2", place="nowhere")]
    with pytest.raises(Refused):
        writer.append(bad)
    assert writer.append([report("statement", "s", "n1")]).ids == ["n1"]
    assert writer.ask(lambda archive: archive.kind("new")) is None
