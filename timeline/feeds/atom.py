"""Atom (RFC 4287). All texts are plain text: nothing in a feed is markup."""

from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element

from timeline.feeds.entry import Entry, Feed
from timeline.feeds.xml import add, fragment, written

CONTENT_TYPE = "application/atom+xml; charset=utf-8"
_NAMESPACE = "http://www.w3.org/2005/Atom"


def atom(feed: Feed) -> str:
    """The feed as an Atom document."""
    return "".join(parts(feed, feed.entries, feed.updated))


def parts(feed: Feed, entries: Iterable[Entry], updated: str) -> Iterator[str]:
    """The same with these entries, an entry at a time; `updated` is when there was news last."""
    head, end, _ = written(_head(feed, updated)).rpartition("</feed>")
    yield head
    for entry in entries:
        yield fragment(_entry(entry))
    yield f"{end}\n"


def _head(feed: Feed, updated: str) -> Element:
    root = Element("feed", {"xmlns": _NAMESPACE, "xml:lang": feed.language})
    add(root, "id", feed.id)
    add(root, "title", feed.title)
    if feed.subtitle:
        add(root, "subtitle", feed.subtitle)
    add(root, "updated", updated)
    if feed.href:
        add(root, "link", rel="self", type="application/atom+xml", href=feed.href)
    if feed.home:
        add(root, "link", rel="alternate", type="text/html", href=feed.home)
    _add_author(root, feed.author)
    add(root, "generator", "Timeline")
    if feed.rights:
        add(root, "rights", feed.rights)
    return root


def _entry(entry: Entry) -> Element:
    element = Element("entry")
    add(element, "id", entry.id)
    add(element, "title", entry.title)
    add(element, "published", entry.published)
    add(element, "updated", entry.updated)
    if entry.href:
        add(element, "link", rel="alternate", type="text/html", href=entry.href)
    for author in entry.authors:
        _add_author(element, author)
    for category in entry.categories:
        add(element, "category", term=category)
    add(element, "summary", entry.summary, type="text")
    if entry.content:
        add(element, "content", entry.content, type="text")
    return element


def _add_author(parent: Element, name: str) -> None:
    add(add(parent, "author"), "name", name)
