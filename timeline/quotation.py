"""A passage given by its words becomes its place in the source's text, or is refused; nothing is matched loosely.

As in the W3C Web Annotation model: a TextQuoteSelector (`exact`, with `prefix` and `suffix` where the words stand in
the text more than once) becomes a TextPositionSelector (`start`, `end`, in Unicode code points).
"""

import re
import unicodedata
from typing import Any

from timeline.fact import Json

_QUOTE = frozenset({"exact", "prefix", "suffix"})
_PLACE = frozenset({"start", "end"})
_ALIKE = {"'": "['‘’‚‛]", '"': '["“”„‟«»]', "-": "[-‐‑‒–—−]"}  # noqa: RUF001  # what typesetters make of them


def located(passage: Any, text: str) -> Json:
    """The place of a passage in its text: `{"start": 5, "end": 9}`.

    A string or `{"exact": …}` must stand there once, to the letter; a place with `exact` must hold those words.
    ValueError says what is wrong with it.
    """
    given = {"exact": passage} if isinstance(passage, str) else passage
    if not isinstance(given, dict) or given.keys() - _QUOTE - _PLACE or not given.keys() & {"exact", "start"}:
        raise ValueError("is not a passage: give the words as they stand in the text")
    if given.keys() >= _PLACE:
        return _confirmed(given, text)
    before, exact, after = (given.get(name, "") for name in ("prefix", "exact", "suffix"))
    if not (isinstance(before, str) and isinstance(exact, str) and isinstance(after, str) and exact.strip()):
        raise ValueError("exact, prefix and suffix are texts, and exact is not blank")
    start = _only(before + exact + after, text, exact) + len(before)
    return {"start": start, "end": start + len(exact)}


def _only(words: str, text: str, exact: str) -> int:
    """Where the words begin, which stand in the text once."""
    start = text.find(words)
    if start < 0:
        raise ValueError(f"{_short(exact)} does not stand in the text{_almost(words, text)}")
    if text.find(words, start + 1) >= 0:
        raise ValueError(f"{_short(exact)} stands in the text more than once; add what is before or behind it")
    return start


def _confirmed(given: Json, text: str) -> Json:
    start, end = given["start"], given["end"]
    if not (isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= len(text)):
        raise ValueError(f"{start} to {end} is no place in the text, which has {len(text):,} characters")
    if given.get("exact", text[start:end]) != text[start:end]:
        raise ValueError(f"{start} to {end} is {_short(text[start:end])}, not {_short(str(given['exact']))}")
    return {"start": start, "end": end}


def _almost(words: str, text: str) -> str:
    """The same words with other blanks, marks, dashes or accents: for who mends the quotation, never taken for it."""
    if len(words) > 2_000:
        return ""
    forms = (re.search(_alike(unicodedata.normalize(form, words)), text, re.IGNORECASE) for form in ("NFC", "NFD"))
    found = next(filter(None, forms), None)
    composed = unicodedata.normalize("NFC", words) != words
    return f"; there it says {_short(found[0])}{' (its accents composed)' if composed else ''}" if found else ""


def _alike(words: str) -> str:
    return r"\s+".join("".join(map(_loose, word)) for word in words.split())


def _loose(character: str) -> str:
    return next((class_ for class_ in _ALIKE.values() if character in class_[1:-1]), re.escape(character))


def _short(words: str) -> str:
    return repr(words if len(words) <= 80 else f"{words[:80]}…")
