"""What nobody should type, and somebody will: it comes through unchanged, or is refused in words."""

import json
import os
import random
import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic.fields import FieldInfo

from tests.chronicle import BEGINNING, Chronicle, Json, correct, event, report
from tests.fuzz_lines import BYTES, SEEDS, agree, mutated
from timeline import Log, Refused, jsonline, plugins, project
from timeline.cli import main
from timeline.errors import Damaged, Problem, TimelineError
from timeline.event import Envelope, Event
from timeline.fact import Part, leaves
from timeline.fold import fold
from timeline.log import as_line
from timeline.values import Range, bounds
from timeline.verbs import VERBS

EXAMPLES = int(os.environ.get("TIMELINE_EXAMPLES", "60"))
"""More of them find more: TIMELINE_EXAMPLES=5000."""

KINDS = plugins.kinds(plugins.load())
WITHOUT_PATH = re.compile(
    "has the lone surrogate|is [0-9,]+ bytes long|cannot be written as JSON|has a number|has the key|['\"]"
)
"""How complaints begin that are about a line as a whole, or that name the attribute they are about."""

CONTROLS = ["\x1b[2J", "\x9b2J", "\r\n", "\n", "\t", "\a", "\0", "\x7f", "\x85", "\u2028", "\ufdd0", "\U0010ffff"]
INVISIBLE = ["\u202eevil\u202c", "\u2066", "\u200b", "\u200d", "\ufeff", "\u00ad", "\U000e0041", "\u3000"]
ODD = ["e\u0301\u0327", "\u0344", "\U0001f600", "صلح", "\ud800", "\udc00", "\U00020000" * 10_000, "x" * 10_000]
CODE = [
    "</script><script>alert(1)</script>",
    '=HYPERLINK("http://x")',
    "'; DROP TABLE events; --",
    '"',
    "''",
    "`",
    "\\",
]
JSON_LIKE = ['{"a":[1]}', "[1,2]", "null", "true", "1e5", "0x10", "\\u0000", "%s {0} ${x}", "NaN", "-1", " ", ""]
PIECES = st.sampled_from([*CONTROLS, *INVISIBLE, *ODD, *CODE, *JSON_LIKE]) | st.text(st.characters(), max_size=4)
WORDS = st.lists(PIECES, min_size=1, max_size=3).map("".join)

NAMES = sorted({name for model in KINDS.models.values() for name in model.model_fields} | set(Envelope.model_fields))
LAWFUL = st.sampled_from(
    ["2018-11", "taliban", "kabul", "killed", "AF", "https://a.b", {"low": 1}, [{"actor": "qatar"}], ["qatar"], ["a"]]
)
NUMBERS = st.integers() | st.sampled_from([2**31, 2**53, 2**64, 10**400]) | st.floats()
KEYS = st.sampled_from(NAMES) | WORDS
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | WORDS | LAWFUL,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=6,
)
TYPES = st.builds("{}.{}".format, st.sampled_from([*KINDS, "log", "strike"]), st.sampled_from([*VERBS, "opened"]))


