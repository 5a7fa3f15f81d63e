"""What a mapping file may say: which column becomes which field, and how. docs/import.md shows it from these models.

A text stands for a column, with braces for a template: `title: "{Event} in {Location}"`, `summary: Notes`.
"""

import re
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from timeline.values import Date, Line, Slug

BRACES = re.compile(r"\{\{|\}\}|\{([^{}]*)\}")
"""What a template has in braces: the name of a column; doubled they stand for themselves."""


class Map(BaseModel):
    """An object of the mapping file."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _word(value: object) -> object:
    """A number as it is written; people mean the text in a cell."""
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int | float) else value


def _many(value: object) -> object:
    return value if isinstance(value, list) else [value]


Word = Annotated[str, BeforeValidator(_word)]
Words = Annotated[list[Word], BeforeValidator(_many)]


class _Or:
    """Marks what may be written shorter, for the JSON Schema."""

    def __init__(self, *schemas: dict[str, Any]) -> None:
        self.schemas = schemas

    def __get_pydantic_json_schema__(self, schema: Any, handler: Any) -> dict[str, Any]:
        return {"anyOf": [*self.schemas, handler(schema)]}


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
        origins = [self.column, self.template, self.constant, next(filter(None, counts), None)]
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


def _cell(value: object) -> object:
    if isinstance(value, str):
        return {"template" if BRACES.search(value) else "column": value}
    if isinstance(value, list):
        return {"template": value}
    return {"column": _word(value)} if isinstance(value, int | float) else value


_TEXT = {"type": "string", "description": "A column, or a template with columns in braces."}
_TEXTS = {"type": "array", "items": {"type": "string"}, "description": "Templates: the first whose columns are filled."}
Origin = Annotated[Cell, BeforeValidator(_cell), _Or(_TEXT, _TEXTS)]


def _kind(value: object) -> object:
    return {"constant": value} if isinstance(value, str) else value


def _named(field: str) -> BeforeValidator:
    return BeforeValidator(lambda value: value if isinstance(value, dict) and _is_fields(value) else {field: value})


def _is_fields(value: dict[Any, Any]) -> bool:
    """Whether an object has a field for each key, and is not itself the short form of one."""
    return not set(value) & {"column", "template", "constant"}


class Dataset(Map):
    """The table as a data set."""

    name: Slug = Field(description="Begins the ids and slugs of all that comes from the table: keep it for ever.")
    title: Line = Field(description="The title of the table as a source.")
    published: Annotated[Date | None, BeforeValidator(_word)] = Field(
        default=None, description="When this edition was published, in EDTF."
    )


class Only(Map):
    """Which rows are taken."""

    model_config = ConfigDict(extra="forbid", frozen=True, validate_by_name=False)

    column: Word = Field(description="The column.")
    is_: Words | None = Field(default=None, alias="is", description="One of these stands there, capitals apart.")
    is_not: Words | None = Field(default=None, description="None of these stands there.")
    filled: bool | None = Field(default=None, description="true: anything stands there; false: nothing.")

    @model_validator(mode="after")
    def _one_condition(self) -> Self:
        if sum(one is not None for one in (self.is_, self.is_not, self.filled)) != 1:
            raise ValueError("needs one of is, is_not, filled")
        return self


class When(Map):
    """When it happened: one column, two ends, or columns for year, month and day."""

    column: Word | None = Field(default=None, description="A column with whole dates, as people write them.")
    start: Word | None = Field(default=None, description="The column with the first day.")
    end: Word | None = Field(default=None, description="The column with the last day; empty when there is one day.")
    means: Literal["lasted", "some_day"] | None = Field(
        default=None, description="Whether it lasted from start to end, or was some day within."
    )
    year: Word | None = Field(default=None, description="The column with the year.")
    month: Word | None = Field(default=None, description="The column with the month, a number or a name; 0 is unknown.")
    day: Word | None = Field(default=None, description="The column with the day of the month; 0 is unknown.")
    order: Literal["dmy", "mdy"] | None = Field(default=None, description="The order of 10/11/2018.")
    basis: Line | None = Field(default=None, description="How the table's dates were worked out: `date_basis`.")
    missing: Words = Field(default=[], description="More cells that mean no date, besides those of the file.")

    @model_validator(mode="after")
    def _one_origin(self) -> Self:
        if sum(one is not None for one in (self.column, self.start, self.year)) != 1:
            raise ValueError("needs one of column, start, year")
        if (self.start is None) != (self.end is None) or (self.start is None) != (self.means is None):
            raise ValueError("start, end and means go together: `lasted` from start to end, or `some_day` within")
        if self.year is None and (self.month or self.day):
            raise ValueError("month and day go with year")
        return self

    @property
    def columns(self) -> list[str]:
        """All that it reads."""
        found = (self.column, self.start, self.end, self.year, self.month, self.day)
        return [name for name in found if name is not None]


class Who(Cell):
    """Actors that a column names, in a field of the kind."""

    field: str = Field(description="The field they go into, such as `perpetrator`, `targets` or `participants`.")
    part: dict[str, Word] = Field(
        default={}, description="What else is said of each: `role` and `side` of a participant, `harm` of a victim."
    )
    actor: dict[str, Word] = Field(
        default={}, description="What is registered of a new one: `actor_type`, `country` and so on."
    )


class Mapping(Map):
    """A mapping file, but for `known_as`."""

    dataset: Dataset = Field(description="The table as a data set.")
    kind: Annotated[Cell, BeforeValidator(_kind), _Or({"type": "string", "description": "A kind of fact."})] = Field(
        description="The kind of fact that a row is; with `column` and `values` it differs from row to row."
    )
    title: Origin = Field(description="`title` of the fact.")
    id: Origin | None = Field(
        default=None, description="What names a row for ever; without it, all that stands in the row."
    )
    date: Annotated[When, BeforeValidator(_cell), _Or({"type": "string", "description": "A column."})] | None = Field(
        default=None, description="`date` and `date_basis` of the fact."
    )
    place: Annotated[dict[str, Origin], _named("name"), _Or(_TEXT)] | None = Field(
        default=None, description="`place`: a column for each field of a place, `name` at least."
    )
    source: Annotated[dict[str, Origin], _named("title"), _Or(_TEXT)] | None = Field(
        default=None, description="The document that says so: a column for each field of a source, `title` or `url`."
    )
    attributed_to: Origin | None = Field(default=None, description="Actors on whose word it rests, originator first.")
    actors: list[Who] = Field(default=[], description="Columns that name actors.")
    fields: dict[str, Origin] = Field(default={}, description="A column for each other field of the kind.")
    only: Annotated[list[Only], BeforeValidator(_many)] = Field(
        default=[], description="Conditions that all hold of the rows that are taken; the others are counted."
    )
    missing: Words = Field(default=[], description="What a cell has that means nothing, such as -99 or NULL.")
    sheet: str | None = Field(default=None, description="XLSX: the sheet, where several can be seen.")
    header: int = Field(default=1, ge=1, description="The row with the names of the columns, where others come first.")
    delimiter: Literal[",", ";", "\t", "|"] | None = Field(
        default=None, description="CSV: what stands between cells, where it is not plain to see."
    )

    @property
    def columns(self) -> list[str]:
        """All that it reads."""
        cells = [self.kind, self.title, self.id, self.attributed_to, self.date, *self.actors, *self.fields.values()]
        cells += [*(self.place or {}).values(), *(self.source or {}).values()]
        found = [name for cell in cells if cell for name in cell.columns] + [one.column for one in self.only]
        return list(dict.fromkeys(found))


MODELS: tuple[tuple[type[Map], str], ...] = (
    (Mapping, "The mapping"),
    (Dataset, "`dataset`"),
    (Cell, "A value"),
    (When, "`date`"),
    (Who, "`actors`: a value, with"),
    (Only, "`only`"),
)
"""The objects of a mapping file, with their headings."""
