"""iCalendar: what becomes of an entry, by RFC 5545."""

from pathlib import Path
from typing import Any

import pytest

from tests.importing.conftest import Run, events, fact, lines

HEAD = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//example.org//talks//EN\r\n"
ZONE = (
    "BEGIN:VTIMEZONE\r\nTZID:Asia/Kabul\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0430\r\n"
    "TZOFFSETTO:+0430\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
)
TALKS = (
    "UID:talks@example.org\r\nDTSTAMP:20181119T100000Z\r\nSUMMARY:Talks\\, second round\r\n"
    "DTSTART;VALUE=DATE:20181114\r\nDTEND;VALUE=DATE:20181117\r\nLOCATION:Doha\r\nGEO:25.2867;51.5333\r\nCATEGORIES:Peace,Talks\r\n"
    "DESCRIPTION:Behind\\nclosed doors.\r\nURL:https://example.org/talks\r\nORGANIZER;CN=Ana:mailto:ana@example.org\r\n"
)


def bring(run: Run, *entries: str, mapping: str = "{}") -> Any:
    """`timeline import icalendar` of these entries."""
    body = "".join(f"BEGIN:VEVENT\r\n{entry}END:VEVENT\r\n" for entry in entries)
    Path("talks.ics").write_text(f"{HEAD}{ZONE}{body}END:VCALENDAR\r\n", newline="")
    Path("map.yml").write_text(mapping)
    return run("import", "icalendar", "talks.ics", "--map", "map.yml")


def entry(**lines: str) -> str:
    """The entry above with other lines, or without some."""
    kept = [line for line in TALKS.splitlines() if line.split(":")[0].split(";")[0] not in lines]
    return "\r\n".join([*kept, *(f"{name}{value}" for name, value in lines.items() if value)]) + "\r\n"


def test_an_entry_is_a_scheduled_event(run: Run, tmp_path: Path) -> None:
    """The end of whole days is the day after them; nobody's address is kept."""
    result = bring(run, TALKS)
    assert result.exit_code == 0, result.stderr
    [event] = events(tmp_path, "scheduled_event")
    assert (event.id, event.subject) == ("icalendar:talks@example.org", "2018-11-14-talks-second-round")
    assert event.data["fact"] == {
        "title": "Talks, second round",
        "date": "2018-11-14/2018-11-16",
        "summary": "Behind\nclosed doors.",
        "place": "doha",
        "tags": ["Peace", "Talks"],
        "event_status": "scheduled",
    }
    assert fact(tmp_path, "doha") == {"name": "Doha", "latitude": 25.2867, "longitude": 51.5333}
    assert "ana@" not in (tmp_path / "events.jsonl").read_text()


@pytest.mark.parametrize(
    ("start", "end", "date"),
    [
        (";VALUE=DATE:20181114", None, "2018-11-14"),
        (";VALUE=DATE:20181114", "DTEND;VALUE=DATE:20181115", "2018-11-14"),
        (":20181114T103000Z", "DTEND:20181114T120000Z", "2018-11-14T10:30:00Z"),
        (";TZID=Asia/Kabul:20181114T103000", None, "2018-11-14T10:30:00+04:30"),
        (":20181114T103000", None, "2018-11-14T10:30:00"),
        (":20181114T233000Z", "DTEND:20181115T003000Z", "2018-11-14/2018-11-15"),
        (":20181114T200000Z", "DTEND:20181115T000000Z", "2018-11-14T20:00:00Z"),
        (":20181114T100000Z", "DURATION:P2D", "2018-11-14/2018-11-16"),
        (";VALUE=DATE:20181114", "DURATION:P3D", "2018-11-14/2018-11-16"),
    ],
)
def test_a_day_is_that_of_its_own_zone(run: Run, tmp_path: Path, start: str, end: str | None, date: str) -> None:
    """Whole days, times with zone, in UTC and without; ends and durations."""
    text = entry(DTSTART=start, DTEND="") + (f"{end}\r\n" if end else "")
    result = bring(run, text)
    assert result.exit_code == 0, result.stderr
    assert events(tmp_path, "scheduled_event")[0].data["fact"]["date"] == date


