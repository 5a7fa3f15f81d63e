"""What became of lines, told by their hashes; a letter stands for each."""

from itertools import product

import pytest

from timeline.changed import changes


def hashes(text: str) -> list[bytes]:
    """A hash for each letter."""
    return [letter.encode() for letter in text]


@pytest.mark.parametrize(
    ("kept", "now", "expected"),
    [
        ("abc", "abc", []),
        ("abc", "abcde", []),
        ("", "abc", []),
        ("abc", "axc", ["2 was changed since it was signed"]),
        ("abc", "axbc", ["2 was slipped in between lines that were signed"]),
        ("abc", "xabc", ["1 was slipped in between lines that were signed"]),
        ("abc", "ac", ["2 has vanished since it was signed"]),
        ("abc", "acd", ["2 has vanished since it was signed"]),
        ("abc", "ab", ["3 has vanished since it was signed"]),
        ("abc", "", [f"{n} has vanished since it was signed" for n in (1, 2, 3)]),
        ("abc", "abx", ["3 was changed since it was signed"]),
        ("abcd", "adcb", ["4 was moved since it was signed as line 2", "2 was moved since it was signed as line 4"]),
        ("abcd", "xcy", ["1 was changed since it was signed", "2 has vanished since it was signed",
                          "3 was changed since it was signed as line 4"]),
    ],
)  # fmt: skip
def test_changes(kept: str, now: str, expected: list[str]) -> None:
    """Each in words, by its number now, or that which it had."""
    assert [f"{line} {words}" for line, words in changes(hashes(kept), hashes(now))] == expected


def test_no_change_goes_unnamed() -> None:
    """Of all short logs, with lines that are there twice: nothing is named if nothing became of them, and only then."""
    texts = ["".join(letters) for size in range(5) for letters in product("abc", repeat=size)]
    for kept, now in product(texts, repeat=2):
        found = list(changes(hashes(kept), hashes(now)))
        assert (found == []) == now.startswith(kept), (kept, now)
