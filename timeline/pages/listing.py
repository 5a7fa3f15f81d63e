"""Which facts a question takes in, a page at a time; any page costs what the first one does.

A filter that few facts pass is asked first, and its facts are put in order. Where every filter lets many through, the
facts are looked through in order until the page is full, which is soon.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, NamedTuple

from timeline.pages import phrase
from timeline.pages.ask import Ask, Row
from timeline.pages.question import END, Question

FEW = 5_000
"""So many facts are put in order about as soon as so rare ones are found in order, among a million."""

KEY = ("coalesce(f.earliest, f.latest, '~')", "coalesce(f.latest, '~')", "f.id")


class Filter(NamedTuple):
    """`few` selects the facts that pass it, by the column `by`; `each` says of one whether it does."""

    few: str
    each: str
    by: str = "f.id"


_FILTERS = {
    "kind": Filter("SELECT id FROM _facts WHERE kind = :kind", "f.kind = :kind"),
    "actor": Filter(
        "SELECT fact FROM fact_actors WHERE actor = :actor",
        "EXISTS (SELECT 1 FROM fact_actors AS a WHERE a.fact = f.id AND a.actor = :actor)",
    ),
    "place": Filter("SELECT id FROM _facts WHERE place = :place", "+f.place = :place"),
    "source": Filter(
        "SELECT subject FROM events WHERE source = :source AND +verb <> 'retracted'",
        "EXISTS (SELECT 1 FROM events AS e WHERE e.subject = f.id AND +e.source = :source AND +e.verb <> 'retracted')",
    ),
    "tag": Filter(
        "SELECT fact FROM fact_tags WHERE tag = :tag",
        "EXISTS (SELECT 1 FROM fact_tags AS t WHERE t.fact = f.id AND t.tag = :tag)",
    ),
    "q": Filter(
        "SELECT rowid FROM _facts_fts WHERE _facts_fts MATCH :q",
        "EXISTS (SELECT 1 FROM _facts_fts WHERE _facts_fts MATCH :q AND rowid = f.seq)",
        "f.seq",
    ),
}
_CERTAINLY = "(:first = '' OR f.earliest >= :first) AND (:last = '' OR f.latest <= :last)"
_POSSIBLY = """coalesce(f.earliest, f.latest) IS NOT NULL
  AND (:last = '' OR coalesce(f.earliest, '0000') <= :last)
  AND (:first = '' OR coalesce(f.latest, '9999-99') >= :first)"""
_SPANNING = """SELECT id FROM _facts WHERE occurs AND latest IS NOT earliest AND latest >= :first AND earliest < :first
UNION ALL SELECT id FROM _facts WHERE occurs AND latest IS NOT earliest AND latest IS NULL AND earliest < :first"""
"""What began before the first day and can have gone on until then."""


@dataclass(frozen=True)
class Listing:
    """A page of facts, in order, and where the pages before and behind it begin, if there are any."""

    rows: Sequence[Row]
    before: str | None
    after: str | None


def paging(before: str | None, after: str | None, address: Callable[..., str]) -> dict[str, str | None]:
    """The links from a page of a list to the others; `address` makes the one that asks for the list with more."""
    return {
        "first": address(),
        "previous": before and address(before=before),
        "next": after and address(after=after),
        "last": address(before=END),
    }


class Limits(NamedTuple):
    """Conditions beside those of the question, with a select of the facts that pass where that can be few."""

    conditions: tuple[str, ...] = ()
    few: tuple[str, ...] = ()
    given: Mapping[str, Any] = {}


NO_LIMITS = Limits()


def listing(ask: Ask, question: Question, limits: Limits = NO_LIMITS) -> Listing:
    """The page of standing facts that the question asks for."""
    rows = list(islice(in_order(ask, question, limits), question.size + 1))
    return page_of(rows[: question.size], question, more=len(rows) > question.size)


def page_of(rows: list[Row], question: Question, *, more: bool) -> Listing:
    """The page that these rows are, which lie in the direction of the question; `more` lie behind them."""
    shown = rows[::-1] if question.back else rows
    if not shown:
        return Listing([], None, None)
    there = (more, question.before != END) if question.back else (bool(question.after), more)
    return Listing(shown, place(shown[0]) if there[0] else None, place(shown[-1]) if there[1] else None)


def place(row: Row) -> str:
    """Where a fact stands in the order, for an address."""
    return ",".join(sort_key(row))


def sort_key(row: Row) -> tuple[str, str, str]:
    """By what the facts are in order."""
    return row["earliest"] or row["latest"] or "~", row["latest"] or "~", row["id"]


def follows(row: Row, question: Question) -> bool:
    """Whether it lies on the question's page or beyond."""
    return sort_key(row) < question.start if question.back else sort_key(row) > question.start


