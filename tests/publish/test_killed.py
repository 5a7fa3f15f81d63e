"""Killed at any moment, the folder holds the old site or the new one, whole; and the next publish succeeds."""

import hashlib
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.chronicle import BEGINNING, Chronicle, report
from tests.publish.conftest import Site

ROUNDS = int(os.environ.get("TIMELINE_FAULT_ROUNDS", "6"))
AT = ["mkdir", "write_bytes", "link", "unlink", "renameat2", "rename", "rmtree"]
KILL = """
import os, pathlib, shutil, signal, sys
from timeline.publishing import exchange
point, log, folder = sys.argv[1:]
def dying(call):
    return lambda *given, **named: (call(*given, **named), os.kill(os.getpid(), signal.SIGKILL))
places = {"mkdir": (pathlib.Path, "mkdir"), "write_bytes": (pathlib.Path, "write_bytes"), "link": (os, "link"),
          "unlink": (pathlib.Path, "unlink"), "rename": (pathlib.Path, "rename"), "rmtree": (shutil, "rmtree"),
          "renameat2": (exchange, "at_once")}
if point == "rename":
    exchange.at_once = lambda *names: False
setattr(*places[point], dying(getattr(*places[point])))
from timeline.cli import main
main(["publish", folder, "--log", log])
"""


@pytest.fixture
def sites(tmp_path: Path) -> tuple[Chronicle, Path, dict[str, bytes], dict[str, bytes]]:
    """A log that has gone on since its site was published, the folder, and all bytes of the old site and the new."""
    chronicle = Chronicle(tmp_path)
    chronicle.add(*BEGINNING, report("attack", "one", "e-1", date="2018"))
    folder = tmp_path / "site"
    _publish(chronicle, folder).wait()
    old = Site(folder).files()
    chronicle.add(report("attack", "two", "e-2", date="2018"))
    _publish(chronicle, tmp_path / "other").wait()
    return chronicle, folder, old, Site(tmp_path / "other").files()


def _publish(chronicle: Chronicle, folder: Path) -> "subprocess.Popen[bytes]":
    arguments = ["publish", str(folder), "--log", str(chronicle.log.path)]
    return subprocess.Popen([sys.executable, "-m", "timeline", *arguments], stderr=subprocess.DEVNULL)


@pytest.mark.parametrize("point", AT)
def test_killed_behind_a_step(sites: tuple[Chronicle, Path, dict[str, bytes], dict[str, bytes]], point: str) -> None:
    """Behind the first call of each that changes the disk."""
    chronicle, folder, old, new = sites
    arguments = [sys.executable, "-c", KILL, point, str(chronicle.log.path), str(folder)]
    code = subprocess.run(arguments, check=False, capture_output=True).returncode
    assert code == -signal.SIGKILL or point in ("write_bytes", "link")  # these are in a process beside
    if point != "rename":  # without an exchange there is a moment without a folder; the next publish mends it
        assert Site(folder).files() in (old, new)
    assert _publish(chronicle, folder).wait() == 0
    assert Site(folder).files() == new


def test_killed_at_any_moment(sites: tuple[Chronicle, Path, dict[str, bytes], dict[str, bytes]]) -> None:
    """Whenever that is."""
    chronicle, folder, old, new = sites
    chance = random.Random(6)
    for _ in range(ROUNDS):
        process = _publish(chronicle, folder)
        time.sleep(chance.uniform(0.3, 2))
        process.kill()
        process.wait()
        found = Site(folder).files()
        assert found in (old, new), {path for path in found if found[path] not in (old.get(path), new.get(path))}
    _settled(chronicle, folder)
    assert Site(folder).files() == new


def _settled(chronicle: Chronicle, folder: Path) -> None:
    """The processes that were beside may hold the lock a moment longer."""
    while _publish(chronicle, folder).wait():
        time.sleep(0.1)


def test_a_site_checks_itself(sites: tuple[Chronicle, Path, dict[str, bytes], dict[str, bytes]]) -> None:
    """Its manifest has the hash of every file."""
    files = sites[2]
    for line in files["manifest.sha256"].decode().splitlines():
        sha256, _, path = line.partition("  ")
        assert hashlib.sha256(files[path]).hexdigest() == sha256
