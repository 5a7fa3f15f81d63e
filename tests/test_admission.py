"""What may enter the log: every refusal in its words, and a refused batch leaves no byte."""

import json
from pathlib import Path
from typing import Any

import pytest

from timeline import Conflict, Log, Refused
from timeline.draft import proposed_slug

Json = dict[str, Any]
NOW = "2026-11-23T10:00:00Z"
OPENED: Json = {"id": "o", "type": "log.opened", "subject": "talks", "data": {"title": "Talks"}}


def registered(kind: str, subject: str, **fact: Any) -> Json:
    return {"id": subject, "type": f"{kind}.registered", "subject": subject, "data": {"fact": fact}}


def reported(event_id: str, subject: str, kind: str = "attack", source: str = "paper", **fact: Any) -> Json:
    data = {"fact": fact, "source": source}
    return {"id": event_id, "type": f"{kind}.reported", "subject": subject, "data": data}


def changed(verb: str, subject: str = "kabul", kind: str = "attack", **data: Any) -> Json:
    return {"type": f"{kind}.{verb}", "subject": subject, "data": data}


def retracted(subject: str, kind: str = "attack", **data: Any) -> Json:
    return changed("retracted", subject, kind, reason="unverifiable", **data)


BEGINNING = [
    OPENED,
    registered("source", "paper", title="The Paper"),
    registered("source", "agency", title="The Agency"),
    registered("actor", "taliban", name="Taliban"),
    registered("place", "kabul-city", name="Kabul"),
    reported("k1", "kabul", title="Attack in Kabul", killed=2, perpetrator="taliban", place="kabul-city"),
    reported("k2", "kabul", source="agency", killed=3, date="2018-11-12"),
    reported("g1", "gone", title="Never happened"),
    {**retracted("gone"), "id": "g2"},
    reported("u1", "unsure", title="Rumour"),
    {**retracted("unsure", report="u1"), "id": "u2"},
]


@pytest.fixture
def log(tmp_path: Path) -> Log:
    """Two sources, an actor, a place, an attack whose toll they dispute, and two facts that no longer stand."""
    log = Log(tmp_path / "events.jsonl", now=lambda: NOW)
    log.append(BEGINNING)
    return log


def lines(log: Log) -> list[Json]:
    """The log as anybody can read it."""
    return [json.loads(line) for line in log.path.read_text().splitlines()]


def refusal(log: Log, *events: Json) -> list[str]:
    """What is said to the batch, which leaves the log as it was."""
    before = log.path.read_bytes() if log.path.exists() else None
    with pytest.raises(Refused) as refused:
        log.append(events)
    assert (log.path.read_bytes() if log.path.exists() else None) == before
    return str(refused.value).splitlines()


