"""The timeline as it stands, as the log had it at the end of a day, or as the sources had it by then.

Most facts said then what they say now. The few that did not are folded from the events that count.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from heapq import merge
from itertools import islice

from timeline.pages import published, recorded
from timeline.pages.ask import Ask, Row
from timeline.pages.brief import Brief, briefs
from timeline.pages.listing import in_order, page_of, sort_key
from timeline.pages.page import Site
from timeline.pages.question import Question
from timeline.pages.since import Since
from timeline.pages.then import State, Then


@dataclass(frozen=True)
class Shown:
    """A page of the timeline; `since` says what has changed, where it is not the state that stands."""

    briefs: list[Brief]
    before: str | None = None
    after: str | None = None
    since: Since | None = None


def listed(ask: Ask, site: Site, question: Question) -> Shown:
    """The page of facts that the question asks for, in the state that it asks for. Raises TooMany."""
    if question.faults:
        return Shown([])
    state = _state(ask, site, question)
    found: dict[str, Then] = {}
    both = merge(
        in_order(ask, question, state.limits),
        _taken(state, question, found),
        key=sort_key,
        reverse=question.back,
    )
    rows = list(islice(both, question.size + 1))
    page = page_of(rows[: question.size], question, more=len(rows) > question.size)
    shown = briefs(ask, site, page.rows, found)
    if question.known:
        shown = [_on_day(brief, question.known) for brief in shown]
    return Shown(shown, page.before, page.after, state.since)


def _state(ask: Ask, site: Site, question: Question) -> State:
    if question.known:
        return recorded.state(ask, site, question)
    if question.published:
        return published.state(ask, site, question)
    return State()


def _taken(state: State, question: Question, found: dict[str, Then]) -> Iterator[Row]:
    """Those of the otherwise told facts that the question takes in; `found` remembers them."""
    for told in state.otherwise:
        if told.passes(question):
            found[told.row["id"]] = told
            yield told.row


def _on_day(brief: Brief, day: str) -> Brief:
    """With a link to what the fact said then."""
    return replace(brief, name=brief.name._replace(href=f"{brief.name.href}?on={day}"))
