"""From what is typed to what a field holds; whether it is right is the model's to say."""

import json
from typing import Any, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from timeline.fact import Part, leaves
from timeline.values import Range


def typed(field: FieldInfo, text: str) -> Any:
    """One value of `field`: a number, JSON, `actor:role` for a part, or the text itself."""
    made_of = list(leaves(field.rebuild_annotation()))
    part = part_of(field)
    if part and not text.lstrip().startswith("{"):
        return dict(zip(part.model_fields, text.split(":"), strict=False))
    if part or {int, float, bool, Range} & {leaf for leaf in made_of if isinstance(leaf, type)}:
        return _json_or_text(text)
    return text


def is_list(field: FieldInfo) -> bool:
    """Whether a field holds several values."""
    return list in leaves(field.rebuild_annotation())


def part_of(field: FieldInfo) -> type[BaseModel] | None:
    """The model of the parts that a field holds, such as a meeting's participants."""
    types = (leaf for leaf in leaves(field.rebuild_annotation()) if isinstance(leaf, type) and leaf is not type(None))
    return next((leaf for leaf in types if issubclass(leaf, Part)), None)


def choices(field: FieldInfo) -> list[str]:
    """The words that a field accepts, where these are few."""
    return [word for leaf in leaves(field.rebuild_annotation()) for word in get_args(leaf) if isinstance(word, str)]


def patch(model: type[BaseModel], settings: tuple[str, ...]) -> dict[str, Any]:
    """What `field=value` pairs change; `field=` takes a value away, a list is a JSON list or the field repeated."""
    changes: dict[str, Any] = {}
    for setting in settings:
        name, equals, text = setting.partition("=")
        if not equals:
            raise ValueError(f"{setting!r} is not field=value")
        field = model.model_fields.get(name)
        if text == "" or field is None:
            changes[name] = text or None
        elif is_list(field):
            changes[name] = [*changes.get(name, []), *_members(field, text)]
        else:
            changes[name] = typed(field, text)
    return changes


def _members(field: FieldInfo, text: str) -> list[Any]:
    return json_list if isinstance(json_list := _json_or_text(text), list) else [typed(field, text)]


def _json_or_text(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text
