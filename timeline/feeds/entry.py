"""What a feed says, in whichever format."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote


@dataclass(frozen=True)
class Entry:
    """One entry; `id` never changes, `updated` does whenever there is news. Addresses are absolute."""

    id: str
    title: str
    href: str
    published: str
    updated: str
    summary: str
    content: str = ""
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()


@dataclass(frozen=True)
class Feed:
    """A feed: `home` is the page that it follows, `href` its own address, `began` when its log was opened."""

    id: str
    title: str
    author: str
    home: str
    href: str
    began: str
    entries: Sequence[Entry]
    subtitle: str = ""
    language: str = "en"
    rights: str = ""

    @property
    def updated(self) -> str:
        """When there was news last; of an empty feed, when its log was opened."""
        return max((entry.updated for entry in self.entries), default=self.began)


AUTHORITY = "timeline.invalid"
"""Who names the entries. Nobody owns a name below .invalid (RFC 2606), so nobody else can name the same ones there."""


def tag(opening: str, day: str, *path: str) -> str:
    """A tag URI (RFC 4151) from the id of the event that opened the log and its day.

    The site may move to another address; these do not.
    """
    return f"tag:{AUTHORITY},{day}:" + "/".join(quote(part, safe="") for part in (opening, *path))
