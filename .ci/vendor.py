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


class Vendored(BuildHookInterface):  # type: ignore[type-arg]
    """Called by hatchling before it builds."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Without npm a checkout goes without the page for SQL; a wheel is whole, or is not made."""
        folder, files = Path(self.root, FOLDER), self.config["files"]
        if all(_has(folder / Path(name).name, digest) for name, digest in files.items()):
            return
        if npm := shutil.which("npm"):
            _fetch(npm, self.config["package"], self.config["integrity"], files, folder)
        elif version == "editable":
            self.app.display_warning("npm is missing, so that `publish` leaves out the page for SQL")
        else:
            raise SystemExit(
                "A wheel needs npm to be built: it fetches SQLite for the browser (on Debian: apt install npm)"
            )


def _fetch(npm: str, package: str, integrity: str, files: Mapping[str, str], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as place:
        command = [npm, "pack", "--silent", "--ignore-scripts", "--pack-destination", place, package]
        subprocess.run(command, check=True, cwd=place, stdout=subprocess.DEVNULL)
        [packed] = Path(place).glob("*.tgz")
        found = "sha512-" + base64.b64encode(hashlib.sha512(packed.read_bytes()).digest()).decode()
        if found != integrity:
            raise SystemExit(f"{package}: expected {integrity}, npm gave {found}")
        with tarfile.open(packed) as archive:
            for name, digest in files.items():
                _keep(archive, name, digest, folder / Path(name).name)


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
