"""The log as it is read: each line checked as on the day it came in, and a plugin that is missing loses nothing."""

import json
from pathlib import Path
from typing import Any

import pytest

from timeline import Damaged, Log, Refused, Unknown
from timeline.archive import Archive
from timeline.draft import Draft

Json = dict[str, Any]
BEGINNING: list[Json] = [
    {"id": "o", "type": "log.opened", "subject": "talks", "data": {"title": "Talks"}},
    {"id": "p", "type": "source.registered", "subject": "paper", "data": {"fact": {"title": "The Paper"}}},
    {"id": "b", "type": "background.reported", "subject": "war", "data": {"fact": {"title": "War"}, "source": "paper"}},
]
OPENED_FIELDS = "fields: title, description, licence, language"
GIT = (
    "Nothing was changed. `git -C {0} diff events.jsonl` shows what became of the lines that git has; "
    "`git -C {0} show HEAD:./events.jsonl | sed -n 4p` shows line 4 as it was committed, to be put back."
)


@pytest.fixture
def log(tmp_path: Path) -> Log:
    """Three events in two appends."""
    log = Log(tmp_path / "events.jsonl", now=lambda: "2026-11-23T10:00:00Z")
    log.append(BEGINNING[:1])
    log.append(BEGINNING[1:])
    return log


def by_hand(log: Log, **attributes: Any) -> None:
    """Put a line into the log as another program would."""
    line = json.loads(log.path.read_text().splitlines()[0])
    with log.path.open("a") as file:
        file.write(json.dumps({**line, **attributes}) + "\n")


def test_read_from_a_position(log: Log) -> None:
    """What was read before is not read again, and lines are counted on."""
    numbered = list(log.read())
    assert [(event.id, line.seq) for event, line in numbered] == [("o", 1), ("p", 2), ("b", 3)]
    assert list(log.read(numbered[0].line.end)) == numbered[1:]
    assert numbered[-1].line.end.offset == log.path.stat().st_size


def test_no_log_is_an_empty_log(tmp_path: Path) -> None:
    """Until something is appended."""
    log = Log(tmp_path / "events.jsonl")
    assert list(log.read()) == []
    assert log.archive().opened is None


def test_every_bad_line_is_named(log: Log) -> None:
    """All of them, once the good ones were read."""
    for bad in ({"type": "log.closed"}, {"subject": "No Slug", "data": {"titel": "T"}}, {"id": "y"}):
        by_hand(log, **bad)
    reading = log.read()
    assert [next(reading).event.id for _ in range(4)] == ["o", "p", "b", "y"]
    with pytest.raises(Damaged) as damage:
        next(reading)
    assert str(damage.value).splitlines() == [
        "events.jsonl:4: type: 'closed' is not a verb of log (verbs: opened)",
        "events.jsonl:5: subject: 'No Slug' is not a slug (1 to 128 of a-z, 0-9 and -)",
        "events.jsonl:5: title: is required",
        f"events.jsonl:5: titel: is not a field here; did you mean 'title'? ({OPENED_FIELDS})",
        GIT.format(log.path.parent),
    ]


def test_damaged_log_takes_nothing(log: Log) -> None:
    """Not a byte of it changes."""
    by_hand(log, salt="x")
    by_hand(log, id="y")
    before = log.path.read_bytes()
    with pytest.raises(Damaged, match=r"^events.jsonl:4: salt: 'x' is not 128 bits in base64url"):
        log.append([{"type": "background.updated", "subject": "war", "data": {"set": {"text": "x"}}}])
    assert log.path.read_bytes() == before


def test_missing_newline_comes_back(log: Log) -> None:
    """The event that an editor cut it from was acknowledged; a dry run does not touch it."""
    update = {"type": "background.updated", "subject": "war", "data": {"set": {"text": "x"}}}
    log.append([update])
    log.path.write_bytes(log.path.read_bytes()[:-1])
    update["data"] = {"set": {"text": "y"}}
    log.append([update], dry_run=True)
    assert not log.path.read_bytes().endswith(b"\n")
    log.append([update])
    assert [event.verb for event, _ in log.read()][3:] == ["updated", "updated"]


def test_swapped_log_gets_the_append(log: Log) -> None:
    """The same events, once, in the file that git put there while they were checked."""
    facts = [{**BEGINNING[2], "id": f"n{n}", "subject": f"new-{n}"} for n in range(2)]
    swaps = iter([True, False])

    def propose(_: Archive) -> list[Draft]:
        if next(swaps):
            other = log.path.with_name("other")
            other.write_bytes(log.path.read_bytes())
            by_hand(log, id="merged")
            other.replace(log.path)
            by_hand(log, id="merged", type="place.registered", subject="p", data={"fact": {"name": "P"}})
        return [Draft("", fact) for fact in facts]

    log.append_proposed(propose)
    assert [event.id for event, _ in log.read()] == ["o", "p", "b", "merged", "n0", "n1"]


def test_swapped_log_that_takes_no_more_is_unknown(log: Log) -> None:
    """What was appended may be in a commit, or gone: to be repeated when the log is mended."""

    def propose(_: Archive) -> list[Draft]:
        other = log.path.with_name("other")
        other.write_bytes(log.path.read_bytes() + b"<<<<<<< HEAD\n")
        other.replace(log.path)
        return [Draft("", {**BEGINNING[2], "id": "n", "subject": "new"})]

    with pytest.raises(Unknown, match=r"(?s)^events.jsonl:4: .*Git may have what was appended"):
        log.append_proposed(propose)


def test_missing_plugin(log: Log) -> None:
    """Its facts are read, hold what they name, and may be named; they take no new events."""
    by_hand(log, id="m", type="march.reported", subject="march", data={"fact": {"people": 9}, "source": "paper"})
    by_hand(log, id="n", type="march.reported", subject="march", data={"fact": {"people": [9]}, "source": "paper"})
    with pytest.raises(Refused, match=r"^event 1: subject: 'paper' is named by war, march; correct those first$"):
        log.append([{"type": "source.retracted", "subject": "paper", "data": {"reason": "legal"}}])
    with pytest.raises(Refused, match=r"^event 1: type: 'march' is not a kind"):
        log.append([{"type": "march.updated", "subject": "march", "data": {"set": {"people": 10}}}])
    data = {"fact": {"title": "Said", "about": "march"}, "source": "paper"}
    log.append([{"type": "statement.reported", "subject": "said", "data": data}])
    assert log.archive().standing("said").stands


def test_archive(log: Log) -> None:
    """By id and by subject."""
    archive = Archive(log.kinds, (event for event, _ in log.read()))
    assert (archive.kind("war"), archive.kind("nothing")) == ("background", None)
    assert archive.event("b") == archive.stream("war")[0]
    assert archive.event("nothing") is None
    assert list(archive.naming("paper")) == ["war"]
