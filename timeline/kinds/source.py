"""Sources: the documents that facts rest on."""

from typing import Annotated

from pydantic import Field

from timeline import Date, Fact, Line, Natural, Url, hookimpl, pattern


class Source(Fact):
    """A document: an article, a report, a post; or, plainly marked as such, what an editor knows."""

    kind = "source"
    table = "sources"
    registry = True

    title: Line = Field(description="Its title.")
    publisher: Line | None = Field(default=None, description="Who published it.")
    agency: Line | None = Field(
        default=None, description="The agency whose copy it uses; copies are no second witness."
    )
    author: Line | None = Field(default=None, description="Who wrote it.")
    url: Url | None = Field(default=None, description="Where it can be read.")
    archive_url: Url | None = Field(default=None, description="Where a copy is kept.")
    published: Date | None = Field(default=None, description="When it was published, in EDTF.")
    retrieved: Date | None = Field(default=None, description="When we read it, in EDTF.")
    language: (
        Annotated[str, pattern(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", "a language tag such as en or prs-AF")] | None
    ) = Field(default=None, description="Its language, as a BCP 47 tag.")
    sha256: Annotated[str, pattern("[0-9a-f]{64}", "a SHA-256 of 64 digits 0-9a-f")] | None = Field(
        default=None, description="SHA-256 of its text in UTF-8: while it matches, passages hold."
    )
    characters: Natural | None = Field(default=None, description="Length of its text in Unicode code points.")


@hookimpl
def register_kinds() -> list[type[Fact]]:
    return [Source]
