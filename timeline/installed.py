"""Whether an installed package has entry points of a group: few do, and importlib.metadata takes long to load."""

import sys
from importlib.machinery import PathFinder
from pathlib import Path


def has_entry_points(group: str) -> bool:
    """Whether it is worth asking importlib.metadata; always where only that can look, as into a zip file."""
    others = [finder for finder in sys.meta_path if finder is not PathFinder and hasattr(finder, "find_distributions")]
    return bool(others) or any(_may_have(Path(place), f"[{group}]".encode()) for place in sys.path)


def _may_have(place: Path, heading: bytes) -> bool:
    """In `*.dist-info` and `*.egg-info`; within an egg, in `EGG-INFO`."""
    found = place.glob("*[-][iI][nN][fF][oO]/entry_points.txt")
    try:
        return place.is_file() or any(heading in file.read_bytes() for file in found)
    except OSError:  # what cannot be read is no error there
        return True
