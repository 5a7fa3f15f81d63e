"""A value in a mapping file: from a column, a template or three columns of a count, or the same in every row."""

import re
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

BRACES = re.compile(r"\{\{|\}\}|\{([^{}]*)\}")
"""What a template has in braces: the name of a column; doubled they stand for themselves."""


class Map(BaseModel):
    """An object of the mapping file."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def word(value: object) -> object:
    """A number as it is written; people mean the text in a cell."""
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int | float) else value


def many(value: object) -> object:
    """A list, where one may stand alone."""
    return value if isinstance(value, list) else [value]


class Or:
    """Marks what may be written shorter, for the JSON Schema."""

    def __init__(self, *schemas: dict[str, Any]) -> None:
        self.schemas = schemas

    def __get_pydantic_json_schema__(self, schema: Any, handler: Any) -> dict[str, Any]:
        return {"anyOf": [*self.schemas, handler(schema)]}


class OrOne:
    """Marks a list of which one member may stand alone."""

    def __get_pydantic_json_schema__(self, schema: Any, handler: Any) -> dict[str, Any]:
        whole = handler(schema)
        return {"anyOf": [whole["items"], whole]}


Word = Annotated[str, BeforeValidator(word), Or({"type": "integer"}, {"type": "boolean"})]
Words = Annotated[list[Word], BeforeValidator(many), OrOne()]


class Cell(Map):
    """A value: from a column, a template or three columns of a count, or the same in every row."""

    column: Word | None = Field(default=None, description="The column.")
    template: Words | None = Field(
        default=None,
        description="A text with columns in braces; of several the first whose columns are all filled.",
    )
    constant: Word | None = Field(default=None, description="The same in every row.")
    low: Word | None = Field(default=None, description="Of a count: the column with the least number.")
    best: Word | None = Field(default=None, description="Of a count: the column with the best number.")
    high: Word | None = Field(default=None, description="Of a count: the column with the largest number.")
    values: dict[Word, Word | None] | None = Field(
        default=None, description="What each cell means, capitals apart; null is nothing. Others are refused."
    )
    otherwise: Word | None = Field(default=None, description="What cells mean that are not in `values`.")
    default: Word | None = Field(default=None, description="What an empty cell means.")
    missing: Words = Field(default=[], description="More cells that mean nothing, besides those of the file.")
    split: str | None = Field(default=None, min_length=1, description="What stands between several in one cell.")
    order: Literal["dmy", "mdy"] | None = Field(default=None, description="Of a date: the order of 10/11/2018.")
    thousands: Literal[",", ".", "'", " "] | None = Field(
        default=None, description="Of a number: what stands between thousands."
    )
    decimal: Literal[","] | None = Field(default=None, description="Of a number: a comma, where it is no point.")

    @model_validator(mode="after")
    def _one_origin(self) -> Self:
        counts = [self.low, self.best, self.high]
        origins = [self.column, self.template or None, self.constant, next(filter(None, counts), None)]
        if sum(origin is not None for origin in origins) != 1:
            raise ValueError("needs one of column, template, constant, or low, best and high")
        if self.otherwise is not None and not self.values:
            raise ValueError("has `otherwise`, which goes with `values`")
        return self

    @property
    def columns(self) -> list[str]:
        """All that it reads."""
        named = [name for text in self.template or () for name in BRACES.findall(text) if name]
        return [*named, *(name for name in (self.column, self.low, self.best, self.high) if name is not None)]

    @property
    def label(self) -> str:
        """What messages call the column."""
        return ", ".join(dict.fromkeys(self.columns))


def as_cell(value: object) -> object:
    """A column or a template, written short."""
    if isinstance(value, str):
        return {"template" if BRACES.search(value) else "column": value}
    if isinstance(value, list):
        return {"template": value}
    return {"column": word(value)} if isinstance(value, int | float) else value


TEXT = {"type": "string", "description": "A column, or a template with columns in braces."}
TEXTS = {"type": "array", "items": {"type": "string"}, "description": "Templates: the first whose columns are filled."}
Origin = Annotated[Cell, BeforeValidator(as_cell), Or(TEXT, TEXTS)]