ATTACK_FIELDS = (
    "title, date, date_basis, place, place_basis, summary, tags, attack_type, insider_type, perpetrator, "
    "perpetrator_certainty, targets, victims, parties, weapon, killed, killed_civilians, killed_unidentified, "
    "wounded, claimed_by, reported_in"
)
KINDS = "actor, attack, background, figure, meeting, place, position, scheduled_event, source, statement"
NO_NUMBER = "needs low, best or high; leave the field out when no number is known"
NO_CHANGE = "set: changes nothing: the fact says so already"
REFUSED: dict[str, tuple[Json, list[str]]] = {
    "opened twice": (
        {"type": "log.opened", "subject": "more", "data": {"title": "More"}},
        ["type: this log is open already; log.opened is its first event and comes once"],
    ),
    "another log's source": (
        {**reported("n", "new", title="T"), "source": "/other"},
        ["source: '/other' is not this log's own, '/talks'"],
    ),
    "unknown kind": (
        reported("n", "new", kind="atack", title="T"),
        [f"type: 'atack' is not a kind; did you mean 'attack'? (kinds: {KINDS})"],
    ),
    "subject retracted": (
        reported("n", "gone", title="T"),
        [f"subject: 'gone' was retracted on {NOW}; use a new slug"],
    ),
    "subject taken": (reported("n", "taliban", title="T"), ["subject: 'taliban' is taken: its kind is actor"]),
    "subject of the log": (reported("n", "talks", title="T"), ["subject: 'talks' is taken: its kind is log"]),
    "registered twice": (
        {**registered("actor", "taliban", name="Taliban"), "id": "n"},
        ["subject: 'taliban' is registered already; update or correct it"],
    ),
    "change of nothing": (
        changed("updated", "kabull", set={"killed": 4}),
        ["subject: there is no attack 'kabull'; did you mean 'kabul'?"],
    ),
    "change of withdrawn": (changed("updated", "unsure", set={"killed": 4}), ["subject: there is no attack 'unsure'"]),
    "retraction of nothing": (retracted("elsewhere"), ["subject: there is no attack 'elsewhere'"]),
    "changes nothing": (changed("updated", set={"title": "Attack in Kabul"}), [NO_CHANGE]),
    "removes nothing": (changed("updated", set={"weapon": None}), [NO_CHANGE]),
    "update on dispute": (changed("updated", set={"killed": 2}), [NO_CHANGE]),
    "empty correction": (changed("corrected", set={"title": "Attack in Kabul"}, reason="coder_error"), [NO_CHANGE]),
    "was of more": (
        changed("corrected", set={"killed": 4}, was={"killed": 2, "title": "T"}, reason="coder_error"),
        ["was.title: is not among the fields that set changes"],
    ),
    "was of less": (
        changed("corrected", set={"killed": 4, "date": "2018"}, was={"killed": 2}, reason="coder_error"),
        ["was.date: is required"],
    ),
    "no such report": (
        retracted("kabul", report="k9"),
        ["report: 'k9' is not a standing report on kabul (reports: k1, k2)"],
    ),
    "actor in use": (
        retracted("taliban", "actor"),
        ["subject: 'taliban' is named by kabul; correct those first"],
    ),
    "source in use": (retracted("agency", "source"), ["subject: 'agency' is named by kabul; correct those first"]),
    "registration in use": (
        retracted("taliban", "actor", report="taliban"),
        ["subject: 'taliban' is named by kabul; correct those first"],
    ),
    "duplicate of itself": (retracted("kabul", duplicate_of="kabul"), ["duplicate_of: is the fact itself"]),
    "duplicate of nothing": (
        retracted("kabul", duplicate_of="kabl"),
        ["duplicate_of: there is no fact 'kabl'"],
    ),
    "first report without title": (reported("n", "new", killed=2), ["fact.title: is required"]),
    "title taken away": (changed("updated", set={"title": None}), ["set.title: is required"]),
    "leaves no title": (retracted("kabul", report="k1"), ["fact.title: is required"]),
    "count without number": (
        reported("n", "new", title="T", killed={"stated": "some"}),
        [f"fact: killed {NO_NUMBER}"],
    ),
    "last number taken away": (
        changed("updated", set={"killed": {"best": None, "low": None, "high": None}}),
        [f"set.killed: {NO_NUMBER}"],
    ),
    "one coordinate": (
        {**registered("place", "doha", name="Doha", latitude=25.3), "id": "n"},
        ["fact: latitude and longitude go together; give both or neither"],
    ),
    "unknown field": (
        reported("n", "new", title="T", kiled=2),
        [f"fact.kiled: is not a field here; did you mean 'killed' or 'title'? (fields: {ATTACK_FIELDS})"],
    ),
    "unknown source": (
        reported("n", "new", source="papr", title="T"),
        ["source: no source 'papr' is registered; did you mean 'paper'?"],
    ),
    "unregistered source": (
        reported("n", "new", source="radio", title="T"),
        ["source: no source 'radio' is registered; register it: timeline register source --subject radio"],
    ),
    "unknown originator": (
        changed("reported", "new", fact={"title": "T"}, source="paper", attributed_to=["taliban", "talban"]),
        ["attributed_to.1: no actor 'talban' is registered; did you mean 'taliban'?"],
    ),
    "unknown actor": (
        reported("n", "new", title="T", victims=[{"actor": "taleban"}]),
        ["fact.victims.0.actor: no actor 'taleban' is registered; did you mean 'taliban'?"],
    ),
    "unknown place": (
        reported("n", "new", title="T", place="kabul"),
        ["fact.place: no place 'kabul' is registered; did you mean 'kabul-city'?"],
    ),
    "unknown in change": (
        changed("updated", set={"place": "kabul-cty"}),
        ["set.place: no place 'kabul-cty' is registered; did you mean 'kabul-city'?"],
    ),
    "about nothing": (
        reported("n", "new", kind="statement", title="T", about="kabl"),
        ["fact.about: there is no fact 'kabl'; did you mean 'kabul'?"],
    ),
    "about the withdrawn": (
        reported("n", "new", kind="statement", title="T", about="unsure"),
        ["fact.about: there is no fact 'unsure'"],
    ),
    "about the log": (
        reported("n", "new", kind="statement", title="T", about="talks"),
        ["fact.about: there is no fact 'talks'"],
    ),
    "part of nothing": (
        reported("n", "new", kind="figure", title="T", measure="killed", part_of=["kabul"]),
        ["fact.part_of.0: there is no figure 'kabul'"],
    ),
    "part of itself": (
        reported("n", "new", kind="figure", title="T", measure="killed", part_of=["new"]),
        ["fact.part_of.0: is the fact itself"],
    ),
    "unwritable value": (
        reported("n", "new", title={1}),
        ["cannot be written as JSON: Object of type set is not JSON serializable"],
    ),
    "line too long": (
        reported("n", "new", title="T", summary="x" * 65_536),
        ["is 65,748 bytes long; a line holds at most 65,536"],
    ),
    "known id, other content": (
        reported("k1", "kabul", title="Attack on Kabul"),
        ["id: 'k1' is in the log already, with other content"],
    ),
    "known id, data no object": (
        {"id": "k1", "data": []},
        ["id: 'k1' is in the log already, with other content"],
    ),
}


