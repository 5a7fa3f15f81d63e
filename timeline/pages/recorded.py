"""What the log said at the end of a day: when we recorded it, not when it happened."""

from collections.abc import Iterator

from timeline.pages.ask import Ask
from timeline.pages.listing import KEY, Limits
from timeline.pages.page import Site
from timeline.pages.question import Question
from timeline.pages.replaced import Replaced, replaced_since
from timeline.pages.since import since_recorded
from timeline.pages.streams import stream, until
from timeline.pages.then import State, Then, then
from timeline.registry import Kinds

_AT_A_TIME = 100
_KEY = [part.replace("f.id", "h.fact").replace("f.", "h.") for part in KEY]
_REPLACED = """SELECT h.fact, {day} AS day, {end} AS "end" FROM history AS h
WHERE {replaced} AND h.data <> '{{}}'
  AND h.kind IN (SELECT value FROM json_each(:kinds))
  AND NOT EXISTS (SELECT 1 FROM _facts AS f WHERE f.id = h.fact AND f.changed_at <= :known)
  AND {day} {sign}= :day AND ({key}) {sign} (:day, :end, :slug)
ORDER BY {order} LIMIT :most"""


def state(ask: Ask, site: Site, question: Question) -> State:
    """The facts that have not changed since, and those that a later event replaced or took away."""
    few = "SELECT id FROM _facts WHERE changed_at <= :known"
    limits = Limits(("f.changed_at <= :known",), (few,), {"known": f"{question.known}~"})
    replaced = replaced_since(ask, question.known)
    since = since_recorded(ask, site, question.known, replaced)
    return State(limits, _otherwise(ask, site.kinds, question, replaced), since)


def _otherwise(ask: Ask, kinds: Kinds, question: Question, replaced: Replaced) -> Iterator[Then]:
    """In order, from where the page begins."""
    for slug in _in_order(ask, kinds, question, replaced):
        events = until(stream(ask, slug), question.known)
        if events and (told := then(kinds[events[0].kind], events)):
            yield told


def _in_order(ask: Ask, kinds: Kinds, question: Question, replaced: Replaced) -> Iterator[str]:
    """Whose state of that day was replaced later; some at a time, since a page needs few."""
    happening = [kind for kind in kinds if not kinds[kind].registry and question.kind in ("", kind)]
    sign, turn = ("<", " DESC") if question.back else (">", "")
    order = ", ".join(part + turn for part in _KEY)
    key = ", ".join(_KEY)
    select = _REPLACED.format(replaced=replaced.where, day=_KEY[0], end=_KEY[1], key=key, sign=sign, order=order)
    given = {**replaced.given, "known": f"{question.known}~", "kinds": happening, "most": _AT_A_TIME}
    day, end, slug = question.start
    while rows := ask.rows(select, **given, day=day, end=end, slug=slug):
        yield from (row["fact"] for row in rows)
        day, end, slug = rows[-1]["day"], rows[-1]["end"], rows[-1]["fact"]
