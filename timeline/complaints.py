"""pydantic's errors in the words of this project: the path into the data, what is wrong, what to do."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from pydantic import BaseModel, ValidationError

from timeline.errors import Problem
from timeline.matching import CHECKS

_SORTS = {
    "string": "a text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "list": "a list",
    "dict": "an object",
    "model": "an object",
}


def problems(error: ValidationError, model: type[BaseModel], under: str = "") -> list[Problem]:
    """Each fault in `error`, raised by `model`; `under` is the path of what was validated."""
    return [
        Problem("", ".".join(part for part in (under, *map(str, fault["loc"])) if part), _words(fault, model))
        for fault in error.errors(include_url=False)
    ]


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`; did you mean 'x'?` for what is nearest to `word`, or nothing."""
    from difflib import get_close_matches  # needed where something is wrong

    near = get_close_matches(word, list(known), n=3, cutoff=0.6)
    return f"; did you mean {' or '.join(map(repr, near))}?" if near else ""


def _words(fault: Any, model: type[BaseModel]) -> str:
    sort, _, what = fault["type"].rpartition("_")
    value, context = fault["input"], fault.get("ctx", {})
    match fault["type"]:
        case "value_error":
            return str(context["error"])
        case "string_pattern_mismatch" if context["pattern"] in CHECKS:
            return _complaint(CHECKS[context["pattern"]], value)
        case "missing":
            return "is required"
        case "extra_forbidden":
            names = _names(model, fault["loc"][:-1])
            return f"is not a field here{did_you_mean(str(fault['loc'][-1]), names)} (fields: {', '.join(names)})"
        case "literal_error":
            choices = _choices(context["expected"])
            return f"{value!r} is not one of {', '.join(choices)}{did_you_mean(str(value), choices)}"
        case "greater_than_equal" | "less_than_equal":
            [(bound, limit)] = context.items()
            return f"{value!r} must be {'at least' if bound == 'ge' else 'at most'} {limit}"
        case _ if what == "type" and sort in _SORTS:
            return f"{_shown(value)} is not {_SORTS[sort]}"
        case _:
            return f"{_shown(value)}: {fault['msg'][0].lower()}{fault['msg'][1:]}"


def _complaint(check: Callable[[str], str], value: str) -> str:
    try:
        return check(value)
    except ValueError as error:
        return str(error)


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


def _choices(expected: str) -> list[str]:
    return [choice.strip("' ") for choice in expected.replace(" or ", ", ").split(", ")]


def _names(model: type[BaseModel], path: Sequence[Any]) -> list[str]:
    """The fields that stand where `path` leads, by the way of the types."""
    for name in path:
        if name in model.model_fields:
            model = _model_in(model.model_fields[str(name)].annotation) or model
    return list(model.model_fields)


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    inner = (_model_in(part) for part in getattr(annotation, "__args__", ()))
    return next((model for model in inner if model), None)