@pytest.mark.parametrize(("event", "expected"), REFUSED.values(), ids=REFUSED)
def test_refused(log: Log, event: Json, expected: list[str]) -> None:
    """Where, what, what to do; nothing is written."""
    assert refusal(log, event) == [f"event 1: {complaint}" for complaint in expected]


CONFLICTS: dict[str, tuple[Json, list[str]]] = {
    "stale head": (
        {**changed("updated", set={"killed": 4}), "supersedes": "k1"},
        [
            f"supersedes: 'k1' is no longer the head of kabul: 'k2' is, attack.reported of {NOW}; "
            "look at it with `timeline show kabul` and try again"
        ],
    ),
    "stale values": (
        changed("corrected", set={"killed": 4, "date": "2018"}, was={"killed": 3, "date": None}, reason="coder_error"),
        ["was.killed: is 3, but 2 stands", "was.date: is None, but '2018-11-12' stands"],
    ),
}


@pytest.mark.parametrize(("event", "expected"), CONFLICTS.values(), ids=CONFLICTS)
def test_conflict(log: Log, event: Json, expected: list[str]) -> None:
    """What the author saw no longer stands."""
    with pytest.raises(Conflict) as conflict:
        log.append([event])
    assert [str(problem) for problem in conflict.value.problems] == [f"event 1: {complaint}" for complaint in expected]


BAD_BATCH = [
    reported("n1", "new", title="T", place="nowhere"),
    changed("reported", "second", fact={"date": "2018-13"}),
    changed("updated", "second", set={"killed": 4}),
    reported("n3", "third", kind="statement", title="T", about="second"),
    changed("updated", set={"killed": 2}),
    changed("updated", set={"weapon": "x\a"}),
]


def test_all_problems_of_a_batch(log: Log) -> None:
    """In the order of its lines, those found late among those found early; what follows from one is not said."""
    assert refusal(log, *BAD_BATCH) == [
        "event 1: fact.place: no place 'nowhere' is registered; register it: timeline register place --subject nowhere",
        "event 2: source: is required",
        "event 2: fact.title: is required",
        "event 2: fact.date: '2018-13' is not an EDTF date (month 13)",
        "event 5: set: changes nothing: the fact says so already",
        "event 6: set.weapon: has the control character U+0007 at position 1",
    ]


def test_what_follows_a_bad_first_report(log: Log) -> None:
    """A further one may hold less; that the first one was refused is no fault of it."""
    first, further = reported("n1", "new", title="T", date="2018-13"), reported("n2", "new", weapon="a gun")
    assert refusal(log, first, further) == ["event 1: fact.date: '2018-13' is not an EDTF date (month 13)"]
    assert refusal(log, further) == ["event 1: fact.title: is required"]


def test_log_begins_with_opened(tmp_path: Path) -> None:
    """Said once, whatever else the batch holds."""
    log = Log(tmp_path / "events.jsonl")
    said = "event 1: type: the log is empty; its first event is log.opened, which `timeline init` writes"
    assert refusal(log, *BEGINNING[1:5]) == [said]
    assert refusal(log, reported("n1", "new", weapon="a gun"))[0] == said
    assert refusal(log, {**OPENED, "data": {}}, *BEGINNING[1:5]) == ["event 1: title: is required"]
    assert not log.path.exists()


def test_opened_gives_the_log_its_source(tmp_path: Path) -> None:
    """The subject, or what its author states."""
    log = Log(tmp_path / "events.jsonl")
    log.append([{**OPENED, "source": "https://example.org/talks"}])
    log.append([BEGINNING[1]])
    assert {line["source"] for line in lines(log)} == {"https://example.org/talks"}


