"""Whether figures fit each other: a part lies inside its wholes, and killed and wounded make casualties."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from timeline import edtf
from timeline.fact import Json
from timeline.fold import Standing
from timeline.values import bounds


class Fault(NamedTuple):
    """What is wrong with the figure `subject`, at `path`."""

    subject: str
    path: str
    message: str


Figures = Mapping[str, Standing]


def faults(figures: Figures) -> Iterator[Fault]:
    """Everything that does not fit among the standing figures of a log."""
    for subject, standing in figures.items():
        for whole in standing.fact.get("part_of") or ():
            if whole in figures:
                for message in _misfits(standing.fact, figures[whole].fact):
                    yield Fault(subject, "part_of", f"{subject} is no part of {whole}: {message}")
        if subject in wholes(figures, subject):
            yield Fault(subject, "part_of", f"{subject} would be part of itself")
    yield from _sum_faults(figures)


def wholes(figures: Figures, subject: str) -> set[str]:
    """All figures that contain this one, however many steps away."""
    found: set[str] = set()
    ahead = [subject]
    while ahead:
        more = (set(figures[ahead.pop()].fact.get("part_of") or ()) & figures.keys()) - found
        found |= more
        ahead += more
    return found


def _misfits(part: Json, whole: Json) -> Iterator[str]:
    inner, outer = _period(part), _period(whole)
    if (inner[0] or "9") < (outer[0] or "") or (inner[1] or "") > (outer[1] or "9999-99-99"):
        yield f"its period {part['date']} is not inside {whole['date']}"
    low, high = bounds(part.get("value"))[0], bounds(whole.get("value"))[2]
    if _comparable(part, whole) and low is not None and high is not None and low > high:
        yield f"{low} is more than {high}"


def _comparable(part: Json, whole: Json) -> bool:
    one, other = part.get("measure"), whole.get("measure")  # without, where the report that gave it was redacted
    return bool(one) and (one == other or (one in ("killed", "wounded") and other == "casualties"))


def _period(fact: Json) -> tuple[str | None, str | None]:
    if "date" not in fact:
        return None, None
    date = edtf.parse(fact["date"])
    return date.earliest, date.latest


def _sum_faults(figures: Figures) -> Iterator[Fault]:
    """Only where one report gives all three: counts of different reports need not add up."""
    groups: dict[tuple[Any, ...], dict[str, str]] = defaultdict(dict)
    for subject, standing in figures.items():
        groups[_basis(standing)][standing.fact.get("measure", "")] = subject
    for group in groups.values():
        killed, wounded, casualties = (group.get(measure) for measure in ("killed", "wounded", "casualties"))
        if killed and wounded and casualties:
            yield from _sum_fault(figures, killed, wounded, casualties)


def _basis(standing: Standing) -> tuple[Any, ...]:
    """What figures share that come from one report: document, chain, period, population and cause."""
    report = next(account.data for account in standing.accounts if "fact" in account.data)
    chain = tuple(report.get("attributed_to") or ())
    return (report["source"], chain, *(standing.fact.get(name) for name in ("date", "population", "cause")))


def _sum_fault(figures: Figures, killed: str, wounded: str, casualties: str) -> Iterator[Fault]:
    one, other, both = (bounds(figures[subject].fact.get("value"))[1] for subject in (killed, wounded, casualties))
    if one is not None and other is not None and both is not None and one + other != both:
        message = f"{killed} ({one}) and {wounded} ({other}) make {one + other}, but {casualties} says {both}"
        yield Fault(casualties, "value", message)
