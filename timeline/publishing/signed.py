"""What of a log's checkpoints leaves with it: all, where the log leaves as it was signed; otherwise none.

A checkpoint beside a log that lost something would accuse its owner, and readers could not tell that from an attack.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from timeline import durable, tiles, treehead
from timeline.checkpoints import Checkpoints, Kept, leaves
from timeline.errors import Problem, Refused
from timeline.logfile import LogFile
from timeline.note import Verifier
from timeline.pages.ask import Ask
from timeline.pages.page import Site, render
from timeline.pages.verify import verify
from timeline.publishing.folder import Folder, Put
from timeline.publishing.leaving import Held
from timeline.publishing.render import File
from timeline.tlog import prefix_roots

_STATIC = Path(__file__).parent.parent / "static"
UNSIGNED = "It was not signed."
HELD_BACK = "The editors' log is signed, and this is not that log, byte for byte; so no checkpoint of it is published."
NO_KEY = "It is signed, but nobody said with which key; `timeline checkpoint` notes it, and --key names it."


def take_along(log: Path, copy: Path, back: Held, keys: Sequence[Verifier]) -> str:
    """Put the checkpoints of a log beside its copy, or say why not; raises Refused when the log is not as signed.

    `keys` are the verifier keys to publish, by default those that are noted beside the log.
    """
    ours, theirs = Checkpoints(log), Checkpoints(copy)
    keys = keys or ours.verifiers()
    if not ours.newest.exists():
        return UNSIGNED
    if not keys:
        return NO_KEY
    kept = [one for one in ours.all() if _counts(one, keys)]
    with LogFile(copy).opened() as opened:
        roots = prefix_roots(leaves(opened), {one.head.size for one in kept})
    if any(roots.get(one.head.size) != one.head.root for one in kept):
        if back.authors or back.subjects or back.reports:
            return HELD_BACK
        words = "is not as it was signed, so nothing was published; `timeline verify` says more"
        raise Refused([Problem(str(log), "", words)])
    _put(kept, theirs, keys)
    return ""


def _counts(kept: Kept, keys: Sequence[Verifier]) -> bool:
    """Whether it is signed with one of the keys; the newest has to be. Raises Refused."""
    try:
        treehead.opened(kept.raw, keys)
    except ValueError as error:
        if kept.name == "checkpoint":
            raise Refused([Problem(kept.name, "", f"{error}; nothing was published")]) from error
        return False
    return True


def _put(kept: Sequence[Kept], beside: Checkpoints, keys: Sequence[Verifier]) -> None:
    beside.folder.mkdir()
    for one in kept:
        durable.replace(beside.newest.parent / one.name, one.raw)
    durable.replace(beside.keys, "".join(f"{key}\n" for key in keys).encode())


def signed_files(copy: Path, folder: Folder) -> Iterator[Put]:
    """The checkpoints beside a copy, the keys, and the hashes of its lines as tiles, below `data/`."""
    beside = Checkpoints(copy)
    if not beside.newest.exists():
        return
    kept = beside.all()
    yield from (folder.put(f"data/{one.name}", one.raw) for one in kept)
    yield folder.put("data/checkpoint.vkey", beside.keys.read_bytes())
    with LogFile(copy).opened() as log:
        for tile in tiles.tiles(_first(leaves(log), kept[0].head.size)):
            yield folder.put(f"data/{tile.path}", tile.content)


def _first(lines: Iterator[bytes], size: int) -> Iterator[bytes]:
    yield from (line for _, line in zip(range(size), lines, strict=False))


def verify_files(ask: Ask, site: Site, copy: Path) -> Iterator[File]:
    """The page that verifies, and its scripts."""
    page = verify(ask, site, {"keys": Checkpoints(copy).keys.read_text()})
    yield File("verify.html", render(page, site).encode())
    yield from (File(f"static/{script.name}", script.read_bytes()) for script in sorted(_STATIC.glob("verify*.js")))
