"""events.jsonl under crashes, many writers and git: what was acknowledged is there once, and batches are whole."""

import json
import shutil
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from timeline.errors import Damaged, TimelineError
from timeline.jsonline import MAX_LINE
from timeline.logfile import LogFile
from timeline.openlog import BLOCK, START, Moved, Position

ROOT = Path(__file__).parent.parent

# Appends batches of `count` events whose texts have `size` letters, and prints the number of each when it is written.
WRITER = """
import json, sys
from timeline.logfile import LogFile
path, name, batches, count, size = sys.argv[1], sys.argv[2], *map(int, sys.argv[3:])
log = LogFile(path)
print("ready", flush=True)
for number in range(batches):
    marks = {"appendid": f"{name}-{number}", "appendcount": count} if count > 1 else {}
    with log.turn() as turn:
        turn.append(
            [json.dumps({"id": f"{name}-{number}-{n}", **marks, "text": "x" * size}).encode() for n in range(count)]
        )
    print(number, flush=True)
"""

needs_strace = pytest.mark.skipif(not shutil.which("strace"), reason="strace injects the fault")


def event(name: str, append: str = "", count: int = 1) -> bytes:
    marks = {"appendid": append, "appendcount": count} if append else {}
    return json.dumps({"id": name, **marks}).encode()


def batch(name: str, count: int = 3) -> list[bytes]:
    return [event(f"{name}-{n}", name, count) for n in range(count)]


def append(log: LogFile, lines: list[bytes]) -> None:
    """One append in a turn of its own."""
    with log.turn() as turn:
        turn.append(lines)


def raw(log: LogFile) -> list[bytes]:
    return [line.raw for line in log.read()]


def ids(log: LogFile) -> list[str]:
    return [json.loads(line)["id"] for line in raw(log)]


