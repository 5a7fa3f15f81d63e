"""UTF-8 is what table 3-7 of the Unicode Standard makes it: nothing overlong, no surrogate, nothing beyond U+10FFFF."""

import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest

from tests.one_line import AROUND, damage, log_of, value_in

TAIL = (0x80, 0xBF)
ROWS: dict[str, list[tuple[int, int]]] = {
    "U+0000": [(0x00, 0x7F)],
    "U+0080": [(0xC2, 0xDF), TAIL],
    "U+0800": [(0xE0, 0xE0), (0xA0, 0xBF), TAIL],
    "U+1000": [(0xE1, 0xEC), TAIL, TAIL],
    "U+D000": [(0xED, 0xED), (0x80, 0x9F), TAIL],
    "U+E000": [(0xEE, 0xEF), TAIL, TAIL],
    "U+10000": [(0xF0, 0xF0), (0x90, 0xBF), TAIL, TAIL],
    "U+40000": [(0xF1, 0xF3), TAIL, TAIL, TAIL],
    "U+100000": [(0xF4, 0xF4), (0x80, 0x8F), TAIL, TAIL],
}
"""The table: of what follows from each first character, the first and last of every byte."""

CHARACTER = b"|".join(b"".join(b"[\\x%02x-\\x%02x]" % span for span in row) for row in ROWS.values())
WELL_FORMED = re.compile(b"(?:" + CHARACTER + b")*")

LONG_FORMS = ["c080", "c1bf", "e08080", "e09fbf", "f0808080", "f08fbfbf", "f888808080", "f8808080af", "fc8480808080"]
SURROGATES = ["eda080", "edafbf", "edb080", "edbfbf", "eda0bdedb880", "edb880eda0bd"]
ODD = [
    bytes.fromhex(digits)
    for digits in [*LONG_FORMS, *SURROGATES, "f4908080", "f7bfbfbf", "efbfbe", "efbfbf", "fefeffff"]
]
FIRST = [bytes([byte]) for byte in range(0x80, 0x100)]
SHIFTED = [
    byte + filler for byte in FIRST for filler in (b"A", b"\x80", b"\x80\x80", b"\x80\x80\x80", b"\xbf\xbf\xbf\xbf")
]


def edges(row: list[tuple[int, int]]) -> Iterator[bytes]:
    """Every character at the edge of a row, just beyond it, and the beginning of each."""
    for character in product(*({first - 1, first, last, last + 1} for first, last in row)):
        yield from (bytes(character[:length]) for length in range(1, len(row) + 1))


SEQUENCES = {
    **{name: sorted(set(edges(row))) for name, row in ROWS.items() if name != "U+0000"},
    "first byte": FIRST,
    "first byte and others": SHIFTED,
    "odd": ODD,
}


def complaint(value: bytes) -> str:
    """What is to be said of a line with the text in it: Python's decoder knows where it goes wrong."""
    try:
        (AROUND % value).decode()
    except UnicodeDecodeError as error:
        return f"is not UTF-8 at byte {error.start}"
    return ""


@pytest.mark.parametrize("sequences", SEQUENCES.values(), ids=SEQUENCES)
def test_sequences(tmp_path: Path, sequences: list[bytes]) -> None:
    """The table, Python and the log are of one mind."""
    for sequence in sequences:
        value = b'"' + sequence + b'"'
        log, expected = log_of(tmp_path, AROUND % value), complaint(value)
        assert bool(WELL_FORMED.fullmatch(sequence)) == (not expected), sequence
        assert (damage(log) if expected else value_in(log)) == (expected or sequence.decode()), sequence


def test_there_are_enough_of_them() -> None:
    """Well-formed ones and others."""
    tried = {sequence for sequences in SEQUENCES.values() for sequence in sequences}
    good = sum(1 for sequence in tried if WELL_FORMED.fullmatch(sequence))
    assert (good, len(tried) - good) == (143, 1467)
