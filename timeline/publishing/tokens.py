"""The words that a text is found by, in any script. `static/search-index.js` makes the same of what a reader types.

A word has neither case nor accents, so that `Zoë` and `zoe` are one. Scripts that leave no space between words, or
that readers do not type words of, are found by each character and each pair of neighbours.
"""

import re
import unicodedata
from collections.abc import Iterator

_LONGEST = 32
"""Characters of a word that count."""

_MARKS = re.compile("[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670]")
"""Accents, and the vowels of Hebrew and Arabic; those of other scripts tell words apart."""

_UNSPACED = (
    "\u0e00-\u109f\u1100-\u11ff\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
)
"""Thai, Lao, Tibetan, Burmese, Khmer, Japanese, Chinese and Korean."""

_RUNS = re.compile(f"([{_UNSPACED}]+)|[^{_UNSPACED}]+")


class _Folded(dict[int, str]):
    """Each character as it is compared, for `str.translate`: letters, digits and their marks; all else parts words."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        folded = " " if unicodedata.category(character)[0] not in "LNM" else _bare(character)
        return self.setdefault(code, folded)


def _bare(character: str) -> str:
    apart = unicodedata.normalize("NFKD", character.upper().lower())
    return unicodedata.normalize("NFKC", _MARKS.sub("", apart))


_FOLDED = _Folded()


def tokens(text: str) -> Iterator[str]:
    """All words of a text, as often as they come."""
    for word in unicodedata.normalize("NFC", text).translate(_FOLDED).split():
        for found in _RUNS.finditer(word):
            run = found[0]
            if not found[1]:
                yield run[:_LONGEST]
                continue
            yield from run
            yield from (run[at : at + 2] for at in range(len(run) - 1))


def shard(token: str, shards: int) -> int:
    """In which of so many files a word is: all words that begin with the same two characters are in one.

    `kind:attack` and its like are no words, and are spread by all that they say.
    """
    number = 0
    for character in token if ":" in token else token[:2]:
        number = (number * 31 + ord(character)) % 65_536
    return number % shards
