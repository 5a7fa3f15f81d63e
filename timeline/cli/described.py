"""Datasette's metadata, as its author wrote it."""

from pathlib import Path

import yaml

from timeline.errors import TimelineError
from timeline.fact import Json

_HERE = Path("metadata.yml")


def described(path: Path | None) -> Json | None:
    """What a file of YAML (or JSON, its part) says; without a name `metadata.yml`, None where that is not there.

    Raises TimelineError.
    """
    if path is None and not _HERE.exists():
        return None
    path = path or _HERE
    try:
        return dict(yaml.safe_load(path.read_text(encoding="utf-8")) or {})
    except (OSError, yaml.YAMLError, ValueError, TypeError) as error:
        raise TimelineError(f"{path}: {error}") from error
