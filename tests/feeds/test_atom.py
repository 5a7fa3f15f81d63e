"""The Atom feeds, by the rules of RFC 4287 (RELAX NG, lxml) and as feedparser reads them."""

from collections.abc import Callable
from pathlib import Path

import feedparser
import pytest
import rnc2rng
from lxml import etree

from tests.chronicle import Chronicle, correct, event, report
from tests.feeds.conftest import fetched
from tests.pages.conftest import Pages
from timeline.feeds.atom import CONTENT_TYPE, atom
from timeline.feeds.entry import Entry, Feed, tag

SCHEMA = etree.RelaxNG(
    etree.fromstring(rnc2rng.dumps(rnc2rng.load(str(Path(__file__).with_name("atom.rnc")))).encode())
)
ATOM = {"a": "http://www.w3.org/2005/Atom"}


async def read(site: Pages, path: str) -> feedparser.FeedParserDict:
    """A valid feed, as a reader has it."""
    text = await fetched(site, path, CONTENT_TYPE)
    SCHEMA.assertValid(etree.fromstring(text.encode()))
    found = feedparser.parse(text)
    assert not found.bozo
    return found


@pytest.mark.asyncio
@pytest.mark.parametrize("name", ["timeline", "corrections"])
async def test_the_article(article: Pages, name: str) -> None:
    """Valid, every entry once, newest first, every address one of ours."""
    found = await read(article, f"/-/{name}.atom")
    ids, updated = [entry.id for entry in found.entries], [entry.updated for entry in found.entries]
    assert len(set(ids)) == len(ids) == {"timeline": 45, "corrections": 2}[name]
    assert (updated, found.feed.updated) == (sorted(updated, reverse=True), updated[0])
    assert found.feed.links[0].href == f"http://localhost/-/{name}.atom"
    assert all(entry.link.startswith("http://localhost/-/fact/") for entry in found.entries)


@pytest.mark.asyncio
@pytest.mark.parametrize("name", ["timeline", "corrections"])
async def test_an_empty_log(pages: Callable[..., Pages], empty_db: Path, name: str) -> None:
    """It has a feed without entries."""
    assert (await read(pages(empty_db), f"/-/{name}.atom")).entries == []


@pytest.mark.asyncio
async def test_a_change_brings_an_entry_up_again(told: Chronicle, pages: Callable[..., Pages]) -> None:
    """The same entry, with the time and the words of the change; a retraction too, and what is withdrawn."""
    told.add(report("attack", "one", "e-1", killed=2), report("attack", "two", "e-2"), report("attack", "six", "e-3"))
    told.project()
    before = {entry.title: entry for entry in (await read(pages(told.db), "/-/timeline.atom")).entries}
    told.add(correct("attack", "one", "e-4", killed=3), event("attack.retracted", "two", "e-5", reason="legal"))
    told.add(report("attack", "six", "e-6", source="agency"))
    told.add(event("attack.retracted", "six", "e-7", reason="unverifiable", report="e-3"))
    told.add(event("attack.retracted", "six", "e-8", reason="legal", report="e-6"))
    told.project()
    six, two, one = (await read(pages(told.db), "/-/timeline.atom")).entries
    assert [entry.title for entry in (six, two, one)] == ["Retracted: six", "Retracted: two", "one"]
    assert [entry.id for entry in (one, two)] == [before["one"].id, before["two"].id]
    assert one.published == before["one"].published == before["one"].updated < one.updated
    assert one.summary == "corrected (coder error): killed"
    assert "killed: 2 → 3" in one.content[0].value
    assert [entry.summary for entry in (six, two)] == ["a report was withdrawn (legal)", "retracted (legal)"]


@pytest.mark.asyncio
async def test_what_still_stands_is_not_retracted(told: Chronicle, pages: Callable[..., Pages]) -> None:
    """One of its reports was withdrawn; it is one entry."""
    told.add(report("attack", "one", "e-1"), report("attack", "one", "e-2", source="agency"))
    told.add(event("attack.retracted", "one", "e-3", reason="legal", report="e-2"))
    told.project()
    [entry] = (await read(pages(told.db), "/-/timeline.atom")).entries
    assert (entry.title, entry.summary) == ("one", "a report was withdrawn (legal)")


@pytest.mark.asyncio
async def test_entries_keep_their_names_when_the_site_moves(told: Chronicle, pages: Callable[..., Pages]) -> None:
    """They are named after the log, not after an address."""
    told.add(report("attack", "one", "e-1"))
    told.project()
    response = await pages(told.db).datasette.client.get("/-/timeline.atom", headers={"host": "example.org"})
    [entry] = feedparser.parse(response.text).entries
    assert (entry.id, entry.link) == (
        "tag:timeline.invalid,2026-11-23:e-open/fact/one",
        "http://example.org/-/fact/one",
    )


@pytest.mark.asyncio
async def test_corrections_of_a_sort(told: Chronicle, pages: Callable[..., Pages]) -> None:
    """The filters of the page; another question is another feed, and what makes no sense is none."""
    told.add(report("attack", "one", "e-1", killed=2), correct("attack", "one", "e-2", killed=3))
    told.add(event("attack.updated", "one", "e-3", set={"killed": 4}))
    told.project()
    site = pages(told.db)
    every, some = await read(site, "/-/corrections.atom"), await read(site, "/-/corrections.atom?verb=updated")
    assert [entry.title for entry in every.entries] == ["one: updated", "one: corrected"]
    assert [entry.title for entry in some.entries] == ["one: updated"]
    assert every.feed.id != some.feed.id
    await site.read("corrections.atom?verb=nix", status=404)


def test_no_text_is_markup_and_none_breaks_the_document() -> None:
    """Characters that XML forbids are replaced; all others come out as they went in."""
    title = "<script>alert(1)</script> ]]> & \" ' \u202e صلح \U0001f600 \ufffd"
    entry = Entry("tag:a", title + "\x00\x08\ud800\uffff", "http://a/?b=1&c=2", *["2026-11-23T10:00:00Z"] * 2, "s")
    written = atom(Feed("tag:f", "f", "a", "http://a", "http://b", "2026-11-23T10:00:00Z", [entry]))
    root = etree.fromstring(written.encode())
    SCHEMA.assertValid(root)
    assert root.findtext("a:entry/a:title", namespaces=ATOM) == title + "\ufffd" * 4
    assert root.xpath("string(a:entry/a:link/@href)", namespaces=ATOM) == "http://a/?b=1&c=2"


def test_a_tag_says_nothing_that_a_tag_may_not() -> None:
    """An importer's event may be named in any way."""
    assert tag("row 1/Ä", "2026-11-23", "fact", "a") == "tag:timeline.invalid,2026-11-23:row%201%2F%C3%84/fact/a"


@pytest.mark.asyncio
async def test_who_has_it_is_not_sent_it_again(article: Pages) -> None:
    """304, by the version; after a change there is another one."""
    first = await article.datasette.client.get("/-/timeline.atom")
    known = {"if-none-match": f'"other", W/{first.headers["etag"]}'}
    again = await article.datasette.client.get("/-/timeline.atom", headers=known)
    assert (again.status_code, again.content) == (304, b"")
    assert first.headers["last-modified"] == "Mon, 23 Nov 2026 12:39:24 GMT"
    other = await article.datasette.client.get("/-/corrections.atom", headers=known)
    assert other.status_code == 200
