"""Positions: who held which office."""

from typing import Annotated

from pydantic import Field

from timeline import Fact, Line, Refers, Slug, hookimpl


class Position(Fact):
    """Somebody holds an office over its date, as `2015/2018-10-18`; an end nobody states stays unknown, as `2015/`."""

    kind = "position"
    table = "positions"

    actor: Annotated[Slug, Refers("actor", role="holder")] = Field(description="Who holds it.")
    office: Line = Field(description="The office.")
    organization: Annotated[Slug, Refers("actor", role="organization")] | None = Field(
        default=None, description="Where: a registered actor."
    )


@hookimpl
def register_kinds() -> list[type[Fact]]:
    return [Position]
