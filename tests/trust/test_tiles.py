"""The hashes of a log as tiles: where they lie, and that they are those of the tree."""

import pytest

from timeline import tiles, tlog

LEAVES = [tlog.leaf_hash(str(number).encode()) for number in range(1000)]


def test_the_example_of_the_specification() -> None:
    """A tree of 70,000 has 273 full tiles and a partial one, one of each above, and one of a single hash on top."""
    made = [(tile.level, tile.number, len(tile.hashes)) for tile in tiles.tiles([LEAVES[0]] * 70_000)]
    assert sorted(made) == [*((0, n, 256) for n in range(273)), (0, 273, 112), (1, 0, 256), (1, 1, 17), (2, 0, 1)]
    assert tiles.path(0, 1234067, 256) == "tile/0/x001/x234/067"
    assert tiles.path(1, 1, 17) == "tile/1/001.p/17"


@pytest.mark.parametrize("size", [0, 1, 255, 256, 257, 512, 700, 1000])
def test_the_hashes_are_those_of_the_tree(size: int) -> None:
    """Each is the root of the lines below it, and the leaves come back."""
    made = {tile.path: tile for tile in tiles.tiles(LEAVES[:size])}
    for tile in made.values():
        under = 256**tile.level
        first = tile.number * 256 * under
        for place, one in enumerate(tile.hashes):
            assert one == tlog.tree(LEAVES[first + place * under : first + (place + 1) * under]).root
    assert [one for name in tiles.of_leaves(size) for one in tiles.hashes(made[name].content)] == LEAVES[:size]
