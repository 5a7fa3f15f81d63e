"""Which columns have values that come up again and again: what Datasette's facets are made of."""

from typing import Any, Literal, get_origin

from pydantic.fields import FieldInfo

from timeline.fact import Fact, leaves
from timeline.registry import Kinds
from timeline.values import Country, Refers

_COUNTRY = Country.__metadata__[0]  # type: ignore[attr-defined]

SHARED: dict[str, list[Any]] = {
    "events": ["kind", "verb", "source", "authid"],
    "fact_actors": ["role", "kind", "actor"],
    "passages": ["source"],
    "history": ["kind"],
    "timeline": ["kind", "place", "disputed", "date_kind", {"array": "tags"}],
    "disputes": ["field"],
    "corrections": ["verb", "reason", "kind"],
}
"""The facets of the tables and views that no single kind makes.

None of claims, which are worked out from all that the log holds: there one asks for a fact or a source.
"""


def facets(kinds: Kinds) -> dict[str, list[Any]]:
    """The facets of each table and view, as Datasette's metadata gives them."""
    return SHARED | {kinds[kind].table: _of_kind(kinds[kind]) for kind in kinds}


def _of_kind(model: type[Fact]) -> list[Any]:
    """The fields whose values come up again and again: choices, countries, and what is registered."""
    own = (item for item in model.model_fields.items() if item[0] not in Fact.model_fields)
    names = [name for name, field in own if _repeats(field)]
    return names if model.registry else [*names, "place", "disputed", {"array": "tags"}]


def _repeats(field: FieldInfo) -> bool:
    made_of = list(leaves(field.rebuild_annotation()))
    registered = any(isinstance(part, Refers) and part.kind for part in made_of)
    choice = bool in made_of or _COUNTRY in made_of or any(get_origin(part) is Literal for part in made_of)
    return list not in made_of and (registered or choice)
