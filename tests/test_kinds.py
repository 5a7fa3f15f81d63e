"""The registry is the plan: from a kind's one file follow its validation, schema, table and rows."""

import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from timeline import Log, Refers, plugins, project
from timeline.columns import fact_columns
from timeline.errors import Refused, TimelineError
from timeline.fact import Mention, mentions, partial
from timeline.registry import Kinds

COMMON = "title date earliest latest date_kind date_basis place place_basis summary tags"
STATUS = "reports sources disputed revision recorded_at changed_at head"
OWN = {
    "actor": ("actors", "name actor_type country member_of aliases wikidata"),
    "attack": (
        "attacks",
        "attack_type insider_type perpetrator perpetrator_certainty targets victims parties weapon "
        "killed_low killed killed_high killed_civilians_low killed_civilians killed_civilians_high "
        "killed_unidentified_low killed_unidentified killed_unidentified_high "
        "wounded_low wounded wounded_high claimed_by reported_in",
    ),
    "background": ("background", "text"),
    "figure": ("figures", "measure value_low value value_high population cause cumulative part_of about"),
    "meeting": ("meetings", "format round host participants outcome agreement"),
    "place": ("places", "name country admin1 admin2 latitude longitude place_type geonames"),
    "position": ("positions", "actor office organization"),
    "scheduled_event": ("scheduled_events", "event_status realised_by"),
    "source": (
        "sources",
        "publisher agency author url archive_url published retrieved language sha256 characters",
    ),
    "statement": ("statements", "speaker text quote form medium audience about"),
}
COMMON_FIELDS = "title, date, date_basis, place, place_basis, summary, tags"
UNFIT: dict[str, tuple[str, dict[str, Any], str]] = {
    "mistyped field": (
        "background",
        {"title": "T", "txt": "x"},
        f"fact.txt: is not a field here; did you mean 'text'? (fields: {COMMON_FIELDS}, text)",
    ),
    "field of another": (
        "scheduled_event",
        {"title": "T", "killed": 2},
        f"fact.killed: is not a field here (fields: {COMMON_FIELDS}, event_status, realised_by)",
    ),
    "mistyped in part": (
        "meeting",
        {"title": "T", "participants": [{"actor": "taliban", "rol": "party"}]},
        "fact.participants.0.rol: is not a field here; did you mean 'role'? (fields: actor, role, side)",
    ),
    "part without actor": ("attack", {"title": "T", "victims": [{}]}, "fact.victims.0.actor: is required"),
    "part no object": ("attack", {"title": "T", "victims": ["x"]}, "fact.victims.0: 'x' is not an object"),
    "wrong choice": (
        "meeting",
        {"title": "T", "agreement": "partly"},
        "fact.agreement: 'partly' is not one of none, partial, reached, unknown; did you mean 'partial'?",
    ),
    "wrong choice in part": (
        "attack",
        {"title": "T", "victims": [{"actor": "x", "harm": "dead"}]},
        "fact.victims.0.harm: 'dead' is not one of killed, wounded, abducted, missing, unhurt",
    ),
    "wrong sorts": (
        "figure",
        {"title": 5, "cumulative": 1, "part_of": "x"},
        "fact.title: 5 is not a text\nfact.cumulative: 1 is not true or false\nfact.part_of: 'x' is not a list",
    ),
    "text as number": ("place", {"name": "Doha", "latitude": "25"}, "fact.latitude: '25' is not a number"),
    "beyond the pole": ("place", {"name": "Doha", "latitude": 91}, "fact.latitude: 91 must be at most 90.0"),
    "no such date": ("background", {"date": "2018-13"}, "fact.date: '2018-13' is not an EDTF date (month 13)"),
    "unfit values": (
        "source",
        {"language": "in English", "sha256": "abc", "url": "javascript:alert(1)"},
        "fact.url: 'javascript:alert(1)' is not an address that starts with http:// or https:// and has no blanks\n"
        "fact.language: 'in English' is not a language tag such as en or prs-AF\n"
        "fact.sha256: 'abc' is not a SHA-256 of 64 digits 0-9a-f",
    ),
}
PLUGIN = '''"""Protests."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from timeline import Count, Fact, Part, Refers, Slug, hookimpl


class Group(Part):
    """Who marched together."""

    actors: list[Annotated[Slug, Refers("actor", role="protester")]] | None = Field(default=None, description="Who.")
    side: str | None = Field(default=None, description="For what.")


class Protest(Fact):
    """People in the street."""

    kind = "protest"
    table = "protests"

    form: Literal["march", "sit_in"] = Field(default="march", description="How.")
    crowd: Count | None = Field(default=None, description="How many came.")
    groups: list[Group] | None = Field(default=None, description="Who came.")


@hookimpl
def register_kinds() -> list[type[Fact]]:
    return [Protest]
'''


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A folder with a plugin of the user's own."""
    folder = tmp_path / "plugins"
    folder.mkdir()
    (folder / "protest.py").write_text(PLUGIN)
    yield folder
    for name in [name for name in sys.modules if name.startswith("timeline_plugin_")]:
        del sys.modules[name]


