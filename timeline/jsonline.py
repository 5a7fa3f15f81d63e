"""One line, one JSON object, one spelling: RFC 8259 within the limits of I-JSON (RFC 7493).

`read` names what a lenient parser would let pass or mend in silence: a byte-order mark, CRLF, duplicate keys, NaN,
lone surrogates, a line over 64 KiB. `write` is the only way a line is made.
"""

import json
import math
import re
from typing import Any

import jiter

MAX_LINE = 64 * 1024
"""Bytes in a line, its newline included; long lines are the ones that tear."""

_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False, check_circular=False)
"""What holds itself is nested too deeply; to look for it in each object takes a third of the time."""

_DIGITS = bytes.maketrans(b"123456789E", b"000000000e")
"""Makes one of all digits, so that a number beyond every float can be told by its length; then a closer look is due."""
_EXPONENT = re.compile(rb"0e000+[\s,\]}]")
_LONG = b"0" * 100

_TOKEN = re.compile(rb"[-+.\w]+")

_TRAPS = (
    (lambda raw: raw.startswith(b"\xef\xbb\xbf"), "begins with a byte-order mark; save the file as UTF-8 without one"),
    (lambda raw: raw.endswith(b"\r"), "ends in CRLF; a line ends with a newline alone"),
    (lambda raw: b"\0" in raw, "has a NUL byte"),
    (lambda raw: not raw.strip(), "is blank"),
)


def read(raw: bytes) -> dict[str, Any]:
    """The object in `raw`, a line without its newline; raises ValueError that says what is wrong with it."""
    if len(raw) >= MAX_LINE:
        raise ValueError(f"is {len(raw) + 1:,} bytes long; a line holds at most {MAX_LINE:,}")
    if not raw.startswith(b"{") or raw.endswith(b"\r") or b"\0" in raw:
        _complain(raw)
    value = _parse(raw)
    if not isinstance(value, dict):
        raise ValueError("is not a JSON object")  # noqa: TRY004  it is about a line, not about an argument
    return value


def again(raw: bytes) -> dict[str, Any]:
    """The object in a line, or in a part of one, that `read` has read before: faster, since nothing is left to find."""
    value: dict[str, Any] = jiter.from_json(raw, cache_mode="keys")
    return value


def write(value: dict[str, Any]) -> bytes:
    """`value` as compact UTF-8 JSON, keys in their order; raises ValueError for what has no JSON."""
    try:
        return _ENCODER.encode(value).encode()
    except UnicodeEncodeError as error:
        raise ValueError(f"has the lone surrogate U+{ord(error.object[error.start]):04X}") from error
    except (TypeError, ValueError, RecursionError) as error:
        raise ValueError(f"cannot be written as JSON: {error}") from error


def _complain(raw: bytes) -> None:
    for caught, complaint in _TRAPS:
        if caught(raw):
            raise ValueError(complaint)


def _parse(raw: bytes) -> Any:
    try:
        raw.decode()
        value = jiter.from_json(raw, allow_inf_nan=False, cache_mode="keys", catch_duplicate_keys=True)
    except UnicodeDecodeError as error:
        raise ValueError(f"is not UTF-8 at byte {error.start}") from error
    except ValueError as error:
        raise ValueError(_in_words(str(error), raw)) from error
    digits = raw.translate(_DIGITS, b"+")
    if (_LONG in digits or _EXPONENT.search(digits)) and _is_infinite(value):
        raise ValueError("has a number that is too large to keep")
    return value


def _is_infinite(value: Any) -> bool:
    """Whether there is an infinity in it, which is what becomes of 1e999."""
    members = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return value in (math.inf, -math.inf) or any(map(_is_infinite, members))


def _in_words(complaint: str, raw: bytes) -> str:
    if complaint.startswith("Detected duplicate key"):
        key = complaint.removeprefix("Detected duplicate key ").rpartition(" at line")[0]
        return f"has the key {key} twice"
    if "recursion" in complaint:
        return "is nested too deeply"
    if "hex escape" in complaint:
        return "has a broken \\u escape or a lone surrogate"
    if "out of range" in complaint:
        return "has a number that is too large to keep"
    place = int(complaint.rpartition(" ")[2]) - 1
    token = next((token for token in _TOKEN.finditer(raw) if token.start() <= place <= token.end()), None)
    if token and ("invalid number" in complaint or token[0] in (b"NaN", b"Infinity")):
        column = len(raw[: token.start()].decode()) + 1
        return f"has {token[0].decode()} at column {column}, which is not a JSON number"
    column = len(raw[:place].decode(errors="replace")) + 1
    return f"is not JSON: {complaint.partition(' at line')[0]} at column {column}"
