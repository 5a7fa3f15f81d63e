"""What happens to facts after their first report: further reports, updates, corrections, retractions."""

from datetime import date
from random import Random

from benchmarks import prose
from benchmarks.world import Json, Told, World

FAITHFUL = ("position", "scheduled_event")
"""Kinds of which no other date is told, since theirs is no day on which something happened."""


def further_report(world: World, told: Told) -> Json:
    """The fact that another source tells: one in three differs from what stands, the others add or confirm."""
    chance = world.rng.random()
    if chance < 0.35 and (other := _other_values(world, told)):
        return dict([world.rng.choice(list(other.items()))])
    if chance < 0.7:
        return _addition(world, told)
    return {name: told.fact[name] for name in ("title", "place") if name in told.fact}


def _addition(world: World, told: Told) -> Json:
    if told.kind == "meeting":
        return {"participants": [{"actor": one, "role": "participant"} for one in world.actors.several(2)]}
    added = {"summary": prose.text(world.rng, world.actors.names, world.places.names)}
    if "summary" in told.fact:
        return {"tags": ["aid", "border"]}
    told.fact |= added
    return added


def update(world: World, told: Told) -> Json:
    """Newer knowledge: more deaths, another day for a plan, else another summary."""
    rng = world.rng
    if told.kind == "attack":
        return {"killed": _best(told.fact["killed"]) + rng.randrange(20, 25)}
    if told.kind == "scheduled_event":
        moved = date.fromisoformat(told.fact["date"]).toordinal() + rng.randrange(7, 200)
        return {"date": prose.iso(moved), "event_status": rng.choice(("postponed", "rescheduled"))}
    return {"summary": f"{prose.text(rng, world.actors.names, world.places.names)} So far on {prose.iso(world.day)}."}


def correction(world: World, told: Told) -> tuple[Json, str]:
    """A patch of one field, and the reason for it."""
    other = {"title": f"{told.fact['title']}, as confirmed", **_other_values(world, told)}
    name, value = world.rng.choice(list(other.items()))
    reasons = {"date": "date_resolved", "place": "place_resolved"}
    return {name: value}, reasons.get(name) or world.rng.choice(("coder_error", "source_corrected", "new_information"))


def _other_values(world: World, told: Told) -> Json:
    """Values that differ from those that stand, for the fields that sources often differ on."""
    if told.fact.get("measure") in ("casualties", "killed", "wounded"):
        return {}
    other: Json = {"killed": _best(told.fact["killed"]) + 1} if told.kind == "attack" else {}
    if (place := world.places.pick()) != told.fact.get("place", place):
        other["place"] = place
    if told.kind not in FAITHFUL and "date" in told.fact:
        other["date"] = _other_date(world.rng, world.day, told.fact["date"])
    return other


def _other_date(rng: Random, day: int, standing: str) -> str:
    return next(other for back in range(rng.randrange(1, 9), 99) if (other := prose.iso(day - back)) != standing)


def _best(count: int | Json) -> int:
    return (
        count if isinstance(count, int) else next(int(count[name]) for name in ("best", "high", "low") if name in count)
    )
