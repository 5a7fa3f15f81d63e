"""Background: what a reader needs to know and nobody counts as an occurrence."""

from pydantic import Field

from timeline import Fact, Text, hookimpl


class Background(Fact):
    """A lasting circumstance that the source explains."""

    kind = "background"
    table = "background"

    text: Text | None = Field(default=None, description="The circumstance, in our own words.")


@hookimpl
def register_kinds() -> list[type[Fact]]:
    return [Background]
