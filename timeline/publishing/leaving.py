"""The log as it leaves: without who recorded it, and of what was retracted no more than the notice.

A whole site follows from this log alone, so nothing that is held back here can get out by a page, a table or a
download. A line that loses nothing leaves byte for byte. One that loses something loses its salt too: with the salt
and the hash of the whole line, what is missing could be guessed.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from timeline import jsonline
from timeline.event import Event
from timeline.fact import Json

_NOTICE = ("title", "name")
_NO_SALT = "A" * 22


class Rules(NamedTuple):
    """What else may leave."""

    authors: bool = False
    retracted: bool = False


@dataclass
class Held:
    """What is held back: subjects that were retracted, single reports that were withdrawn, and who recorded."""

    subjects: set[str] = field(default_factory=set)
    reports: set[str] = field(default_factory=set)
    authors: set[str] = field(default_factory=set)

    def covers(self, event: Event) -> bool:
        """Whether what it says was taken back."""
        return event.verb not in ("retracted", "redacted", "") and (
            event.subject in self.subjects or event.id in self.reports
        )


def held(events: Iterable[Event], rules: Rules) -> Held:
    """What some rules hold back of a log."""
    found = Held()
    for event in events:
        if event.authid and not rules.authors:
            found.authors.add(event.authid)
        if event.verb == "retracted" and not rules.retracted:
            report = event.data.get("report")
            (found.reports if report else found.subjects).add(report or event.subject)
    return found


def outgoing(event: Event, raw: bytes, back: Held) -> bytes:
    """The line of an event as it leaves; `raw` is the one that it has in the log."""
    nameless, empty = event.authid in back.authors, back.covers(event)
    if not nameless and not empty:
        return raw
    line = {**event.attributes, "salt": _NO_SALT}
    if nameless:
        del line["authid"]
    if empty:
        line["data"] = _notice(event.data)
    return jsonline.write(line)


def _notice(data: Json) -> Json:
    """What was told, by its name alone; of a change only which fields it was about."""
    kept = {"fact": _named(data["fact"])} if "fact" in data else {}
    if "set" in data:
        kept["set"] = dict.fromkeys(data["set"]) | _named(data["set"])
    if "was" in data:
        kept["was"] = dict.fromkeys(data["was"])
    return kept | {name: data[name] for name in ("source", "reason") if name in data}


def _named(fact: Json) -> Json:
    return {name: fact[name] for name in _NOTICE if fact.get(name)}
