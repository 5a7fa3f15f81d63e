"""The tree of RFC 6962: the vectors of Certificate Transparency, the definition word for word, and every small tree."""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from timeline import tlog

_VECTORS = Path(__file__).parents[3] / "shared/merkle/rfc6962.json"
VECTORS: dict[str, Any] = json.loads(_VECTORS.read_text()) if _VECTORS.exists() else {}
"""Those of google/certificate-transparency (Apache-2.0), which lie beside the project and are no part of it."""

with_vectors = pytest.mark.skipif(not VECTORS, reason="the vectors of RFC 6962 are not beside the project")

LARGEST = 17
LEAVES = [tlog.leaf_hash(str(number).encode()) for number in range(LARGEST)]
SIZES = range(LARGEST + 1)
ROOTS = [tlog.tree(LEAVES[:size]).root for size in SIZES]


def defined(leaves: list[bytes]) -> bytes:
    """The root as section 2.1 of RFC 6962 defines it."""
    if len(leaves) < 2:
        return leaves[0] if leaves else sha256().digest()
    k = max(1 << bit for bit in range(len(leaves).bit_length()) if 1 << bit < len(leaves))
    return sha256(b"\1" + defined(leaves[:k]) + defined(leaves[k:])).digest()


def proof(spans: list[tlog.Span], size: int) -> list[bytes]:
    """The hashes of a proof from the first so many leaves."""
    return tlog.hashes(LEAVES[:size], spans)


def corrupted(hashes: list[bytes]) -> list[list[bytes]]:
    """A proof with each hash changed in one bit, cut short, gone or given twice, and one with a hash too many."""
    found = [[*hashes, LEAVES[0]]]
    for place, one in enumerate(hashes):
        for instead in ([bytes([one[0] ^ 1]) + one[1:]], [one[:-1]], [one + b"\0"], [], [one, one]):
            found.append([*hashes[:place], *instead, *hashes[place + 1 :]])
    return found


@with_vectors
def test_roots_of_certificate_transparency() -> None:
    """Of none to eight leaves, one of them empty; hashes of leaves and nodes do not mix."""
    leaves = [tlog.leaf_hash(bytes.fromhex(leaf)) for leaf in VECTORS["leaves_hex"]]
    roots = [tlog.tree(leaves[:size]).root.hex() for size in range(9)]
    assert roots == [VECTORS["empty_root"], *VECTORS["roots"]]
    for raw, expected in VECTORS["hashes"]["leaf"].items():
        assert tlog.leaf_hash(bytes.fromhex(raw)).hex() == expected
    for left, right, expected in VECTORS["hashes"]["node"]:
        assert tlog.node_hash(bytes.fromhex(left), bytes.fromhex(right)).hex() == expected


@with_vectors
@pytest.mark.parametrize("case", VECTORS.get("consistency", ()), ids=lambda case: f"{case['old']}-{case['size']}")
def test_consistency_of_certificate_transparency(case: dict[str, Any]) -> None:
    """We make the same proof, and it holds."""
    leaves = [tlog.leaf_hash(bytes.fromhex(leaf)) for leaf in VECTORS["leaves_hex"]][: case["size"]]
    made = tlog.hashes(leaves, tlog.consistency(case["old"], case["size"]))
    assert [one.hex() for one in made] == case["proof"]
    old_root, root = bytes.fromhex(case["old_root"]), bytes.fromhex(case["root"])
    assert tlog.goes_on(old_root, case["old"], root, case["size"], made)


@with_vectors
@pytest.mark.parametrize("case", VECTORS.get("inclusion", ()), ids=lambda case: f"{case['index']}-{case['size']}")
def test_inclusion_of_certificate_transparency(case: dict[str, Any]) -> None:
    """A real certificate in a real log of three million."""
    leaf = tlog.leaf_hash(bytes.fromhex(case["leaf_hex"]))
    assert leaf.hex() == case["leaf_hash"]
    found = [bytes.fromhex(one) for one in case["proof"]]
    assert len(tlog.inclusion(case["index"], case["size"])) == len(found)
    assert tlog.includes(bytes.fromhex(case["root"]), case["size"], leaf, case["index"], found)
    assert not tlog.includes(bytes.fromhex(case["root"]), case["size"], leaf, case["index"] + 1, found)


