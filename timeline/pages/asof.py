"""The timeline as it stands, as the log had it at the end of a day, or as the sources had it by then."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from timeline.pages.ask import Ask
from timeline.pages.brief import Brief, briefs
from timeline.pages.listing import listing
from timeline.pages.page import Site
from timeline.pages.question import Question


@dataclass(frozen=True)
class Shown:
    """A page of the timeline; `asof` says of which state, where that is not the one that stands."""

    briefs: list[Brief]
    before: str | None
    after: str | None
    asof: Mapping[str, Any] | None = None


def listed(ask: Ask, site: Site, question: Question) -> Shown:
    """What the question asks for."""
    if question.faults:
        return Shown([], None, None)
    page = listing(ask, question)
    return Shown(briefs(ask, site, page.rows), page.before, page.after)
