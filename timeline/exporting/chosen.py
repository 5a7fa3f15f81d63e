"""The facts that a question takes in, one after the other in order of occurrence, with all that a format can need.

They are read a page at a time by the code of the timeline's own page, so that an export has what the page shows, in
bounded memory however many there are.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from timeline.event import Event
from timeline.exporting.record import REGISTRIES, Record, records
from timeline.pages.ask import Ask, Row
from timeline.pages.listing import how_many, listing
from timeline.pages.page import Site
from timeline.pages.question import Question
from timeline.progress import Counting, unheard

_AT_A_TIME = 1_000

Line = tuple[Event, bytes]
Lines = Callable[[], Iterable[Line]]
"""Reads the events of the log that count, each with its line."""


@dataclass(frozen=True)
class Options:
    """What can be asked of single formats."""

    uncertain: bool = False
    placed: bool = False
    with_authors: bool = False
    with_retracted: bool = False


@dataclass
class Chosen:
    """`site` has the chronology's own words and the addresses of its pages; `progress` is told how many of how many."""

    ask: Ask
    site: Site
    question: Question
    lines: Lines
    options: Options = Options()
    progress: Counting = unheard

    @cached_property
    def count(self) -> int:
        """How many facts there are."""
        return how_many(self.ask, self.question)

    def rows(self) -> Iterator[Row]:
        """Their rows in the timeline."""
        for page in self._pages():
            yield from page

    def pages(self) -> Iterator[list[Row]]:
        """The same, some at a time."""
        done = 0
        for page in self._pages():
            yield page
            done += len(page)
            self.progress(done, self.count)

    def records(self) -> Iterator[Record]:
        """All of each."""
        for page in self.pages():
            yield from records(self.ask, self.site, page)

    def registered(self, kind: str) -> Iterator[Row]:
        """What is registered of a kind, by slug: all of it for the whole chronology, else what the facts name."""
        if self.question.is_open:
            yield from self._all(REGISTRIES[kind])
        else:
            select = f"SELECT * FROM {REGISTRIES[kind]} WHERE id IN (SELECT value FROM json_each(:slugs)) ORDER BY id"
            yield from self.ask.rows(select, slugs=sorted(self.named))

    @cached_property
    def named(self) -> set[str]:
        """The slugs of all that the facts name, and of the actors that those belong to."""
        slugs = {slug for record in self.records() for slug in record.named}
        select = (
            "SELECT member_of FROM actors WHERE member_of IS NOT NULL AND id IN (SELECT value FROM json_each(:new))"
        )
        new = slugs
        while new:
            new = {row["member_of"] for row in self.ask.rows(select, new=sorted(new))} - slugs
            slugs |= new
        return slugs

    def address(self, record: Record) -> str:
        """Where its page is; empty when there is no site."""
        return self.site.absolute(record.brief.name.href)

    def _pages(self) -> Iterator[list[Row]]:
        question: Question | None = replace(self.question, size=_AT_A_TIME)
        while question:
            page = listing(self.ask, question)
            yield list(page.rows)
            question = replace(question, after=page.after) if page.after else None

    def _all(self, table: str) -> Iterator[Row]:
        last = ""
        while rows := self.ask.rows(
            f"SELECT * FROM {table} WHERE id > :last ORDER BY id LIMIT {_AT_A_TIME}", last=last
        ):
            yield from rows
            last = rows[-1]["id"]
