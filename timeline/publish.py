"""The log to a folder of files that any host can serve, and that can be read without one.

First the log is copied as it may leave. The tables are made from that copy, the pages and downloads from those tables:
so the folder is consistent by itself, and `timeline project` makes its database anew from its `events.jsonl`.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from timeline.note import Verifier
from timeline.pages.ask import Ask, asking
from timeline.pages.links import Links
from timeline.pages.page import Site, opened
from timeline.progress import Stage, unheard
from timeline.publishing.asking import asking_files
from timeline.publishing.copies import Made, made
from timeline.publishing.downloads import downloads
from timeline.publishing.finding import finding_files
from timeline.publishing.folder import Put, Staged, staged
from timeline.publishing.leaving import Held, Rules
from timeline.publishing.links import StaticLinks
from timeline.publishing.programs import programs
from timeline.publishing.render import File, Renderer, Unit
from timeline.publishing.showing import NOWHERE, Showing
from timeline.publishing.signed import verify_files
from timeline.reading import Reader
from timeline.spread import spread

_STATIC = Path(__file__).parent / "static"
_SCRIPTS = ".js"
_WRITERS = 8
"""Processes that write pages, where there are so many processors."""

_TOOLS = ("search", "verify", "sql/index", "data/index")
_COUNT = "SELECT count(DISTINCT subject) FROM events WHERE verb NOT IN ('opened', 'redacted')"


class Published(NamedTuple):
    """What was done: files in the folder, how many of them are new or other than before, and what was held back.

    `unsigned` says why no checkpoint is there; it is empty where one is. `unknown` are the events of kinds that nobody
    registers here, which no page shows.
    """

    files: int
    changed: int
    held: Held
    unsigned: str
    unknown: int


def publish(  # noqa: PLR0913  # all but the first three by name
    log: Reader,
    path: Path,
    rules: Rules,
    progress: Stage = unheard,
    showing: Showing = NOWHERE,
    also: Iterable[File] = (),
    keys: Sequence[Verifier] = (),
) -> Published:
    """Make the folder; raises TimelineError, and then it is as it was.

    `also` are other files that belong to it, such as those of `timeline.publishing.lite`; `keys` are the verifier keys
    of who signed the log, by default those that are noted beside it.
    """
    log.file.must_exist()
    with staged(path) as new:
        copies, back = made(log, new.scratch, rules, progress, keys)
        making = _Making(log, copies, new, showing, progress)
        puts = list(making.pages())
        puts += [new.folder.put(*file) for file in also]
        puts += making.others(back, [put.path for put in puts])
        new.finish(puts)
    return Published(len(puts), sum(put.changed for put in puts), back, copies.unsigned, copies.unknown)


class _Making(NamedTuple):
    """What the files of a folder are made from, and where they go."""

    log: Reader
    made: Made
    new: Staged
    showing: Showing
    progress: Stage

    def pages(self) -> Iterator[Put]:
        """The pages, made by as many processes as there are processors."""
        with _tables(self.made.db) as ask:
            total = ask.value(_COUNT) + sum(1 for _ in self._renderer(ask).shared())
        with spread(self._units, self._written, most=_WRITERS) as written:
            for done, puts in enumerate(written, 1):
                self.progress("Writing pages", done, total)
                yield from (Put(*put) for put in puts)

    def others(self, back: Held, paths: list[str]) -> Iterator[Put]:
        """All else: the styles, the tools, the downloads, and what programs read of the pages at `paths`."""
        yield from self._put(_static())
        with _tables(self.made.db) as ask:
            renderer = self._renderer(ask)
            search, verify, sql, data, top = (renderer.at(StaticLinks(at, renderer.layout)) for at in (*_TOOLS, "top"))
            yield from self._put(asking_files(ask, sql))
            yield from finding_files(
                ask, search, self.new.folder, self.new.scratch, partial(self.progress, "Indexing words")
            )
            if not self.made.unsigned:
                yield from self._put(verify_files(ask, verify, self.made.log))
            yield from downloads(data, self.new.folder, self.made, back, partial(self.progress, "Writing the data"))
            tools = [f"{at}.html" for at in _TOOLS if self.new.folder.has(f"{at}.html")]
            top = replace(top, origin=renderer.layout.base)
            yield from self._put(programs(ask, top, renderer.layout, sorted([*paths, *tools])))
        yield self.new.folder.put(".nojekyll", b"")

    def _put(self, files: Iterable[File]) -> Iterator[Put]:
        return (self.new.folder.put(*file) for file in files)

    def _renderer(self, ask: Ask) -> Renderer:
        signed = not self.made.unsigned
        site = Site(opened(ask), self.log.kinds, Links(), self.showing.base, public=True, live=False, signed=signed)
        return Renderer(ask, site, self.showing.cards)

    def _units(self) -> Iterator[Unit]:
        """All pages, for one process."""
        with _tables(self.made.db) as ask:
            yield from self._renderer(ask).units()

    def _written(self, unit: Unit) -> list[tuple[Any, ...]]:
        """What was put, as another process can send it."""
        return [tuple(put) for put in self._put(unit())]


@contextmanager
def _tables(path: Path) -> Iterator[Ask]:
    with closing(sqlite3.connect(path)) as db, asking(db) as ask:
        yield ask


def _static() -> Iterator[File]:
    """The styles and the icon; scripts are the server's."""
    for file in sorted(_STATIC.iterdir()):
        if file.is_file() and file.suffix != _SCRIPTS:
            yield File(f"static/{file.name}", file.read_bytes())
