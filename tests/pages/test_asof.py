"""Known at: the timeline of an earlier day is what a projection of that day would show, filters and pages and all."""

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.chronicle import BEGINNING, Chronicle, Json, correct, event, report
from tests.pages.conftest import Pages, words
from timeline import Log, project
from timeline.pages import replaced
from timeline.selection import known_at, published_by

DAYS = [f"2026-11-{day}" for day in range(20, 26)]
FILTERS = ["", "kind=attack", "actor=taliban", "place=kabul", "tag=x", "source=agency", "from=2018-03&to=2018-06"]
FILTERS += ["from=2018-03&to=2018-06&how=certainly", "before=end&size=25", "size=25"]


def told_over_days(seed: int) -> Iterator[tuple[str, Json]]:
    """Facts as they come in: reported, reported again, updated, corrected, retracted, withdrawn, on several days."""
    chance = random.Random(seed)
    for number in range(60):
        slug, kind = f"fact-{number}", chance.choice(["attack", "meeting"])
        days = sorted(chance.choices(DAYS, k=4))
        date = chance.choice([None, f"2018-0{chance.randint(1, 9)}-12", "2018-04/2018-05-02", "[..2018-06]", "2018"])
        more: Json = {"date": date, "place": chance.choice([None, "kabul"]), "tags": chance.choice([None, ["x"]])}
        if kind == "attack":
            more["perpetrator"] = chance.choice([None, "taliban"])
        source = chance.choice(["paper", "agency", "leaflet"])
        yield days[0], report(kind, slug, f"{slug}-1", source=source, **more)
        for step, day in enumerate(days[1:], 2):
            name = f"{slug}-{step}"
            what = chance.randrange(6)
            if what == 0:
                yield day, correct(kind, slug, name, date=f"2018-0{step}-0{step}")
            elif what == 1:
                yield day, report(kind, slug, name, source="agency", place="kabul", summary="more")
            elif what == 2:
                yield day, event(f"{kind}.updated", slug, name, set={"summary": f"newer {step}"}, source="leaflet")
            elif what == 3 and step == 4:
                yield day, event(f"{kind}.retracted", slug, name, reason="unverifiable")


@pytest.fixture(scope="module", params=[1, 2])
def log(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Chronicle:
    """Such a log, its events in the order of their days, and its database."""
    chronicle = Chronicle(tmp_path_factory.mktemp("asof"))
    events = sorted(told_over_days(request.param), key=lambda told: told[0])
    days = iter([*(DAYS[0] for _ in BEGINNING), *(day for day, _ in events)])
    chronicle.log = Log(chronicle.log.path, now=lambda: f"{next(days)}T10:00:00Z")
    chronicle.add(*BEGINNING, *(one for _, one in events))
    chronicle.project()
    return chronicle


async def entries(site: Pages, asked: str) -> list[list[str]]:
    """What every entry of a page says."""
    soup = await site.read(f"timeline?{asked}")
    return [list(entry.stripped_strings) for entry in soup.select(".entry")]


@pytest.mark.asyncio
@pytest.mark.parametrize("day", DAYS)
async def test_as_recorded(log: Chronicle, pages: Callable[..., Pages], tmp_path: Path, day: str) -> None:
    """The same as the tables of `project --known-at`."""
    project(log.log, tmp_path / "then.db", selection=known_at(day))
    now, then = pages(log.db), pages(tmp_path / "then.db")
    for asked in FILTERS:
        assert await entries(now, f"{asked}&known={day}") == await entries(then, asked), asked


@pytest.mark.asyncio
@pytest.mark.parametrize("day", ["2018-11-01", "2018-11-19", "2018-11-30"])
async def test_as_published(log: Chronicle, pages: Callable[..., Pages], tmp_path: Path, day: str) -> None:
    """The same as the tables of `project --published-by`."""
    selection = published_by(day, (event for event, _ in log.log.read()))
    project(log.log, tmp_path / "then.db", selection=selection)
    now, then = pages(log.db), pages(tmp_path / "then.db")
    for asked in FILTERS:
        assert await entries(now, f"{asked}&published={day}") == await entries(then, asked), asked


@pytest.mark.asyncio
@pytest.mark.parametrize("state", ["", "known=2026-11-22", "known=2026-11-24", "published=2018-11-26"])
async def test_pages_of_a_state(log: Chronicle, pages: Callable[..., Pages], state: str) -> None:
    """They follow each other, forward and back, every fact once."""
    site = pages(log.db)
    whole = words(await site.read(f"timeline?{state}&size=250"), ".entry-title")
    for start, way in (("", "next"), ("&before=end", "prev")):
        address, found = f"timeline?{state}&size=25{start}", []
        while address:
            soup = await site.read(address)
            titles = words(soup, ".entry-title")
            found = [*found, *titles] if way == "next" else [*titles, *found]
            link = soup.select_one(f'[rel="{way}"]')
            address = link["href"].removeprefix("/-/") if link else ""
        assert found == whole


@pytest.mark.asyncio
@pytest.mark.parametrize("few", [0, replaced.FEW])
async def test_what_has_changed_since(
    told: Chronicle, pages: Callable[..., Pages], monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    """New facts, changed ones, and those that are gone; whether those are few or many."""
    monkeypatch.setattr(replaced, "FEW", few)
    told.add(*(report("attack", slug, f"e-{slug}") for slug in ("stays", "changes", "goes")))
    told.log = Log(told.log.path, now=lambda: "2026-11-25T10:00:00Z")
    told.add(report("attack", "comes", "e-comes"), correct("attack", "changes", "e-c", title="changed"))
    told.add(event("attack.retracted", "goes", "e-g", reason="unverifiable"))
    told.project()
    soup = await pages(told.db).read("timeline?known=2026-11-24")
    assert words(soup, ".entry-title") == ["changes", "goes", "stays"]
    assert words(soup, ".asof details li") == ["comes", "changed", "goes"]
