"""An Atom feed (RFC 4287) of the facts: to syndicate them, or to hand them to what reads feeds. All is plain text.

The ids are those of the feed that `timeline serve` has, so that a reader knows the entries again. Entries stand in
the order in which things happened; who recorded them is left out but for `--with-authors`.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import BinaryIO

from timeline.exporting.chosen import Chosen
from timeline.exporting.formats import Left, Mapped
from timeline.feeds import atom
from timeline.feeds.entry import Entry, Feed, tag
from timeline.pages.feeds import facts, opening
from timeline.pages.newest import Latest
from timeline.registry import Kinds

_FIELDS = (
    Mapped("feed/id", "the event that opened the log, and the filters, as a tag URI (RFC 4151)"),
    Mapped("feed/title", "the chronology's title"),
    Mapped("feed/subtitle", "its description"),
    Mapped("feed/updated", "when the last event about any of the facts was recorded"),
    Mapped("feed/link", "the site, with `--site`"),
    Mapped("feed/author/name", "the chronology's title"),
    Mapped("feed/generator", "`Timeline`"),
    Mapped("feed/rights", "its licence"),
    Mapped("feed/entry/id", "the fact, as a tag URI"),
    Mapped("feed/entry/title", "`title`"),
    Mapped("feed/entry/published", "when its first event was recorded"),
    Mapped("feed/entry/updated", "when its last event was recorded"),
    Mapped("feed/entry/link", "the fact's page, with `--site`"),
    Mapped("feed/entry/author/name", "who recorded its last event, with `--with-authors`"),
    Mapped("feed/entry/category", "the kind"),
    Mapped("feed/entry/summary", "whether it is a first report, or what changed last"),
    Mapped("feed/entry/content", "the date in words, `summary`, and the last change whole"),
)


def fields(_kinds: Kinds) -> Sequence[Mapped]:
    """The mapping."""
    return _FIELDS


def write(chosen: Chosen, out: BinaryIO) -> Left:
    """The feed."""
    site, log = chosen.site, opening(chosen.ask)
    filters = [f"{name}={value}" for name, value in chosen.question.asked().items() if name != "size"]
    feed = Feed(
        id=tag(log.id, log.day, "timeline", *filters),
        title=site.title,
        author=site.title,
        home=site.absolute(site.links.page("timeline")),
        href="",
        began=log.time,
        entries=(),
        subtitle=str(site.opened.get("description") or ""),
        language=site.language,
        rights=str(site.opened.get("licence") or ""),
    )
    updated = max((row["changed_at"] for row in chosen.rows()), default=log.time)
    for part in atom.parts(feed, _entries(chosen), updated):
        out.write(part.encode())
    return Counter()


def _entries(chosen: Chosen) -> Iterator[Entry]:
    for page in chosen.pages():
        for entry in facts(chosen.ask, chosen.site, [Latest(row, stands=True) for row in page]):
            yield entry if chosen.options.with_authors else replace(entry, authors=())
