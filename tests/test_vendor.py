"""What the page for SQL needs from elsewhere: exactly what pyproject.toml names, or a word on how to get it."""

import hashlib
import importlib.util
import io
import os
import tarfile
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

from tests.browser.conftest import needs_sqlite
from timeline import vendor
from timeline.errors import TimelineError

ROOT = Path(__file__).parent.parent
HOOK = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]["hooks"]["custom"]


@pytest.fixture(scope="module")
def hook() -> ModuleType:
    """What hatchling runs before it builds."""
    spec = importlib.util.spec_from_file_location("hook", ROOT / HOOK["path"])
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def another_registry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An npm that hands out a package of that name with something else in it."""
    with tarfile.open(tmp_path / "other.tgz", "w:gz") as archive:
        for name in HOOK["files"]:
            archive.addfile(tarfile.TarInfo(f"package/{name}"), io.BytesIO())
    (tmp_path / "npm").write_text(f"#!/bin/sh\ncp {tmp_path}/other.tgz .\n")
    (tmp_path / "npm").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    return tmp_path / "vendor"


@needs_sqlite
@pytest.mark.parametrize(("name", "digest"), HOOK["files"].items())
def test_the_files_are_those_we_name(name: str, digest: str) -> None:
    """Nobody changed one on its way or since."""
    assert hashlib.sha256(vendor.files()[Path(name).name].read_bytes()).hexdigest() == digest


def test_where_nothing_was_fetched_it_says_how(tmp_path: Path) -> None:
    """For whoever publishes from a checkout without npm."""
    with pytest.raises(TimelineError, match="install npm"):
        vendor.files(tmp_path)


def test_another_package_is_refused(hook: ModuleType, another_registry: Path) -> None:
    """By the hash of the whole, before anything is kept of it."""
    with pytest.raises(SystemExit, match="expected sha512-foW427"):
        hook.fetch(HOOK["package"], HOOK["integrity"], HOOK["files"], another_registry)
    assert not another_registry.exists()


def test_without_npm_there_is_a_word(hook: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On what is missing."""
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(hook.NotFetchedError, match="npm is missing"):
        hook.fetch(HOOK["package"], HOOK["integrity"], HOOK["files"], tmp_path / "vendor")
