"""One line, one object, one spelling: what is lenient elsewhere is refused here, and named."""

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline import jsonline

LARGEST = jsonline.MAX_LINE - 1
REFUSED = {
    "byte-order mark": (b"\xef\xbb\xbf{}", "begins with a byte-order mark; save the file as UTF-8 without one"),
    "CRLF": (b"{}\r", "ends in CRLF; a line ends with a newline alone"),
    "NUL": (b'{"a":"\0"}', "has a NUL byte"),
    "empty": (b"", "is blank"),
    "blanks only": (b" \t ", "is blank"),
    "not UTF-8": (b'{"a":"\xff"}', "is not UTF-8 at byte 6"),
    "surrogate as UTF-8": (b'{"a":"\xed\xa0\x80"}', "is not UTF-8 at byte 6"),
    "NaN": (b'{"a":NaN}', "has NaN at column 6, which is not a JSON number"),
    "Infinity": (b'{"a":Infinity}', "has Infinity at column 6, which is not a JSON number"),
    "minus Infinity": (b'{"a":[1,-Infinity]}', "has -Infinity at column 9, which is not a JSON number"),
    "number beyond floats": (b'{"a":1e999}', "has a number that is too large to keep"),
    "negative beyond floats": (b'{"a":[{"b":-1E+999}]}', "has a number that is too large to keep"),
    "fraction beyond floats": (b'{"a":1' + b"0" * 400 + b".5}", "has a number that is too large to keep"),
    "integer without end": (b'{"a":1' + b"0" * 5000 + b"}", "has a number that is too large to keep"),
    "leading zero": (b'{"a":01}', "has 01 at column 6, which is not a JSON number"),
    "missing fraction": (b'{"a":1.}', "has 1. at column 6, which is not a JSON number"),
    "column of characters": ('{"ä":-}'.encode(), "has - at column 6, which is not a JSON number"),
    "duplicate key": (b'{"a":1,"a":2}', 'has the key "a" twice'),
    "duplicate key inside": (b'{"data":{"was":1,"was":1}}', 'has the key "was" twice'),
    "duplicate key escaped": ('{"ä":1,"\\u00e4":2}'.encode(), 'has the key "ä" twice'),
    "lone high surrogate": (b'{"a":"\\ud800"}', "has a broken \\u escape or a lone surrogate"),
    "lone low surrogate": (b'{"a":"\\udc00x"}', "has a broken \\u escape or a lone surrogate"),
    "deep objects": (b'{"a":' * 300 + b"1" + b"}" * 300, "is nested too deeply"),
    "deep lists": (b"[" * 50_000, "is nested too deeply"),
    "a byte too long": (b'{"a":"' + b"x" * (LARGEST - 7) + b'"}', "is 65,537 bytes long; a line holds at most 65,536"),
    "ten megabytes": (b"x" * 10_000_000, "is 10,000,001 bytes long; a line holds at most 65,536"),
    "a list": (b"[{}]", "is not a JSON object"),
    "a number": (b"1", "is not a JSON object"),
    "null": (b"null", "is not a JSON object"),
    "trailing rubbish": (b"{}x", "is not JSON: trailing characters at column 3"),
    "two objects": (b"{} {}", "is not JSON: trailing characters at column 4"),
    "trailing comma": (b'{"a":1,}', "is not JSON: trailing comma at column 8"),
    "cut short": (b'{"a":"x', "is not JSON: EOF while parsing a string at column 7"),
    "single quotes": (b"{'a':1}", "is not JSON: key must be a string at column 2"),
    "raw control character": (
        b'{"a":"\x07"}',
        "is not JSON: control character (\\u0000-\\u001F) found while parsing a string at column 7",
    ),
}
READ = {
    "escaped control character": (b'{"a":"\\u0007"}', {"a": "\x07"}),
    "pair of surrogates": (b'{"a":"\\ud83d\\ude00"}', {"a": "\U0001f600"}),
    "beyond 64 bits": (b'{"a":-123456789012345678901234567890}', {"a": -123456789012345678901234567890}),
    "large but finite": (b'{"a":1e300,"b":1e-999}', {"a": 1e300, "b": 0.0}),
    "blanks around": (b' { "a" : 1 } ', {"a": 1}),
    "as long as allowed": (b'{"a":"' + b"x" * (LARGEST - 8) + b'"}', {"a": "x" * (LARGEST - 8)}),
}
UNWRITABLE = {
    "NaN": ({"a": math.nan}, "cannot be written as JSON: Out of range float values are not JSON compliant"),
    "a set": ({"a": {1}}, "cannot be written as JSON: Object of type set is not JSON serializable"),
    "lone surrogate": ({"a": "\ud800"}, "has the lone surrogate U+D800"),
    "surrogate in key": ({"\udc00": 1}, "has the lone surrogate U+DC00"),
}
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)


@pytest.mark.parametrize(("raw", "complaint"), REFUSED.values(), ids=REFUSED)
def test_refused_lines(raw: bytes, complaint: str) -> None:
    """Each with what is wrong and where."""
    with pytest.raises(ValueError) as refusal:  # noqa: PT011  the whole message is compared
        jsonline.read(raw)
    assert str(refusal.value).startswith(complaint)  # Python 3.12 and later say which number it was


@pytest.mark.parametrize(("raw", "value"), READ.values(), ids=READ)
def test_lines_at_the_border(raw: bytes, value: dict[str, Any]) -> None:
    """What looks odd, and is JSON."""
    assert jsonline.read(raw) == value


@pytest.mark.parametrize(("value", "complaint"), UNWRITABLE.values(), ids=UNWRITABLE)
def test_what_has_no_json(value: dict[str, Any], complaint: str) -> None:
    """It is refused before a byte of it is written."""
    with pytest.raises(ValueError) as refusal:  # noqa: PT011  the whole message is compared
        jsonline.write(value)
    assert str(refusal.value).startswith(complaint)  # Python 3.12 and later say which number it was


def test_bottomless_values_are_refused() -> None:
    """A value that contains itself, and one deeper than any line."""
    circle: dict[str, Any] = {}
    circle["a"] = circle
    deep: dict[str, Any] = {}
    for _ in range(100_000):
        deep = {"a": deep}
    for value in (circle, deep):
        with pytest.raises(ValueError, match=r"^cannot be written as JSON: "):
            jsonline.write(value)


@given(st.dictionaries(TEXTS, VALUES, max_size=5))
def test_what_is_written_is_read(value: dict[str, Any]) -> None:
    """As one line, keys in their order; a second writing gives the same bytes."""
    raw = jsonline.write(value)
    assert b"\n" not in raw
    assert jsonline.read(raw) == value
    assert jsonline.write(jsonline.read(raw)) == raw


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode(errors="ignore")))
def test_no_line_breaks_the_reader(raw: bytes) -> None:
    """Any bytes are an object that can be written again, or a complaint."""
    try:
        value = jsonline.read(raw)
    except ValueError:
        return
    assert jsonline.read(jsonline.write(value)) == value
