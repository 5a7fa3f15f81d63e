"""How this chronology is made and corrected: what it rests on, in numbers, and how to check and to cite it."""

from collections.abc import Mapping

from timeline.pages.ask import Ask
from timeline.pages.changed import VERBS
from timeline.pages.page import Page, Site
from timeline.verbs import REASONS

_LOG = "SELECT count(*) AS events, min(time) AS first, max(time) AS last FROM events"
_KINDS = "SELECT kind, count(*) AS number FROM _facts GROUP BY kind, occurs ORDER BY occurs DESC, kind"
_STATE = """SELECT count(*) AS facts, sum(disputed) AS disputed, sum(sources > 1) AS several,
  sum(date_basis IS NOT NULL) AS dates, sum(place_basis IS NOT NULL) AS places,
  sum(date_kind = 'uncertain') AS uncertain, sum(date IS NULL) AS undated
FROM _facts WHERE occurs"""
_PASSAGES = "SELECT count(*) FROM passages"
_VERBS = f"""SELECT verb, count(*) AS number FROM events WHERE verb IN {VERBS} GROUP BY verb"""
_REASONS = """SELECT json_extract(data, '$.reason') AS reason, count(*) AS number FROM events
WHERE verb IN ('corrected', 'retracted') GROUP BY 1"""


def about(ask: Ask, site: Site, given: Mapping[str, str]) -> Page:
    """The page."""
    reasons = {row["reason"]: row["number"] for row in ask.rows(_REASONS)}
    verbs = {row["verb"]: row["number"] for row in ask.rows(_VERBS)}
    context = {
        "log": ask.row(_LOG),
        "kinds": ask.rows(_KINDS),
        "state": {name: value or 0 for name, value in (ask.row(_STATE) or {}).items()},
        "passages": ask.value(_PASSAGES),
        "verbs": {verb: verbs.get(verb, 0) for verb in VERBS},
        "reasons": [(reason, reasons[reason]) for reason in REASONS if reason in reasons],
    }
    return Page("about.html", "How this chronology is made and corrected", context)