def test_what_is_cancelled_says_so_and_a_moved_one_is_corrected(run: Run, tmp_path: Path) -> None:
    """By its UID, whatever else changes."""
    bring(run, TALKS)
    bring(run, entry(STATUS=":Cancelled", SEQUENCE=":1"))
    changed = events(tmp_path, "scheduled_event")[-1]
    assert (changed.type, changed.data["set"]) == ("scheduled_event.corrected", {"event_status": "cancelled"})
    before = lines(tmp_path)
    bring(run, entry(STATUS=":CANCELLED", SEQUENCE=":1"))
    assert lines(tmp_path) == before


def test_what_repeats_is_refused_or_its_first_taken(run: Run, tmp_path: Path) -> None:
    """Occurrences that were moved on their own are facts of their own."""
    weekly = entry(RRULE=":FREQ=WEEKLY")
    assert "VEVENT 1: RRULE: it repeats" in bring(run, weekly).stderr
    moved = entry(**{"RECURRENCE-ID;VALUE=DATE": ":20181121"})
    assert bring(run, weekly, moved, mapping="repeats: first\nkind: meeting\n").exit_code == 0
    ids = [event.id for event in events(tmp_path, "meeting")]
    assert ids == ["icalendar:talks@example.org", "icalendar:talks@example.org:2018-11-21"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (entry(SUMMARY=""), "SUMMARY: is missing"),
        (entry(DTSTART=""), "DTSTART: is missing"),
        (entry(DTEND=";VALUE=DATE:20181110"), "DTEND: 2018-11-10 is before DTSTART, 2018-11-14"),
        (entry(DTSTART=":yesterday"), "DTSTART: "),
        (entry(GEO=":91;200"), "latitude"),
        (TALKS + "DTSTART;VALUE=DATE:20181115\r\n", "DTSTART: stands there more than once"),
    ],
)
def test_bad_entries_are_named(run: Run, tmp_path: Path, text: str, words: str) -> None:
    """By file and number; nothing comes in."""
    result = bring(run, text)
    assert (result.exit_code, lines(tmp_path)) == (1, 1), result.stderr
    assert "talks.ics: VEVENT 1" in result.stderr
    assert words in result.stderr


@pytest.mark.parametrize(
    "text", ["", "nonsense", "BEGIN:VCALENDAR\r\n", '{"events": []}', "BEGIN:VCARD\r\nEND:VCARD\r\n"]
)
def test_another_file_is_refused(run: Run, tmp_path: Path, text: str) -> None:
    """By name, without a traceback."""
    Path("talks.ics").write_text(text)
    result = run("import", "icalendar", "talks.ics")
    assert (result.exit_code, lines(tmp_path)) == (1, 1), result.output
    assert "talks.ics: " in result.stderr


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (f"{HEAD}BEGIN:VEVENT\r\n{TALKS}".encode(), "has a VCALENDAR without its end; the file may be cut off"),
        (f"{HEAD}X-NAME:Gespr\xe4ch\r\n".encode("cp1252"), "talks.ics:4: is not UTF-8; it may be Windows-1252"),
        (f"{HEAD}BEGIN:VEVENT\r\nDTSTART;TZID=Asia:20181114T1000\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n".encode(), ""),
        (HEAD.encode("utf-16"), "talks.ics: is UTF-16, not UTF-8"),
    ],
)
def test_what_is_wrong_with_a_file_is_told(run: Run, tmp_path: Path, content: bytes, words: str) -> None:
    """That it is cut off, and in another encoding."""
    Path("talks.ics").write_bytes(content)
    result = run("import", "icalendar", "talks.ics")
    assert (result.exit_code, lines(tmp_path)) == (1, 1), result.output
    assert words in result.stderr
