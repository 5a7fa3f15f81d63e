"""What the page for SQL needs from elsewhere: exactly what pyproject.toml names, or a word on how to get it."""

import hashlib
import importlib.util
import io
import os
import re
import tarfile
import tomllib
from collections.abc import Callable
from importlib.metadata import distribution
from pathlib import Path
from types import ModuleType

import pytest

from tests.browser.conftest import needs_python, needs_sqlite
from timeline import vendor
from timeline.errors import TimelineError
from timeline.publishing.wheel import wheel

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


@needs_python
@pytest.mark.parametrize(("name", "digest"), HOOK["lite"]["files"].items())
def test_python_is_the_one_we_name(name: str, digest: str) -> None:
    """Nobody changed a file of it on its way or since."""
    assert hashlib.sha256(vendor.lite()[f"pyodide/{name}"].read_bytes()).hexdigest() == digest


@needs_python
def test_its_packages_are_those_we_name() -> None:
    """Each by its hash, and no other."""
    found = [path.read_bytes() for name, path in vendor.lite().items() if name.startswith("wheels/")]
    listed = re.findall("--hash=sha256:([0-9a-f]+)", (ROOT / ".ci/lite.txt").read_text())
    assert sorted(hashlib.sha256(content).hexdigest() for content in found) == sorted(listed)


@pytest.mark.parametrize("files", [vendor.files, vendor.lite])
def test_where_nothing_was_fetched_it_says_how(tmp_path: Path, files: Callable[..., object]) -> None:
    """For whoever publishes from a checkout without npm."""
    (tmp_path / "lite").mkdir()
    with pytest.raises(TimelineError, match="install npm"):
        files(tmp_path)


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


def test_another_wheel_is_refused(hook: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By its hash; the folder keeps what it had."""
    name, content = wheel(distribution("click-default-group"))
    (tmp_path / name).write_bytes(content)
    (tmp_path / "lite.txt").write_text(f"click-default-group=={name.split('-')[1]} --hash=sha256:{'0' * 64}\n")
    for option, value in (("NO_INDEX", "1"), ("FIND_LINKS", str(tmp_path))):
        monkeypatch.setenv(f"PIP_{option}", value)
    with pytest.raises(hook.NotFetchedError, match="failed"):
        hook.fetch_wheels(tmp_path / "lite.txt", tmp_path / "wheels")
    assert not (tmp_path / "wheels").exists()
    ours = f"{hashlib.sha256(content).hexdigest()}\n"
    (tmp_path / "lite.txt").write_text((tmp_path / "lite.txt").read_text().replace("0" * 64 + "\n", ours))
    hook.fetch_wheels(tmp_path / "lite.txt", tmp_path / "wheels")
    assert [path.name for path in (tmp_path / "wheels").iterdir()] == [name]
