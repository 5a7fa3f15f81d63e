"""The values of fields: what passes stays as it was typed, what does not is told why."""

import re
from collections.abc import Callable
from typing import Annotated, Any

import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError

from timeline import values
from timeline.complaints import problems
from timeline.matching import pattern
from timeline.values import URI, URI_REFERENCE, Count, Range, bounds, country, line, slug, text, url

BLANK = "is blank; leave the field out when nothing is known"
ONE_LINE = "has a line break or a tab; it must be one line"
NO_HOST = "must name a host and carry no user name"
NO_ADDRESS = "is not an address that starts with http:// or https:// and has no blanks"
NO_COUNT = "is neither a whole number from 0 on nor an object with low, best or high"
TAKEN = [
    (text, "Two\nlines\tand a tab"),
    (text, " blanks around stay "),
    (text, "zero\u200bwidth, \u202ebidi, nobreak\u00a0, e\u0301 as typed, \U0001f600"),
    (line, "د افغانستان"),
    (line, "line separator\u2028stays"),
    (slug, "qatar-talks-2018-11"),
    (slug, "a" * 128),
    (country, "AF"),
    (country, "XK"),
    (url, "https://example.org"),
    (url, "http://example.org:8080/a?b=c@d#e"),
    (url, "https://medium.com/@reporter/story"),
    (url, "https://[2001:db8::1]:443/a"),
    (url, "https://далес.рф/путь"),
    (values.time, "2016-12-31T23:59:60Z"),
    (values.time, "2026-11-23T10:00:00.123456789Z"),
]
REFUSED = [
    (text, "", BLANK),
    (text, " \n\u00a0", BLANK),
    (text, "bell\a", "has the control character U+0007 at position 4"),
    (text, "CRLF\r\n", "has the control character U+000D at position 4"),
    (text, "next\u0085line", "has the control character U+0085 at position 4"),
    (text, "\ud800", "has the control character U+D800 at position 0"),
    (text, "x\ufdd0", "has the control character U+FDD0 at position 1"),
    (text, "\U0001ffff", "has the control character U+1FFFF at position 0"),
    (line, "two\nlines", ONE_LINE),
    (line, "a\ttab", ONE_LINE),
    (line, "", BLANK),
    (slug, "", "'' is not a slug (1 to 128 of a-z, 0-9 and -)"),
    (slug, "Doha", "'Doha' is not a slug (1 to 128 of a-z, 0-9 and -)"),
    (slug, "doha\n", "'doha\\n' is not a slug (1 to 128 of a-z, 0-9 and -)"),
    (slug, "a" * 129, f"'{'a' * 129}' is not a slug (1 to 128 of a-z, 0-9 and -)"),
    (slug, "٣", "'٣' is not a slug (1 to 128 of a-z, 0-9 and -)"),
    (country, "af", "'af' is not an ISO 3166-1 alpha-2 country code such as AF"),
    (country, "UK", "'UK' is not an ISO 3166-1 alpha-2 country code such as AF"),
    (url, "javascript:alert(1)", f"'javascript:alert(1)' {NO_ADDRESS}"),
    (url, "example.org", f"'example.org' {NO_ADDRESS}"),
    (url, "https://example.org/a b", f"'https://example.org/a b' {NO_ADDRESS}"),
    (url, "https://example.org\\@evil.example", f"'https://example.org\\\\@evil.example' {NO_ADDRESS}"),
    (url, "https://", f"'https://' {NO_ADDRESS}"),
    (url, "https://bbc.co.uk@evil.example/", f"'https://bbc.co.uk@evil.example/' {NO_HOST}"),
    (url, "https:///path", f"'https:///path' {NO_HOST}"),
    (url, "https://:80", f"'https://:80' {NO_HOST}"),
    (url, "https://example.org:http", f"'https://example.org:http' {NO_HOST}"),
    (url, "https://[::1", f"'https://[::1' {NO_HOST}"),
    (url, "https://example.org/\a", "has the control character U+0007 at position 20"),
    (values.date, "2018-13", "'2018-13' is not an EDTF date (month 13)"),
    (values.time, "2026-02-30T10:00:00Z", "'2026-02-30T10:00:00Z' is not a time: there is no such day"),
]
NO_TIMES = ["2026-11-23", "2026-11-23T24:00:00Z", "2026-11-23T10:00:00", "2026-11-23T10:00:00+00:00", "1984?"]
NO_TIMES += ["2026-11-23T10:00:60Z", "2026-11-23T10:00:00.Z", "2026-11-23 10:00:00Z", "٢٠٢٦-11-23T10:00:00Z"]
URIS = ["http://foo.bar/?baz=qux#quux", "urn:x:y", "mailto:a@b.example", "https://[2001:db8::1]/%20", "x:"]
ONLY_REFERENCES = ["/afghan-peace-talks", "//foo.bar/baz", "abc", "#fragment", "?", "./1:b"]
NO_REFERENCES = [
    "",
    "a b",
    "/foobar®.txt",
    "%zz",
    "a#b#c",
    ":x",
    "1:b",
    "//host:port",
    "https://[@example.org",
    "\\a",
    "a\n",
]
COUNTS = [
    (2, (2, 2, 2)),
    (0, (0, 0, 0)),
    (2**53 - 1, (2**53 - 1,) * 3),
    ({"low": 1}, (1, None, None)),
    ({"high": 30000}, (None, None, 30000)),
    ({"low": 1, "best": 2, "high": 3, "stated": "at least one"}, (1, 2, 3)),
    (None, (None, None, None)),
]
NO_COUNTS = [
    (-1, ("", f"-1 {NO_COUNT}")),
    (True, ("", f"True {NO_COUNT}")),
    ("2", ("", f"'2' {NO_COUNT}")),
    (2.0, ("", f"2.0 {NO_COUNT}")),
    ([2], ("", f"[2] {NO_COUNT}")),
    (2**53, ("", f"9007199254740992 {NO_COUNT}")),
    ({}, ("", "needs low, best or high; leave the field out when no number is known")),
    ({"low": -1}, ("low", "-1 must be at least 0")),
    ({"best": True}, ("best", "True is not a whole number")),
    ({"best": 2.0}, ("best", "2.0 is not a whole number")),
    ({"high": 2**53}, ("high", "9007199254740992 must be at most 9007199254740991")),
    ({"stated": ""}, ("stated", BLANK)),
    ({"hi": 2}, ("hi", "is not a field here; did you mean 'high'? (fields: low, best, high, stated)")),
]


