"""What a generated log has told so far, as much of it as later events may name: its size does not grow with the log."""

from dataclasses import dataclass, field
from random import Random
from typing import Any

Json = dict[str, Any]
_FAMOUS = 40
_KNOWN = 2_000
_RECENT = 5_000


@dataclass
class Pool:
    """Registered actors or places. The first ones stay and are named often; of the others some thousand are in use."""

    rng: Random
    slugs: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)

    def add(self, slug: str, name: str) -> None:
        """Take one in; when there are many, another is heard of no more."""
        if len(self.slugs) < _KNOWN:
            self.slugs.append(slug)
            self.names.append(name)
        else:
            place = self.rng.randrange(_FAMOUS, _KNOWN)
            self.slugs[place], self.names[place] = slug, name

    def pick(self) -> str:
        """The slug of one of them."""
        famous = self.rng.random() < 0.4
        return self.slugs[self.rng.randrange(min(_FAMOUS, len(self.slugs)))] if famous else self.rng.choice(self.slugs)

    def several(self, most: int) -> list[str]:
        """The slugs of one to `most` of them, none twice."""
        return list(dict.fromkeys(self.pick() for _ in range(self.rng.randint(1, most))))


@dataclass(eq=False)
class Told:
    """A fact that stands: what it says, the event that a change builds on, its further reports, and who names it."""

    kind: str
    subject: str
    fact: Json
    head: str
    reports: list[str] = field(default_factory=list)
    named: bool = False


@dataclass
class World:
    """Everything that the next event may build on; `day` is the ordinal of the day that is being recorded."""

    rng: Random
    day: int
    actors: Pool
    places: Pool
    recent: list[Told] = field(default_factory=list)

    def tell(self, told: Told) -> None:
        """Remember a fact; when there are many, another is left as it is for ever."""
        if len(self.recent) < _RECENT:
            self.recent.append(told)
        else:
            self.recent[self.rng.randrange(_RECENT)] = told

    def name(self) -> str:
        """The slug of a fact that another now refers to."""
        told = self.rng.choice(self.recent)
        told.named = True
        return told.subject

    def forget(self, told: Told) -> None:
        """Nothing more will happen to it."""
        self.recent.remove(told)


def world(rng: Random, day: int) -> World:
    """Nothing has happened yet."""
    return World(rng, day, Pool(rng), Pool(rng))
