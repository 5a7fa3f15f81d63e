"""Where the facts have pages: on a published site that somebody names, or nowhere."""

from timeline.pages.links import Links
from timeline.publishing.links import Layout, StaticLinks


class Nowhere(Links):
    """No page has an address."""

    def page(self, name: str, **asked: str | int | None) -> str:
        return ""

    def fact(self, slug: str) -> str:
        return ""

    actor = place = source = fact


def links(site: str) -> Links:
    """The pages below the address of a published site."""
    return StaticLinks("", Layout()) if site else Nowhere()
