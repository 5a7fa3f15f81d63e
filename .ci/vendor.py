"""SQLite for the browser, fetched from npm when a wheel is built or a checkout is installed; it is never committed.

What to fetch stands in pyproject.toml with the hash that npm gives it, and the hash of each file that we use of it.
Where the right files are there already, as in an sdist, npm is not asked.
"""

import base64
import hashlib
import shutil
import subprocess
import tarfile
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

FOLDER = Path("timeline", "static", "vendor")


class NotFetchedError(Exception):
    """There is no npm, or it has no way to its registry."""


class Vendored(BuildHookInterface):  # type: ignore[type-arg]
    """Called by hatchling before it builds."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Without npm a checkout goes without the page for SQL; a wheel is whole, or is not made."""
        folder, files = Path(self.root, FOLDER), self.config["files"]
        if all(_has(folder / Path(name).name, digest) for name, digest in files.items()):
            return
        try:
            fetch(self.config["package"], self.config["integrity"], files, folder)
        except NotFetchedError as problem:
            if version != "editable":
                raise SystemExit(f"A wheel brings SQLite for the browser: {problem}") from problem
            self.app.display_warning(f"`publish` will leave out the page for SQL: {problem}")


def fetch(package: str, integrity: str, files: Mapping[str, str], folder: Path) -> None:
    """Put the files of a package into a folder; raises NotFetchedError, and ends where they are other ones."""
    with TemporaryDirectory() as place:
        packed = _packed(package, Path(place))
        found = "sha512-" + base64.b64encode(hashlib.sha512(packed.read_bytes()).digest()).decode()
        if found != integrity:
            raise SystemExit(f"{package}: expected {integrity}, npm gave {found}")
        folder.mkdir(parents=True, exist_ok=True)
        with tarfile.open(packed) as archive:
            for name, digest in files.items():
                _keep(archive, name, digest, folder / Path(name).name)


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
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == digest
