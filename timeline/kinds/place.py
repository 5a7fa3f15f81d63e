"""Places: where things happen."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from timeline import Country, Fact, Line, Natural, hookimpl


class Place(Fact):
    """A place and how exact it is: a country's coordinates are its middle, not where something happened."""

    kind = "place"
    table = "places"
    registry = True

    title: Line | None = Field(default=None, description="What it is, in a few words.")  # type: ignore[assignment]
    name: Line = Field(description="The name readers know it by.")
    country: Country | None = Field(default=None, description="The country it lies in, ISO 3166-1 alpha-2.")
    admin1: Line | None = Field(default=None, description="The province or state it lies in.")
    admin2: Line | None = Field(default=None, description="The district or county it lies in.")
    latitude: Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)] | None = Field(
        default=None, description="Degrees north, WGS 84."
    )
    longitude: Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)] | None = Field(
        default=None, description="Degrees east, WGS 84."
    )
    place_type: (
        Literal["site", "city", "town", "village", "district", "province", "region", "country", "area", "sea"] | None
    ) = Field(default=None, description="How exact the place is, from a single site to a whole country or sea.")
    geonames: Natural | None = Field(default=None, description="Its number in GeoNames.")

    @model_validator(mode="after")
    def _both_coordinates(self) -> Self:
        if (self.latitude is None) != (self.longitude is None):
            raise ValueError("latitude and longitude go together; give both or neither")
        return self


@hookimpl
def register_kinds() -> list[type[Fact]]:
    return [Place]
