"""XML from texts that anybody may have written."""

import re
from xml.etree import ElementTree

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def add(parent: ElementTree.Element, name: str, text: str | None = None, **attributes: str) -> ElementTree.Element:
    """A new element at the end of `parent`; characters that XML 1.0 forbids become U+FFFD."""
    element = ElementTree.SubElement(parent, name, {key: _allowed(value) for key, value in attributes.items()})
    element.text = None if text is None else _allowed(text)
    return element


def written(root: ElementTree.Element) -> str:
    """The document."""
    return f'<?xml version="1.0" encoding="utf-8"?>\n{fragment(root)}\n'


def fragment(element: ElementTree.Element) -> str:
    """An element by itself."""
    return ElementTree.tostring(element, encoding="unicode")


def _allowed(text: str) -> str:
    return _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text)
