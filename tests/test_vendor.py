"""What the page for SQL needs from elsewhere: exactly what pyproject.toml names, or a word on how to get it."""

import hashlib
import tomllib
from pathlib import Path

import pytest

from timeline import vendor
from timeline.errors import TimelineError

HOOK = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text())["tool"]["hatch"]["build"]["hooks"]


@pytest.mark.parametrize(("name", "digest"), HOOK["custom"]["files"].items())
def test_the_files_are_those_we_name(name: str, digest: str) -> None:
    """Nobody changed one on its way or since."""
    assert hashlib.sha256(vendor.files()[Path(name).name].read_bytes()).hexdigest() == digest


def test_all_is_there() -> None:
    """The page's scripts load each other and nothing else."""
    assert all(path.is_file() for path in vendor.files().values())
    assert {"sql.js", "sql.css", "index.mjs", "sqlite3.wasm"} <= vendor.files().keys()


def test_without_npm_it_says_how(tmp_path: Path) -> None:
    """Where nothing has been fetched."""
    with pytest.raises(TimelineError, match="install npm"):
        vendor.files(tmp_path)
