"""The texts of sources in a folder, known by the SHA-256 of their bytes; they stay where they are."""

import hashlib
from pathlib import Path
from typing import NamedTuple

MOST = 16 * 2**20
"""Bytes; a longer file is no source's text, and is not read."""


class Unusable(ValueError):
    """The file of this text is at hand, but it is not UTF-8; the argument says where."""


class _Seen(NamedTuple):
    size: int
    changed: int
    digest: str


class Texts:
    """Looks a text up by its SHA-256. A file is read again when its size or time has changed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._seen: dict[Path, _Seen] = {}

    def __call__(self, sha256: str) -> str | None:
        """The text with this hash, None when it is not in the folder; raises Unusable."""
        for path in sorted(self._folder.glob("*")):
            if path.is_file() and self._digest(path) == sha256:
                content = path.read_bytes()
                if hashlib.sha256(content).hexdigest() == sha256:  # nobody has changed it meanwhile
                    return _decoded(content)
        return None

    def _digest(self, path: Path) -> str:
        stat = path.stat()
        if stat.st_size > MOST:
            return ""
        seen = self._seen.get(path)
        if not seen or (seen.size, seen.changed) != (stat.st_size, stat.st_mtime_ns):
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            seen = self._seen[path] = _Seen(stat.st_size, stat.st_mtime_ns, digest)
        return seen.digest


def _decoded(content: bytes) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        raise Unusable(f"its file is not UTF-8 at byte {error.start}") from error