@pytest.mark.parametrize(("check", "value"), TAKEN)
def test_taken_as_typed(check: Callable[[str], str], value: str) -> None:
    """Nothing is normalised."""
    assert check(value) == value


@pytest.mark.parametrize(("check", "value", "complaint"), REFUSED)
def test_refused_in_words(check: Callable[[str], str], value: str, complaint: str) -> None:
    """The whole message: people read it."""
    with pytest.raises(ValueError) as refusal:  # noqa: PT011  the whole message is compared
        check(value)
    assert str(refusal.value) == complaint


@pytest.mark.parametrize("value", NO_TIMES)
def test_no_time(value: str) -> None:
    """UTC with Z, to the second at least; a leap second is the last of its day."""
    with pytest.raises(
        ValueError, match=f"^{re.escape(repr(value))} is not a time in UTC such as 2026-11-23T10:00:00Z$"
    ):
        values.time(value)


@pytest.mark.parametrize("value", URIS + ONLY_REFERENCES + NO_REFERENCES)
def test_uri_and_reference(value: str) -> None:
    """RFC 3986, as JSON-Schema-Test-Suite tries it."""
    assert bool(re.fullmatch(URI, value)) == (value in URIS)
    assert bool(re.fullmatch(URI_REFERENCE, value)) == (value in URIS + ONLY_REFERENCES)


def test_pattern_matches_whole() -> None:
    """Not a part, nor a line's end."""

    class Thing(BaseModel):
        item: Annotated[str, pattern("Q[1-9][0-9]*", "a Wikidata item such as Q42418")]

    assert Thing(item="Q1").item == "Q1"
    with pytest.raises(ValidationError) as refusal:
        Thing(item="Q1\n")
    assert str(*problems(refusal.value, Thing)) == "item: 'Q1\\n' is not a Wikidata item such as Q42418"


@pytest.mark.parametrize(("value", "expected"), COUNTS)
def test_count(value: Any, expected: tuple[int | None, ...]) -> None:
    """An integer is all three; what is not stated stays unknown."""
    read: Range | None = TypeAdapter(Count | None).validate_python(value, strict=True)
    assert (read.low, read.best, read.high) == expected if read else value is None
    assert bounds(value) == expected


@pytest.mark.parametrize(("value", "expected"), NO_COUNTS)
def test_no_count(value: Any, expected: tuple[str, str]) -> None:
    """One complaint, where it belongs."""
    with pytest.raises(ValueError) as refusal:  # noqa: PT011  the whole message is compared
        TypeAdapter(Count).validate_python(value, strict=True)
    assert [(found.path, found.message) for found in problems(refusal.value, Range)] == [expected]  # type: ignore[arg-type]
