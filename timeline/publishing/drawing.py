"""A picture to be shown where somebody links to a page: text and bars on paper, 1200 by 630 pixels, as PNG.

Pillow draws, with fonts that come as packages, so that the picture is the same on every machine that has the same
versions of them. A text that these fonts cannot draw whole is not drawn at all: boxes for letters say nothing.
"""

import importlib
import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from io import BytesIO
from typing import Any, NamedTuple

SIZE = (1200, 630)
PAPER, SOFT, INK = 127, 45, 0
MARK, PALE = 200, 201
"""Shades: from ink to paper there are 128, so that letters have smooth edges; bars have colours of their own."""

_RAMP = ((27, 31, 36), (253, 252, 250))
_COLOURS = {MARK: (11, 83, 148), PALE: (169, 198, 227)}
_NEEDED = ("PIL", "fontTools", "fontpkg_noto_sans", "fontpkg_noto_sans_arabic")
_FONTS = ("fontpkg_noto_sans", "fontpkg_noto_sans_arabic")
_SIMPLE = 0x0590
"""Below it, letters stand one after the other; above, they join and turn, which Pillow can only with Raqm."""


def is_here() -> bool:
    """Whether what draws is installed: the extra `cards`."""
    return all(find_spec(name) for name in _NEEDED)


class Style(NamedTuple):
    """How large, in pixels, and how dark a text is; and how many lines of how many pixels it may take.

    One that `ends` has its end where others have their beginning.
    """

    size: int
    bold: bool = False
    shade: int = INK
    lines: int = 1
    width: int = 1080
    ends: bool = False


class Drawing:
    """What has been drawn so far."""

    def __init__(self) -> None:
        from PIL import Image, ImageDraw  # of the extra

        self._image = Image.new("L", SIZE, PAPER)
        self._draw = ImageDraw.Draw(self._image)

    def text(self, left: int, top: int, words: str, style: Style) -> int:
        """Write the words, as far as they fit; gives where the next text can begin. In Arabic, `left` is the right."""
        words = plain(words)
        if not words or not (name := _font_for(words)):
            return top
        font, back = _font(name, style.size, style.bold, _is_simple(words)), _from_the_right(words)
        for line in _lines(font, words, style):
            place = SIZE[0] - left if back and not style.ends else left
            anchor = "ra" if back or style.ends else "la"
            self._draw.text((place, top), line, fill=style.shade, font=font, anchor=anchor)
            top += round(style.size * 1.25)
        return top

    def bar(self, left: float, top: float, right: float, bottom: float, shade: int) -> None:
        """A rectangle; at least one pixel of it."""
        corners = (round(left), round(top), max(round(left), round(right) - 1), max(round(top), round(bottom) - 1))
        self._draw.rectangle(corners, fill=shade)

    def png(self) -> bytes:
        """The picture."""
        from PIL import Image  # of the extra

        coloured = Image.frombytes("P", SIZE, self._image.tobytes())
        coloured.putpalette([part for shade in range(256) for part in _colour(shade)])
        file = BytesIO()
        coloured.save(file, "PNG", compress_level=6)
        return file.getvalue()


def plain(words: str) -> str:
    """The words in one line, composed, without what cannot be seen."""
    seen = (letter for letter in unicodedata.normalize("NFC", words) if unicodedata.category(letter) != "Cf")
    return " ".join("".join(seen).split())


def can_draw(words: str) -> bool:
    """Whether there are letters for all of it."""
    return bool(_font_for(plain(words)))


def _colour(shade: int) -> tuple[int, ...]:
    if shade > PAPER:
        return _COLOURS.get(shade, _RAMP[1])
    return tuple(round(ink + (paper - ink) * shade / PAPER) for ink, paper in zip(*_RAMP, strict=True))


def _font_for(words: str) -> str:
    """The first font that has all letters of the words, empty where none has."""
    needed = {ord(letter) for letter in words if not letter.isspace()}
    found = next((name for name in _FONTS if needed <= _letters(name)), "")
    return found if _is_simple(words) or _can_join() else ""


def _is_simple(words: str) -> bool:
    return all(ord(letter) < _SIMPLE or 0x1E00 <= ord(letter) <= 0x20CF for letter in words)


def _from_the_right(words: str) -> bool:
    ways = (unicodedata.bidirectional(letter) for letter in words)
    return next((way for way in ways if way in ("L", "R", "AL")), "L") != "L"


def _lines(font: Any, words: str, style: Style) -> Iterator[str]:
    """As many words on a line as fit; what does not fit at all ends in three dots."""
    left = words.split()
    for number in range(style.lines):
        line = _fitting(font, left, style.width)
        left = left[len(line) :]
        last = number == style.lines - 1
        yield _cut(font, " ".join([*line, *left] if last or not line else line), style.width)
        if not left or last or not line:
            return


def _fitting(font: Any, words: list[str], width: int) -> list[str]:
    count = 0
    while count < len(words) and font.getlength(" ".join(words[: count + 1])) <= width:
        count += 1
    return words[:count]


def _cut(font: Any, text: str, width: int) -> str:
    if font.getlength(text) <= width:
        return text
    while text and font.getlength(f"{text}…") > width:
        text = text[: -max(1, len(text) // 20)]
    return f"{text.rstrip()}…"


@cache
def _font(name: str, size: int, bold: bool, simple: bool) -> Any:  # a key of the cache
    from PIL import ImageFont  # of the extra

    layout = ImageFont.Layout.BASIC if simple else ImageFont.Layout.RAQM
    font = ImageFont.truetype(_file(name), size, layout_engine=layout)
    font.set_variation_by_axes([700 if bold else 400, 100])
    return font


@cache
def _letters(name: str) -> frozenset[int]:
    from fontTools.ttLib import TTFont  # of the extra

    with TTFont(_file(name), lazy=True) as font:
        return frozenset(font.getBestCmap())


def _file(name: str) -> str:
    folder = importlib.import_module(name).ROOT / "files"
    return str(next(file for file in sorted(folder.iterdir()) if "Italic" not in file.name))


@cache
def _can_join() -> bool:
    from PIL import features  # of the extra

    return bool(features.check("raqm"))
