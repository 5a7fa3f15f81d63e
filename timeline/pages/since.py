"""What has changed since an earlier state: which facts are new, which say something else, which no longer stand."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from timeline.pages.ask import Ask
from timeline.pages.names import Name, Names
from timeline.pages.page import Site
from timeline.pages.replaced import Replaced

SOME = 100


class Since(NamedTuple):
    """Facts by what happened to them since, at most `SOME` of each; `more` says where all are."""

    new: list[Name]
    changed: list[Name]
    gone: list[Name]
    more: str = ""


_NEW = """SELECT DISTINCT slug FROM (
  SELECT e.subject AS slug FROM events AS e CROSS JOIN _facts AS f ON f.id = e.subject
  WHERE e.time > :day AND f.occurs AND f.recorded_at > :day LIMIT 3 * :most) LIMIT :most"""
_CHANGED = """SELECT DISTINCT h.fact AS slug FROM history AS h CROSS JOIN _facts AS f ON f.id = h.fact AND f.occurs
WHERE {replaced} LIMIT :most"""
_GONE = """SELECT DISTINCT h.fact AS slug FROM history AS h
WHERE {replaced} AND h.data <> '{{}}'
  AND NOT EXISTS (SELECT 1 FROM _facts AS f WHERE f.id = h.fact) LIMIT :most"""


def since_recorded(ask: Ask, site: Site, day: str, replaced: Replaced) -> Since:
    """What the log has said since the end of a day."""

    def some(select: str, **given: object) -> list[Name]:
        slugs = [row["slug"] for row in ask.rows(select.format(replaced=replaced.where), most=SOME, **given)]
        names = Names(ask, site.links, slugs)
        return [names[slug] for slug in slugs]

    changed, gone = (some(select, **replaced.given) for select in (_CHANGED, _GONE))
    return Since(some(_NEW, day=f"{day}~"), changed, gone, site.links.page("corrections", since=day))


def since_published(ask: Ask, site: Site, otherwise: Mapping[str, Any]) -> Since:
    """What later sources have added."""
    names = Names(ask, site.links, otherwise)
    standing = {slug: told for slug, told in otherwise.items() if slug in names}
    new = [names[slug] for slug, told in standing.items() if told is None]
    changed = [names[slug] for slug, told in standing.items() if told]
    gone = [names[slug] for slug, told in otherwise.items() if told and slug not in names]
    return Since(new[:SOME], changed[:SOME], gone[:SOME])
