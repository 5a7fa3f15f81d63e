"""The end of a log: which of its last bytes are whole appends, and which are what a crash leaves of one.

A crash leaves part of an append that nobody acknowledged: its end is missing, or a sector in it is lost. So what a
crash leaves is an unfinished line, lines that the disk has wiped, or a last batch with too few events. A bad line of
plain text is none of these: a person or git wrote it, and it stays for the reader to complain of.

All is read backwards, no further than the last append begins, and never more than a few lines at a time.
"""

import os
from codecs import utf_8_decode
from collections.abc import Iterator
from itertools import islice

from timeline import jsonline
from timeline.jsonline import MAX_LINE

_SHORT = 4096
"""Bytes that nearly always hold the last line."""

Batch = tuple[str, int]
"""The name of an append and the number of its events."""


def whole_end(log: int) -> int:
    """Where the last whole append ends."""
    lines = _backwards(log)
    end, _ = next(lines)
    for start, raw in lines:
        if batch := _batch(raw):
            return _without_half(lines, start, batch, end)
        if _wiped(raw):
            end = start
    return end


def lacks_newline(log: int) -> bool:
    """Whether the log ends in a whole event that lacks nothing but its newline."""
    _, rest = next(_backwards(log))
    return _batch(rest) is not None


def _without_half(lines: Iterator[tuple[int, bytes]], start: int, batch: Batch, end: int) -> int:
    """`end`, or where the batch begins whose last readable line is at `start`, when it lacks events."""
    name, count = batch
    found = 1
    for offset, raw in islice(lines, count - 1):
        other = _batch(raw)
        belongs = other is not None and other[0] == name
        if not belongs and not _wiped(raw):
            break
        start = offset
        found += belongs
    if found < count:  # a merge by hand may have parted it; then its other events stand further up
        found += sum(1 for _, raw in lines if _may_name(raw, name) and (other := _batch(raw)) and other[0] == name)
    return end if found == count else start


def _may_name(raw: bytes, name: str) -> bool:
    """Whether the name can stand in a line, perhaps with escapes: that is found out faster than the line is read."""
    return name.encode() in raw or b"\\" in raw


def _batch(raw: bytes) -> Batch | None:
    """The append that an event belongs to; None when `raw` is no event."""
    try:
        event = jsonline.read(raw)
    except ValueError:
        return None
    match event:
        case {"appendid": str(name), "appendcount": int(count)} if count > 1:
            return name, count
        case {"id": _}:
            return "", 1
    return None


def _wiped(raw: bytes) -> bool:
    """Whether it has bytes that disks leave and nobody types."""
    try:
        return "\0" in utf_8_decode(raw)[0]
    except UnicodeDecodeError:
        return True


def _backwards(log: int) -> Iterator[tuple[int, bytes]]:
    """What stands behind the last newline, then every line, last first, each with its offset.

    Of a line far too long only some of the bytes.
    """
    end, rest, size = os.fstat(log).st_size, b"", _SHORT
    while end > 0:
        start, size = max(0, end - size), MAX_LINE
        block = os.pread(log, end - start, start)
        offset = start + len(block)
        first, *lines = block.split(b"\n")
        for line in reversed(lines):
            offset -= len(line)
            yield offset, line + rest
            offset, rest = offset - 1, b""
        rest, end = (first + rest)[:MAX_LINE], start
    yield 0, rest
