"""How far the tables have read the log: for the notice on a page, and for pages that look for news."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from timeline.pages.ask import Ask
from timeline.pages.page import Site, opened

_READ = "SELECT seq, last_id FROM _projection"


def state(ask: Ask, site: Site, given: Mapping[str, str]) -> dict[str, Any]:
    """The last line of the log that the pages know, its event, and why not more."""
    return {**(ask.row(_READ) or {}), "notice": site.notice}


def as_it_is(ask: Ask, site: Site) -> Site:
    """The site with the chronology's own words; where it follows the log, with how far it has come."""
    site = replace(site, opened=opened(ask))
    if site.seq is None:
        return site
    seq = ask.value(_READ)
    notice = f"These pages show the log up to line {seq:,}: {site.notice}" if site.notice else ""
    return replace(site, seq=seq, notice=notice)
