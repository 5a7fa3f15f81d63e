"""Facts of every kind, as a source would tell them."""

from collections.abc import Callable, Iterator
from random import Random

from benchmarks import prose, words
from benchmarks.world import Json, World

FORMATS = "consultation,telephone,visit,hosting,third_place,mediation,negotiation,signing".split(",")
ROLES = "participant,party,host,mediator,speaker,organiser,observer".split(",")
ATTACKS = (
    "assassination,armed_assault,bombing_explosion,hijacking,hostage_taking_barricade,hostage_taking_kidnapping,"
    "facility_infrastructure_attack,unarmed_assault,unknown"
).split(",")
HARMS = "killed,wounded,abducted,missing,unhurt".split(",")
MEASURES = "incidents,detained,displaced,abducted,missing,surrendered,personnel,other".split(",")
ACTOR_TYPES = (
    "person,person,person,organization,armed_group,state,state_forces,international_mission,media,unidentified"
).split(",")
PLACE_TYPES = "site,city,town,village,district,province,region,country,area".split(",")
FORMS = "direct_quote,indirect,omission,assessment".split(",")


def actor(world: World) -> Json:
    """A name in Latin letters with the others as aliases, or one in its own script."""
    rng = world.rng
    own, latin = prose.foreign_name(rng), prose.some_name(rng)
    name, alias = (own, latin) if rng.random() < 0.2 else (latin, own)
    fact: Json = {"name": name, "actor_type": rng.choice(ACTOR_TYPES), "country": rng.choice(words.COUNTRIES)}
    if world.actors.slugs and rng.random() < 0.4:
        fact["member_of"] = world.actors.pick()
    return {**fact, "aliases": [alias]} if rng.random() < 0.7 else fact


def place(world: World) -> Json:
    """Mostly with coordinates."""
    rng = world.rng
    fact: Json = {"name": prose.place_name(rng), "country": rng.choice(words.COUNTRIES)}
    if rng.random() < 0.9:
        fact |= {"latitude": round(rng.uniform(-60, 70), 4), "longitude": round(rng.uniform(-180, 180), 4)}
    return {**fact, "place_type": rng.choice(PLACE_TYPES)}


def source(world: World) -> Json:
    """An article that was published in the last days."""
    rng, day = world.rng, world.day
    number = rng.randrange(10**9)
    fact: Json = {"title": _title(world, "Report from"), "publisher": rng.choice(words.PUBLISHERS)}
    if rng.random() < 0.4:
        fact["agency"] = rng.choice(words.AGENCIES)
    fact |= {"url": f"https://news.example/{number}", "published": prose.iso(day - rng.randrange(3))}
    fact |= {"retrieved": prose.iso(day), "language": rng.choice(words.LANGUAGES)}
    return {**fact, "sha256": f"{rng.getrandbits(256):064x}", "characters": rng.randrange(20_000, 40_000)}


def attack(world: World) -> Json:
    """With casualties, exact or in bounds."""
    rng = world.rng
    fact = {**_common(world, "Attack near"), "attack_type": rng.choice(ATTACKS)}
    if rng.random() < 0.1:
        fact["insider_type"] = rng.choice(("green_on_green", "green_on_blue"))
    if rng.random() < 0.6:
        fact |= {"perpetrator": world.actors.pick(), "perpetrator_certainty": rng.choice(("known", "suspected"))}
    if rng.random() < 0.3:
        fact["targets"] = world.actors.several(2)
    if rng.random() < 0.2:
        fact["victims"] = [{"actor": one, "harm": rng.choice(HARMS)} for one in world.actors.several(3)]
    fact |= {"weapon": rng.choice(words.WEAPONS), "killed": count(rng, 12)}
    return {**fact, "wounded": count(rng, 30)} if rng.random() < 0.7 else fact


def count(rng: Random, most: int) -> int | Json:
    """A number, or what is known of one: at least, about, at most."""
    low, chance = rng.randrange(most), rng.random()
    best = low + rng.randrange(5)
    if chance < 0.7:
        return best
    if chance < 0.8:
        return {"low": low}
    if chance < 0.9:
        return {"low": low, "best": best, "high": best + rng.randrange(9)}
    return {"high": best + 1, "stated": f"nearly {best + 1}"}


