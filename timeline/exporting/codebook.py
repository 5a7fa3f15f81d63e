"""What the codebooks of conflict data share: a row a fact at one day or some day within a span, empty where unknown."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from timeline.exporting.formats import Left, Mapped
from timeline.exporting.record import Record
from timeline.fact import Json

NOT_RECORDED = "empty: we do not record it"


class Coded(NamedTuple):
    """A column of a codebook; without `get` it is there and empty, since programs look for it."""

    name: str
    meaning: str = NOT_RECORDED
    get: Callable[[Record], Any] = lambda _: None


def mapped(columns: Iterable[Coded]) -> list[Mapped]:
    """The columns as a mapping."""
    return [Mapped(column.name, column.meaning) for column in columns]


def rows(records: Iterable[Record], columns: Sequence[Coded], longest: int, left: Left) -> Iterator[list[Any]]:
    """The head, and the facts whose date the codebook can say; `longest` is its longest span in days."""
    yield [column.name for column in columns]
    for record in records:
        if why := _unsayable(record, longest):
            left[why] += 1
        else:
            yield [column.get(record) for column in columns]


def _unsayable(record: Record, longest: int) -> str:
    row = record.row
    if not row["earliest"] or not row["latest"] or row["earliest"] < "0001":
        return "without a first and a last day"
    if row["date_kind"] == "extent":
        return "that lasted for days, since the columns of days mean doubt"
    return f"whose day is not known within {longest} days" if span(record) > longest else ""


def span(record: Record) -> int:
    """On how many days it can have been."""
    first, last = bounds(record)
    return (last - first).days + 1


def bounds(record: Record) -> tuple[date, date]:
    """The first and the last day that it can have been."""
    return date.fromisoformat(record.row["earliest"]), date.fromisoformat(record.row["latest"])


class Side(NamedTuple):
    """The slugs of those on a side, and how many of theirs were killed."""

    actors: list[str]
    killed: int | None


def sides(record: Record) -> tuple[Side, Side]:
    """The perpetrator and the targets; where nobody says who attacked whom, the side of the first party and the other.

    Those who were of a party beside a perpetrator stand on the side that they have the letter or number of.
    """
    own = record.own
    parties = json.loads(own.get("parties") or "[]")
    actors = ([own["perpetrator"]] if own.get("perpetrator") else [], json.loads(own.get("targets") or "[]"))
    first = parties[0].get("side") or parties[0]["actor"] if parties else None
    for party in parties:
        other = party["actor"] in actors[1] or (party.get("side") or party["actor"]) != first
        other = other and party["actor"] not in actors[0]
        actors[other].append(party["actor"])
    killed = [sum(_killed(parties, side)) if _killed(parties, side) else None for side in actors]
    return Side(list(dict.fromkeys(actors[0])), killed[0]), Side(list(dict.fromkeys(actors[1])), killed[1])


def _killed(parties: list[Json], actors: list[str]) -> list[int]:
    return [party["killed"] for party in parties if party["actor"] in actors and party.get("killed") is not None]


def joined(values: Iterable[str]) -> str:
    """Several texts in one cell; a semicolon within would part them."""
    return "; ".join(value.replace(";", ",") for value in values)


def country(record: Record, *, is_imported: bool) -> str | None:
    """The country of the place, by the data set's name, as an import put it behind the divisions into `summary`."""
    place = record.place
    divisions = "".join(f"{name}, " for name in (place.get("admin2"), place.get("admin1")) if name)
    _, found, named = f"\0{place.get('summary') or ''}".rpartition(divisions or "\0")
    return named if is_imported and found and named else record.country


def of_place(column: str) -> Callable[[Record], Any]:
    """A column of the place."""
    return lambda record: record.place.get(column)


def of_fact(column: str) -> Callable[[Record], Any]:
    """A column of the table of its kind."""
    return lambda record: record.own.get(column)
