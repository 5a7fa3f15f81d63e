"""The days on which something certainly happened: it was that very day, or began on it, ended on it, went on over it.

A day counts where a date names it without doubt, in the years 0000 to 9999: no other day has a page. The days between a
beginning and an end count where there are few of them: of a war that lasted for years the first day and the last do. A
period that was counted over is no happening.
"""

from collections.abc import Iterator

from timeline.pages import days
from timeline.pages.ask import Ask
from timeline.pages.page import Site

_SHORT = 31
"""Days that something lasts, of which each counts."""

FIRST, LAST = "0000-01-01", "9999-12-31"

ON = "occurs AND date_kind = 'day' AND earliest IS NOT NULL AND date NOT GLOB '*[?~%]*'"
_NO_PERIOD = "occurs AND date_kind = 'extent' AND kind NOT IN (SELECT value FROM json_each(:periods))"
_BEGINS = f"({_NO_PERIOD} AND substr(date, 1, 11) = earliest || '/')"
_ENDS = f"({_NO_PERIOD} AND substr(date, -11) = '/' || latest)"
_WITHIN = f"{_BEGINS} AND {_ENDS} AND julianday(latest) - julianday(earliest) < {_SHORT}"

_EVERY = f"""SELECT earliest AS first, earliest AS last FROM _facts WHERE ({ON}) OR {_BEGINS}
UNION SELECT latest, latest FROM _facts WHERE {_ENDS}
UNION SELECT earliest, latest FROM _facts WHERE {_WITHIN}"""

_COVERED = f"""SELECT :beside AS day WHERE EXISTS (SELECT 1 FROM _facts
  WHERE latest IS NOT earliest AND latest BETWEEN :beside AND date(:beside, '+{_SHORT} days')
    AND earliest <= :beside AND {_WITHIN})"""
_BEFORE = f"""SELECT max(day) FROM (
  SELECT * FROM (SELECT earliest AS day FROM _facts
    WHERE earliest < :day AND (({ON}) OR {_BEGINS}) ORDER BY earliest DESC LIMIT 1)
  UNION ALL SELECT * FROM (SELECT latest FROM _facts
    WHERE occurs AND latest IS NOT earliest AND latest < :day AND {_ENDS} ORDER BY latest DESC LIMIT 1)
  UNION ALL {_COVERED})"""
_AFTER = f"""SELECT min(day) FROM (
  SELECT * FROM (SELECT earliest AS day FROM _facts
    WHERE earliest > :day AND (({ON}) OR {_BEGINS}) ORDER BY earliest LIMIT 1)
  UNION ALL SELECT * FROM (SELECT latest FROM _facts
    WHERE occurs AND latest IS NOT earliest AND latest > :day AND {_ENDS} ORDER BY latest LIMIT 1)
  UNION ALL {_COVERED})"""


def every_day(ask: Ask, site: Site) -> frozenset[str]:
    """All of them."""
    rows = ask.rows(_EVERY, periods=_periods(site))
    return frozenset(day for row in rows for day in _from_to(row["first"], row["last"]))


def before(ask: Ask, site: Site, day: str) -> str:
    """The last of them before a day, empty where there is none."""
    beside = days.iso(days.number(day) - 1) if day > FIRST else ""
    return str(ask.value(_BEFORE, day=day, beside=beside, periods=_periods(site)) or "")


def after(ask: Ask, site: Site, day: str) -> str:
    """The first of them behind a day, empty where there is none."""
    beside = days.iso(days.number(day) + 1) if day < LAST else ""
    return str(ask.value(_AFTER, day=day, beside=beside, periods=_periods(site)) or "")


def _periods(site: Site) -> list[str]:
    return [kind for kind in site.kinds if site.kinds[kind].period]


def _from_to(first: str, last: str) -> Iterator[str]:
    if first == last:
        yield first
    else:
        yield from map(days.iso, range(days.number(first), days.number(last) + 1))
