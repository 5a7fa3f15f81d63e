"""Actors: who does things, and to whom they are done."""

from typing import Annotated, Literal

from pydantic import Field

from timeline import Country, Fact, Line, Refers, Slug, hookimpl, pattern


class Actor(Fact):
    """A person, an armed group, a government, an office: whoever takes part in facts."""

    kind = "actor"
    table = "actors"
    registry = True

    title: Line | None = Field(default=None, description="What they are, in a few words.")  # type: ignore[assignment]
    name: Line = Field(description="The name readers know them by.")
    actor_type: (
        Literal[
            "person",
            "organization",
            "armed_group",
            "state",
            "state_forces",
            "international_mission",
            "media",
            "unidentified",
        ]
        | None
    ) = Field(default=None, description="What sort of actor.")
    country: Country | None = Field(default=None, description="Their country, ISO 3166-1 alpha-2.")
    member_of: Annotated[Slug, Refers("actor")] | None = Field(default=None, description="The actor they belong to.")
    aliases: list[Line] | None = Field(
        default=None, description="Other names that sources give them; search finds these too."
    )
    wikidata: Annotated[str, pattern("Q[1-9][0-9]*", "a Wikidata item such as Q42418")] | None = Field(
        default=None, description="Their item in Wikidata."
    )


@hookimpl
def register_kinds() -> list[type[Fact]]:
    return [Actor]
