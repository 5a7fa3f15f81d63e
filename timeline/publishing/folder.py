"""A folder of files that takes the place of the one before it at one stroke.

The new one is made beside the old one. A file that says the same is the old file itself, under a second name, so it
keeps its time; others' files are taken along in the same way. Then the two change places: Linux and macOS do it in one
step, so that a kill at any moment leaves the old folder or the new one. Where the system cannot, the old one is renamed
away and the new one into its place; whoever is killed between the two finds the old one beside, and the next publish
puts it back.
"""

import hashlib
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from filelock import FileLock, Timeout

from timeline.errors import TimelineError
from timeline.publishing.exchange import exchange

MANIFEST = "manifest.sha256"
"""All files of ours, as `sha256sum -c` reads them; a folder that has it is ours."""

_BLOCK = 1 << 20


class Put(NamedTuple):
    """A file that was put: its path, SHA-256, size, and whether it is other than before."""

    path: str
    sha256: str
    size: int
    changed: bool


class Folder:
    """What is made beside `old`; nobody sees it before it is whole."""

    def __init__(self, old: Path, new: Path) -> None:
        self._old, self._new = old, new
        self._ours = frozenset(listed(old))

    def put(self, path: str, content: bytes) -> Put:
        """A file with this content."""
        there = self._old / path
        if there.is_file() and there.stat().st_size == len(content) and there.read_bytes() == content:
            return self._kept(path, hashlib.sha256(content).hexdigest(), len(content))
        target = self._target(path)
        target.write_bytes(content)
        return Put(path, hashlib.sha256(content).hexdigest(), len(content), changed=True)

    def has(self, path: str) -> bool:
        """Whether a file was put there."""
        return (self._new / path).exists()

    def open(self, path: str) -> Path:
        """Where a large file is to be written before it is `adopted`."""
        return self._target(path)

    def adopt(self, path: str) -> Put:
        """A file that was written there."""
        made, there = self._new / path, self._old / path
        sha256, size = digest(made), made.stat().st_size
        if there.is_file() and there.stat().st_size == size and digest(there) == sha256:
            made.unlink()
            return self._kept(path, sha256, size)
        return Put(path, sha256, size, changed=True)

    def take_along(self) -> None:
        """Bring the files of others into the new folder. Raises TimelineError where one of ours would replace one."""
        for there in _files(self._old):
            path = there.relative_to(self._old).as_posix()
            if path in self._ours or path == MANIFEST:
                continue
            if (self._new / path).exists():
                raise TimelineError(f"{there}: is not ours, and would be replaced; nothing was changed, move it away")
            _link(there, self._target(path))

    def _kept(self, path: str, sha256: str, size: int) -> Put:
        _link(self._old / path, self._target(path))
        return Put(path, sha256, size, changed=False)

    def _target(self, path: str) -> Path:
        target = self._new / path
        target.parent.mkdir(parents=True, exist_ok=True)
        return target


class Staged(NamedTuple):
    """The new folder, a place for what is needed on the way, and what makes it the folder that all see."""

    folder: Folder
    scratch: Path
    swap: Callable[[], None]

    def finish(self, puts: Iterable[Put]) -> None:
        """List what was put, take others' files along, and let all see it. Raises TimelineError."""
        manifest = "".join(f"{put.sha256}  {put.path}\n" for put in sorted(puts))
        self.folder.put(MANIFEST, manifest.encode())
        self.folder.take_along()
        self.swap()


@contextmanager
def staged(path: Path) -> Iterator[Staged]:
    """A new folder for `path`; without a call of `swap` nothing has happened. Raises TimelineError."""
    path = path.resolve()
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.publishing")
    try:
        with FileLock(f"{beside}.lock", timeout=0):
            _recover(path, beside)
            check_ours(path)
            new, scratch = beside / "new", beside / "scratch"
            new.mkdir(parents=True)
            scratch.mkdir()
            try:
                yield Staged(Folder(path, new), scratch, lambda: exchange(new, path, beside / "old"))
            finally:
                shutil.rmtree(beside, ignore_errors=True)
    except Timeout as error:
        raise TimelineError(f"{path}: somebody is publishing there; nothing was changed, try again later") from error
    except OSError as error:
        raise TimelineError(f"{error.filename or path}: {error.strerror or error}; the folder is as it was") from error


def check_ours(path: Path) -> None:
    """Raises TimelineError where others' files are that we would have to make room among."""
    if path.exists() and not path.is_dir():
        raise TimelineError(f"{path}: is a file; name a folder")
    if path.exists() and any(path.iterdir()) and not (path / MANIFEST).is_file():
        raise TimelineError(
            f"{path}: is not empty, and `timeline publish` did not make it (it has no {MANIFEST}); "
            "nothing was changed, name another folder or empty this one"
        )


def listed(path: Path) -> Iterator[str]:
    """The paths of our files in a folder, from its manifest."""
    manifest = path / MANIFEST
    if manifest.is_file():
        with manifest.open(encoding="utf-8") as lines:
            yield from (line.rstrip("\n").partition("  ")[2] for line in lines)


def digest(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _recover(path: Path, beside: Path) -> None:
    """Put back what was renamed away by a publish that was killed, and clear away what it left."""
    old = beside / "old"
    if old.exists() and not path.exists():
        old.rename(path)
    if beside.exists():
        shutil.rmtree(beside)


def _files(folder: Path) -> Iterator[Path]:
    """All files below a folder; a link counts as a file, whatever it leads to."""
    for root, folders, names in os.walk(folder):
        links = [name for name in folders if (Path(root) / name).is_symlink()]
        yield from (Path(root) / name for name in [*names, *links])


def _link(source: Path, target: Path) -> None:
    """The same file under a second name; where that is not possible, a copy with its time."""
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:
        shutil.copy2(source, target, follow_symlinks=False)
