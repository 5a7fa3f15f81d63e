"""Which lines of a log are whole, and what of them a crash can have left."""

import json

import pytest

from timeline.batches import lacks_newline, whole_batches


def line(name: str, append: str = "", number: int = 0) -> bytes:
    """A line, as short as they come."""
    marks = {"appendid": append, "appendcount": number} if append else {}
    return json.dumps({"specversion": "1.0", "id": name, "type": "log.opened", **marks}).encode()


def whole(lines: list[bytes]) -> list[bytes]:
    """The lines that are read."""
    return [raw for raw, _ in whole_batches((raw, place) for place, raw in enumerate(lines))]


A = line("a")
THREE = [line(name, "x", 3) for name in "cde"]
TWO = [line(name, "y", 2) for name in "fg"]
WHOLE = {
    "a whole batch": [*THREE],
    "a batch that a merge has parted": [*THREE[:2], *TWO, THREE[2]],
    "half a batch with another behind it": [*THREE[:2], *TWO],
    "a line of a batch twice": [*THREE, THREE[2]],
    "marks that are none": [line("c", "x", -1), A],
    "a count that is none": [A.replace(b"}", b', "appendid": [], "appendcount": "3"}'), A],
    "the word in a text": [line('"appendid"'), A],
    "zeros between lines": [b"\0" * 20, A],
    "zeros inside half a batch, with another append behind": [THREE[0], b"\0\0", *TWO],
    "a broken line with marks": [b'{"specversion", "appendid"}', A],
    "a last line that somebody changed": [A[:-2]],
    "a last line that is no event": [b'{"id": "c"}'],
}
HALF = {
    "half a batch": THREE[:2],
    "half of it, and zeros": [THREE[0], b"\0" * 100, THREE[2]],
    "zeros, and half of it": [b"\0" * 100, *THREE[1:]],
    "zeros": [b"\0" * 100],
    "rubbish": [b"rub", b"", b"bish"],
    "a beginning": [b'{"specv'],
}
LACKING = [
    (A, True),
    (b"\n".join(THREE), True),
    (b"\n".join([A, A]), True),
    (b"\n".join(THREE[:2]), False),
    (THREE[0], False),
    (A + b"\n", False),
    (A[:-1], False),
    (b'{"specversion": "1.0"}', False),
    (A + b"\0", False),
]


@pytest.mark.parametrize("lines", WHOLE.values(), ids=WHOLE)
def test_whole_appends_are_read(lines: list[bytes]) -> None:
    """Wherever a merge has put their lines; broken lines elsewhere too, for whoever checks them to name them."""
    assert whole(lines) == lines


@pytest.mark.parametrize("lines", HALF.values(), ids=HALF)
def test_what_a_crash_left_is_held_back(lines: list[bytes]) -> None:
    """At the end, and there alone."""
    assert whole([A, *TWO, *lines]) == [A, *TWO]
    assert whole([*lines, A]) == [*lines, A]


@pytest.mark.parametrize(("rest", "lacks"), LACKING)
def test_a_newline_that_is_missing(rest: bytes, *, lacks: bool) -> None:
    """Behind one whole append; what is cut within lacks more than that."""
    assert lacks_newline(rest) is lacks
