"""What a mapping file may say: which column becomes which field, and how. docs/import.md shows it from these models.

A text stands for a column, with braces for a template: `title: "{Event} in {Location}"`, `summary: Notes`.
"""

from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, ConfigDict, Field, model_validator

from timeline.importing.table.cell import TEXT, Cell, Map, Or, Origin, OrOne, Word, Words, as_cell, many, word
from timeline.values import Date, Line, Slug


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
    published: Annotated[Date | None, BeforeValidator(word)] = Field(
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
    kind: Annotated[Cell, BeforeValidator(_kind), Or({"type": "string", "description": "A kind of fact."})] = Field(
        description="The kind of fact that a row is; with `column` and `values` it differs from row to row."
    )
    title: Origin = Field(description="`title` of the fact.")
    id: Origin | None = Field(
        default=None, description="What names a row for ever; without it, all that stands in the row."
    )
    date: Annotated[When, BeforeValidator(as_cell), Or({"type": "string", "description": "A column."})] | None = Field(
        default=None, description="`date` and `date_basis` of the fact."
    )
    place: Annotated[dict[str, Origin], _named("name"), Or(TEXT)] | None = Field(
        default=None, description="`place`: a column for each field of a place, `name` at least."
    )
    source: Annotated[dict[str, Origin], _named("title"), Or(TEXT)] | None = Field(
        default=None, description="The document that says so: a column for each field of a source, `title` or `url`."
    )
    attributed_to: Origin | None = Field(default=None, description="Actors on whose word it rests, originator first.")
    actors: list[Who] = Field(default=[], description="Columns that name actors.")
    fields: dict[str, Origin] = Field(default={}, description="A column for each other field of the kind.")
    only: Annotated[list[Only], BeforeValidator(many), OrOne()] = Field(
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