def changed(raw: bytes, changes: list[tuple[Callable[[bytes, int, int], bytes], int, int]]) -> bytes:
    """A line after these changes, each at so many thousandths of it."""
    for change, place, number in changes:
        raw = change(raw, len(raw) * place // 1000, number)
    return raw


CHANGES = st.tuples(st.sampled_from(BYTES), st.integers(0, 1000), st.integers(0, 300))
LINES = st.one_of(
    st.sampled_from(SEEDS),
    st.builds(changed, st.sampled_from(SEEDS), st.lists(CHANGES, max_size=3)),
    st.randoms(use_true_random=True).map(lambda rng: mutated(random.Random(rng.random()))),
    st.binary(max_size=60),
)


def slots() -> Iterator[tuple[str, str, str]]:
    """Every place for text in every kind: the kind, the field, and the field of the part or count in it."""
    for kind, model in KINDS.models.items():
        for name, field in model.model_fields.items():
            made_of = [leaf for leaf in leaves(field.rebuild_annotation()) if isinstance(leaf, type)]
            parts = [leaf for leaf in made_of if issubclass(leaf, Part | Range)]
            yield from ((kind, name, inner) for part in parts for inner in part.model_fields)
            if str in made_of or not {int, float, bool, list, *parts} & set(made_of):
                yield kind, name, ""


SLOTS = sorted(slots())
ENOUGH = {"title": "A title", "name": "A name", "measure": "killed", "actor": "taliban", "office": "An office"}
"""What a fact of any kind cannot do without."""


def enough(kind: str) -> Json:
    """The least that a fact of the kind may say."""
    return {name: ENOUGH[name] for name, field in KINDS[kind].model_fields.items() if field.is_required()}


def holding(field: FieldInfo, inner: str, text: str) -> Any:
    """A value of the field with the text in it."""
    made_of = list(leaves(field.rebuild_annotation()))
    value = {"low" if Range in made_of else "actor": 1 if Range in made_of else "taliban", inner: text}
    return [value if inner else text] if list in made_of else value if inner else text


@contextmanager
def chronicle() -> Iterator[Chronicle]:
    """One with its registries, for the length of a block."""
    with tempfile.TemporaryDirectory() as folder:
        told = Chronicle(Path(folder))
        told.log.append(BEGINNING)
        yield told


def refused(log: Log, draft: Json) -> list[Problem]:
    """What an append says against the event, and the log is then as it was; nothing when it is taken."""
    before = log.path.read_bytes()
    try:
        log.append([draft])
    except Refused as refusal:
        problems = refusal.problems
    else:
        return []
    assert log.path.read_bytes() == before
    assert problems
    return problems


def is_told_well(problem: Problem) -> bool:
    """Whether it is one line without tricks, with the event, and the way to what is wrong there if there is one."""
    located = problem.path or WITHOUT_PATH.match(problem.message)
    return bool(problem.where and located and problem.message) and str(problem).isprintable()


def run(command: str, *arguments: str, log: Log) -> Result:
    """What a command does and prints, on a terminal."""
    files = ("--log", str(log.path), "--db", str(log.path.with_name("timeline.db")))
    return CliRunner().invoke(main, [command, *files, *arguments], color=True)


@settings(max_examples=EXAMPLES)
@given(stated=st.lists(st.tuples(st.sampled_from(SLOTS), WORDS, st.booleans()), min_size=1, max_size=4))
def test_texts_come_through_to_the_character(stated: list[tuple[tuple[str, str, str], str, bool]]) -> None:
    """From the one who states or corrects them to the log, the events and the tables; or they are refused."""
    with chronicle() as told:
        taken = []
        for number, ((kind, name, inner), text, corrects) in enumerate(stated):
            value = holding(KINDS[kind].model_fields[name], inner, text)
            problems = [
                fault for draft in drafts(kind, number, {name: value}, corrects) for fault in refused(told.log, draft)
            ]
            assert all(map(is_told_well, problems))
            taken += [] if problems else [(kind, f"fact-{number}", name, value)]
        told.project()
        for one in taken:
            check_kept(told, *one)
        assert run("check", log=told.log).output.endswith("events, no errors\n")


def drafts(kind: str, number: int, fact: Json, corrects: bool) -> list[Json]:
    """The events that state it: at once, or by a correction of the least that can be said."""
    verb, first = KINDS.verbs(kind)[0], enough(kind) if corrects else enough(kind) | fact
    source = {} if verb == "registered" else {"source": "paper"}
    opening = event(f"{kind}.{verb}", f"fact-{number}", f"e-{number}", fact=first, **source)
    return [opening, correct(kind, f"fact-{number}", f"c-{number}", **fact)] if corrects else [opening]


def check_kept(told: Chronicle, kind: str, slug: str, name: str, value: Any) -> None:
    """The last event on the fact has it, in the log and in the database, and so has the table of the kind."""
    stream = [one for one, _ in told.log.read() if one.subject == slug]
    last = stream[-1].data
    [(data,)] = told.rows("SELECT data FROM events WHERE subject = ? ORDER BY seq DESC LIMIT 1", slug)
    [(column,)] = told.rows(f'SELECT "{name}" FROM {KINDS[kind].table} WHERE id = ?', slug)
    assert (last.get("set") or last["fact"])[name] == fold(stream).fact[name] == value
    assert json.loads(data) == last
    assert (json.loads(column) if isinstance(value, list) else column) == (
        bounds(value)[1] if isinstance(value, dict) else value
    )


@settings(max_examples=EXAMPLES)
@given(text=WORDS, place=st.sampled_from(["id", "authid", "extension"]), note=WORDS)
def test_texts_beside_the_fact_come_through(text: str, place: str, note: str) -> None:
    """In the envelope, and in the note on an event."""
    with chronicle() as told:
        draft = report("attack", "attack", "e-1", also={"note": note}) | {place: text}
        problems = refused(told.log, draft)
        assert all(map(is_told_well, problems))
        if not problems:
            told.project()
            [*_, (last, _)] = told.log.read()
            assert as_line(last) == {**as_line(last), place: text, "data": draft["data"]}
            assert told.rows("SELECT id, authid, data FROM events WHERE subject = 'attack'") == [
                (last.id, last.authid, json.dumps(draft["data"], ensure_ascii=False, separators=(",", ":")))
            ]


def stating(place: str, kind: str, name: str, value: Any) -> Json:
    """An event that has the value in a field, or as all that there is at a place."""
    [opening] = drafts(kind, 1, {name: value} if place == "field" else {}, corrects=False)
    change = correct(kind, "fact-0", "c-0", **{name: value if place == "change" else "Another"})
    match place:
        case "fact":
            return opening | {"data": opening["data"] | {"fact": value}}
        case "set" | "was":
            return change | {"data": change["data"] | {place: value}}
        case "data":
            return opening | {"data": value}
        case _:
            return change if place == "change" else opening


@settings(max_examples=2 * EXAMPLES)
@given(
    place=st.sampled_from(["field", "change", "field", "change", "fact", "set", "was", "data"]),
    field=st.sampled_from([(kind, name) for kind, model in KINDS.models.items() for name in model.model_fields]),
    value=VALUES | WORDS | LAWFUL,
)
def test_any_value_is_taken_whole_or_refused(place: str, field: tuple[str, str], value: Any) -> None:
    """As a field, as a fact, as old values, or as all that an event carries."""
    with chronicle() as told:
        assert refused(told.log, drafts(field[0], 0, {}, corrects=False)[0]) == []
        draft = stating(place, *field, value)
        if not refused(told.log, draft):
            [*_, (last, _)] = told.log.read()
            assert last.data == {**last.data, **draft["data"]}
        assert run("check", log=told.log).exit_code == 0


@settings(max_examples=2 * EXAMPLES)
@given(attributes=st.dictionaries(KEYS, VALUES, max_size=4), type=TYPES)
def test_any_attributes_are_taken_whole_or_refused(attributes: Json, type: str) -> None:
    """On top of an event that is sound, and by themselves."""
    with chronicle() as told:
        sound = report("attack", "attack", "e-1")
        for draft in ({**sound, **attributes}, {**sound, "type": type, **attributes}, attributes):
            if not refused(told.log, draft):
                [*_, (last, _)] = told.log.read()
                said = {name for name, value in attributes.items() if value is not None} - {"data", *MARKS}
                assert {name: as_line(last).get(name) for name in said} == {name: attributes[name] for name in said}
        assert run("check", log=told.log).exit_code == 0


MARKS = ("appendid", "appendcount")
"""What the writer alone says."""

"""What an event is looked up by."""


def deep(depth: int) -> Any:
    """A list in a list in a list."""
    value: Any = 1
    for _ in range(depth):
        value = [value]
    return value


UNWRITABLE = {"of 5,001 digits": 10**5000, "without a bottom": deep(100_000)}


@pytest.mark.parametrize("place", ["data", "time", "authid", "extension", "id", "type", "subject"])
@pytest.mark.parametrize("value", UNWRITABLE.values(), ids=UNWRITABLE)
def test_what_has_no_line_is_refused(place: str, value: Any) -> None:
    """Wherever it stands."""
    with chronicle() as told:
        [problem] = refused(told.log, {**report("attack", "attack", "e-1"), place: value})
        assert is_told_well(problem)


CHANGE = correct("attack", "known", "e-1", title="Another")
TRICKS: dict[str, Any] = {
    "text": lambda text: report("attack", "new", "e-1", title=text),
    "choice": lambda text: report("attack", "new", "e-1", attack_type=text),
    "slug": lambda text: report("attack", "new", "e-1", place=text),
    "date": lambda text: report("attack", "new", "e-1", date=text),
    "count": lambda text: report("attack", "new", "e-1", killed=text),
    "address": lambda text: event("source.registered", "new", "e-1", fact={"title": "A", "url": f"https://{text}"}),
    "name in a fact": lambda text: report("attack", "new", "e-1", **{text: 1}),
    "name in a part": lambda text: report("attack", "new", "e-1", victims=[{"actor": "taliban", text: 1}]),
    "name in a count": lambda text: report("attack", "new", "e-1", killed={text: 1}),
    "name in the data": lambda text: report("attack", "new", "e-1", also={text: 1}),
    "name of an attribute": lambda text: {**report("attack", "new", "e-1"), text: 1},
    "kind": lambda text: {**report("attack", "new", "e-1"), "type": f"{text}.reported"},
    "id": lambda text: report("attack", "new", text),
    "subject": lambda text: report("attack", text, "e-1"),
    "log": lambda text: {**report("attack", "new", "e-1"), "source": text},
    "head": lambda text: {**CHANGE, "supersedes": text},
    "report": lambda text: event("attack.retracted", "known", "e-1", reason="legal", report=text),
    "old value": lambda text: {**CHANGE, "data": {**CHANGE["data"], "was": {"title": text}}},
    "name of an old value": lambda text: {**CHANGE, "data": {**CHANGE["data"], "was": {"title": "known", text: 1}}},
}
TRICKY = [pytest.param(of, id=name) for name, of in TRICKS.items()]


@pytest.mark.parametrize("draft", TRICKY)
@settings(max_examples=EXAMPLES // 6)
@given(text=WORDS, trick=st.sampled_from([*CONTROLS, *INVISIBLE]))
def test_no_complaint_plays_a_trick(draft: Callable[[str], Json], text: str, trick: str) -> None:
    """No control character, line break or invisible one gets from what is wrong to the terminal."""
    with chronicle() as told:
        told.add(report("attack", "known", "e-known"))
        assert all(map(is_told_well, refused(told.log, draft(text + trick))))


@contextmanager
def written(lines: list[bytes]) -> Iterator[Log]:
    """A log that somebody wrote by hand."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "events.jsonl"
        path.write_bytes(b"".join(line + b"\n" for line in lines))
        yield Log(path, kinds=KINDS)


def attributes(raw: bytes) -> str:
    """What a line says; null is the same as absent, and 1 is not 1.0."""
    return json.dumps({name: value for name, value in jsonline.read(raw).items() if value is not None}, sort_keys=True)


def read(log: Log) -> Iterator[tuple[Event, bytes]]:
    """The events that can be read, each with its line."""
    try:
        for one, line in log.read():
            yield one, line.raw
    except Damaged as damage:
        assert str(damage).replace("\n", "").isprintable()  # noqa: PT017  it is about what comes after the events


@settings(max_examples=5 * EXAMPLES)
@given(raw=LINES)
def test_two_readers_agree(raw: bytes) -> None:
    """On what is a line of JSON, and on what it says."""
    agree(raw)


@settings(max_examples=3 * EXAMPLES)
@given(lines=st.lists(LINES, min_size=1, max_size=6))
def test_any_line_is_an_event_or_damage(lines: list[bytes]) -> None:
    """An event says what its line says; whatever is damaged is named in plain lines."""
    with written(lines) as log:
        for one, raw in read(log):
            assert attributes(jsonline.write(as_line(one))) == attributes(raw)


@settings(max_examples=EXAMPLES)
@given(lines=st.lists(LINES, min_size=1, max_size=6))
def test_any_log_can_be_checked_and_projected(lines: list[bytes]) -> None:
    """What is wrong with it is told, without a traceback and without a trick."""
    with written([SEEDS[16], *lines]) as log:
        result = run("check", log=log)
        assert isinstance(result.exception, SystemExit | None)
        assert result.exit_code in (0, 1)
        assert all(line.isprintable() for line in result.output.split("\n"))
        try:
            project(log, log.path.with_name("timeline.db"))
        except TimelineError as error:
            assert all(line.isprintable() for line in str(error).split("\n"))  # noqa: PT017


STRIKES: dict[str, Json] = {
    "count as a list": {"killed": [1]},
    "count of words": {"killed": {"low": "two", "high": 3}},
    "date as a number": {"date": 2018},
    "date as a list": {"date": [2018]},
    "part as a text": {"victims": "somebody"},
    "slug as an object": {"place": {"name": "Kabul"}},
}


STRAY = [
    pytest.param(subject, fact, id=f"{name} on {subject}")
    for name, fact in STRIKES.items()
    for subject in ("strike", "attack")
]


@pytest.mark.parametrize(("subject", "fact"), STRAY)
def test_a_missing_plugin_breaks_nothing(subject: str, fact: Json) -> None:
    """Facts of its kind are unchecked, even where one has got onto the slug of a fact that we know."""
    with chronicle() as told:
        told.add(report("attack", "attack", "e-1"))
        [*_, (one, _)] = told.log.read()
        strike = {"id": "e-2", "type": "strike.reported", "subject": subject, "data": {"fact": fact, "source": "paper"}}
        with told.log.path.open("ab") as file:
            file.write(jsonline.write(as_line(one) | strike) + b"\n")
        for command in (["check"], ["show", subject], ["log"], ["project"]):
            assert isinstance(run(*command, log=told.log).exception, SystemExit | None)
        assert refused(told.log, event("source.retracted", "leaflet", "e-3", reason="legal")) == []
