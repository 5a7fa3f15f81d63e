"""Facts in a list of one line each: when, what, in which role somebody took part, and by whose word."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from timeline.pages.ask import Ask, Row
from timeline.pages.names import Name, Names
from timeline.pages.page import Site


class Word(NamedTuple):
    """By whose word: the chain, originator first, and the document that it stands in."""

    chain: tuple[Name, ...]
    source: Name | None


class Role(NamedTuple):
    """A part that somebody takes, on which side, and who says so; without a role, only who says so."""

    role: str
    side: str
    words: tuple[Word, ...]


class Taken(NamedTuple):
    """A fact with the parts that one actor takes in it."""

    row: Row
    name: Name
    roles: tuple[Role, ...]


_PARTS = """SELECT a.fact, a.role, a.side, e.source, e.attributed_to
FROM fact_actors AS a JOIN events AS e ON e.id = a.event
WHERE a.actor = :actor AND a.fact IN (SELECT value FROM json_each(:ids)) ORDER BY a.fact, a.role, a.side, e.seq"""
_STANDING = """SELECT e.subject AS fact, '' AS role, NULL AS side, e.source, e.attributed_to FROM events AS e
WHERE e.subject IN (SELECT value FROM json_each(:ids)) AND e.source IS NOT NULL AND +e.verb <> 'retracted'
  AND NOT EXISTS (SELECT 1 FROM events AS w WHERE w.subject = e.subject AND +w.verb = 'retracted'
    AND json_extract(w.data, '$.report') = e.id)"""
_ORDER = " ORDER BY e.subject, e.seq"
_BY = " AND EXISTS (SELECT 1 FROM json_each(e.attributed_to) AS link WHERE link.value = :word)"


def taken(ask: Ask, site: Site, rows: Sequence[Row], *, actor: str = "", word: str = "") -> list[Taken]:
    """These rows of the timeline, with the parts of `actor` in them, or with what rests on the word of `word`."""
    ids = [row["id"] for row in rows]
    if actor:
        parts = ask.rows(_PARTS, ids=ids, actor=actor)
    elif word:
        parts = ask.rows(_STANDING + _BY + _ORDER, ids=ids, word=word)
    else:
        parts = ask.rows(_STANDING + _ORDER, ids=ids)
    names = Names(ask, site.links, _named(parts))
    of: dict[str, list[Row]] = defaultdict(list)
    for part in parts:
        of[part["fact"]].append(part)
    return [Taken(row, _name(site, row), _roles(of[row["id"]], names)) for row in rows]


def _name(site: Site, row: Row) -> Name:
    return Name(row["id"], row["title"], site.links.of(row["kind"], row["id"]), row["kind"])


def _named(parts: Iterable[Row]) -> Iterable[str]:
    for part in parts:
        yield from filter(None, (part["source"], part["side"]))
        yield from json.loads(part["attributed_to"] or "[]")


def _roles(parts: Iterable[Row], names: Names) -> tuple[Role, ...]:
    words: dict[tuple[str, str], list[Word]] = defaultdict(list)
    for part in parts:
        side = names[part["side"]].words if part["side"] else ""
        words[part["role"], side].append(word_of(part, names))
    return tuple(Role(role, side, tuple(dict.fromkeys(several))) for (role, side), several in words.items())


def word_of(event: Row, names: Names) -> Word:
    """By whose word an event is, from its columns."""
    return Word(tuple(names.chain(event["attributed_to"])), names[event["source"]] if event["source"] else None)
