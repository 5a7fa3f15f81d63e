"""The page that a host shows for an address that it has not, whatever that is: no relative link would lead home.

Its style stands in the page itself, and the policy names it by its hash. Where the address of the folder is known, the
links are whole addresses; where it is not, the page says in words how to get home.
"""

import base64
import hashlib
from collections.abc import Mapping

from timeline.pages.ask import Ask
from timeline.pages.page import Page, Site

_STYLE = (
    ":root{color-scheme:light dark}"
    "body{max-width:40rem;margin:15vh auto;padding:0 1rem;font:1.1rem/1.6 Georgia,serif;overflow-wrap:anywhere}"
    "h1{font:700 1.6rem/1.2 system-ui,sans-serif}"
)
_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_POLICY = f"default-src 'none'; style-src 'sha256-{_HASH}'; img-src data:; base-uri 'none'; form-action 'none'"


def lost(ask: Ask, site: Site, given: Mapping[str, str]) -> Page:
    """The page; the host answers 404 with it."""
    return Page("404.html", "There is no such page", {"style": _STYLE, "policy": _POLICY}, status=404)