def test_line_is_filled_in(log: Log) -> None:
    """What the author leaves out, in the order of the log."""
    reporter = Log(log.path, authid="ana", now=lambda: NOW)
    reporter.append([{"type": "attack.updated", "subject": "kabul", "sampled": True, "data": {"set": {"killed": 4}}}])
    line = lines(log)[-1]
    assert " ".join(line) == "specversion id source type subject time authid salt supersedes sampled data"
    assert [line[name] for name in ("source", "time", "authid", "supersedes")] == ["/talks", NOW, "ana", "k2"]
    assert (len(line["id"]), line["id"][14], len(line["salt"])) == (36, "7", 22)


def test_stated_attributes_stay(log: Log) -> None:
    """An importer's time, salt and hand."""
    stated = {"time": "2018-11-19T00:00:00Z", "salt": "A" * 22, "authid": "bo"}
    [written] = log.append([{**reported("n", "new", title="T"), **stated}]).events
    assert {name: lines(log)[-1][name] for name in stated} == stated
    assert written.time == "2018-11-19T00:00:00Z"


def test_marks_of_an_append(log: Log) -> None:
    """Several events are marked as one append; one is not, whatever marks it had elsewhere."""
    log.append([reported("n1", "one", title="T"), reported("n2", "two", title="T")])
    log.append([{**reported("n3", "three", title="T"), "appendid": "elsewhere", "appendcount": 3}])
    one, two, three = lines(log)[-3:]
    assert one["appendid"] == two["appendid"]
    assert one["appendcount"] == two["appendcount"] == 2
    assert {"appendid", "appendcount"} & set(three) == set()
    assert [event.id for event, _ in log.read()][-1] == "n3"


def test_correction_gets_its_was(log: Log) -> None:
    """The values that stood, null where there were none."""
    log.append([changed("corrected", set={"killed": 4, "weapon": "rifle"}, reason="coder_error")])
    assert lines(log)[-1]["data"]["was"] == {"killed": 2, "weapon": None}
    said = "event 1: set: 5 is not an object"
    assert refusal(log, changed("corrected", set=5, reason="coder_error")) == [said]


def test_correction_settles_a_dispute(log: Log) -> None:
    """Even when the standing value was right."""
    log.append([changed("corrected", set={"killed": 2}, reason="coder_error")])
    assert log.archive().standing("kabul").disputes == ()


def test_words_of_a_count_are_a_change(log: Log) -> None:
    """Though they are no part of its number."""
    log.append([changed("updated", set={"killed": {"low": 2, "best": 2, "high": 2, "stated": "two"}})])
    assert log.archive().standing("kabul").fact["killed"]["stated"] == "two"


def test_forward_references(log: Log) -> None:
    """The events of a batch may name each other in any order."""
    log.append(
        [
            reported("n1", "said", kind="statement", source="blog", title="T", speaker="envoy", about="n2"),
            reported("n2", "n2", title="T", place="doha"),
            registered("source", "blog", title="B"),
            registered("actor", "envoy", name="E"),
            registered("place", "doha", name="Doha"),
        ]
    )
    assert log.archive().standing("said").stands


def test_retraction_and_what_named_it(log: Log) -> None:
    """First the facts that name an actor are corrected, then it can go; a new name may not lean on it."""
    freed = changed("corrected", set={"perpetrator": None}, reason="attribution_changed")
    log.append([freed, retracted("taliban", "actor")])
    assert not log.archive().standing("taliban").stands
    said = "no actor 'taliban' is registered; register it: timeline register actor --subject taliban"
    attack = reported("n", "new", title="T", perpetrator="taliban")
    assert refusal(log, attack) == [f"event 1: fact.perpetrator: {said}"]


def test_of_many_names_some_are_shown(log: Log) -> None:
    """Five are shown."""
    log.append([reported(f"n{n}", f"new-{n}", title="T", perpetrator="taliban") for n in range(6)])
    said = "'taliban' is named by kabul, new-0, new-1, new-2, new-3 and others; correct those first"
    assert refusal(log, retracted("taliban", "actor")) == [f"event 1: subject: {said}"]


def test_withdrawn_fact_can_come_back(log: Log) -> None:
    """Withdrawing its reports is not its retraction."""
    log.append([registered("actor", "envoy", name="E"), {**retracted("envoy", "actor", report="envoy"), "id": "e2"}])
    log.append([{**registered("actor", "envoy", name="Envoy"), "id": "e3"}, reported("u3", "unsure", title="True")])
    assert log.archive().standing("envoy").fact == {"name": "Envoy"}
    assert log.archive().standing("unsure").stands