def meeting(world: World) -> Json:
    """Up to six participants, on two sides or on none."""
    rng = world.rng
    there, sides = [*world.actors.several(4), *world.actors.several(2)], rng.random() < 0.6
    participants = [
        {"actor": one, "role": rng.choice(ROLES), **({"side": f"side {number % 2 + 1}"} if sides else {})}
        for number, one in enumerate(dict.fromkeys(there))
    ]
    fact = {**_common(world, "Talks in"), "format": rng.choice(FORMATS), "participants": participants}
    if rng.random() < 0.3:
        fact["host"] = world.actors.pick()
    if rng.random() < 0.3:
        fact["outcome"] = _text(world)
    return {**fact, "agreement": rng.choice(("none", "partial", "reached", "unknown"))}


def statement(world: World) -> Json:
    """Somebody's words, in any language."""
    rng = world.rng
    fact = {**_common(world, "Statement in"), "speaker": world.actors.pick(), "text": _text(world)}
    if rng.random() < 0.4:
        fact["quote"] = rng.choice(words.QUOTES)
    fact["form"] = rng.choice(FORMS)
    if rng.random() < 0.4:
        fact |= {"medium": rng.choice(words.MEDIA), "audience": rng.choice(words.AUDIENCES)}
    return {**fact, "about": world.name()} if world.recent and rng.random() < 0.2 else fact


def figure(world: World) -> Json:
    """A count that stands alone; killed and wounded come in `toll`."""
    rng = world.rng
    fact = {**_common(world, "Count for"), "measure": rng.choice(MEASURES), "value": count(rng, 3_000)}
    fact |= {"population": rng.choice(words.POPULATIONS), "cause": rng.choice(words.CAUSES)}
    return {**fact, "cumulative": rng.random() < 0.3}


def toll(world: World) -> Iterator[Json]:
    """Casualties, then those killed and those wounded, which lie in them and add up to them."""
    rng = world.rng
    killed, wounded = rng.randrange(1, 400), rng.randrange(1, 900)
    first = prose.iso(world.day - rng.randrange(20, 300))
    shared: Json = {"date": f"{first}/{prose.iso(world.day)}", "place": world.places.pick()}
    shared |= {"population": rng.choice(words.POPULATIONS), "cause": rng.choice(words.CAUSES), "cumulative": True}
    for measure, value in (("casualties", killed + wounded), ("killed", killed), ("wounded", wounded)):
        yield {"title": _title(world, f"Toll of {measure} in"), **shared, "measure": measure, "value": value}


def scheduled_event(world: World) -> Json:
    """Some weeks ahead."""
    fact = _common(world, "Planned: vote in")
    return {**fact, "date": prose.iso(world.day + world.rng.randrange(5, 200)), "event_status": "scheduled"}


def position(world: World) -> Json:
    """An office with an end, or without one that is known."""
    rng = world.rng
    fact = {**_common(world, "Office in"), "actor": world.actors.pick(), "office": rng.choice(words.OFFICES)}
    began = prose.iso(world.day - rng.randrange(400, 3_000))
    fact["date"] = f"{began}/" if rng.random() < 0.5 else f"{began[:4]}/{prose.iso(world.day - rng.randrange(300))}"
    organization = world.actors.pick()
    return {**fact, "organization": organization} if organization != fact["actor"] else fact


def background(world: World) -> Json:
    """A longer text."""
    return {**_common(world, "Background on"), "text": f"{_text(world)} {_text(world)}"}


def _common(world: World, about: str) -> Json:
    rng = world.rng
    fact: Json = {"title": _title(world, about)}
    if date := prose.when(rng, world.day - int(rng.expovariate(0.25)) - (rng.random() < 0.05) * rng.randrange(2_000)):
        fact["date"] = date
        if len(date) != 10 and rng.random() < 0.2:
            fact["date_basis"] = "The source names no day; counted back from the day of the report."
    if rng.random() < 0.8:
        fact["place"] = world.places.pick()
    if rng.random() < 0.18:
        fact["summary"] = _text(world)
    return {**fact, "tags": rng.sample(words.TAGS, rng.choice((1, 1, 2)))} if rng.random() < 0.4 else fact


def _title(world: World, about: str) -> str:
    title = f"{about} {world.rng.choice(world.places.names)}"
    return title if world.rng.random() < 0.6 else f"{title}: {world.rng.choice(world.actors.names)}"


def _text(world: World) -> str:
    return prose.text(world.rng, world.actors.names, world.places.names)


KINDS: dict[str, Callable[[World], Json]] = {
    "attack": attack,
    "statement": statement,
    "meeting": meeting,
    "figure": figure,
    "background": background,
    "scheduled_event": scheduled_event,
    "position": position,
}
"""What sources report."""

SHARES = {
    "attack": 0.38,
    "statement": 0.26,
    "meeting": 0.13,
    "figure": 0.07,
    "background": 0.06,
    "scheduled_event": 0.05,
    "position": 0.05,
}
"""How much of it each kind is."""
