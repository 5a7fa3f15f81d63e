"""Any sequence of catch-ups gives what one rebuild gives, and both give what the events fold to."""

import json
import os
import sqlite3
import tempfile
from collections import defaultdict
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.chronicle import BEGINNING, MISLEADING, Chronicle, Json, event, report
from timeline import Refused
from timeline.check import check
from timeline.event import Event
from timeline.fact import leaves, required
from timeline.fold import Standing, fold
from timeline.redact import redact
from timeline.shelf import Shelf
from timeline.tombstone import leaf_of
from timeline.values import Range, bounds
from timeline.verbs import REASONS

EXAMPLES = int(os.environ.get("TIMELINE_EXAMPLES", "60"))
"""More of them find more: TIMELINE_EXAMPLES=5000."""

ACTORS = st.sampled_from(["taliban", "qatar"])
NUMBERS = st.integers(0, 3)
RANGES = st.fixed_dictionaries({"low": NUMBERS}, optional={"best": NUMBERS, "stated": st.just("some")})
COUNTS = NUMBERS | RANGES
WORDS = st.sampled_from(["truce", "talks fail", "Ärger", *MISLEADING])
COMMON: dict[str, st.SearchStrategy[Any]] = {
    "title": WORDS,
    "date": st.sampled_from(["2018-11-12", "2018-11", "2018-11-14/2018-11-16", "[..2018-11-18]", "../2017"]),
    "date_basis": WORDS,
    "place": st.just("kabul"),
    "summary": WORDS,
    "tags": st.lists(WORDS, max_size=2),
}
PARTICIPANT = st.fixed_dictionaries(
    {"actor": ACTORS}, optional={"role": st.sampled_from(["party", "host"]), "side": st.sampled_from("AB")}
)
FIELDS: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "attack": {"killed": COUNTS, "wounded": COUNTS, "perpetrator": ACTORS, "targets": st.lists(ACTORS, max_size=2)},
    "meeting": {"host": ACTORS, "participants": st.lists(PARTICIPANT, max_size=3), "outcome": WORDS, "round": NUMBERS},
    "figure": {
        "measure": st.sampled_from(["killed", "casualties"]),
        "value": COUNTS,
        "cumulative": st.booleans(),
        "part_of": st.lists(st.sampled_from(["figure-1", "figure-2", "figure-3"]), max_size=2),
    },
    "statement": {
        "speaker": ACTORS,
        "text": WORDS,
        "quote": WORDS,
        "about": st.sampled_from(["attack-1", "meeting-1"]),
    },
    "scheduled_event": {"event_status": st.sampled_from(["scheduled", "held"])},
    "actor": {"name": WORDS, "aliases": st.lists(WORDS, max_size=2), "member_of": ACTORS},
    "place": {"name": WORDS},
    "source": {"published": st.just("2018-11-20"), "publisher": WORDS},
}
REQUIRED = {"figure": ("title", "measure"), "actor": ("name",), "place": ("name",)}
REGISTRIES = ("actor", "place", "source")
SUBJECTS = {kind: [f"{kind.replace('_', '-')}-{number}" for number in (1, 2, 3)] for kind in FIELDS}
SUBJECTS |= {"actor": ["taliban", "qatar", "nato"], "place": ["kabul", "doha"], "source": ["paper", "agency", "wire"]}
FIRST = [
    report("figure", "figure-1", "e-figure", measure="killed"),
    *(report(kind, SUBJECTS[kind][0], f"e-{kind}") for kind in FIELDS if kind not in (*REGISTRIES, "figure")),
]
PROVENANCE: dict[str, st.SearchStrategy[Any]] = {
    "source": st.sampled_from(["paper", "agency"]),
    "attributed_to": st.lists(ACTORS, max_size=2),
    "passages": st.lists(st.builds(lambda at: {"start": at, "end": at + 5}, NUMBERS), max_size=2),
    "note": WORDS,
}


@st.composite
def drafts(draw: st.DrawFn) -> Json:
    """An event that may or may not be admitted; `report` is the place of one among its subject's events."""
    kind = draw(st.sampled_from(list(FIELDS)))
    opening = "registered" if kind in REGISTRIES else "reported"
    verb = draw(st.sampled_from([opening, opening, "updated", "corrected", "corrected", "retracted"]))
    data: Json = draw(st.fixed_dictionaries({} if verb == "registered" else PROVENANCE))
    fields, required = COMMON | FIELDS[kind], REQUIRED.get(kind, ("title",))
    if verb == "retracted":
        data["report"] = draw(st.none() | NUMBERS)
    elif verb == opening:
        data["fact"] = draw(some(fields, required))
    else:
        optional = {name: st.none() | of for name, of in fields.items() if name not in required}
        data["set"] = draw(some(fields | optional, (draw(st.sampled_from(list(fields))),)))
    if verb in ("corrected", "retracted"):
        data["reason"] = draw(st.sampled_from(REASONS))
    subject = (
        SUBJECTS[kind][-1] if verb == "registered" else draw(st.sampled_from(SUBJECTS[kind][: 1 + (verb == opening)]))
    )
    return event(f"{kind}.{verb}", subject, "", **data)


