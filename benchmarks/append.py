"""One append: what one document tells, recorded by one editor at one time, as lines of the log."""

import base64
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime

from benchmarks import words
from benchmarks.world import Json, World

SECONDS_AN_EVENT = 864
"""A hundred events a day: a longer log covers more years, and a day is as full in a short one."""

_BEGIN = int(datetime(1999, 1, 1, tzinfo=UTC).timestamp())
_ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode


class Append:
    """`recorded` events are in the log before it, `source` is the document's slug, `has_toll` says what it counts."""

    def __init__(self, world: World, recorded: int) -> None:
        self.world, self.rng, self.recorded = world, world.rng, recorded
        self.seconds = _BEGIN + recorded * SECONDS_AN_EVENT
        self.time = datetime.fromtimestamp(self.seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        world.day = date.fromisoformat(self.time[:10]).toordinal()
        self.editor = self.rng.choice(words.EDITORS)
        self.source = f"document-{recorded + 1}"
        self.events: list[Json] = []
        self.has_toll = False

    @property
    def number(self) -> int:
        """The line that the next event will have."""
        return self.recorded + len(self.events) + 1

    def add(self, type: str, subject: str, data: Json, supersedes: str | None = None) -> str:
        """Record an event and return its id."""
        event: Json = {"specversion": "1.0", "id": self._uuid(), "source": "/a-long-war", "type": type}
        event |= {"subject": subject, "time": self.time, "authid": self.editor, "salt": self._salt()}
        if supersedes:
            event["supersedes"] = supersedes
        self.events.append({**event, "data": data})
        return str(event["id"])

    def sourced(self, data: Json) -> Json:
        """The data, with the document, up to three speakers behind it, and the passages where it stands."""
        rng = self.rng
        data["source"] = self.source
        if speakers := rng.choice((0, 0, 1, 1, 1, 1, 2, 3)):
            data["attributed_to"] = self.world.actors.several(speakers)
        starts = sorted(rng.sample(range(0, 19_000, 100), rng.choice((1, 1, 1, 1, 1, 1, 2, 3))))
        data["passages"] = [{"start": start, "end": start + rng.randrange(20, 300)} for start in starts]
        return {**data, "note": "Read together with the table on the last page."} if rng.random() < 0.05 else data

    def lines(self, most: int) -> Iterator[bytes]:
        """The events, at most so many; of several each says that they belong together."""
        events = self.events[:most]
        marks = {"appendid": self._uuid(), "appendcount": len(events)} if len(events) > 1 else {}
        for event in events:
            data = event.pop("data")
            yield _ENCODE({**event, **marks, "data": data}).encode() + b"\n"

    def _uuid(self) -> str:
        """A UUIDv7 of this time."""
        milliseconds = self.seconds * 1000 + len(self.events)
        bits, more = self.rng.getrandbits(12), self.rng.getrandbits(62)
        digits = f"{milliseconds << 80 | 7 << 76 | bits << 64 | 2 << 62 | more:032x}"
        return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))

    def _salt(self) -> str:
        return base64.urlsafe_b64encode(self.rng.randbytes(16)).decode().rstrip("=")
