"""JSON Schema of what a reader of an article, person or program, may propose: events with quotations for passages."""

from timeline.fact import Json
from timeline.line_schema import DIALECT, without_null
from timeline.registry import Kinds
from timeline.values import SLUG

_SUBJECT: Json = {
    "type": "string",
    "pattern": f"^{SLUG}$",
    "description": "Its slug: short and unique, such as qatar-talks-2018-11; events on one fact have the same.",
}
_QUOTATION: Json = {
    "type": "object",
    "description": "Words of the text, to the letter, with prefix or suffix where they stand in it more than once.",
    "properties": {
        "exact": {"type": "string", "description": "The words, copied from the text without any change."},
        "prefix": {"type": "string", "description": "What stands directly before them."},
        "suffix": {"type": "string", "description": "What stands directly behind them."},
    },
    "required": ["exact"],
    "additionalProperties": False,
}
_REFERENCE = "#/$defs/{model}"
_ASKED = "Every fact that the text states, and the sources, actors and places that the facts name and the log lacks."


def extraction_schema(kinds: Kinds) -> Json:
    """The schema of `{"events": […]}`: registrations and reports, as `timeline review` reads them."""
    definitions: Json = {}
    cases = [_case(kinds, kind, definitions) for kind in kinds]
    events = {"type": "array", "description": _ASKED, "items": {"anyOf": cases}}
    return {
        "$schema": DIALECT,
        "title": "Events proposed from a text",
        **_object({"events": events}),
        "$defs": definitions,
    }


def _case(kinds: Kinds, kind: str, definitions: Json) -> Json:
    """One kind's event: registered in a registry, reported otherwise."""
    verb = kinds.verbs(kind)[0]
    fact = without_null(kinds[kind].model_json_schema(ref_template=_REFERENCE))
    definitions |= {**fact.pop("$defs", {}), kind: fact}
    data = without_null(kinds.data_model(kind, verb).model_json_schema())
    properties = {name: schema for name, schema in data["properties"].items() if name != "fact"}
    if "passages" in properties:
        properties["passages"] = {**properties["passages"], "items": _QUOTATION}
    said = {"fact": {"$ref": _REFERENCE.format(model=kind)}, **properties}
    return _object({"type": {"const": f"{kind}.{verb}"}, "subject": _SUBJECT, "data": _object(said, ["fact"])})


def _object(properties: Json, required: list[str] | None = None) -> Json:
    """An object of these and no others; all of them are required, or some."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties) if required is None else required,
        "additionalProperties": False,
    }
