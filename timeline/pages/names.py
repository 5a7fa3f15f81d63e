"""What slugs are called, so that a page shows names and links where the log has slugs."""

import json
from collections.abc import Iterable
from typing import NamedTuple

from timeline.pages.ask import Ask, slugs
from timeline.pages.links import Links


class Name(NamedTuple):
    """Something registered or a fact: how to call it and where its page is."""

    slug: str
    words: str
    href: str
    kind: str = ""


class Names:
    """The names of some slugs; one that nothing standing has is called by itself, and has a page all the same."""

    def __init__(self, ask: Ask, links: Links, wanted: Iterable[str]) -> None:
        found = ask.rows(
            "SELECT id, kind, title FROM _facts WHERE id IN (SELECT value FROM json_each(:wanted))",
            wanted=slugs(wanted),
        )
        self._links = links
        self._known = {
            row["id"]: Name(row["id"], row["title"], links.of(row["kind"], row["id"]), row["kind"]) for row in found
        }

    def __getitem__(self, slug: str) -> Name:
        return self._known.get(slug) or Name(slug, slug, self._links.subject(slug))

    def __contains__(self, slug: str) -> bool:
        return slug in self._known

    def chain(self, attributed_to: str | None) -> list[Name]:
        """A chain of attribution, originator first, from its JSON."""
        return [self[slug] for slug in json.loads(attributed_to or "[]")]
