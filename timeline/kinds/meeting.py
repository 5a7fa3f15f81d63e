"""Meetings: talks, visits, gatherings."""

from typing import Annotated, Literal

from pydantic import Field

from timeline import Fact, Line, Natural, Part, Refers, Slug, Text, hookimpl


class Participant(Part):
    """Somebody who was there, by the word of the report that names them."""

    actor: Annotated[Slug, Refers("actor", role="participant")] = Field(description="A registered actor.")
    role: Literal["participant", "party", "host", "mediator", "speaker", "organiser", "observer"] = Field(
        default="participant", description="The part they took; participant when nothing more is known."
    )
    side: Line | None = Field(default=None, description="The side they sat on, where there were sides.")


class Meeting(Fact):
    """People met: talks, a visit, a call, a gathering. Told by two sources it is one meeting with two reports."""

    kind = "meeting"
    table = "meetings"

    format: (
        Literal["consultation", "telephone", "visit", "hosting", "third_place", "mediation", "negotiation", "signing"]
        | None
    ) = Field(
        default=None, description="How they met, after CAMEO 040 to 046 and 057; third_place is neither side's home."
    )
    round: Natural | None = Field(default=None, description="Which in a series of meetings, from 1.")
    host: Annotated[Slug, Refers("actor", role="host")] | None = Field(default=None, description="Who invited.")
    participants: list[Participant] | None = Field(
        default=None, description="Who was there; each further report adds those it names."
    )
    outcome: Text | None = Field(default=None, description="What came of it, in our own words.")
    agreement: Literal["none", "partial", "reached", "unknown"] | None = Field(
        default=None, description="Whether they agreed, by the word of the source."
    )


@hookimpl
def register_kinds() -> list[type[Fact]]:
    return [Meeting]
