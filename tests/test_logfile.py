"""events.jsonl as lines: whole lines and whole appends are read, and what a crash left is set aside."""

import json
import os
import random
import tempfile
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from timeline import Damaged, Log, TimelineError
from timeline.logfile import START, LogFile, Position

SECTOR = 64  # as 512 bytes are to lines of a thousand


def line(name: str, append: str = "", number: int = 0) -> bytes:
    """A line, as short as they come."""
    marks = {"appendid": append, "appendcount": number} if append else {}
    return json.dumps({"specversion": "1.0", "id": name, "type": "log.opened", **marks}).encode() + b"\n"


BASE = line("a") + line("b")
SINGLE = line("c")
BATCH = b"".join(line(name, "x", 3) for name in "cde")


class Recorded(LogFile):
    """A log file that keeps what it reports."""

    def __init__(self, folder: Path, content: bytes) -> None:
        self.reports: list[str] = []
        super().__init__(folder / "events.jsonl", lambda: "2026-11-23T10:00:00Z", self.reports.append)
        self.path.write_bytes(content)

    def ids(self) -> str:
        """The ids that a reader sees."""
        return "".join(json.loads(one.raw)["id"] for one in self.read())

    def add(self, *lines: bytes) -> None:
        """Append as a writer does: mend what the last one left, then write behind it."""
        end = ([START] + [one.end for one in self.read()])[-1]
        if self.mend(end):
            end = ([START] + [one.end for one in self.read()])[-1]
        self.append([one.rstrip(b"\n") for one in lines], end)

    def aside(self) -> bytes:
        """All that was set aside."""
        return b"".join(path.read_bytes() for path in sorted(self.path.parent.glob("*.torn-*")))


