"""SQLite and Python for the browser, fetched when a wheel is built or a checkout is installed, and never committed.

What to fetch from npm stands in pyproject.toml with the hash that npm gives it, and the hash of each file that we use
of it; Python's packages stand in lite.txt with theirs. Where the right files are there already, as in an sdist, nobody
is asked.
"""

import base64
import hashlib
import re
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

FOLDER = Path("timeline", "static", "vendor")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
_DOWNLOAD = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
_DOWNLOAD += ["--require-hashes", "--only-binary=:all:", "--implementation=cp", "--python-version=3.14"]
_DOWNLOAD += ["--abi=cp314", "--abi=none", "--platform=pyemscripten_2026_0_wasm32", "--platform=manylinux_2_28_x86_64"]


class NotFetchedError(Exception):
    """There is no npm, or it has no way to its registry."""


class Vendored(BuildHookInterface):  # type: ignore[type-arg]
    """Called by hatchling before it builds."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Without npm or PyPI a checkout goes without what needs them; a wheel is whole, or is not made."""
        for what, bring in (("the page for SQL", self._sqlite), ("Datasette in the browser", self._python)):
            try:
                bring()
            except NotFetchedError as problem:
                if version != "editable":
                    raise SystemExit(f"A wheel brings {what}: {problem}") from problem
                self.app.display_warning(f"`publish` will go without {what}: {problem}")

    def _sqlite(self) -> None:
        fetch(self.config["package"], self.config["integrity"], self.config["files"], Path(self.root, FOLDER))

    def _python(self) -> None:
        about, folder = self.config["lite"], Path(self.root, FOLDER, "lite")
        fetch(about["package"], about["integrity"], about["files"], folder / "pyodide")
        fetch_wheels(Path(self.root, ".ci", "lite.txt"), folder / "wheels")


def fetch(package: str, integrity: str, files: Mapping[str, str], folder: Path) -> None:
    """Put the files of a package into a folder; raises NotFetchedError, and ends where they are other ones."""
    if all(_has(folder / Path(name).name, digest) for name, digest in files.items()):
        return
    with TemporaryDirectory() as place:
        packed = _packed(package, Path(place))
        found = "sha512-" + base64.b64encode(hashlib.sha512(packed.read_bytes()).digest()).decode()
        if found != integrity:
            raise SystemExit(f"{package}: expected {integrity}, npm gave {found}")
        folder.mkdir(parents=True, exist_ok=True)
        with tarfile.open(packed) as archive:
            for name, digest in files.items():
                _keep(archive, name, digest, folder / Path(name).name)


def fetch_wheels(listed: Path, folder: Path) -> None:
    """Put the wheels that a list names by their hashes into a folder; raises NotFetchedError, also for other ones."""
    if {_digest(path) for path in folder.glob("*.whl")} == set(_HASH.findall(listed.read_text(encoding="utf-8"))):
        return
    with TemporaryDirectory() as place:
        command = [*_DOWNLOAD, "--dest", place, "--requirement", str(listed)]
        try:
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        except subprocess.CalledProcessError as problem:
            raise NotFetchedError(f"`{' '.join(command)}` failed") from problem
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(place, folder)


def _packed(package: str, place: Path) -> Path:
    npm = shutil.which("npm")
    if not npm:
        raise NotFetchedError("npm is missing (on Debian: apt-get install npm)")
    command = [npm, "pack", "--loglevel=error", "--ignore-scripts", "--pack-destination", str(place), package]
    try:
        subprocess.run(command, check=True, cwd=place, stdout=subprocess.DEVNULL)
    except subprocess.CalledProcessError as problem:
        raise NotFetchedError(f"`{' '.join(command)}` failed") from problem
    return next(place.glob("*.tgz"))


def _keep(archive: tarfile.TarFile, name: str, digest: str, path: Path) -> None:
    file = archive.extractfile(f"package/{name}")
    assert file, f"{name} is a file in the package"
    beside = path.with_suffix(".new")
    beside.write_bytes(file.read())
    if not _has(beside, digest):
        raise SystemExit(f"{name}: not the file that pyproject.toml names")
    beside.replace(path)


def _has(path: Path, digest: str) -> bool:
    return path.is_file() and _digest(path) == digest


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
