"""The sources as CSL-JSON (https://docs.citationstyles.org/), for Zotero, pandoc and other reference managers.

All sources of the chronology, or with filters those that the facts rest on. A date is in `date-parts` where these say
all of it: a day, a month, a year, or from one to the other, with `circa` for `~`. Any other date stays EDTF, in `raw`:
CSL takes EDTF as a bare text too, but older programs expect an object.
"""

import re
from collections import Counter
from collections.abc import Sequence
from typing import BinaryIO

from timeline.exporting.chosen import Chosen
from timeline.exporting.formats import Left, Mapped
from timeline.exporting.json_text import said, write_members
from timeline.fact import Json
from timeline.pages.ask import Row
from timeline.registry import Kinds

_FIELDS = (
    Mapped("[].id", "the source's slug"),
    Mapped("[].type", "`webpage` with a `url`, else `document`: what sort of document it is, we do not record"),
    Mapped("[].title", "`title`"),
    Mapped("[].author[].literal", "`author`"),
    Mapped("[].publisher", "`publisher`"),
    Mapped("[].source", "`agency`, whose copy it uses"),
    Mapped("[].URL", "`url`"),
    Mapped("[].archive", "`archive_url`"),
    Mapped("[].language", "`language`"),
    Mapped("[].abstract", "`summary`"),
    Mapped("[].issued.date-parts[][]", "`published`, as one or two dates of year, month and day"),
    Mapped("[].issued.circa", "true where `~` marks the date"),
    Mapped("[].issued.raw", "`published`, in EDTF"),
    Mapped("[].accessed.date-parts[][]", "`retrieved`, in the same ways"),
)

_DATE = r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(\d\d))?)?"
_PARTS = re.compile(rf"{_DATE}(?:/{_DATE})?(~?)", re.ASCII)


def fields(_kinds: Kinds) -> Sequence[Mapped]:
    """The mapping."""
    return _FIELDS


def write(chosen: Chosen, out: BinaryIO) -> Left:
    """A list of items."""
    out.write(b"[")
    write_members(out, map(_item, chosen.registered("source")))
    out.write(b"]\n")
    return Counter()


def _item(source: Row) -> Json:
    return said(
        {
            "id": source["id"],
            "type": "webpage" if source["url"] else "document",
            "title": source["title"],
            "author": [{"literal": source["author"]}] if source["author"] else None,
            "publisher": source["publisher"],
            "source": source["agency"],
            "URL": source["url"],
            "archive": source["archive_url"],
            "language": source["language"],
            "abstract": source["summary"],
            "issued": csl_date(source["published"]),
            "accessed": csl_date(source["retrieved"]),
        }
    )


def csl_date(text: str | None) -> Json | None:
    """A date in EDTF as CSL has it; nothing of it is lost."""
    if not text:
        return None
    match = _PARTS.fullmatch(text)
    if match and not (match[4] and match[7]):  # `A/B~` is about the end alone
        dates = [[int(part) for part in match.group(*group) if part] for group in ((1, 2, 3), (4, 5, 6))]
        return said({"date-parts": [date for date in dates if date], "circa": bool(match[7]) or None})
    return {"raw": text}
