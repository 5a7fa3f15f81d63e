"""Bytes reach a file whole and durable, or not at all: on real files, full disks and failing calls."""

import os
import re
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from timeline import durable
from timeline.errors import TimelineError, Unknown

ROOT = Path(__file__).parent.parent
OLD = b"acknowledged\n"
NEW = b"a line that is added\n" * 15

APPEND = """
import sys
from pathlib import Path
from timeline import durable
path = Path(sys.argv[1])
with durable.opened(path) as file:
    durable.append(path, file, b"added")
"""

SET_ASIDE = """
import sys
from pathlib import Path
from timeline import durable
path = Path(sys.argv[1])
with durable.opened(path) as file:
    durable.set_aside(path, file, 3, path.with_name("aside"))
"""

needs_strace = pytest.mark.skipif(not shutil.which("strace"), reason="strace injects the fault")


def append(path: Path, data: bytes) -> None:
    with durable.opened(path) as file:
        durable.append(path, file, data)


def python(code: str, *args: object, before: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
    command = [*before, sys.executable, "-c", code, *map(str, args)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def calls(tmp_path: Path, code: str, path: Path, *faults: str) -> tuple[list[str], str]:
    """What `code` asked of the system for `path` and its folder, as `fsync log`, and what it died of."""
    trace = tmp_path / "trace"
    watched = "trace=write,fsync,ftruncate"
    strace = ("strace", "-f", "-y", "-o", str(trace), "-e", watched, *(arg for f in faults for arg in ("-e", f)))
    died = python(code, path, before=strace).stderr
    found = re.findall(rf"(\w+)\(\d+<{re.escape(str(path.parent))}/?([^>]*)>", trace.read_text())
    return [f"{call} {name or 'folder'}" for call, name in found], died


@contextmanager
def file_limit(size: int) -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.fixture
def log(tmp_path: Path) -> Path:
    folder = tmp_path / "disk"
    folder.mkdir()
    (folder / "log").write_bytes(OLD)
    return folder / "log"


def test_append_extends_or_makes_the_file(log: Path) -> None:
    append(log, b"one\n")
    append(log.with_name("new"), b"two\n")
    assert (log.read_bytes(), log.with_name("new").read_bytes()) == (OLD + b"one\n", b"two\n")


@pytest.mark.parametrize("room", range(len(NEW)))
def test_a_short_write_leaves_nothing(log: Path, room: int) -> None:
    with file_limit(len(OLD) + room), pytest.raises(TimelineError, match="File too large, nothing was changed; raise"):
        append(log, NEW)
    assert log.read_bytes() == OLD


def test_a_full_disk_leaves_nothing_and_takes_the_append_when_it_has_room(small_disk: Path) -> None:
    log, ballast = small_disk / "log", small_disk / "ballast"
    append(log, OLD)
    ballast.write_bytes(bytes(4096))
    with pytest.raises(TimelineError, match="No space left on device, nothing was changed; free some space"):
        append(log, bytes(13000))
    assert log.read_bytes() == OLD
    ballast.unlink()
    append(log, bytes(13000))
    assert log.read_bytes() == OLD + bytes(13000)


@pytest.mark.parametrize(("name", "message"), [("missing/log", "create its folder"), (".", "give the name of a file")])
def test_a_file_that_cannot_be_opened_is_refused_with_advice(log: Path, name: str, message: str) -> None:
    with pytest.raises(TimelineError, match=message):
        append(log.parent / name, NEW)


@pytest.mark.parametrize(("protected", "name"), [("log", "log"), (".", "new")])
def test_what_is_read_only_is_refused_with_advice(log: Path, protected: str, name: str) -> None:
    (log.parent / protected).chmod(0o555)
    unprivileged = ("setpriv", "--bounding-set=-dac_override") if os.geteuid() == 0 else ()
    refused = python(APPEND, log.parent / name, before=unprivileged)
    assert f"{name}: Permission denied, nothing was changed; give this account the right" in refused.stderr


def test_an_error_that_cannot_be_undone_is_unknown() -> None:
    with pytest.raises(Unknown, match="it is unknown what is on the disk"):
        append(Path("/dev/full"), NEW)


def test_a_pipe_which_cannot_be_synced_is_unknown() -> None:
    end, pipe = os.pipe()
    with pytest.raises(Unknown, match="repeat the same append: it is safe"):
        durable.append(Path("pipe"), pipe, NEW)
    os.close(pipe)
    os.close(end)


@needs_strace
@pytest.mark.parametrize("fault", ["EIO", "ENOSPC"])
def test_a_failed_fsync_is_not_repeated(tmp_path: Path, log: Path, fault: str) -> None:
    done, died = calls(tmp_path, APPEND, log, f"inject=fsync:error={fault}")
    assert done == ["write log", "fsync log", "ftruncate log"]
    assert "timeline.errors.Unknown" in died
    assert log.read_bytes() == OLD


@needs_strace
@pytest.mark.parametrize("fault", ["EIO", "ENOSPC", "EDQUOT"])
def test_a_failed_write_is_cut_back_durably(tmp_path: Path, log: Path, fault: str) -> None:
    done, died = calls(tmp_path, APPEND, log, f"inject=write:error={fault}:when=1")
    assert done == ["write log", "ftruncate log", "fsync log"]
    assert "TimelineError" in died


@needs_strace
def test_a_new_file_is_durable_with_its_folder(tmp_path: Path, log: Path) -> None:
    done, _ = calls(tmp_path, APPEND, log.with_name("new"))
    assert done == ["write new", "fsync new", "fsync folder"]


@needs_strace
def test_what_is_set_aside_is_durable_before_it_is_cut(tmp_path: Path, log: Path) -> None:
    done, _ = calls(tmp_path, SET_ASIDE, log)
    assert done == ["write aside", "fsync aside", "fsync folder", "ftruncate log", "fsync log"]


def test_what_is_set_aside_never_replaces_what_was_before(log: Path) -> None:
    aside = log.with_name("aside")
    aside.write_bytes(b"earlier ")
    with durable.opened(log) as file:
        durable.set_aside(log, file, 3, aside)
    assert (log.read_bytes(), aside.read_bytes()) == (OLD[:3], b"earlier " + OLD[3:])


def test_what_cannot_be_set_aside_stays(log: Path) -> None:
    with durable.opened(log) as file, file_limit(4), pytest.raises(TimelineError, match="aside: File too large"):
        durable.set_aside(log, file, 3, log.with_name("aside"))
    assert log.read_bytes() == OLD


def test_a_file_that_was_replaced_or_removed_is_not_current(log: Path) -> None:
    with durable.opened(log) as file:
        seen = [durable.current(log, file)]
        log.rename(log.with_name("old"))
        seen.append(durable.current(log, file))
        log.write_bytes(OLD)
        seen.append(durable.current(log, file))
    assert seen == [True, False, False]
