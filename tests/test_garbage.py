"""The garbage collector is out of the way of a large append, and afterwards as it was."""

import gc
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from timeline import Log, Refused
from timeline.draft import Draft
from timeline.garbage import uncollected


def sources(title: str) -> Iterator[dict[str, Any]]:
    """A log with more sources than a small append has; a blank `title` is refused."""
    yield {"type": "log.opened", "subject": "talks", "data": {"title": "Talks"}}
    for number in range(200):
        yield {"type": "source.registered", "subject": f"paper-{number}", "data": {"fact": {"title": title}}}


@pytest.fixture(params=[True, False], ids=["on", "off"])
def was_on(request: pytest.FixtureRequest) -> Iterator[bool]:
    """How it was before."""
    is_on: bool = request.param
    before = gc.isenabled()
    (gc.enable if is_on else gc.disable)()
    yield is_on
    (gc.enable if before else gc.disable)()


@pytest.mark.parametrize("title", ["The Paper", ""], ids=["appended", "refused"])
def test_it_is_as_it_was(was_on: bool, title: str, tmp_path: Path) -> None:
    """Also behind what was refused."""
    with suppress(Refused):
        Log(tmp_path / "events.jsonl").append(sources(title))
    assert gc.isenabled() is was_on


def test_it_is_off_meanwhile(tmp_path: Path) -> None:
    """As long as events are checked."""
    drafts = [Draft("", event) for event in sources("The Paper")]
    seen: set[bool] = set()
    Log(tmp_path / "events.jsonl").append_proposed(lambda _: drafts, progress=lambda *_: seen.add(gc.isenabled()))
    assert seen == {False}


def test_it_is_out_of_the_way() -> None:
    """Within, and within what is within; on again only behind the outermost."""
    with uncollected():
        with uncollected():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()
