"""The checkpoints beside a log: `checkpoint` is the newest, and `checkpoints` keeps them all, each named by its size.

With each lie the hashes of the lines that it was the first to cover (`90.leaves`, a line for each line of the log): by
them it can be told which line was changed. Nobody has to trust them, for those up to a checkpoint make its root, or
they are not believed. `checkpoint.vkey` has the verifier keys of those who signed, for the tables and for a site; a
reader takes the key from elsewhere. All files are whole or not there.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile
from pathlib import Path
from typing import NamedTuple

from timeline import durable, note, tiles, treehead
from timeline.errors import Problem, Refused
from timeline.in_base64 import from_base64, to_base64
from timeline.note import Verifier
from timeline.openlog import OpenLog
from timeline.progress import Reading, unheard
from timeline.receipt import is_receipt
from timeline.receipt import parse as parse_receipt
from timeline.tlog import DIGEST, tree
from timeline.tombstone import leaf_of
from timeline.treehead import TreeHead


class Kept(NamedTuple):
    """A checkpoint as it lies in a file, and the head that it states; whose it is was not asked yet."""

    name: str
    raw: bytes
    head: TreeHead


def leaves(log: OpenLog, progress: Reading = unheard) -> Iterator[bytes]:
    """The hashes of the lines of all whole appends; raises Damaged at an endless line."""
    for block in log.blocks():
        if block.raw:
            yield from of_lines(block.raw[:-1].split(b"\n"))
        progress(block.end)


def of_lines(lines: Iterable[bytes]) -> Iterator[bytes]:
    """The hashes of lines, which come without their newlines."""
    return map(leaf_of, lines)


def read(path: Path) -> Kept:
    """A checkpoint, or that in a receipt; raises Refused, TimelineError."""
    with durable.refusing(path):
        raw = path.read_bytes()
    try:
        return kept(path.name, raw)
    except ValueError as error:
        raise Refused([Problem(str(path), "", str(error))]) from error


def kept(name: str, raw: bytes) -> Kept:
    """The same of bytes from wherever; raises ValueError."""
    raw = parse_receipt(raw).checkpoint if is_receipt(raw) else raw
    return Kept(name, raw, treehead.parse(note.parse(raw).text))


class Checkpoints:
    """Those beside the log at `path`."""

    def __init__(self, path: Path) -> None:
        self.newest = path.with_name("checkpoint")
        self.folder = path.with_name("checkpoints")
        self.keys = path.with_name("checkpoint.vkey")

    def all(self) -> list[Kept]:
        """The newest, if there is one, and then those that were kept, by size; raises Refused, TimelineError."""
        older = [read(self.folder / str(size))._replace(name=f"checkpoints/{size}") for size in self._sizes()]
        return [*([read(self.newest)] if self.newest.exists() else []), *older]

    def leaves(self, head: TreeHead) -> list[bytes]:
        """The hashes that were kept of the lines that a head covers; none when they do not make its root.

        A published site has them in tiles.
        """
        for found in (self._noted(), self._tiled()):
            hashes = found[: head.size]
            whole = len(hashes) == head.size and all(len(one) == DIGEST for one in hashes)
            if whole and tree(hashes).root == head.root:
                return hashes
        return []

    def _noted(self) -> list[bytes]:
        found: list[bytes] = []
        for end in self._sizes(".leaves"):
            part = [from_base64(one) for one in (self.folder / f"{end}.leaves").read_text(errors="replace").split()]
            found[end - len(part) :] = part
        return found

    def _tiled(self) -> list[bytes]:
        size = read(self.newest).head.size if (self.newest.parent / "tile").exists() else 0
        files = (self.newest.parent / name for name in tiles.of_leaves(size))
        return [one for file in takewhile(Path.exists, files) for one in tiles.hashes(file.read_bytes())]

    def keep(self, raw: bytes, head: TreeHead, news: Sequence[bytes]) -> None:
        """Add a checkpoint with the hashes of the lines that it is the first to cover; raises TimelineError."""
        with durable.refusing(self.folder):
            self.folder.mkdir(exist_ok=True)
        if news:
            noted = "".join(f"{to_base64(one)}\n" for one in news)
            durable.replace(self.folder / f"{head.size}.leaves", noted.encode())
        durable.replace(self.folder / str(head.size), raw)
        durable.replace(self.newest, raw)

    def verifiers(self) -> list[Verifier]:
        """The keys of those who signed, none where nobody did; raises Refused, TimelineError."""
        if not self.keys.exists():
            return []
        with durable.refusing(self.keys):
            lines = self.keys.read_text(errors="replace").split()
        try:
            return [note.verifier(line) for line in lines]
        except ValueError as error:
            raise Refused([Problem(str(self.keys), "", str(error))]) from error

    def name(self, signer: Verifier) -> None:
        """Add the key of one who signs; raises Refused, TimelineError."""
        if signer not in (known := self.verifiers()):
            durable.replace(self.keys, "".join(f"{one}\n" for one in [*known, signer]).encode())

    def _sizes(self, suffix: str = "") -> list[int]:
        """The sizes that the files of one sort are named by."""
        found = (
            re.fullmatch(f"(0|[1-9][0-9]*){re.escape(suffix)}", file.name, re.ASCII) for file in self.folder.glob("*")
        )
        return sorted(int(name[1]) for name in found if name)
