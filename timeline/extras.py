"""Libraries that only some formats need: optional extras of the package (docs/extras.md)."""

import importlib
from typing import Any

from timeline.errors import TimelineError


def library(name: str, extra: str) -> Any:
    """A library that an extra brings; raises TimelineError when it is not installed."""
    try:
        return importlib.import_module(name)
    except ImportError as error:
        missing = error.name or name
        raise TimelineError(f"{missing} is not installed; this brings it: pip install 'timeline[{extra}]'") from error
