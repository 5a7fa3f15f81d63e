"""Where the pages are."""

from urllib.parse import quote, urlencode


class Links:
    """The addresses of the pages below `base`, which ends in a slash; whoever publishes elsewhere has other ones."""

    def __init__(self, base: str = "/", database: str = "timeline") -> None:
        self.base, self.database = base, database

    def page(self, name: str, **asked: str | int | None) -> str:
        """A page by its name, with what is asked of it; what is empty is left out."""
        given = {key.rstrip("_"): value for key, value in asked.items() if value not in (None, "")}
        return f"{self.base}-/{name}" + (f"?{urlencode(given)}" if given else "")

    def has(self, name: str) -> bool:
        """Whether there is a page of this name; where a server is, it answers SQL on pages of its own."""
        return name != "sql"

    def subject(self, slug: str) -> str:
        """The page of what nothing standing has as its slug; the page of a fact knows where else it is."""
        return self.fact(slug)

    def everything(self, kind: str, slug: str) -> str:
        """All facts of something registered, where its page has some."""
        return self.page("timeline", **{kind: slug})

    def fact(self, slug: str) -> str:
        return f"{self.base}-/fact/{slug}"

    def actor(self, slug: str) -> str:
        return f"{self.base}-/actor/{slug}"

    def place(self, slug: str) -> str:
        return f"{self.base}-/place/{slug}"

    def source(self, slug: str) -> str:
        return f"{self.base}-/source/{slug}"

    def day(self, iso: str) -> str:
        """The page of a day; empty where it has none."""
        return f"{self.base}-/day/{iso}"

    def of(self, kind: str, slug: str) -> str:
        """The page of a subject of any kind: those of the registries have pages of their own sort."""
        return {"actor": self.actor, "place": self.place, "source": self.source}.get(kind, self.fact)(slug)

    def beyond(self, page: str, **asked: str) -> str:
        """Another page of the list on a page."""
        return f"{page}?{urlencode(asked)}"

    def to(self, file: str) -> str:
        """A file of a folder, which a server has not."""
        raise LookupError(f"a server has no file {file}")

    def static(self, file: str) -> str:
        return f"{self.base}-/timeline-static/{file}"

    def table(self, name: str, **asked: str) -> str:
        """A table in Datasette."""
        return f"{self.base}{quote(self.database)}/{name}" + (f"?{urlencode(asked)}" if asked else "")

    def home(self) -> str:
        return f"{self.base}{quote(self.database)}"
