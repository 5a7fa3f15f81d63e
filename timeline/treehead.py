"""The head of a log's tree at a size, as a checkpoint states it (https://c2sp.org/tlog-checkpoint).

The first line is the origin: which log it is. Ours is the name of the key that signs it, so a key is for one log.
"""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from timeline import note
from timeline.in_base64 import from_base64, to_base64
from timeline.note import Signer, Verifier
from timeline.tlog import DIGEST


class TreeHead(NamedTuple):
    """So many lines of the log of that origin, and the root of the tree over them."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """As it is signed."""
        return f"{self.origin}\n{self.size}\n{to_base64(self.root)}\n"


def origin(name: str, source: str) -> str:
    """What a log is called the world over: a name that is its owner's, and the log's own source.

    A source that is an address says it all. A name can hold no plus, nor the scheme of an address.
    """
    address = re.sub(r"^[a-z][a-z0-9+.-]*:(//)?", "", source)
    whole = address if address != source else f"{name.rstrip('/')}/{source.lstrip('/')}"
    return whole.replace("+", "%2B")


def belongs(named: str, source: str) -> bool:
    """Whether a log of that source can be called so."""
    tail = origin("", source)
    return named == tail.lstrip("/") or named.endswith(tail)


def parse(text: str) -> TreeHead:
    """Read the text of a checkpoint; raises ValueError. Lines behind the third are for others."""
    named, size, root, *others = [*text.removesuffix("\n").split("\n"), "", ""]
    digest = from_base64(root)
    if not named or not re.fullmatch("0|[1-9][0-9]{0,17}", size, re.ASCII) or len(digest) != DIGEST:
        raise ValueError("is not a checkpoint: an origin, a size, and a root of 32 bytes in base64")
    if "" in others[:-2]:
        raise ValueError("is not a checkpoint: it has an empty line")
    return TreeHead(named, int(size), digest)


def signed(head: TreeHead, signer: Signer, time: int | None = None) -> bytes:
    """The checkpoint; with a time, in seconds since 1970, that it was signed then."""
    timed = "" if time is None else signer.cosign(head.text, time)
    return f"{head.text}\n{signer.sign(head.text)}{timed}".encode()


def opened(raw: bytes, verifiers: Sequence[Verifier]) -> TreeHead:
    """What a checkpoint says, once one of the keys has proved to have signed it; raises ValueError."""
    parsed = note.parse(raw)
    names = [one.name for one in parsed.signers(verifiers)]
    head = parse(parsed.text)
    if head.origin not in names:
        raise ValueError(f"is of another log, {head.origin}, though it was signed by {', '.join(names)}")
    return head


def moment(raw: bytes, verifiers: Sequence[Verifier]) -> str | None:
    """When a checkpoint was signed (UTC), by the word of a witness or, without one, of the log's owner.

    The first time that a witness states counts before all others, since the owner could state any. None where nobody
    says when, or where no calendar has that day.
    """
    parsed = note.parse(raw)
    log = parse(parsed.text).origin
    times = parsed.times([one for one in verifiers if one.name != log]) or parsed.times(verifiers)
    try:
        return datetime.fromtimestamp(min(times), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError, OSError):
        return None
