"""A realistic log of any size: `python -m benchmarks.generate SIZE > events.jsonl`.

The same size and seed give the same bytes. What later events build on has a bound, and so has the memory.
"""

from collections.abc import Callable, Iterator
from datetime import date
from random import Random
from typing import BinaryIO

import click

from benchmarks import changes, facts, prose
from benchmarks.append import Append
from benchmarks.world import Json, Told, world

_FIRST_ACTORS, _FIRST_PLACES = 12, 6
_EVENTS_OF_A_DOCUMENT = 25


def lines(size: int, seed: int = 1) -> Iterator[bytes]:
    """A log of so many events, a line each with its newline."""
    told, recorded = world(Random(seed), date(1999, 1, 1).toordinal()), 0
    while recorded < size:
        append = Append(told, recorded)
        _fill(append)
        yield from append.lines(size - recorded)
        recorded += len(append.events)


def _fill(append: Append) -> None:
    if not append.recorded:
        _open(append)
    append.add("source.registered", append.source, {"fact": facts.source(append.world)})
    events = max(1, round(append.rng.expovariate(1 / _EVENTS_OF_A_DOCUMENT)))
    for happen in append.rng.choices(list(SHARES), list(SHARES.values()), k=events):
        happen(append)


def _open(append: Append) -> None:
    opened = {"title": "A long war", "description": "Generated.", "licence": "CC0-1.0", "language": "en"}
    append.add("log.opened", "a-long-war", opened)
    for _ in range(_FIRST_PLACES):
        _place(append)
    for _ in range(_FIRST_ACTORS):
        _actor(append)


def _actor(append: Append) -> None:
    subject, fact = f"actor-{append.number}", facts.actor(append.world)
    append.add("actor.registered", subject, {"fact": fact})
    append.world.actors.add(subject, fact["name"])


def _place(append: Append) -> None:
    subject, fact = f"place-{append.number}", facts.place(append.world)
    append.add("place.registered", subject, {"fact": fact})
    append.world.places.add(subject, fact["name"])


def _report(append: Append) -> None:
    kind = append.rng.choices(list(facts.SHARES), list(facts.SHARES.values()))[0]
    _tell(append, kind, facts.KINDS[kind](append.world))


def _tell(append: Append, kind: str, fact: Json) -> Told:
    subject = f"{kind.replace('_', '-')}-{prose.iso(append.world.day)}-{append.number}"
    head = append.add(f"{kind}.reported", subject, append.sourced({"fact": fact}))
    told = Told(kind, subject, dict(fact), head)
    append.world.tell(told)
    return told


def _toll(append: Append) -> None:
    """Once for a document: `timeline check` adds up what one document says."""
    if append.has_toll:
        return
    append.has_toll = True
    casualties, *parts = facts.toll(append.world)
    whole = _tell(append, "figure", casualties)
    whole.named = True
    for part in parts:
        _tell(append, "figure", {**part, "part_of": [whole.subject]})


def _report_again(append: Append, told: Told) -> None:
    data = append.sourced({"fact": changes.further_report(append.world, told)})
    told.head = append.add(f"{told.kind}.reported", told.subject, data)
    told.reports.append(told.head)


def _update(append: Append, told: Told) -> None:
    patch = changes.update(append.world, told)
    told.head = append.add(f"{told.kind}.updated", told.subject, append.sourced({"set": patch}), told.head)
    told.fact |= patch


def _correct(append: Append, told: Told) -> None:
    patch, reason = changes.correction(append.world, told)
    data = {"set": patch, "was": {name: told.fact.get(name) for name in patch}, "reason": reason}
    told.head = append.add(f"{told.kind}.corrected", told.subject, data, told.head)
    told.fact |= patch


def _retract(append: Append, told: Told) -> None:
    """All of a fact, unless another names it."""
    if told.named:
        return
    append.world.forget(told)
    data = {"reason": append.rng.choice(("unverifiable", "legal", "duplicate"))}
    if data["reason"] == "duplicate":
        data["duplicate_of"] = append.world.name()
    append.add(f"{told.kind}.retracted", told.subject, data, told.head)


def _withdraw(append: Append) -> None:
    """One report of a fact that has several."""
    told = next((told for told in append.world.recent if told.reports), None)
    if told:
        append.world.forget(told)
        data = {"reason": "source_corrected", "report": told.reports[-1]}
        append.add(f"{told.kind}.retracted", told.subject, data, told.head)


def _of_a_recent_fact(happen: Callable[[Append, Told], None]) -> Callable[[Append], None]:
    """What happens to some fact; when none is there yet, nothing does."""

    def happening(append: Append) -> None:
        if append.world.recent:
            happen(append, append.rng.choice(append.world.recent))

    return happening


SHARES = {
    _report: 0.79,
    _toll: 0.012,
    _actor: 0.02,
    _place: 0.007,
    _of_a_recent_fact(_report_again): 0.08,
    _of_a_recent_fact(_update): 0.021,
    _of_a_recent_fact(_correct): 0.0215,
    _of_a_recent_fact(_retract): 0.005,
    _withdraw: 0.002,
}
"""How often what happens, of the events of a document behind its own registration."""


@click.command()
@click.argument("size", type=click.IntRange(min=1))
@click.argument("output", type=click.File("wb"), default="-")
@click.option("--seed", type=int, default=1, show_default=True)
def main(size: int, output: BinaryIO, seed: int) -> None:
    """Write a log of SIZE events to OUTPUT, or to standard output."""
    output.writelines(lines(size, seed))


if __name__ == "__main__":
    main()
