"""The documents of an attack as UCDP GED writes them: office, day and headline, semicolons between several."""

from timeline.exporting.record import Record
from timeline.pages.ask import Row


def published(source: Row) -> str:
    """The day on which it was published; GED knows no other date."""
    text = source["published"] or ""
    return text if len(text) == len("2018-11-19") and text.replace("-", "").isdigit() else ""


def _article(source: Row) -> str:
    parts = ((source["publisher"] or "").replace('"', "'"), published(source), source["title"])
    return '"' + ",".join(parts).replace(";", ",") + '"'


def articles(record: Record) -> str:
    """Each document; one that has a title alone as GED had them before it named office and day."""
    documents = record.documents
    if len(documents) == 1 and not (documents[0]["publisher"] or published(documents[0])):
        return str(documents[0]["title"])
    return ";".join(map(_article, documents))


def listed(record: Record, column: str) -> str:
    """A column of each, joined."""
    return ";".join((source[column] or "").replace(";", ",") for source in record.documents)
