"""The wheel: built from what an sdist holds, installed by itself, it publishes what the checkout publishes."""

import os
import subprocess
import sys
import sysconfig
import tarfile
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import needs_sqlite
from timeline.publish import publish
from timeline.publishing.leaving import Rules
from timeline.reading import Reader

ROOT = Path(__file__).parent.parent
LOG = ROOT / "events.jsonl"


def run(*command: str | Path, at: Path) -> str:
    """What a program prints that finds no npm, and knows nothing of this checkout."""
    given = {"PATH": os.devnull, "HOME": str(at), "LANG": "C.UTF-8"}
    done = subprocess.run(command, cwd=at, env=given, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from an sdist, without a network: SQLite for the browser comes along."""
    place = tmp_path_factory.mktemp("built")
    build = [sys.executable, "-m", "hatchling", "build", "--directory", place]
    run(*build, "--target", "sdist", at=ROOT)
    with tarfile.open(next(place.glob("*.tar.gz"))) as archive:
        safely: Any = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}  # since Python 3.11.4
        archive.extractall(place / "unpacked", **safely)
    [source] = (place / "unpacked").iterdir()
    run(*build, "--target", "wheel", at=source)
    return next(place.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path) -> Path:
    """A fresh environment with the wheel; the libraries that it needs are those of this one."""
    place = wheel.parent / "venv"
    run(sys.executable, "-m", "venv", "--without-pip", place, at=wheel.parent)
    python = place / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", "--python", python]
    run(*pip, "install", "--no-index", "--no-deps", wheel, at=wheel.parent)
    here = run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", at=wheel.parent).strip()
    Path(here, "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return place / "bin"


@needs_sqlite
def test_the_wheel_publishes_the_same_site(installed: Path, tmp_path: Path) -> None:
    """Byte for byte, with SQL in the browser, where there is no npm."""
    where = run(installed / "python", "-c", "import timeline; print(timeline.__file__)", at=tmp_path)
    assert Path(where.strip()).is_relative_to(installed.parent)
    run(installed / "timeline", "--log", LOG, "--db", tmp_path / "none.db", "publish", tmp_path / "theirs", at=tmp_path)
    publish(Reader(LOG), tmp_path / "ours", Rules())
    theirs, ours = (files(tmp_path / name) for name in ("theirs", "ours"))
    assert "sql/sqlite3.wasm" in theirs
    assert theirs == ours


def files(folder: Path) -> dict[str, bytes]:
    """Every file by its path."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
