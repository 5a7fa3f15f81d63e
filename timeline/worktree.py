"""Git at work on the files around the log."""

from pathlib import Path


def settled(path: Path, patience: float = 10.0) -> bool:
    """Wait until git is done."""
    return True