def test_roots_are_as_defined() -> None:
    """Those of all prefixes in one pass, and of a size that there is not, none."""
    assert [defined(LEAVES[:size]) for size in SIZES] == ROOTS
    assert tlog.prefix_roots(LEAVES, SIZES) == dict(enumerate(ROOTS))
    assert tlog.prefix_roots(LEAVES[:5], [3, 9]) == {3: ROOTS[3], 5: ROOTS[5]}
    assert tlog.prefix_roots([], [2]) == {0: tlog.EMPTY}


@pytest.mark.parametrize("size", SIZES)
def test_every_leaf_of_every_small_tree(size: int) -> None:
    """Its proof holds for it, in its place, in this tree, and for nothing else."""
    for index in range(size):
        found = proof(tlog.inclusion(index, size), size)
        for place in range(-1, size + 1):
            for leaf in (*LEAVES[:size], ROOTS[size]):
                right = place == index and leaf == LEAVES[index]
                assert tlog.includes(ROOTS[size], size, leaf, place, found) == (
                    right or (size == 1 and place == 0 and leaf == ROOTS[1])
                )
        assert not any(tlog.includes(root, size, LEAVES[index], index, found) for root in ROOTS if root != ROOTS[size])


@pytest.mark.parametrize("size", SIZES)
def test_every_beginning_of_every_small_tree(size: int) -> None:
    """Its proof holds for it, and for no other old root or size."""
    for old in range(size + 1):
        found = proof(tlog.consistency(old, size), size)
        for claimed in SIZES:
            for root in ROOTS:
                right = claimed == old and root == ROOTS[old]
                goes_on = tlog.goes_on(root, claimed, ROOTS[size], size, found)
                if found:
                    assert goes_on == right
                elif right:
                    assert goes_on


@pytest.mark.parametrize("size", SIZES)
def test_every_proof_corrupted_hash_by_hash(size: int) -> None:
    """A bit flipped, a hash cut, gone, twice or too many: none holds any more."""
    for index in range(size):
        for found in corrupted(proof(tlog.inclusion(index, size), size)):
            assert not tlog.includes(ROOTS[size], size, LEAVES[index], index, found)
    for old in range(size + 1):
        for found in corrupted(proof(tlog.consistency(old, size), size)):
            assert not tlog.goes_on(ROOTS[old], old, ROOTS[size], size, found)


def test_sizes_and_digests_are_checked() -> None:
    """What no tree can have is refused before anything is hashed."""
    assert not tlog.goes_on(ROOTS[3], 3, ROOTS[2], 2, [])
    assert not tlog.goes_on(ROOTS[0], -1, ROOTS[2], 2, [])
    assert not tlog.goes_on(ROOTS[1], 0, ROOTS[2], 2, [])
    assert not tlog.goes_on(ROOTS[0], 0, ROOTS[2], 0, [])
    assert not tlog.goes_on(ROOTS[2], 2, ROOTS[3], 3, [])
    assert not tlog.includes(ROOTS[1][:31], 1, LEAVES[0][:31], 0, [])
    for index, size in [(0, 0), (-1, 2), (2, 2)]:
        with pytest.raises(ValueError, match="has no leaf"):
            tlog.inclusion(index, size)
    for old, size in [(-1, 2), (3, 2)]:
        with pytest.raises(ValueError, match="does not begin with"):
            tlog.consistency(old, size)


def test_a_tree_is_no_larger_than_it_is_high() -> None:
    """Of 100,000 leaves it holds a hash for each bit of their number."""
    grown = tlog.tree(LEAVES[number % LARGEST] for number in range(100_000))
    assert len(vars(grown)["_whole"]) == (100_000).bit_count()
