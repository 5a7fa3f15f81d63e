"""Figures: a number somebody counted over a period."""

from typing import Annotated, Literal

from pydantic import Field

from timeline import Count, Fact, Line, Refers, Slug, hookimpl


class Figure(Fact):
    """A number counted over a period, its date. Figures overlap: `part_of` says which ones contain it."""

    kind = "figure"
    table = "figures"
    period = True

    measure: Literal[
        "incidents",
        "killed",
        "wounded",
        "casualties",
        "detained",
        "displaced",
        "abducted",
        "missing",
        "surrendered",
        "personnel",
        "other",
    ] = Field(description="What was counted; casualties are killed and wounded together, never deaths alone.")
    value: Count | None = Field(default=None, description="How many.")
    population: Line | None = Field(default=None, description="Of whom, or among whom.")
    cause: Line | None = Field(default=None, description="By what.")
    cumulative: bool | None = Field(default=None, description="Whether it is a running total that later ones replace.")
    part_of: list[Annotated[Slug, Refers("figure")]] | None = Field(
        default=None, description="Every figure that contains this one."
    )
    about: Annotated[Slug, Refers()] | None = Field(default=None, description="The fact it counts for.")


@hookimpl
def register_kinds() -> list[type[Fact]]:
    return [Figure]
