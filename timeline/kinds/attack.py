"""Attacks: one occurrence of violence, never a period's total."""

from typing import Annotated, Literal

from pydantic import Field

from timeline import Count, Fact, Line, Natural, Part, Refers, Slug, hookimpl


class Victim(Part):
    """Somebody the attack harmed."""

    actor: Annotated[Slug, Refers("actor", role="victim")] = Field(description="A registered actor.")
    harm: Literal["killed", "wounded", "abducted", "missing", "unhurt"] | None = Field(
        default=None, description="What was done to them."
    )


class Party(Part):
    """One of those who fought, where the source does not say who attacked whom."""

    actor: Annotated[Slug, Refers("actor", role="party")] = Field(description="A registered actor.")
    side: Line | None = Field(default=None, description="The side they fought on.")
    killed: Natural | None = Field(default=None, description="How many of theirs were killed.")


class Attack(Fact):
    """One attack. A total over a period is a figure, however many attacks it counts."""

    kind = "attack"
    table = "attacks"

    attack_type: (
        Literal[
            "assassination",
            "armed_assault",
            "bombing_explosion",
            "hijacking",
            "hostage_taking_barricade",
            "hostage_taking_kidnapping",
            "facility_infrastructure_attack",
            "unarmed_assault",
            "unknown",
        ]
        | None
    ) = Field(default=None, description="The nine types of the Global Terrorism Database.")
    insider_type: Literal["green_on_green", "green_on_blue"] | None = Field(
        default=None,
        description="An attack from within: green_on_green on the attacker's own forces, green_on_blue on its allies.",
    )
    perpetrator: Annotated[Slug, Refers("actor", role="perpetrator")] | None = Field(
        default=None, description="Who did it."
    )
    perpetrator_certainty: Literal["known", "suspected"] | None = Field(
        default=None, description="Whether the source knows or suspects the perpetrator, as GTD tells them apart."
    )
    targets: list[Annotated[Slug, Refers("actor", role="target")]] | None = Field(
        default=None, description="Whom it was aimed at."
    )
    victims: list[Victim] | None = Field(default=None, description="Whom it harmed, and how, where they are named.")
    parties: list[Party] | None = Field(
        default=None, description="Who fought, where nobody says who attacked whom: no direction is made up."
    )
    weapon: Line | None = Field(default=None, description="What it was done with.")
    killed: Count | None = Field(
        default=None, description="People killed, without the attackers; on all sides where there are only parties."
    )
    killed_civilians: Count | None = Field(default=None, description="Of the killed, those who were civilians.")
    killed_unidentified: Count | None = Field(default=None, description="Of the killed, those whose side is not known.")
    wounded: Count | None = Field(default=None, description="People wounded; people, not wounds.")
    claimed_by: Annotated[Slug, Refers("actor", role="claimant")] | None = Field(
        default=None, description="Who claimed responsibility."
    )
    reported_in: list[Annotated[Slug, Refers("source")]] | None = Field(
        default=None, description="Documents that the source itself rests on, as a data set rests on articles."
    )


@hookimpl
def register_kinds() -> list[type[Fact]]:
    return [Attack]