def some(fields: dict[str, st.SearchStrategy[Any]], required: tuple[str, ...]) -> st.SearchStrategy[Json]:
    """The required fields and any others."""
    others = {name: of for name, of in fields.items() if name not in required}
    return st.fixed_dictionaries({name: fields[name] for name in required}, optional=others)


BATCHES = st.lists(drafts(), min_size=1, max_size=3)
PLACES = st.integers(0, 99)
STEPS = st.lists(BATCHES | BATCHES | BATCHES | st.none() | PLACES, min_size=8, max_size=25)
"""What is appended at once; None stands for a projection, a number for the event that is redacted."""


def take_away(chronicle: Chronicle, place: int) -> None:
    """Redact an event, where a rule does not forbid it: the tree stays as it was, and all events are as many."""
    ids = [one.id for one, _ in chronicle.log.read()]
    before = leaves_of(chronicle)
    with suppress(Refused):
        redact(chronicle.log, [ids[place % len(ids)]], {"reason": "privacy"})
    assert leaves_of(chronicle)[: len(before)] == before


def leaves_of(chronicle: Chronicle) -> list[bytes]:
    """The leaves of the log's tree."""
    return [leaf_of(raw) for raw in chronicle.log.path.read_bytes().splitlines()]


def append(chronicle: Chronicle, batch: list[Json], step: int) -> None:
    """Append the batch; where a rule forbids it, its first event alone."""
    stated = [_whole(chronicle, draft, f"e-{step}-{place}") for place, draft in enumerate(batch)]
    for attempt in (stated, stated[:1]):
        with suppress(Refused):
            chronicle.log.append(attempt)
            break


def _whole(chronicle: Chronicle, draft: Json, id: str) -> Json:
    data = dict(draft["data"])
    if data.get("report") is not None:
        ids = [one.id for one, _ in chronicle.log.read() if one.subject == draft["subject"]]
        data["report"] = ids[data["report"] % len(ids)] if ids else "none"
    return {**draft, "id": id, "data": data}


def content(path: Path) -> dict[str, list[Any]]:
    """All that a database holds, in its own order: tables, views, the dump, and the words of the search index."""
    with closing(sqlite3.connect(path)) as db:
        db.execute("INSERT INTO _facts_fts(_facts_fts) VALUES ('integrity-check')")
        db.execute("CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, _facts_fts, instance)")
        shown = [name for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')")]
        rows = {name: db.execute(f'SELECT * FROM "{name}"').fetchall() for name in shown if "_fts_" not in name}
        rows["index"] = db.execute("SELECT * FROM temp.words").fetchall()
        rows["dump"] = [line for line in db.iterdump() if "_facts_fts_" not in line]
        return rows


def stated(row: Json, model: Any) -> Json:
    """The fact that a row of a kind's table tells."""
    fact: Json = {}
    for name, field in model.model_fields.items():
        value = row.get(name)
        if f"{name}_low" in row:
            value = (row[f"{name}_low"], row[name], row[f"{name}_high"])
        fact[name] = json.loads(value) if value and list in leaves(field.rebuild_annotation()) else value
    return fact


def expected(standing: Standing, model: Any) -> Json:
    """The same from the fold."""
    fact = {name: standing.fact.get(name) for name in model.model_fields}
    for name, field in model.model_fields.items():
        if Range in leaves(field.rebuild_annotation()):
            fact[name] = bounds(fact[name])
    if model.kind == "scheduled_event":
        fact["event_status"] = fact["event_status"] or "scheduled"
    return fact


def check_against_fold(chronicle: Chronicle) -> None:
    """Every kind's table holds the standing facts and no others."""
    streams: dict[str, list[Event]] = defaultdict(list)
    for one, _ in chronicle.log.read():
        streams[one.subject].append(one)
    standing = [state for state in map(fold, streams.values()) if state.stands and state.first.kind != "log"]
    with closing(sqlite3.connect(chronicle.db)) as db:
        db.row_factory = sqlite3.Row
        for kind, model in chronicle.log.kinds.models.items():
            rows = {row["id"]: stated(dict(row), model) for row in db.execute(f"SELECT * FROM {model.table}")}
            whole = [s for s in standing if s.first.kind == kind and s.fact.keys() >= required(model)]
            assert rows == {s.first.subject: expected(s, model) for s in whole}


@settings(max_examples=EXAMPLES)
@given(steps=STEPS)
def test_catch_ups_equal_a_rebuild(steps: list[list[Json] | int | None]) -> None:
    """Whatever was appended or redacted in between, byte for byte; and `check` makes sense of it."""
    with tempfile.TemporaryDirectory() as folder:
        chronicle = Chronicle(Path(folder))
        chronicle.log.append([*BEGINNING, *FIRST])
        for number, batch in enumerate([None, *steps, None]):
            if batch is None:
                chronicle.project()
                check_against_fold(chronicle)
            elif isinstance(batch, int):
                take_away(chronicle, batch)
            else:
                append(chronicle, batch, number)
        caught_up, chronicle.db = chronicle.db, Path(folder) / "anew.db"
        chronicle.project()
        assert content(caught_up) == content(chronicle.db)
        shelf = Shelf(chronicle.log.kinds, chronicle.log.read())
        assert not [fault for fault in check(shelf, "") if not fault.warning]