def event(kinds: Kinds, kind: str, fact: dict[str, Any]) -> dict[str, Any]:
    """The attributes of the event that brings in a fact."""
    verb = kinds.verbs(kind)[0]
    envelope = {"specversion": "1.0", "id": "1", "source": "/t", "subject": "s", "time": "2026-11-23T10:00:00Z"}
    data = {"fact": fact} if verb == "registered" else {"fact": fact, "source": "paper"}
    return {**envelope, "type": f"{kind}.{verb}", "salt": "A" * 22, "data": data}


def test_every_kind_has_its_table(kinds: Kinds) -> None:
    """The kinds and tables of the plan, and no others."""
    assert {kind: kinds[kind].table for kind in kinds} == {kind: table for kind, (table, _) in OWN.items()}


@pytest.mark.parametrize("kind", OWN)
def test_columns_of_a_kind(kinds: Kinds, kind: str) -> None:
    """The common ones, its own, and how it stands."""
    columns = [column.name for column in fact_columns(kinds[kind])]
    assert columns == ["id", *COMMON.split(), *OWN[kind][1].split(), *STATUS.split()]


@pytest.mark.parametrize("kind", OWN)
def test_every_field_is_described(kinds: Kinds, kind: str) -> None:
    """In sentences, which table, options and documentation show."""
    descriptions = [field.description or "" for field in kinds[kind].model_fields.values()]
    descriptions += [column.description for column in fact_columns(kinds[kind])]
    assert [text for text in [kinds[kind].__doc__ or "", *descriptions] if not text or text[0].islower()] == []
    assert partial(kinds[kind]).__doc__ == kinds[kind].__doc__
    assert kinds[kind].kind == kind


@pytest.mark.parametrize(("kind", "fact", "expected"), UNFIT.values(), ids=UNFIT)
def test_unfit_facts(kinds: Kinds, kind: str, fact: dict[str, Any], expected: str) -> None:
    """Where, what, and what it may have meant."""
    with pytest.raises(Refused) as refusal:
        kinds.check(event(kinds, kind, fact))
    assert str(refusal.value) == expected


def test_unknown_kind(kinds: Kinds) -> None:
    """It is named, with the nearest and all."""
    assert kinds.unknown("meting") == f"'meting' is not a kind; did you mean 'meeting'? (kinds: {', '.join(OWN)})"
    assert kinds.unknown("xyz") == f"'xyz' is not a kind (kinds: {', '.join(OWN)})"


def test_mentions(kinds: Kinds) -> None:
    """Every slug in a fact, with its path; a role that is stated wins."""
    fact = {
        "place": "doha",
        "host": "qatar",
        "participants": [{"actor": "usa", "role": "party", "side": "US"}, {"actor": "un"}],
    }
    actor = [Refers("actor", role=role) for role in ("host", "participant")]
    assert list(mentions(kinds["meeting"], {**fact, "tags": ["x"]})) == [
        Mention(("place",), "doha", Refers("place")),
        Mention(("host",), "qatar", actor[0], "host"),
        Mention(("participants", "0", "actor"), "usa", actor[1], "party", "US"),
        Mention(("participants", "1", "actor"), "un", actor[1], "participant"),
    ]
    assert list(mentions(kinds["meeting"], {"place": None, "participants": None})) == []


def test_kind_from_a_folder(folder: Path) -> None:
    """It is checked like our own, in parts of parts too."""
    kinds = plugins.kinds(plugins.load(folder))
    groups = [{"actors": ["students"], "side": "for talks"}, {}]
    assert kinds.check(event(kinds, "protest", {"title": "March", "groups": groups})).kind == "protest"
    with pytest.raises(Refused, match=r"^fact.form: 'marsh' is not one of march, sit_in; did you mean 'march'\?$"):
        kinds.check(event(kinds, "protest", {"form": "marsh"}))
    found = list(mentions(kinds["protest"], {"groups": groups}))
    assert found == [
        Mention(("groups", "0", "actors", "0"), "students", Refers("actor", "protester"), "protester", "for talks")
    ]


