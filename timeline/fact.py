"""What every fact has in common; a kind adds its own fields.

Facts live as plain JSON objects from the log to the tables, so that what a source left out stays left out.
The models stand at the door: they say what may come in, and from them follow tables, options and documentation.
"""

from collections.abc import Iterator
from functools import cache
from types import UnionType
from typing import Annotated, Any, ClassVar, Literal, NamedTuple, Self, Union, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field, create_model, model_validator

from timeline.values import Date, Line, Range, Refers, Slug, Text

Json = dict[str, Any]


class Part(BaseModel):
    """A value with fields of its own inside a fact, such as one participant of a meeting."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, defer_build=True)


class Fact(BaseModel):
    """The common fields. A subclass is a kind: its docstring documents it, its fields are its columns."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, defer_build=True)

    kind: ClassVar[str]
    table: ClassVar[str]
    registry: ClassVar[bool] = False
    """Sources, actors and places are registered; everything else is reported by a source."""
    period: ClassVar[bool] = False
    """The date is a period that was counted, so `2018` means all of the year and not some day in it."""

    title: Line = Field(description="What happened, in a few words of ours.")
    date: Date | None = Field(
        default=None,
        description="When it happened, in EDTF: 2018-11-14/2018-11-16 lasted from the first day to the last, "
        "[2018-11-01..2018-11-19] was some day between them. Leave it out when unknown.",
    )
    date_basis: Text | None = Field(
        default=None, description="How the date was worked out, where the source does not give it."
    )
    place: Annotated[Slug, Refers("place")] | None = Field(
        default=None, description="Where it happened: a registered place."
    )
    place_basis: Text | None = Field(
        default=None, description="How the place was worked out, where the source does not name it."
    )
    summary: Text | None = Field(default=None, description="What a reader should know, in our own words.")
    tags: list[Line] | None = Field(default=None, description="Words to find it by.")

    @model_validator(mode="after")
    def _counts_have_a_number(self) -> Self:
        """What a change to a count may leave out (`partial` has no such rule), the count that then stands may not."""
        for name, value in vars(self).items():
            if isinstance(value, Range) and value.low is value.best is value.high is None:
                raise ValueError(f"{name} needs low, best or high; leave the field out when no number is known")
        return self


@cache
def required(model: type[Fact]) -> frozenset[str]:
    """The fields without which there is no fact of this kind: a redaction can take them away."""
    return frozenset(name for name, field in model.model_fields.items() if field.is_required())


@cache
def counted(model: type[Fact]) -> tuple[str, ...]:
    """The fields that count something."""
    fields = model.model_fields.items()
    return tuple(name for name, field in fields if Range in leaves(field.rebuild_annotation()))


@cache
def partial(model: type[Fact]) -> type[BaseModel]:
    """The model with every field optional: what a further report or a change may hold."""
    fields: Json = {
        name: (field.rebuild_annotation() | None, Field(default=None, description=field.description))
        for name, field in model.model_fields.items()
    }
    return create_model(f"Partial{model.__name__}", __config__=model.model_config, __doc__=model.__doc__, **fields)


class Mention(NamedTuple):
    """One place in a fact that names another: the steps to it, the slug, and what it refers to."""

    steps: tuple[str, ...]
    slug: str
    refers: Refers
    role: str | None = None
    side: str | None = None

    @property
    def path(self) -> str:
        """The steps in one word."""
        return ".".join(self.steps)


class _Pointer(NamedTuple):
    """The way to slugs: the name of a field, then, for each part inside a part, the name of a field there."""

    name: str
    way: tuple[str, ...]
    refers: Refers


def mentions(model: type[BaseModel], fact: Json, *under: str) -> Iterator[Mention]:
    """Every registered thing and every other fact that `fact` names, in the order of the model's fields.

    `under` are the steps to the fact itself.
    """
    for name, way, refers in _pointers(model):
        value = fact.get(name)
        if isinstance(value, str):
            yield Mention((*under, name), value, refers, refers.role)
        elif value is not None:
            for steps, slug, part in _found(way, value, (*under, name), {}):
                yield Mention(steps, slug, refers, part.get("role") or refers.role, part.get("side"))


def _found(
    way: tuple[str, ...], value: Any, steps: tuple[str, ...], part: Json
) -> Iterator[tuple[tuple[str, ...], str, Json]]:
    """The slugs at the end of the way, each with the steps to it and the part that it stands in."""
    if isinstance(value, list):
        for place, item in enumerate(value):
            yield from _found(way, item, (*steps, str(place)), part)
    elif way and value is not None:
        yield from _found(way[1:], value.get(way[0]), (*steps, way[0]), value)
    elif value is not None:
        yield steps, value, part


@cache
def _pointers(model: type[BaseModel]) -> tuple[_Pointer, ...]:
    return tuple(
        _Pointer(name, way, refers)
        for name, field in model.model_fields.items()
        for way, refers in _referring(field.rebuild_annotation())
    )


def leaves(annotation: Any) -> Iterator[Any]:
    """Every type and every mark that the type of a field is made of, containers included."""
    origin = get_origin(annotation)
    if origin is Annotated:
        yield from annotation.__metadata__
        yield from leaves(annotation.__origin__)
    elif origin is not None and origin is not Literal:
        yield origin
        for inner in get_args(annotation):
            yield from leaves(inner)
    else:
        yield annotation


def _referring(annotation: Any) -> Iterator[tuple[tuple[str, ...], Refers]]:
    """Where the type of a field refers to something: directly, in its members, or in the parts it is made of."""
    if get_origin(annotation) is Annotated:
        yield from (((), mark) for mark in annotation.__metadata__ if isinstance(mark, Refers))
    if get_origin(annotation) in (Annotated, list, Union, UnionType):
        for inner in get_args(annotation):
            yield from _referring(inner)
    elif isinstance(annotation, type) and issubclass(annotation, Part):
        yield from (((name, *way), refers) for name, way, refers in _pointers(annotation))
