"""Statements: somebody spoke, or kept silent."""

from typing import Annotated, Literal

from pydantic import Field

from timeline import Fact, Line, Refers, Slug, Text, hookimpl


class Statement(Fact):
    """Somebody said something, or left it out: an omission is not a denial."""

    kind = "statement"
    table = "statements"

    speaker: Annotated[Slug, Refers("actor", role="speaker")] | None = Field(
        default=None, description="Who said it; left out where the source says it itself or names nobody."
    )
    text: Text | None = Field(default=None, description="What was said, in our own words.")
    quote: Line | None = Field(default=None, description="A few of the spoken words, to the letter.")
    form: Literal["direct_quote", "indirect", "omission", "assessment"] | None = Field(
        default=None, description="Quoted, reported, left unsaid, or a judgement."
    )
    medium: Line | None = Field(default=None, description="Where it was said: a message, a report, to reporters.")
    audience: Line | None = Field(default=None, description="To whom.")
    about: Annotated[Slug, Refers()] | None = Field(default=None, description="The fact it speaks of.")


@hookimpl
def register_kinds() -> list[type[Fact]]:
    return [Statement]