def test_constraints_of_a_folder_s_kind(folder: Path) -> None:
    """What pydantic says, where we have no better words."""
    code = PLUGIN.replace("crowd: Count | None = Field(", "crowd: int | None = Field(gt=0, ")
    (folder / "protest.py").write_text(code)
    kinds = plugins.kinds(plugins.load(folder))
    with pytest.raises(Refused, match=r"^fact.crowd: 0: input should be greater than 0$"):
        kinds.check(event(kinds, "protest", {"crowd": 0}))


def test_schema_of_a_folder_s_kind(folder: Path) -> None:
    """Its JSON Schema knows the choices and the two ways to write a count."""
    kinds = plugins.kinds(plugins.load(folder))
    schema = kinds.data_model("protest", "reported").model_json_schema()
    fields = schema["$defs"]["PartialProtest"]["properties"]
    assert fields["form"]["anyOf"][0]["enum"] == ["march", "sit_in"]
    exact, loose = fields["crowd"]["anyOf"][0]["anyOf"]
    assert exact == {"type": "integer", "minimum": 0}
    assert list(loose["properties"]) == ["low", "best", "high", "stated"]


def test_rows_of_a_folder_s_kind(folder: Path, tmp_path: Path) -> None:
    """Its table is there with a row in it."""
    log = Log(tmp_path / "events.jsonl", kinds=plugins.kinds(plugins.load(folder)))
    fact = {"title": "March in Herat", "crowd": {"low": 100}}
    log.append(
        [
            {"type": "log.opened", "subject": "talks", "data": {"title": "Talks"}},
            {"type": "source.registered", "subject": "paper", "data": {"fact": {"title": "The Paper"}}},
            {"type": "protest.reported", "subject": "march", "data": {"fact": fact, "source": "paper"}},
        ]
    )
    project(log, tmp_path / "timeline.db")
    rows = sqlite3.connect(tmp_path / "timeline.db").execute("SELECT id, form, crowd_low, crowd, sources FROM protests")
    assert list(rows) == [("march", "march", 100, None, 1)]


def test_kind_from_an_installed_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By its entry point `timeline`."""
    (tmp_path / "timeline_protest.py").write_text(PLUGIN)
    info = tmp_path / "timeline_protest-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: timeline-protest\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[timeline]\nprotest = timeline_protest\n")
    monkeypatch.syspath_prepend(tmp_path)
    assert set(plugins.kinds(plugins.load())) == {*OWN, "protest"}


BROKEN = {
    "does not import": ("import nowhere_to_be_found", "ModuleNotFoundError: No module named 'nowhere_to_be_found'"),
    "is no Python": ("def", "SyntaxError: invalid syntax ({file}, line 1)"),
}


@pytest.mark.parametrize(("code", "reason"), BROKEN.values(), ids=BROKEN)
def test_broken_plugin(folder: Path, code: str, reason: str) -> None:
    """Which file, and what Python says."""
    file = folder / "protest.py"
    file.write_text(code)
    with pytest.raises(TimelineError) as error:
        plugins.load(folder)
    assert str(error.value) == f"{file}: cannot load this plugin: {reason.format(file=file.name)}"


def test_misspelt_hook(folder: Path) -> None:
    """A hook that nobody calls would be silence."""
    (folder / "protest.py").write_text(PLUGIN.replace("def register_kinds", "def register_kind"))
    with pytest.raises(TimelineError, match=r"protest.py: cannot load .*: unknown hook 'register_kind'"):
        plugins.load(folder)


def test_two_claim_one_table(folder: Path) -> None:
    """What they claim is named."""
    (folder / "rally.py").write_text(PLUGIN.replace('"protest"', '"rally"'))
    with pytest.raises(TimelineError, match=r"^two plugins claim the table 'protests'$"):
        plugins.kinds(plugins.load(folder))
    (folder / "rally.py").write_text(PLUGIN)
    with pytest.raises(TimelineError, match=r"^two plugins claim the kind 'protest' and the table 'protests'$"):
        plugins.kinds(plugins.load(folder))
