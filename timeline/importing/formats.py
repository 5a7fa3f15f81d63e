"""The formats by name; each is loaded when it is asked for. Plugins bring others through `register_importers`."""

import importlib
from collections.abc import Iterable

from timeline.complaints import did_you_mean
from timeline.errors import Problem, Refused
from timeline.importing.format import Format

FORMATS = {
    "acled": "acled",
    "bibtex": "bibtex",
    "csl": "csl",
    "gdelt": "gdelt",
    "geojson": "geojson",
    "icalendar": "icalendar",
    "ris": "ris",
    "table": "table.form",
    "timelinejs": "timelinejs",
    "timelinejs-csv": "timelinejs_sheet",
    "ucdp-ged": "ucdp",
}
"""The module of each of ours, in this package; it has a `FORMAT`."""


def find(name: str, others: Iterable[Format] = ()) -> Format:
    """The format of this name, of which the beginning is enough when no other begins so; raises Refused."""
    plugged = {one.name: one for one in others}
    known = sorted({*FORMATS, *plugged})
    alike = [name] if name in known else [one for one in known if one.startswith(name.casefold())]
    if len(alike) != 1:
        hint = did_you_mean(name, known) or f"; the formats: {', '.join(known)}"
        raise Refused([Problem("", "", f"{name!r} is no format that can be imported{hint}")])
    return plugged.get(alike[0]) or ours(alike[0])


def ours(name: str) -> Format:
    """One of our own."""
    found: Format = importlib.import_module(f"timeline.importing.{FORMATS[name]}").FORMAT
    return found
