"""The feeds: of corrections, and of the facts, where each change brings an entry up again."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from timeline.feeds import atom, json_feed
from timeline.feeds.entry import Entry, Feed, tag
from timeline.pages import spoken
from timeline.pages.ask import Ask
from timeline.pages.changed import VERBS, Changed, changed
from timeline.pages.corrections import Wanted, listed
from timeline.pages.newest import Latest, newest
from timeline.pages.page import Document, Missing, Site

NEWEST = 100
"""So many entries has a feed."""


class Opening(NamedTuple):
    """The event that opened the log: its id, its time, and what the log is called."""

    id: str
    time: str
    subject: str

    @property
    def day(self) -> str:
        return self.time[:10]


def corrections_atom(ask: Ask, site: Site, given: Mapping[str, str]) -> Document:
    """Every update, correction and retraction, an entry each, by the same filters as the page; the newest."""
    wanted = Wanted.read({**given, "after": "", "before": ""})
    if wanted.faults:
        raise Missing(" ".join(wanted.faults))
    found = changed(ask, site, [row["event"] for row in listed(ask, wanted, NEWEST).rows])
    log = opening(ask)
    entries = [_correction(site, log, change) for change in found]
    feed = _feed(site, log, "corrections.atom", entries, wanted.asked())
    return _document(atom.atom(feed), atom.CONTENT_TYPE, feed)


def timeline_atom(ask: Ask, site: Site, given: Mapping[str, str]) -> Document:
    """The facts that were recorded or changed last."""
    feed = _timeline(ask, site, "atom")
    return _document(atom.atom(feed), atom.CONTENT_TYPE, feed)


def timeline_json(ask: Ask, site: Site, given: Mapping[str, str]) -> Document:
    """The same entries as a JSON Feed."""
    feed = _timeline(ask, site, "json")
    return _document(json_feed.json_feed(feed), json_feed.CONTENT_TYPE, feed)


def _timeline(ask: Ask, site: Site, suffix: str) -> Feed:
    log, found = opening(ask), newest(ask, site, NEWEST)
    return _feed(site, log, f"timeline.{suffix}", facts(ask, site, found), {})


def facts(ask: Ask, site: Site, found: Sequence[Latest]) -> list[Entry]:
    """An entry for each of some facts, in their order; some questions, however many facts."""
    log = opening(ask)
    heads = {change.event["id"]: change for change in changed(ask, site, [one.row["head"] for one in found])}
    return [_fact(site, log, one, heads[one.row["head"]]) for one in found]


def opening(ask: Ask) -> Opening:
    """That of the log."""
    row = ask.row("SELECT id, time, subject FROM events WHERE verb = 'opened' ORDER BY seq LIMIT 1")
    return Opening(**row) if row else Opening("none", "1970-01-01T00:00:00Z", "none")


def _feed(site: Site, log: Opening, name: str, entries: Sequence[Entry], asked: Mapping[str, str]) -> Feed:
    page = name.partition(".")[0]
    filters = [f"{key}={value}" for key, value in asked.items()]
    return Feed(
        id=tag(log.id, log.day, page, *filters),
        title=f"{site.title}: corrections" if page == "corrections" else site.title,
        author=site.title,
        home=site.absolute(site.links.page(page, **asked)),
        href=site.absolute(site.links.page(name, **asked)),
        began=log.time,
        entries=entries,
        subtitle=str(site.opened.get("description") or ""),
        language=site.language,
        rights=str(site.opened.get("licence") or ""),
    )


def _correction(site: Site, log: Opening, change: Changed) -> Entry:
    event = change.event
    return Entry(
        id=tag(log.id, log.day, "event", event["id"]),
        title=f"{change.fact.words}: {'report withdrawn' if change.data.get('report') else change.verb}",
        href=site.absolute(change.anchor),
        published=event["time"],
        updated=event["time"],
        summary=spoken.what(change),
        content=spoken.whole(change),
        authors=_people(event["authid"]),
        categories=(event["kind"], change.verb),
    )


def _fact(site: Site, log: Opening, latest: Latest, head: Changed) -> Entry:
    row = latest.row
    status = "" if latest.stands else "Retracted: "
    news = spoken.whole(head) if head.verb in VERBS else "A further report." if row["revision"] > 1 else ""
    about = (row["date_words"] or "date unknown", row["summary"], news and f"Last change: {news}")
    return Entry(
        id=tag(log.id, log.day, "fact", row["id"]),
        title=f"{status}{row['title']}",
        href=site.absolute(site.links.of(row["kind"], row["id"])),
        published=row["recorded_at"],
        updated=row["changed_at"],
        summary=spoken.what(head) if head.verb in VERBS else "a further report" if news else "first report",
        content="\n\n".join(part for part in about if part),
        authors=_people(head.event["authid"]),
        categories=(row["kind"],),
    )


def _people(authid: str | None) -> tuple[str, ...]:
    return (authid,) if authid else ()


def _document(body: str, content_type: str, feed: Feed) -> Document:
    return Document(body, content_type, feed.updated)
