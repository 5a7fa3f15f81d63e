"""The passages as W3C Web Annotations (https://www.w3.org/TR/annotation-model/): what each says, and where it stands.

One annotation an event: a body for the fact, a target for each passage. Positions count Unicode code points in the
text whose SHA-256 the source has; they are all that we hold, so there is no quotation. A source without an address is
named by that hash (`ni:` URI, RFC 6920), and without one by a tag URI. Facts without passages are left out.
"""

from base64 import urlsafe_b64encode
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from timeline.exporting.chosen import Chosen
from timeline.exporting.formats import Left, Mapped
from timeline.exporting.json_text import said, write_list
from timeline.exporting.record import Passage, Record, Report
from timeline.fact import Json
from timeline.feeds.entry import tag
from timeline.pages.feeds import Opening, opening
from timeline.registry import Kinds

_FIELDS = (
    Mapped("@context", "`http://www.w3.org/ns/anno.jsonld`"),
    Mapped("id", "the chronology, as a tag URI (RFC 4151)"),
    Mapped("type", "`AnnotationPage`"),
    Mapped("items[].id", "the event, as a tag URI"),
    Mapped("items[].type", "`Annotation`"),
    Mapped("items[].motivation", "`describing`"),
    Mapped("items[].body[].type", "`TextualBody`; for what it is about, `SpecificResource`"),
    Mapped("items[].body[].value", "`title` of the fact"),
    Mapped("items[].body[].format", "`text/plain`"),
    Mapped("items[].body[].language", "the chronology's language"),
    Mapped("items[].body[].purpose", "`describing`, `identifying`"),
    Mapped("items[].body[].source", "the fact's page with `--site`, else the fact as a tag URI"),
    Mapped("items[].target[].type", "`SpecificResource`"),
    Mapped("items[].target[].source", "`url` of the source, or its hash, or its tag URI"),
    Mapped("items[].target[].selector.type", "`TextPositionSelector`"),
    Mapped("items[].target[].selector.start", "`start` of the passage"),
    Mapped("items[].target[].selector.end", "`end` of the passage"),
)


def fields(_kinds: Kinds) -> Sequence[Mapped]:
    """The mapping."""
    return _FIELDS


def write(chosen: Chosen, out: BinaryIO) -> Left:
    """A page of annotations."""
    left = Counter[str]()
    log = opening(chosen.ask)
    around = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": tag(log.id, log.day, "annotations"),
        "type": "AnnotationPage",
    }
    write_list(out, around, "items", _annotations(chosen, log, left))
    return left


def _annotations(chosen: Chosen, log: Opening, left: Left) -> Iterator[Json]:
    for record in chosen.records():
        marked = [report for report in record.reports if report.passages]
        if not marked:
            left["without a passage"] += 1
        for report in marked:
            source = _address(record, report, log)
            yield {
                "id": tag(log.id, log.day, "event", report.event),
                "type": "Annotation",
                "motivation": "describing",
                "body": _body(chosen, record, log),
                "target": [_target(source, passage) for passage in report.passages],
            }


def _body(chosen: Chosen, record: Record, log: Opening) -> list[Json]:
    about = chosen.address(record) or tag(log.id, log.day, "fact", record.slug)
    title = {"type": "TextualBody", "value": record.row["title"], "format": "text/plain", "purpose": "describing"}
    return [
        title | said({"language": chosen.site.opened.get("language")}),
        {"type": "SpecificResource", "source": about, "purpose": "identifying"},
    ]


def _target(source: str, passage: Passage) -> Json:
    selector = {"type": "TextPositionSelector", "start": passage.start, "end": passage.end}
    return {"type": "SpecificResource", "source": source, "selector": selector}


def _address(record: Record, report: Report, log: Opening) -> str:
    """Where the source is, or by what it is known."""
    row = record.registered.get(report.source, {})
    if row.get("url"):
        return str(row["url"])
    if row.get("sha256"):
        return "ni:///sha-256;" + urlsafe_b64encode(bytes.fromhex(row["sha256"])).decode().rstrip("=")
    return tag(log.id, log.day, "source", report.source)
