"""A chronology for a story, in CommonMark: under years, a line a fact, with its date in words and its sources as links.

Each line says when, where and what, the numbers with their doubt, on whose word it is and where that stands. In
italics behind it stands what to be wary of; below it both sides of a dispute, and what was corrected or updated, from
what to what. Nothing in a text is markup: what Markdown could read as such is escaped.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from timeline.exporting.chosen import Chosen
from timeline.exporting.formats import Left, Mapped
from timeline.exporting.record import Record, Report
from timeline.pages import spoken, words
from timeline.pages.streams import stream
from timeline.pages.timeline import heading
from timeline.pages.told import Account, Change, Told, told
from timeline.registry import Kinds

_FIELDS = (
    Mapped("# heading", "the chronology's title"),
    Mapped("first paragraph", "its description"),
    Mapped("## headings", "the years; facts that began in one, and for those of several days, on their first day"),
    Mapped("- item, bold", "the date in words"),
    Mapped("- item", "place, `title`, `summary` or `text`, `quote`, counts"),
    Mapped("- item, in brackets", "the chain of attribution, and `title`, `url` and `publisher` of each source"),
    Mapped(
        "- item, italic", "what became of a plan; disputed, corrected, updated, second-hand, inferred date or place"
    ),
    Mapped("  - item", "each disputed field with both values and who gives them; each correction and update"),
    Mapped("last paragraph", "the licence"),
)

_MARKUP = re.compile(r"([\\`*_{}\[\]<>&!|~$#@^]|(?<=\w)://|(?<=www)\.)", re.IGNORECASE)
"""What CommonMark or its common extensions could read as markup within a line, addresses that they would link among
it. What is markup at the beginning of a line alone stands there in a paragraph alone."""

_BLOCK = re.compile(r"^(\d*)([-+=.)])")
_ESCAPED = r"\1\\\2"

_OPENERS = {"\u202a": "\u202c", "\u202b": "\u202c", "\u202d": "\u202c", "\u202e": "\u202c"}
_OPENERS |= {"\u2066": "\u2069", "\u2067": "\u2069", "\u2068": "\u2069"}
"""What turns the direction of writing, and what ends that."""


def fields(_kinds: Kinds) -> Sequence[Mapped]:
    """The mapping."""
    return _FIELDS


def write(chosen: Chosen, out: BinaryIO) -> Left:
    """The chronology."""
    for line in _lines(chosen):
        out.write(f"{line}\n".encode())
    return Counter()


def _lines(chosen: Chosen) -> Iterator[str]:
    opened, year = chosen.site.opened, None
    yield f"# {plain(chosen.site.title)}"
    if opened.get("description"):
        yield f"\n{_BLOCK.sub(_ESCAPED, plain(opened['description']))}"
    for record in chosen.records():
        if (this := heading(record.row).year) != year:
            year = this
            yield f"\n## {plain(year)}\n"
        yield from _item(chosen, record)
    if opened.get("licence"):
        yield f"\nLicence: {plain(opened['licence'])}"


def _item(chosen: Chosen, record: Record) -> Iterator[str]:
    row, brief = record.row, record.brief
    where = f", {plain(brief.place.words)}" if brief.place else ""
    texts = [row["title"], brief.text, f"“{record.own['quote']}”" if record.own.get("quote") else ""]
    counts = "; ".join(f"{plain(what)}: {plain(count)}" for what, count in brief.counts)
    said = " ".join(_sentence(text) for text in texts if text) + (f" {counts.capitalize()}." if counts else "")
    by = "; ".join(dict.fromkeys(_by(record, report) for report in record.reports))
    line = f"- **{plain(row['date_words'] or 'date unknown')}**{where}: {said}"
    yield line + (f" ({by})" if by else "") + (f" *{record.wary}*" if record.wary else "")
    if {badge.word for badge in brief.badges} & {"disputed", "corrected", "updated"}:
        whole = told(chosen.ask, chosen.site, stream(chosen.ask, record.slug))
        yield from (f"  - {line}" for line in (*_disputes(whole), *_changes(whole)))


def _by(record: Record, report: Report) -> str:
    """Whose word it is, with a link to where it stands."""
    source = record.registered.get(report.source, {"title": report.source})
    title = plain(source["title"])
    link = f"[{title}](<{source['url']}>)" if source.get("url") else title
    where = f"{link}, {plain(source['publisher'])}" if source.get("publisher") else link
    chain = " through ".join(plain(record.called(slug)) for slug in report.chain)
    return f"{chain}, in {where}" if chain else where


def _disputes(whole: Told) -> Iterator[str]:
    for one in whole.disputes:
        sides = ((one.standing, one.standing_by), (one.other, one.other_by))
        values = [f"{plain(spoken.value(field.value))} ({_teller(by)})" for field, by in sides]
        yield f"Disputed: {plain(one.standing.label)}: {' or '.join(values)}"


def _teller(account: Account) -> str:
    return plain(account.source.words) if account.source else "the editor"


def _changes(whole: Told) -> Iterator[str]:
    for change in whole.changes:
        if change.event.verb in ("corrected", "updated"):
            yield f"{change.event.verb.capitalize()}{_why(change)}: {_changed(change)}"


def _why(change: Change) -> str:
    reason = change.event.data.get("reason")
    return f" ({plain(words.label(reason))})" if reason else ""


def _changed(change: Change) -> str:
    pairs = ((now.label, spoken.value(was.value), spoken.value(now.value)) for was, now in change.changed)
    return "; ".join(f"{plain(label)}: {plain(was)} → {plain(now)}" for label, was, now in pairs)


def _sentence(text: str) -> str:
    """A text with something at its end that ends a sentence."""
    escaped = plain(text)
    return escaped if escaped.endswith((".", "?", "!", "…", "”", '"')) else f"{escaped}."


def plain(text: str) -> str:
    """A text in one line that Markdown shows as it is; what turns the direction of writing ends with it."""
    turns = []
    for character in text:
        if character in _OPENERS:
            turns.append(_OPENERS[character])
        elif turns and character == turns[-1]:
            turns.pop()
    line = " ".join(text.split())
    return _MARKUP.sub(lambda found: f"\\{found[0]}", line) + "".join(reversed(turns))
