"""The page that verifies in the reader's browser; it stands on a published site alone, beside the files it needs."""

from collections.abc import Mapping

from timeline.pages.ask import Ask
from timeline.pages.page import Page, Site

_NEWEST = "SELECT size, time, text FROM checkpoints ORDER BY size DESC LIMIT 1"
_COVERED = """SELECT seq, offset, verb, time FROM events
WHERE subject = :slug AND verb <> 'opened' AND published_in IS NOT NULL ORDER BY seq"""


def verify(ask: Ask, site: Site, given: Mapping[str, str]) -> Page:
    """The page; `given` has the verifier keys of who signed, one a line."""
    return Page("verify.html", "Verify", {"newest": ask.rows(_NEWEST)[0], "keys": given["keys"]})


def receipts(ask: Ask, site: Site, slug: str) -> list[dict[str, str]]:
    """Where the receipts of a subject's events are made, if somebody signed them."""
    rows = ask.rows(_COVERED, slug=slug) if site.signed else []
    page = site.links.page("verify") if rows else ""
    return [{**row, "href": f"{page}#line={row['seq']}&from={row['offset']}"} for row in rows]
