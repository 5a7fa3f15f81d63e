"""The page of figures: what was counted over which period, as a chart and as a table, and what lies in what.

Figures overlap, so that no two are ever added up here.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any, get_args

from timeline.pages.ask import Ask
from timeline.pages.brief import briefs
from timeline.pages.chart import charts
from timeline.pages.counted import Counted, counted
from timeline.pages.listing import Limits, Listing, listing, paging
from timeline.pages.names import Name
from timeline.pages.page import Page, Site
from timeline.pages.question import HOW, SIZES, Question

_ASKED = ("from", "to", "how", "after", "before", "size")
_TOLD = 4
_WHOLES = 4
"""So many figures that contain one are named, the nearest first."""
_MEASURED = Limits(
    ("EXISTS (SELECT 1 FROM figures AS g WHERE g.id = f.id AND g.measure = :measure)",),
    ("SELECT id FROM figures WHERE measure = :measure",),
)


def figures(ask: Ask, site: Site, given: Mapping[str, str]) -> Page:
    """The page of figures that an address asks for."""
    question = Question.read({"kind": "figure"} | {name: given.get(name, "") for name in _ASKED})
    measures, measure = measures_of(site), given.get("measure", "").strip()
    faults = [*question.faults, *_faults(measure, measures)]
    page = Listing([], None, None) if faults else _listed(ask, question, measure)
    address = _addresses(site, question, measure)
    context = {
        "question": question,
        "faults": faults,
        "measure": measure,
        "measures": [(name, address(measure=name)) for name in measures],
        "every": address(measure=""),
        **_told(counted(ask, briefs(ask, site, page.rows))),
        "pages": paging(page.before, page.after, address),
        "wholes": _WHOLES,
        "sizes": SIZES,
        "how": HOW,
    }
    return Page("figures.html", "Figures", context, status=400 if faults else 200)


def _addresses(site: Site, question: Question, measure: str) -> Callable[..., str]:
    """Gives the address of this page when something else is asked as well."""
    asked = {name: value for name, value in question.asked().items() if name != "kind"}
    return lambda **more: site.links.page("figures", **{"measure": measure, **asked, **more})


def _told(shown: list[Counted]) -> dict[str, Any]:
    return {"figures": shown, "charts": list(charts(shown)), "overlaps": _overlaps(shown)}


def measures_of(site: Site) -> tuple[str, ...]:
    """All that a figure can count."""
    return get_args(site.kinds["figure"].model_fields["measure"].annotation)


def _faults(measure: str, measures: tuple[str, ...]) -> list[str]:
    return [f"measure: {measure!r} is none of {', '.join(measures)}"] if measure and measure not in measures else []


def _listed(ask: Ask, question: Question, measure: str) -> Listing:
    return listing(ask, question, _MEASURED._replace(given={"measure": measure}) if measure else Limits())


def _overlaps(shown: list[Counted]) -> list[str]:
    """In words, what lies in what: some wholes, each with the parts on the page to which it is the nearest."""
    parts: dict[Name, list[str]] = defaultdict(list)
    for figure in shown:
        if figure.within:
            parts[figure.within[0]].append(figure.words)
    return [f"in the {whole.words} lie {_listed_in_words(inside)}" for whole, inside in parts.items()][:_TOLD]


def _listed_in_words(parts: list[str]) -> str:
    *first, last = parts[:_TOLD] + ([f"{len(parts) - _TOLD} more"] if len(parts) > _TOLD else [])
    return f"{', '.join(first)} and {last}" if first else last