def test_repeat_is_a_success(log: Log) -> None:
    """The same ids with the same content: nothing is written, though the heads have moved on."""
    update = {**changed("updated", set={"killed": 4}), "id": "k3", "supersedes": "k2"}
    log.append([update])
    log.append([changed("updated", set={"killed": 5})])
    before = log.path.read_bytes()
    again = Log(log.path, now=lambda: "2027-01-01T00:00:00Z").append([update, {"id": "k3"}, *BEGINNING])
    ids = ["k3", "k3", *(event["id"] for event in BEGINNING)]
    assert again == ([], ids, ids)
    assert log.path.read_bytes() == before


def test_batch_partly_known(log: Log) -> None:
    """What is new is written, by itself an append of one."""
    admitted = log.append([BEGINNING[5], reported("n", "new", title="T")])
    assert ([event.id for event in admitted.events], admitted.known) == (["n"], ["k1"])
    assert "appendid" not in lines(log)[-1]


def test_same_id_twice_in_a_batch(log: Log) -> None:
    """Once is enough; two contents are one too many."""
    event = reported("n", "new", title="T")
    assert log.append([event, event], dry_run=True).known == ["n"]
    said = "event 2: id: 'n' is in the log already, with other content"
    assert refusal(log, event, reported("n", "new", title="U")) == [said]
    assert refusal(log, event, reported("n", "other", title="T")) == [said]


def test_the_ids_are_in_the_order_of_the_events(log: Log) -> None:
    """Also where some are in the log already."""
    batch = [reported("n", "new", title="T"), BEGINNING[5], reported("m", "more", title="T")]
    assert log.append(batch).ids == ["n", "k1", "m"]


def test_what_is_named_further_up_in_the_batch_stays(log: Log) -> None:
    """An event meets those before it, however many are read together."""
    log.append([registered("actor", "haqqani", name="Haqqani network")])
    user = reported("n", "new", title="T", perpetrator="haqqani")
    said = "event 2: subject: 'haqqani' is named by new; correct those first"
    assert refusal(log, user, retracted("haqqani", "actor")) == [said]


def test_event_called_none(log: Log) -> None:
    """An id that looks like a missing one is an id."""
    log.append([reported("None", "new", title="T")])
    log.append([{**reported("n", "newer", title="T"), "id": None}])
    assert len(lines(log)[-1]["id"]) == 36


def test_dry_run(log: Log) -> None:
    """The same answer, and nothing is written."""
    before = log.path.read_bytes()
    assert [event.subject for event in log.append([reported("n", "new", title="T")], dry_run=True).events] == ["new"]
    assert log.path.read_bytes() == before
    assert log.append([]) == ([], [], [])


SLUGS: dict[str, tuple[Json, str]] = {
    "date and title": ({"date": "2018-11-12", "title": "Attack in Kabul!"}, "2018-11-12-attack-in-kabul"),
    "an extent": ({"date": "2018-11-14/2018-11-16", "title": "Talks"}, "2018-11-14-2018-11-16-talks"),
    "some day within": ({"date": "[2018-11-01..2018-11-19]", "title": "Talks"}, "2018-11-01-2018-11-19-talks"),
    "title alone": ({"title": "L'été à Zürich"}, "l-ete-a-zurich"),
    "a name": ({"name": "Taliban", "date": "1994"}, "taliban"),
    "Cyrillic": ({"title": "Переговоры в Москве"}, "peregovory-v-moskve"),
    "Dari": ({"title": "صلح"}, "slh"),
    "Chinese": ({"title": "阿富汗"}, "a-fu-han"),
    "a long title": ({"title": "word " * 40}, "-".join(["word"] * 20)),
    "one long word": ({"title": "x" * 300}, "x" * 100),
    "taken twice": ({"name": "Kabul"}, "kabul-3"),
}


@pytest.mark.parametrize(("fact", "slug"), SLUGS.values(), ids=SLUGS)
def test_proposed_slug(fact: Json, slug: str) -> None:
    """In the letters of a slug, and free."""
    assert proposed_slug(fact, {"kabul", "kabul-2"}.__contains__) == slug


@pytest.mark.parametrize("fact", [{}, {"title": "!?"}, {"title": "👍"}])
def test_nothing_to_make_a_slug_of(fact: Json) -> None:
    """Then its author has to."""
    with pytest.raises(ValueError, match=r"^has no title or name to make a slug of; give one with --subject$"):
        proposed_slug(fact, lambda _: False)