def crashes(data: bytes) -> Iterator[bytes]:
    """What of an append may be on the disk: every prefix, with and without zeros behind, and without any one sector."""
    for size in range(1, len(data)):
        yield data[:size]
        yield data[:size] + bytes(len(data) - size)
    for start in range(0, len(data), SECTOR // 4):
        yield (data[:start] + bytes(SECTOR) + data[start + SECTOR :])[: len(data)]


@pytest.mark.parametrize("data", [SINGLE, BATCH], ids=["one event", "a batch of three"])
@pytest.mark.parametrize("base", [BASE, b""], ids=["behind others", "the first append"])
def test_a_crash_leaves_all_of_an_append_or_nothing(tmp_path: Path, base: bytes, data: bytes) -> None:
    """Readers see what was acknowledged; the next writer keeps the rest in a file of its own, and its append works."""
    there, new = "ab"[: base.count(b"\n")], "cde"[: data.count(b"\n")]
    for crash in crashes(data):
        file = Recorded(tmp_path, base + crash)
        assert file.ids() == there
        file.add(line("z"))
        lacks_newline = crash == data[:-1]
        assert file.ids() == there + (new if lacks_newline else "") + "z"
        assert file.aside() == (b"" if lacks_newline else crash)
        for path in tmp_path.glob("*.torn-*"):
            path.unlink()


@pytest.mark.parametrize("seed", range(40))
def test_rubbish_at_the_end_is_set_aside(tmp_path: Path, seed: int) -> None:
    """Random bytes, newlines among them, hide no event and stop no append."""
    rubbish = random.Random(seed).randbytes(1 + seed * 26)
    file = Recorded(tmp_path, BASE + BATCH + rubbish)
    assert file.ids() == "abcde"
    file.add(line("z"))
    assert (file.ids(), file.aside()) == ("abcdez", rubbish)


@pytest.mark.parametrize("content", [b"# My notes\n\nText.\n", b"notes", '{"a"'.encode("utf-16"), b"\n"])
def test_a_file_that_is_no_log_is_left_alone(tmp_path: Path, content: bytes) -> None:
    """It would otherwise be set aside whole."""
    log = Log(tmp_path / "notes.md")
    log.path.write_bytes(content)
    with pytest.raises(Damaged, match=r"^notes\.md:1: is not the beginning of a log; nothing was changed$"):
        log.append([{"type": "log.opened", "subject": "talks", "data": {"title": "Talks"}}])
    assert log.path.read_bytes() == content


@pytest.mark.parametrize("data", [SINGLE, BATCH], ids=["one event", "a batch"])
def test_a_missing_newline_is_put_back(tmp_path: Path, data: bytes) -> None:
    """An editor took it off an event that was acknowledged."""
    file = Recorded(tmp_path, BASE + data[:-1])
    file.add(line("z"))
    assert file.path.read_bytes() == BASE + data + line("z")
    where = f"events.jsonl:{2 + len(data.splitlines())}"
    assert file.reports == [f"{where}: the newline at its end was missing and is there again"]


def test_what_is_set_aside_is_reported_and_kept_apart(tmp_path: Path) -> None:
    """Twice in a second, in two files."""
    file = Recorded(tmp_path, BASE + BATCH[:10])
    file.add(line("y"))
    file.path.write_bytes(file.path.read_bytes() + BATCH[:20])
    file.add(line("z"))
    names = ["events.jsonl.torn-2026-11-23T100000Z", "events.jsonl.torn-2026-11-23T100000Z-2"]
    said = ("events.jsonl:3: an append was cut short; its 10", "events.jsonl:4: an append was cut short; its 20")
    assert file.reports == [f"{words} bytes are kept in {name}" for words, name in zip(said, names, strict=True)]
    assert [(tmp_path / name).read_bytes() for name in names] == [BATCH[:10], BATCH[:20]]


def test_reading_goes_on_from_a_position(tmp_path: Path) -> None:
    """A line has its number and the offset behind it; a log that is not there has none."""
    file = Recorded(tmp_path, BASE + SINGLE)
    ends = [one.end for one in file.read()]
    assert ends == [Position(len(BASE) // 2, 1), Position(len(BASE), 2), Position(len(BASE + SINGLE), 3)]
    assert [one.end for one in file.read(ends[0])] == ends[1:]
    file.path.unlink()
    assert (list(file.read()), file.rest(START)) == ([], b"")


def test_digest_is_of_the_beginning(tmp_path: Path) -> None:
    """None when the log is shorter; a log that is not there cannot be read."""
    file = Recorded(tmp_path, BASE)
    end = Position(len(BASE), 2)
    digest = file.digest(end)
    file.add(SINGLE)
    assert (file.digest(end), file.digest(Position(1000, 9))) == (digest, None)
    file.path.unlink()
    for reading in (lambda: file.digest(end), file.identity):
        with pytest.raises(TimelineError, match="cannot read it: No such file or directory"):
            reading()


@pytest.mark.parametrize("newline", [b"\n", b""])
def test_a_line_without_an_end_is_not_slurped(tmp_path: Path, newline: bytes) -> None:
    """Ten megabytes with a newline are damage, without one a torn tail."""
    file = Recorded(tmp_path, BASE + b"x" * 10_000_000 + newline)
    tracemalloc.start()
    lines = file.read()
    assert [next(lines).end.lines for _ in range(2)] == [1, 2]
    if newline:
        with pytest.raises(Damaged, match=r"events\.jsonl:3: is longer than 65,536 bytes; nothing was changed"):
            next(lines)
    else:
        assert list(lines) == []
    assert tracemalloc.get_traced_memory()[1] < 5_000_000
    tracemalloc.stop()


def test_a_folder_is_no_log(tmp_path: Path) -> None:
    """Neither to read nor to write."""
    log = Log(tmp_path)
    for attempt in (lambda: list(log.read()), lambda: log.append([]), lambda: log.file.rest(START)):
        with pytest.raises(TimelineError, match="cannot read it: Is a directory"):
            attempt()


@pytest.fixture
def locked_folder() -> Iterator[Path]:
    """A folder with a log, in which nobody may write; for the time of the test we are nobody."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "events.jsonl").write_bytes(BASE)
        folder.chmod(0o555)
        root = os.geteuid() == 0
        os.seteuid(65534 if root else os.geteuid())
        yield folder
        os.seteuid(0 if root else os.geteuid())
        folder.chmod(0o755)


def test_a_folder_that_cannot_be_written(locked_folder: Path) -> None:
    """Its log can be read; an append says what is wrong."""
    log = Log(locked_folder / "events.jsonl")
    assert len(list(log.file.read())) == 2
    with pytest.raises(TimelineError, match=r"events\.jsonl: cannot lock it for writing: Permission denied"):
        log.append([])