def writer(log: LogFile, name: str, *numbers: int, before: tuple[str, ...] = ()) -> subprocess.Popen[str]:
    command = [*before, sys.executable, "-c", WRITER, str(log.path), name, *map(str, numbers)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout
    assert process.stdout.readline() == "ready\n"
    return process


def replaced(log: LogFile, lines: list[bytes]) -> None:
    """As git does it: another file in the place of the log."""
    other = log.path.with_name("other")
    other.write_bytes(b"".join(line + b"\n" for line in lines))
    other.replace(log.path)


@pytest.fixture
def log(tmp_path: Path) -> LogFile:
    return LogFile(tmp_path / "events.jsonl")


@pytest.fixture
def holding(log: LogFile) -> Iterator[LogFile]:
    append(log, [event("first")])
    append(log, batch("second"))
    return log


def test_lines_are_numbered_and_placed(holding: LogFile) -> None:
    lines = list(holding.read())
    content = holding.path.read_bytes()
    assert [line.seq for line in lines] == [1, 2, 3, 4]
    assert [content[line.offset : line.end.offset] for line in lines] == [line.raw + b"\n" for line in lines]


def test_reading_goes_on_from_any_line(holding: LogFile) -> None:
    lines = list(holding.read())
    assert [list(holding.read(line.end)) for line in lines] == [lines[n:] for n in range(1, 5)]


def test_a_missing_file_reads_as_empty(log: LogFile) -> None:
    assert raw(log) == []
    with pytest.raises(Moved):
        list(log.read(Position(10, 1)))


def test_a_turn_reads_its_own_appends(holding: LogFile) -> None:
    end = list(holding.read())[-1].end
    with holding.turn() as turn:
        turn.append([event("third")])
        turn.append(batch("fourth"))
        assert [line.raw for block in turn.blocks(end) for line in block.lines()] == [event("third"), *batch("fourth")]


def test_what_is_written_out_of_turn_is_noticed(holding: LogFile) -> None:
    """Before the append, which then leaves everything as it is."""
    with holding.turn() as turn:
        with holding.path.open("ab") as file:
            file.write(event("editor") + b"\n")
        with pytest.raises(Moved):
            turn.append([event("third")])
    assert ids(holding)[4:] == ["editor"]


def test_the_first_turn_makes_the_file_with_its_first_append(log: LogFile) -> None:
    with log.turn() as turn:
        assert (turn.identity, list(turn.blocks())) == (None, [])
    assert not log.path.exists()
    append(log, [event("first")])
    assert ids(log) == ["first"]


def test_a_dry_run_mends_nothing(holding: LogFile) -> None:
    with holding.path.open("ab") as file:
        file.write(b'{"id')
    before = holding.path.read_bytes()
    with holding.turn(dry_run=True) as turn:
        assert sum(len(block.raw) for block in turn.blocks()) == len(before) - 4
    assert (holding.path.read_bytes(), holding.unfinished()) == (before, 4)


def test_long_logs_come_in_blocks_of_whole_lines(log: LogFile) -> None:
    lines = [event("x" * size) for size in range(1, 3000)]
    log.path.write_bytes(b"".join(line + b"\n" for line in lines))
    blocks = list(log.blocks())
    assert [line.raw for block in blocks for line in block.lines()] == lines == raw(log)
    assert [block.end for block in blocks[:-1]] == [block.start for block in blocks[1:]]
    assert all(len(block.raw) > BLOCK - 3100 for block in blocks[:-1])
    assert len(blocks) > 3
    place = next(line.end for line in blocks[1].lines())
    assert blocks[1].behind(place).lines().__next__().seq == place.lines + 1
    assert blocks[1].behind(START) == blocks[1]


@pytest.mark.parametrize("beyond", [-1, 0, 1000])
def test_a_log_that_changed_under_its_reader_is_read_anew(holding: LogFile, beyond: int) -> None:
    """Within a line, behind the first line of half a batch, and behind the end."""
    half = batch("half")[0] + b"\n"
    start = Position(holding.path.stat().st_size + len(half) + beyond, 5)
    with holding.path.open("ab") as file:
        file.write(half)
    with pytest.raises(Moved):
        list(holding.read(start))


@pytest.mark.parametrize("size", [BLOCK, 10_000_000])
def test_a_line_without_end_is_damage_and_says_where(holding: LogFile, size: int) -> None:
    with holding.path.open("ab") as file:
        file.write(b"x" * size + b"\n" + event("last") + b"\n")
    with pytest.raises(Damaged, match=r"^events.jsonl:5: is over 262,144 bytes long"):
        raw(holding)


def test_neither_a_long_tail_nor_a_long_line_is_taken_into_memory(holding: LogFile) -> None:
    with holding.path.open("r+b") as file:
        file.truncate(100 << 20)
    tracemalloc.start()
    assert len(raw(holding)) == 4
    append(holding, [event("next")])
    holding.mended[0].file.replace(holding.path)
    with holding.path.open("ab") as file:
        file.write(b"\n" + event("last") + b"\n")
    with pytest.raises(Damaged, match=r"^events.jsonl:1: is over"):
        raw(holding)
    assert tracemalloc.get_traced_memory()[1] < 5 << 20
    tracemalloc.stop()


def test_a_crash_at_any_byte_of_a_batch_loses_nothing_acknowledged(holding: LogFile) -> None:
    before, old = raw(holding), holding.path.read_bytes()
    data = b"".join(line + b"\n" for line in batch("crashed"))
    for size in range(1, len(data) - 1):
        holding.path.write_bytes(old + data[:size])
        assert raw(holding) == before
        append(holding, [event("next")])
        assert raw(holding) == [*before, event("next")]
        aside = holding.mended.pop()
        assert aside.size >= size
        assert aside.file.read_bytes().rstrip(b"\n").endswith(data[:size].rstrip(b"\n"))


@pytest.mark.parametrize("lines", [[event("last")], batch("last")])
def test_a_whole_append_that_lacks_its_newline_is_kept(holding: LogFile, lines: list[bytes]) -> None:
    before = raw(holding)
    with holding.path.open("ab") as file:
        file.write(b"\n".join(lines))
    assert raw(holding) == before
    append(holding, [event("next")])
    assert raw(holding) == [*before, *lines, event("next")]
    assert [str(mended) for mended in holding.mended] == [f"{holding.path}: its last line lacked the newline (1 bytes)"]


def test_a_bad_line_inside_stays_as_it_is(holding: LogFile) -> None:
    bad = [b"{", b"", b'{"id":\0}', event("half", "half", 2)]
    holding.path.write_bytes(b"\n".join([*raw(holding), *bad, event("last"), b""]))
    append(holding, [event("next")])
    assert raw(holding)[4:] == [*bad, event("last"), event("next")]
    assert holding.mended == []


def test_the_lock_stays_as_a_file(holding: LogFile) -> None:
    """A lock that is removed can be taken twice."""
    assert holding.path.with_name("events.jsonl.lock").exists()


def test_a_log_replaced_under_a_waiting_writer_loses_nothing(holding: LogFile) -> None:
    merged = [*raw(holding), event("merged")]
    with holding.turn():
        process = writer(holding, "waiting", 1, 3, 10)
        time.sleep(0.2)
        replaced(holding, merged)
    assert process.communicate()[1] == ""
    assert ids(holding)[4:] == ["merged", "waiting-0-0", "waiting-0-1", "waiting-0-2"]


@pytest.fixture
def late(tmp_path: Path, holding: LogFile) -> subprocess.Popen[str]:
    """A writer whose append is in the file, and which waits half a second for the disk."""
    size = holding.path.stat().st_size
    slow = ("strace", "-f", "-o", str(tmp_path / "trace"), "-e", "trace=fsync", "-e", "inject=fsync:delay_enter=500000")
    process = writer(holding, "late", 1, 3, 10, before=slow)
    while holding.path.stat().st_size == size and process.poll() is None:
        time.sleep(0.01)
    return process


@needs_strace
def test_a_log_replaced_between_write_and_answer_is_noticed(holding: LogFile, late: subprocess.Popen[str]) -> None:
    merged = [*raw(holding)[:4], event("merged")]
    replaced(holding, merged)
    assert late.communicate(timeout=60)[1].endswith("timeline.openlog.Moved\n")
    assert raw(holding) == merged


@needs_strace
def test_what_is_written_between_write_and_answer_is_noticed(holding: LogFile, late: subprocess.Popen[str]) -> None:
    """By an editor, which takes no lock: it may have saved over the append as well."""
    with holding.path.open("ab") as file:
        file.write(event("editor") + b"\n")
    assert late.communicate(timeout=60)[1].endswith("timeline.openlog.Moved\n")
    assert ids(holding)[4:] == ["late-0-0", "late-0-1", "late-0-2", "editor"]


@pytest.mark.parametrize("place", ["missing/events.jsonl", "folder"])
def test_what_is_no_log_is_refused_with_advice(tmp_path: Path, place: str) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(TimelineError, match=r"nothing was changed; (create its folder|give the name of a file)"):
        append(LogFile(tmp_path / place), [event("first")])
    assert not (tmp_path / "missing").exists()


@pytest.mark.parametrize("content", ["no log", '{"a": 1}'.encode("utf-16")], ids=["text", "utf-16"])
def test_another_file_is_left_alone(log: LogFile, content: str | bytes) -> None:
    content = content.encode() if isinstance(content, str) else content
    log.path.write_bytes(content)
    with pytest.raises(Damaged):
        append(log, [event("first")])
    assert log.path.read_bytes() == content


def bytes_read() -> int:
    """How many bytes this process has read from files so far."""
    return int(Path("/proc/self/io").read_text().split()[1])


def test_an_append_reads_no_more_of_a_long_log(log: LogFile) -> None:
    """Only its end, however much lies before."""
    line = event("one") + b"\n"
    log.path.write_bytes(line * 1_000_000)
    before = bytes_read()
    for n in range(20):
        append(log, [event(f"{n}")])
    assert bytes_read() - before < 20 * 4 * MAX_LINE < log.path.stat().st_size
