"""A receipt: a line of the log, and the proof that a signed checkpoint covers it (https://c2sp.org/tlog-proof).

    c2sp.org/tlog-proof@v1
    extra eyJzcGVjdmVyc2lvbiI6IjEuMCIs…
    index 11
    gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=

    and here the checkpoint, as it was signed

The line itself stands in `extra`, so that the receipt needs nothing beside it but the verifier key.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from timeline import treehead
from timeline.in_base64 import from_base64, to_base64
from timeline.note import Verifier
from timeline.tlog import DIGEST, includes, leaf_hash
from timeline.treehead import TreeHead

FORMAT = "c2sp.org/tlog-proof@v1"


class Receipt(NamedTuple):
    """A line, its place in the log from 0, the hashes beside its way to the root, and the checkpoint."""

    line: bytes
    place: int
    proof: tuple[bytes, ...]
    checkpoint: bytes

    @property
    def text(self) -> bytes:
        """As it is kept."""
        head = [FORMAT, f"extra {to_base64(self.line)}", f"index {self.place}", *map(to_base64, self.proof), "", ""]
        return "\n".join(head).encode() + self.checkpoint

    def proved(self, verifiers: Sequence[Verifier]) -> TreeHead:
        """The signed head that covers the line; raises ValueError."""
        head = treehead.opened(self.checkpoint, verifiers)
        if not includes(head.root, head.size, leaf_hash(self.line), self.place, self.proof):
            raise ValueError("its line is not the one that was signed: one of them was changed")
        return head


def is_receipt(raw: bytes) -> bool:
    """Whether it begins like one."""
    return raw.startswith(f"{FORMAT}\n".encode())


def parse(raw: bytes) -> Receipt:
    """Read a receipt; raises ValueError."""
    head, _, checkpoint = raw.partition(b"\n\n")
    try:
        named, extra, index, *proof = head.decode().split("\n")
    except ValueError as error:
        raise ValueError("is not a receipt with its line in it") from error
    line, hashes = from_base64(extra.removeprefix("extra ")), tuple(map(from_base64, proof))
    found = re.fullmatch("index (0|[1-9][0-9]{0,17})", index, re.ASCII)
    if named != FORMAT or not extra.startswith("extra ") or not line or not found:
        raise ValueError("is not a receipt with its line in it")
    if any(len(one) != DIGEST for one in hashes):
        raise ValueError("has a hash that is not 32 bytes in base64")
    return Receipt(line, int(found[1]), hashes, checkpoint)
