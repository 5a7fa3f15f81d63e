"""JSON Schema (draft 2020-12) of the facts and of a line of the log, fit for any tool that extracts structured data."""

from typing import Any

from timeline.event import Envelope
from timeline.fact import Fact, Json
from timeline.registry import OPENED, REDACTED, Kinds
from timeline.tombstone import MARK, tombstone_schema

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def fact_schema(model: type[Fact]) -> Json:
    """The schema of one kind's facts: what `data.fact` of its first report holds."""
    return {"$schema": DIALECT, **without_null(model.model_json_schema())}


def line_schema(kinds: Kinds) -> Json:
    """The schema of a line: the envelope, for each type what its data holds, and what only tombstones may leave out."""
    types = [OPENED, REDACTED, *(f"{kind}.{verb}" for kind in kinds for verb in kinds.verbs(kind))]
    definitions: Json = {}
    cases = [_case(kinds, event_type, definitions) for event_type in types]
    envelope = {**Envelope.model_json_schema(), "title": "A line of the log", "allOf": cases}
    required = {"required": envelope.pop("required")}
    choice = {"if": {"required": [MARK]}, "then": tombstone_schema(), "else": required}
    return {"$schema": DIALECT, **envelope, **choice, "$defs": definitions}


def _case(kinds: Kinds, event_type: str, definitions: Json) -> Json:
    """If the event has this type, its data looks like this."""
    kind, _, verb = event_type.partition(".")
    made = kinds.data_model(kind, verb).model_json_schema(ref_template="#/$defs/{model}")
    definitions.update(made.pop("$defs", {}))
    definitions[event_type] = made
    return {
        "if": {"properties": {"type": {"const": event_type}}},
        "then": {"properties": {"data": {"$ref": f"#/$defs/{event_type}"}}},
    }


def without_null(schema: Any) -> Any:
    """A field that may be left out need not be null: tools that extract are told one way to say nothing."""
    if isinstance(schema, list):
        return [without_null(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    made = {name: without_null(part) for name, part in schema.items() if (name, part) != ("default", None)}
    kept = [part for part in made.get("anyOf", ()) if part != {"type": "null"}]
    if len(kept) == 1:
        made.pop("anyOf")
        return {**kept[0], **made}
    return {**made, "anyOf": kept} if kept else made
