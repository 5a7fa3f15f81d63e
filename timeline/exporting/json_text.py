"""JSON written as it comes, so that a long list is never in memory whole."""

import json
from collections.abc import Iterable
from typing import Any, BinaryIO

from timeline.fact import Json


def write_list(out: BinaryIO, around: Json, name: str, members: Iterable[Any]) -> None:
    """An object with the members of `around`, and behind them `name` with a list, a line each."""
    head = encoded({**around, name: []})
    out.write(head[:-2])
    write_members(out, members)
    out.write(b"]}\n")


def write_members(out: BinaryIO, members: Iterable[Any]) -> None:
    """The members of a list, without its brackets."""
    separator = b"\n"
    for member in members:
        out.write(separator + encoded(member))
        separator = b",\n"
    out.write(b"\n")


def encoded(value: Any) -> bytes:
    """Compact UTF-8."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def said(given: Json) -> Json:
    """Without what is empty: nothing is stated that we do not know. A number 0 is known."""
    return {name: value for name, value in given.items() if value not in (None, "", [], {})}
