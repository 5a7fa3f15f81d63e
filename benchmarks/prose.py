"""Names, texts and dates of generated logs, drawn from one seeded generator of random numbers."""

from datetime import date
from random import Random

from benchmarks import words


def some_name(rng: Random) -> str:
    """A Latin name of two words, such as 'Gulmir Noorzai'; one in five with a title before it."""
    parts = [_word(rng), _word(rng)]
    return " ".join([rng.choice(words.TITLES), *parts] if rng.random() < 0.2 else parts)


def foreign_name(rng: Random) -> str:
    """A name in another script, or with letters that are not ASCII."""
    given, family = rng.choice(words.SCRIPTS)
    return f"{rng.choice(given)} {rng.choice(family)}"


def place_name(rng: Random) -> str:
    """A Latin name of one word."""
    return _word(rng)


def _word(rng: Random) -> str:
    return "".join(rng.choices(words.SYLLABLES, k=rng.choice((2, 3, 3)))).capitalize()


def text(rng: Random, names: list[str], places: list[str]) -> str:
    """Some sentences: mostly one or two, one text in a hundred as long as an article."""
    return " ".join(_sentence(rng, names, places) for _ in range(_length(rng)))


def _length(rng: Random) -> int:
    chance = rng.random()
    if chance < 0.9:
        return rng.choice((1, 1, 1, 1, 2))
    if chance < 0.99:
        return rng.randrange(3, 7)
    return rng.randrange(10, 40) if chance < 0.9998 else rng.randrange(200, 400)


def _sentence(rng: Random, names: list[str], places: list[str]) -> str:
    clause = rng.choice(words.CLAUSES)
    said = clause.format(a=rng.choice(names), p=rng.choice(places), n=rng.randrange(3, 300))
    return f"{said[0].upper()}{said[1:]}."


def iso(day: int) -> str:
    """The day of this ordinal."""
    return date.fromordinal(day).isoformat()


def when(rng: Random, day: int) -> str | None:
    """An EDTF date around `day`, as exact as news are: mostly a day, one in a hundred open, three unknown."""
    chance = rng.random()
    if chance < 0.62:
        return iso(day)
    if chance < 0.97:
        return rng.choice(_IMPRECISE if chance < 0.96 else _OPEN)(iso(day), iso(day + rng.randrange(1, 20)))
    return None


_IMPRECISE = (
    lambda day, later: f"{day}/{later}",
    lambda day, later: f"{day}/{later}",
    lambda day, later: f"[{day}..{later}]",
    lambda day, later: f"[{day}..{later}]",
    lambda day, later: f"[{day},{later}]",
    lambda day, _: day[:7],
    lambda day, _: day[:7],
    lambda day, _: day[:4],
    lambda day, _: f"{day}?",
    lambda day, _: f"{day[:7]}~",
    lambda day, _: f"{day[:7]}-XX",
    lambda day, _: f"{day[:4]}-2{int(day[5:7]) % 4 + 1}",
    lambda day, _: f"{day}T0{int(day[-1])}:30:00Z",
)
_OPEN = (lambda day, _: f"[..{day}]", lambda day, _: f"{day}/..", lambda day, _: f"{day[:3]}X")
