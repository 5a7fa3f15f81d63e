"""The recorder of the library `eventsourcing`: every event stored in SQLite by the append, then all read back.

It keeps the lines as they are, checks only that a version of an aggregate comes once, and makes no tables of facts.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import orjson
from eventsourcing.persistence import StoredEvent
from eventsourcing.sqlite import SQLiteApplicationRecorder, SQLiteDatastore

_BATCH = 5_000


def make(folder: Path, path: Path) -> None:
    """The database of the log in `folder`, at `path`."""
    recorder = SQLiteApplicationRecorder(SQLiteDatastore(str(path), originator_id_type="text"))
    recorder.create_table()
    events = _stored(folder / "events.jsonl")
    while batch := list(islice(events, _BATCH)):
        recorder.insert_events(batch)
    for start in range(1, (recorder.max_notification_id() or 0) + 1, _BATCH):
        for notification in recorder.select_notifications(start, _BATCH):
            orjson.loads(notification.state)


def _stored(log: Path) -> Iterator[StoredEvent]:
    versions: Counter[str] = Counter()
    with log.open("rb") as file:
        for line in file:
            event = orjson.loads(line)
            versions[event["subject"]] += 1
            yield StoredEvent(event["subject"], versions[event["subject"]], event["type"], line)


if __name__ == "__main__":
    make(*map(Path, sys.argv[1:]))