def in_order(ask: Ask, question: Question, limits: Limits) -> Iterator[Row]:
    """The standing facts that pass, from where the question's page begins, one more than fit on it."""
    day, end, slug = question.start
    given = {**_given(question), **limits.given, "day": day, "end": end, "id": slug}
    sign, turn = ("<", " DESC") if question.back else (">", "")
    beyond = (
        f"{KEY[0]} {sign}= :day",
        f"({', '.join(KEY)}) {sign} (:day, :end, :id)",
    )  # the first lets the index through
    order = ", ".join(part + turn for part in KEY)
    wheres = list(_wheres(ask, question, limits, given))
    for where in reversed(wheres) if question.back else wheres:
        sql = f"""SELECT f.* FROM _facts AS f WHERE {" AND ".join([where, *beyond])}
            ORDER BY {order} LIMIT {question.size + 1}"""
        yield from ask.rows(sql, **given)


def how_many(ask: Ask, question: Question) -> int:
    """How many standing facts pass, on all pages."""
    given = _given(question)
    wheres = _wheres(ask, question, NO_LIMITS, given)
    return sum(ask.value(f"SELECT count(*) FROM _facts AS f WHERE {where}", **given) for where in wheres)


def _wheres(ask: Ask, question: Question, limits: Limits, given: Mapping[str, Any]) -> Iterator[str]:
    """The conditions of the question, for each stretch of the order that its facts can lie in."""
    few = _narrowest(ask, question, limits, given)
    segments = [few] if few else _segments(ask, question, given)
    names = [name for name in _FILTERS if getattr(question, name)]
    conditions = ["f.occurs", *(_FILTERS[name].each for name in names), *_period(question), *limits.conditions]
    return (" AND ".join([segment, *conditions]) for segment in segments)


def _given(question: Question) -> dict[str, Any]:
    given: dict[str, Any] = {name: getattr(question, name) for name in _FILTERS if getattr(question, name)}
    if question.q:
        given["q"] = phrase.every_word(question.q)
    return {**given, "first": question.first, "last": question.last}


def _narrowest(ask: Ask, question: Question, limits: Limits, given: Mapping[str, Any]) -> str | None:
    """The condition of the first filter that few facts pass."""
    filters = [_FILTERS[name] for name in _FILTERS if name != "kind" and getattr(question, name)]
    for one in (*filters, *(Filter(select, "") for select in limits.few)):
        if is_few(ask, one.few, given):
            return f"{one.by} IN ({one.few})"
    return None


def is_few(ask: Ask, select: str, given: Mapping[str, Any]) -> bool:
    """Whether a select takes in few facts; it is not read further than that."""
    return bool(ask.value(f"SELECT count(*) FROM (SELECT 1 FROM ({select}) LIMIT {FEW + 1})", **given) <= FEW)


def _period(question: Question) -> list[str]:
    if not question.first and not question.last:
        return []
    return [_CERTAINLY if question.how == "certainly" else _POSSIBLY]


def _segments(ask: Ask, question: Question, given: Mapping[str, Any]) -> Iterator[str]:
    """Stretches of the order that the page can lie in, each of which an index leads to."""
    upto = f"{KEY[0]} <= :last" if question.last else "true"
    if not question.first:
        yield upto
    elif question.how == "certainly":
        yield f"{KEY[0]} >= :first AND {upto}"
    elif is_few(ask, _SPANNING, given):
        yield f"f.id IN ({_SPANNING})"
        yield f"{KEY[0]} >= :first AND {upto}"
    else:
        yield upto
    if question.last and question.how == "possibly":
        yield "f.earliest IS NULL AND f.latest > :last"
