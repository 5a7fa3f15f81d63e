"""The lines of `.gitattributes` and `.gitignore` for names of any spelling, as git reads them."""

import json
import re
from collections.abc import Iterator
from pathlib import Path


def attributes_lines(name: str) -> Iterator[tuple[str, str]]:
    """What git should do with the log and its checkpoints, and why."""
    yield _merged(name), "git merges the log by its events"
    yield "/checkpoint -text", "git leaves the bytes of what is signed alone"
    yield "/checkpoints/* -text", "git leaves the bytes of what is signed alone"


def _merged(name: str) -> str:
    """The log is merged by our driver, and git changes no line end in it."""
    pattern = _literal(name)
    quoted = json.dumps(pattern, ensure_ascii=False) if re.search(r'[\s"]', pattern) else pattern
    return f"{quoted} merge=timeline -text"


def ignore_lines(log: Path, db: Path) -> Iterator[tuple[str, Path]]:
    """A line for all that is made from the log or lies beside it, each with a file that it is about."""
    yield f"{_literal(db.name)}*", db
    yield f"{_literal(log.name)}.lock", log.with_name(f"{log.name}.lock")
    yield f"{_literal(log.name)}.torn-*", log.with_name(f"{log.name}.torn-0")
    yield f"{_literal(log.name)}.redacting", log.with_name(f"{log.name}.redacting")


def _literal(name: str) -> str:
    """A pattern that means this name alone."""
    return re.sub(r"([*?\[\\]|^[#!])", r"\\\1", name)
