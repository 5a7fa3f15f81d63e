"""Sitemaps (https://www.sitemaps.org/protocol.html): which addresses there are, and when each changed."""

from collections.abc import Iterable
from xml.etree.ElementTree import Element

from timeline.feeds.xml import add, written

CONTENT_TYPE = "application/xml; charset=utf-8"
MOST = 50_000
"""So many addresses may one sitemap have."""

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def sitemap(addresses: Iterable[tuple[str, str | None]]) -> str:
    """The addresses, each with the time of its last change where that is known."""
    root = Element("urlset", {"xmlns": _NAMESPACE})
    for address, changed in addresses:
        url = add(root, "url")
        add(url, "loc", address)
        if changed:
            add(url, "lastmod", changed)
    return written(root)


def sitemap_index(parts: Iterable[str]) -> str:
    """The addresses of sitemaps."""
    root = Element("sitemapindex", {"xmlns": _NAMESPACE})
    for part in parts:
        add(add(root, "sitemap"), "loc", part)
    return written(root)
