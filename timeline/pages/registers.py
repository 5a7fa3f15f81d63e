"""The lists of actors, places and sources in the order of their slugs, a page at a time; or of those with a name."""

from collections.abc import Mapping

from timeline.pages.ask import Ask
from timeline.pages.page import Page, Site

SIZE = 50
_MOST = 500
"""So many stand on a page of a folder, where nobody can look for a name."""
MANY = 1_000
"""Facts are counted up to here."""

_COUNTS = {
    "actor": "SELECT DISTINCT fact FROM fact_actors WHERE actor = x.id",
    "place": "SELECT 1 FROM _facts WHERE place = x.id",
    "source": "SELECT 1 FROM events WHERE source = x.id AND +verb <> 'retracted'",
}
_ALIAS = "EXISTS (SELECT 1 FROM json_each(x.aliases) AS alias WHERE alias.value LIKE v.value ESCAPE '!')"
_NAMES = {
    "actor": f"x.name LIKE v.value ESCAPE '!' OR {_ALIAS}",
    "place": "x.name LIKE v.value ESCAPE '!'",
    "source": "x.title LIKE v.value ESCAPE '!' OR x.publisher LIKE v.value ESCAPE '!'",
}


def actors(ask: Ask, site: Site, given: Mapping[str, str]) -> Page:
    """Who takes part."""
    return _register(ask, site, given, "actor")


def places(ask: Ask, site: Site, given: Mapping[str, str]) -> Page:
    """Where it happens."""
    return _register(ask, site, given, "place")


def sources(ask: Ask, site: Site, given: Mapping[str, str]) -> Page:
    """What the facts rest on."""
    return _register(ask, site, given, "source")


def _register(ask: Ask, site: Site, given: Mapping[str, str], kind: str) -> Page:
    q, after, table = given.get("q", "").strip(), given.get("after", ""), site.kinds[kind].table
    variants = [f"%{_escaped(variant)}%" for variant in dict.fromkeys((q, q.lower(), q.upper(), q.title()))]
    size = SIZE if site.live else _MOST
    named = f"EXISTS (SELECT 1 FROM json_each(:variants) AS v WHERE {_NAMES[kind]})" if q else "true"
    sql = f"""SELECT x.*, (SELECT count(*) FROM ({_COUNTS[kind]} LIMIT {MANY})) AS facts
        FROM "{table}" AS x WHERE x.id > :after AND {named} ORDER BY x.id LIMIT {size + 1}"""
    rows = ask.rows(sql, after=after, variants=variants)
    following = site.links.page(f"{kind}s", q=q, after=rows[size - 1]["id"]) if len(rows) > size else ""
    first = site.links.page(f"{kind}s", q=q) if after else ""
    shown = {"kind": kind, "q": q, "rows": rows[:size], "first": first, "next": following, "many": MANY}
    return Page(f"{kind}s.html", f"{kind}s".capitalize(), shown)


def _escaped(typed: str) -> str:
    """What people type, where % and _ mean nothing."""
    return "".join(f"!{letter}" if letter in "!%_" else letter for letter in typed)
