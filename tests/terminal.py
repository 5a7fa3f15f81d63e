"""A command on a real terminal: what it shows there, as lines."""

import os
import pty
import sys
import threading
from pathlib import Path

import click
import pytest

from timeline.cli import main, progress


def shown(monkeypatch: pytest.MonkeyPatch, *arguments: str | Path, soon: float = 0) -> list[str]:
    """The lines as they stand in the end; of work that takes less than `soon` seconds no progress is shown."""
    ours, theirs = pty.openpty()
    found: list[bytes] = []
    reader = threading.Thread(target=_read, args=(ours, found))
    reader.start()
    monkeypatch.setattr(progress, "_SOON", soon)
    with os.fdopen(theirs, "w") as terminal, monkeypatch.context() as patched:
        patched.setattr(sys, "stderr", terminal)
        main([str(argument) for argument in arguments], standalone_mode=False)
    reader.join()
    text = click.unstyle(b"".join(found).decode())
    return [line.rstrip("\r").rpartition("\r")[2].rstrip() for line in text.split("\n") if line.strip()]


def _read(terminal: int, found: list[bytes]) -> None:
    try:
        while part := os.read(terminal, 65536):
            found.append(part)
    except OSError:  # on Linux a terminal whose other end is closed
        pass
    os.close(terminal)
