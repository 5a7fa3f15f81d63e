"""Strings that match a pattern: checked in Rust, refused in words."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pydantic import AfterValidator
from pydantic_core import core_schema


@dataclass(frozen=True)
class Matching:
    """Marks a string that `regex` matches whole; `check` refuses others in words.

    pydantic matches it in Rust, without asking Python: half of what it costs to validate a line.
    """

    regex: str
    check: Callable[[str], str]

    def __get_pydantic_core_schema__(self, _source: object, _handler: object) -> core_schema.CoreSchema:
        CHECKS[self.whole] = self.check
        return core_schema.str_schema(pattern=self.whole, strict=True)

    def __get_pydantic_json_schema__(self, _schema: object, _handler: object) -> dict[str, Any]:
        regex = f"(?:{self.regex})" if "|" in self.regex else self.regex
        return {"type": "string", "pattern": f"^{regex}$"}

    @property
    def whole(self) -> str:
        """The pattern from the beginning of a string to its end, as Rust has it."""
        return rf"\A(?:{self.regex})\z"


CHECKS: dict[str, Callable[[str], str]] = {}
"""Who says what is wrong with a string, by the pattern that it does not match."""


def pattern(regex: str, what: str) -> Matching | AfterValidator:
    """Marks a string that `regex` matches whole; `what` says so to the person who typed another."""

    @lru_cache(256)
    def check(value: str) -> str:
        if not re.fullmatch(regex, value):
            raise ValueError(f"{value!r} is not {what}")
        return value

    looks_around = "(?=" in regex or "(?!" in regex  # which Rust does not
    return AfterValidator(check) if looks_around else Matching(regex, check)
