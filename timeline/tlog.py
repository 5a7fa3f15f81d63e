"""A Merkle tree over the lines of a log: a short proof shows that a line is in it, or that the log has only grown.

The tree is that of RFC 6962, section 2.1, which RFC 9162 keeps, over the bytes of each line without its newline; so no
line has to know of it. Each of its hashes is the root of a span of leaves: a proof is a list of spans, and one pass
over the leaves makes the hashes of it, with no more of them in memory than the tree is high.
tests/trust/test_tlog.py holds it to the vectors of Certificate Transparency and tries every small tree;
tests/trust/test_go.py has golang.org/x/mod/sumdb/tlog check what is made here.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import reduce
from hashlib import sha256
from itertools import islice
from typing import NamedTuple

DIGEST = 32
"""Bytes of a hash."""

EMPTY = sha256().digest()
"""The root of no leaves."""


class Span(NamedTuple):
    """The leaves from `start` up to `end`, without that, counted from 0."""

    start: int
    end: int


def leaf_hash(line: bytes) -> bytes:
    """The hash of a line, which is given without its newline."""
    return sha256(b"\0" + line).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two subtrees side by side; its first byte keeps it from being that of a line."""
    return sha256(b"\1" + left + right).digest()


class Tree:
    """The tree over the leaves that were added so far: for each bit that its size has, the root of a whole subtree."""

    def __init__(self) -> None:
        self.size = 0
        self._whole: list[bytes] = []

    def add(self, leaf: bytes) -> None:
        """Let the next leaf complete the subtrees that waited for it."""
        self.size = complete = self.size + 1
        while not complete & 1:
            leaf = node_hash(self._whole.pop(), leaf)
            complete >>= 1
        self._whole.append(leaf)

    @property
    def root(self) -> bytes:
        if not self._whole:
            return EMPTY
        return reduce(lambda right, left: node_hash(left, right), reversed(self._whole))


def tree(leaves: Iterable[bytes]) -> Tree:
    """The tree over all of them."""
    grown = Tree()
    for leaf in leaves:
        grown.add(leaf)
    return grown


def prefix_roots(leaves: Iterable[bytes], sizes: Collection[int]) -> dict[int, bytes]:
    """The roots of the first so many leaves, as far as there are so many, and that of all of them as the last."""
    rest, grown, roots = iter(leaves), Tree(), {}
    for size in sorted(sizes):
        for leaf in islice(rest, size - grown.size):
            grown.add(leaf)
        roots[grown.size] = grown.root
    for leaf in rest:
        grown.add(leaf)
    return {**roots, grown.size: grown.root}


def inclusion(index: int, size: int) -> list[Span]:
    """What proves that a tree of that size has the leaf at `index` (RFC 6962, section 2.1.1)."""
    if not 0 <= index < size:
        raise ValueError(f"a tree of {size:,} leaves has no leaf {index:,}")
    return [span for span, _ in _descent(index, size)][::-1]


def consistency(old: int, size: int) -> list[Span]:
    """What proves that a tree of that size begins with the one of its first `old` leaves (RFC 6962, section 2.1.2)."""
    if not 0 <= old <= size:
        raise ValueError(f"a tree of {size:,} leaves does not begin with one of {old:,}")
    spans: list[Span] = []
    if old in (0, size):
        return spans
    for span, left in _descent(old - 1, size):
        spans.append(span)
        if left.end == old:
            spans += [left] if left.start else []
            break
    return spans[::-1]


def _descent(index: int, size: int) -> Iterator[tuple[Span, Span]]:
    """From the root to a leaf: at each fork the subtree beside the way, and the one that it goes on in."""
    start, end = 0, size
    while end - start > 1:
        middle = start + (1 << (end - start - 1).bit_length() - 1)
        beside = Span(middle, end) if index < middle else Span(start, middle)
        start, end = (start, middle) if index < middle else (middle, end)
        yield beside, Span(start, end)


def hashes(leaves: Iterable[bytes], spans: Sequence[Span]) -> list[bytes]:
    """The proof that some spans make up, in one pass over the leaves."""
    rest, place, found = iter(leaves), 0, {}
    for span in sorted(spans):
        found[span] = tree(islice(rest, span.start - place, span.end - place)).root
        place = span.end
    return [found[span] for span in spans]


def includes(root: bytes, size: int, leaf: bytes, index: int, proof: Sequence[bytes]) -> bool:
    """Whether the tree of that root and size has the leaf at `index` (RFC 9162, section 2.1.3.2)."""
    if not 0 <= index < size or not _are_digests(root, leaf, *proof):
        return False
    node, last, hashed = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if node & 1 or node == last:
            hashed = node_hash(sibling, hashed)
            node, last = _up(node, last)
        else:
            hashed = node_hash(hashed, sibling)
        node, last = node >> 1, last >> 1
    return last == 0 and hashed == root


def goes_on(old_root: bytes, old: int, root: bytes, size: int, proof: Sequence[bytes]) -> bool:
    """Whether the tree of that root and size begins with the old one (RFC 9162, section 2.1.4.2).

    Every tree begins with the empty one, and with itself; neither takes a proof.
    """
    if not 0 <= old <= size or not _are_digests(old_root, root, *proof):
        return False
    if old in (0, size):
        return not proof and old_root == (root if old else EMPTY) and (size > 0 or root == EMPTY)
    path = [*([] if old & (old - 1) else [old_root]), *proof]
    return len(proof) > 0 and _climbs(old_root, old, root, size, path)


def _climbs(old_root: bytes, old: int, root: bytes, size: int, path: Sequence[bytes]) -> bool:
    """Whether the hashes above one subtree that both trees have lead to both roots."""
    node, last = old - 1, size - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    before = after = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if node & 1 or node == last:
            before, after = node_hash(sibling, before), node_hash(sibling, after)
            node, last = _up(node, last)
        else:
            after = node_hash(after, sibling)
        node, last = node >> 1, last >> 1
    return last == 0 and before == old_root and after == root


def _up(node: int, last: int) -> tuple[int, int]:
    """Over the levels at which the last subtree stands alone."""
    while node and not node & 1:
        node, last = node >> 1, last >> 1
    return node, last


def _are_digests(*hashed: bytes) -> bool:
    return all(len(one) == DIGEST for one in hashed)
