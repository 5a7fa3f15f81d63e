"""One chronology that has something of everything, and `timeline export` as its user has it."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tests.chronicle import BEGINNING, Chronicle, correct, event, report
from timeline import Log
from timeline.cli import main

Json = dict[str, Any]
Export = Callable[..., Result]

needs_ftm = pytest.mark.skipif(
    not find_spec("followthemoney") and not os.environ.get("CI"), reason="FollowTheMoney is not installed"
)

OPENING = event(
    "log.opened",
    "talks",
    "e-open",
    title="Talks",
    description="Who met <whom>, and when",
    licence="CC-BY-4.0",
    language="en",
)
WEB = {
    "title": "Who met in Doha?",
    "publisher": "The Web",
    "agency": "AFP",
    "author": "Ann Lee",
    "url": "https://web.example/doha?a=1&b=2",
    "archive_url": "https://archive.example/1",
    "published": "2018-11-19~",
    "retrieved": "2018-12-01",
    "language": "en",
    "sha256": "ab" * 32,
    "characters": 4000,
}
REGISTERED = (
    event("source.registered", "web", "e-web", fact=WEB),
    event("source.registered", "leaked", "e-leaked", fact={"title": "Leaked", "published": "[2018..2019]"}),
    event(
        "source.registered",
        "memo",
        "e-memo",
        fact={"title": "Memo", "summary": "By hand", "sha256": "cd" * 32, "published": "2018/2019"},
    ),
    event("actor.registered", "ministry", "e-ministry", fact={"name": "Ministry", "actor_type": "state"}),
    event(
        "actor.registered",
        "envoy",
        "e-envoy",
        fact={"name": "The Envoy", "actor_type": "person", "country": "US", "member_of": "ministry", "wikidata": "Q42"},
    ),
    event("actor.registered", "army", "e-army", fact={"name": "Army", "actor_type": "state_forces", "country": "AF"}),
    event("actor.registered", "villagers", "e-villagers", fact={"name": "Villagers; elders"}),
    event(
        "place.registered",
        "doha",
        "e-doha",
        fact={
            "name": "Doha",
            "country": "QA",
            "admin1": "Ad Dawhah",
            "latitude": 25.3,
            "longitude": -51.5,
            "place_type": "city",
        },
    ),
    event("place.registered", "afghanistan", "e-af", fact={"name": "Afghanistan", "place_type": "country"}),
)
AT = {"passages": [{"start": 3, "end": 9}, {"start": 20, "end": 31}], "attributed_to": ["taliban", "qatar"]}
FACTS = (
    report(
        "meeting",
        "doha-talks",
        "e-talks",
        source="web",
        also=AT,
        title="Talks in Doha",
        date="2018-11-14/2018-11-16",
        place="doha",
        summary="Two sides <b>met</b>.\nNothing came of it.",
        tags=["peace talks", "Doha; Qatar"],
        participants=[{"actor": "taliban", "role": "party"}, {"actor": "envoy", "role": "party", "side": "US"}],
        round=2,
        host="qatar",
        agreement="reached",
    ),
    report("meeting", "doha-talks", "e-talks-2", source="paper", title="Talks in Doha", round=3),
    report(
        "attack",
        "raid",
        "e-raid",
        source="web",
        also={**AT, "passages": [{"start": 40, "end": 44}]},
        title="A raid near Kabul",
        date="2018-11-12",
        place="kabul",
        place_basis="From where the office is",
        attack_type="armed_assault",
        perpetrator="taliban",
        targets=["army"],
        victims=[{"actor": "army", "harm": "killed"}],
        killed={"low": 2, "best": 3, "high": 5},
        wounded=1,
    ),
    correct("attack", "raid", "e-raid-2", killed={"low": 2, "best": 4, "high": 5}),
    report(
        "attack",
        "siege",
        "e-siege",
        title="A siege",
        date="[2018-11-05..2018-11-11]",
        date_basis='"last week"',
        place="afghanistan",
        targets=["villagers", "army"],
        killed={"low": 1},
    ),
    report("attack", "kidnapping", "e-kidnapping", date="2018-11", attack_type="hostage_taking_kidnapping"),
    report("attack", "battle", "e-battle", date="2018-11-20/2018-11-25", killed=12),
    report("attack", "long-ago", "e-long-ago", date="201X"),
    report("statement", "remark", "e-remark", speaker="envoy", quote="=cmd|' /C calc'!A0", date="2018-11-19?"),
    report("figure", "toll", "e-toll", title="Dead of 2018", measure="killed", value={"high": 30000}, date="2018"),
    report("position", "office", "e-office", actor="envoy", office="Envoy", organization="ministry", date="2015/.."),
    report("scheduled_event", "vote", "e-vote", title="The vote", date="2019-04-20", event_status="cancelled"),
    report("background", "war", "e-war", title="A war", date="2001~/..", text="It goes on."),
    report("background", "empire", "e-empire", title="An empire", date="-0044-03-15"),
    report("background", "undated", "e-undated", title="Somewhen"),
    report("background", "before", "e-before", title="An old feud", date="../1999"),
    report("statement", "gone", "e-gone", title="Secret words", date="2018-11-01"),
    event("statement.retracted", "gone", "e-gone-2", reason="legal", note="By a court"),
)


@pytest.fixture(scope="session")
def rich(tmp_path_factory: pytest.TempPathFactory) -> Chronicle:
    """A log with its database."""
    chronicle = Chronicle(tmp_path_factory.mktemp("rich"))
    chronicle.log = Log(chronicle.log.path, now=chronicle.clock().__next__, authid="ana")
    chronicle.add(OPENING, *BEGINNING[1:], *REGISTERED, *FACTS[:-2])
    chronicle.log.append(FACTS[-2:])
    chronicle.project()
    return chronicle


@pytest.fixture(scope="session")
def export(rich: Chronicle) -> Export:
    """`timeline export` on it, or on another chronicle."""

    def run(*arguments: str, of: Chronicle = rich) -> Result:
        return exported(of, *arguments)

    return run


def exported(chronicle: Chronicle, *arguments: str) -> Result:
    """`timeline export` on a chronicle."""
    where = ["--log", str(chronicle.log.path), "--db", str(chronicle.db)]
    return CliRunner().invoke(main, ["export", *arguments, *where])


def said(result: Result) -> str:
    """What it says that was left out."""
    return "\n".join(line for line in result.stderr.splitlines() if line.startswith("left out"))


def paths(value: Any, before: str = "") -> Iterator[str]:
    """The way to every value in some JSON, lists as `[]`."""
    if isinstance(value, dict):
        for name, member in value.items():
            yield from paths(member, f"{before}.{name}" if before else name)
    elif isinstance(value, list):
        for member in value:
            yield from paths(member, f"{before}[]")
    else:
        yield before


@contextmanager
def of_texts(texts: Sequence[str], **opened: str) -> Iterator[Export]:
    """`timeline export` on facts whose title, summary and tag are these texts, in this order."""
    with TemporaryDirectory() as folder:
        chronicle = Chronicle(Path(folder))
        facts = [
            report("statement", f"s-{at:02}", f"e-{at}", title=text, summary=text, tags=[text], date="2018-11-01")
            for at, text in enumerate(texts)
        ]
        chronicle.log.append([event("log.opened", "talks", "e-open", title="Talks", **opened), *BEGINNING[1:], *facts])
        yield lambda *arguments: exported(chronicle, *arguments)
