"""The log to a folder of files that any host can serve, and that can be read without one.

First the log is copied as it may leave. The tables are made from that copy, the pages and downloads from those tables:
so the folder is consistent by itself, and `timeline project` makes its database anew from its `events.jsonl`.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from timeline.event import Event
from timeline.pages.ask import Ask, asking
from timeline.pages.links import Links
from timeline.pages.page import Site, opened
from timeline.projection import project
from timeline.publishing.asking import asking_files
from timeline.publishing.cards import Which
from timeline.publishing.downloads import Made, downloads
from timeline.publishing.folder import MANIFEST, Folder, Put, staged
from timeline.publishing.helpers import shared_out
from timeline.publishing.leaving import Held, Rules, held, outgoing
from timeline.publishing.links import StaticLinks
from timeline.publishing.programs import programs
from timeline.publishing.render import File, Renderer
from timeline.reading import Reader

_STATIC = Path(__file__).parent / "static"
_SCRIPTS = ".js"
_COUNT = "SELECT count(DISTINCT subject) FROM events WHERE verb <> 'opened'"
_OFTEN = 500
"""Events after which we say how far we are."""

Progress = Callable[[str, int, int], None]
"""Told which stage is at work, how much of it is done, and of how much."""


class Published(NamedTuple):
    """What was done: files in the folder, how many of them are new or other than before, and what was held back."""

    files: int
    changed: int
    held: Held


class Showing(NamedTuple):
    """How the site shows itself elsewhere: `base` is the address that it will have, which ends in a slash, empty where
    nobody knows; `cards` are the pictures for links to it, which need that address."""

    base: str = ""
    cards: Which = "none"


NOWHERE = Showing()


def publish(
    log: Reader, path: Path, rules: Rules, progress: Progress = lambda *_: None, showing: Showing = NOWHERE
) -> Published:
    """Make the folder; raises TimelineError, and then it is as it was."""
    log.file.must_exist()
    with staged(path) as new:
        copy, made = new.scratch / "events.jsonl", new.scratch / "timeline.db"
        back = _copy_log(log, copy, rules, progress)
        size = copy.stat().st_size
        project(Reader(copy, kinds=log.kinds), made, progress=lambda at: progress("Making the tables", at.offset, size))
        making = _Making(log, made, new.folder, showing, progress)
        puts = list(making.pages())
        puts += making.others(Made(copy, made), back, [put.path for put in puts])
        puts.sort()
        manifest = "".join(f"{put.sha256}  {put.path}\n" for put in puts)
        new.folder.put(MANIFEST, manifest.encode())
        new.folder.take_along()
        new.swap()
    return Published(len(puts), sum(put.changed for put in puts), back)


def _copy_log(log: Reader, target: Path, rules: Rules, progress: Progress) -> Held:
    """Copy what may leave; what is held back is known when all has been read."""
    count, size = 0, log.path.stat().st_size

    def counted() -> Iterator[Event]:
        nonlocal count
        for count, (event, line) in enumerate(log.read(), 1):
            if count % _OFTEN == 0:
                progress("Reading the log", line.offset, size)
            yield event
        progress("Reading the log", size, size)

    back = held(counted(), rules)
    with target.open("wb") as file:
        for done, (event, line) in enumerate(log.read(), 1):
            file.write(outgoing(event, line.raw, back) + b"\n")
            if done % _OFTEN == 0 or done == count:
                progress("Copying the log", done, count)
    return back


class _Making(NamedTuple):
    """What the files of a folder are made from, and where they go."""

    log: Reader
    made: Path
    folder: Folder
    showing: Showing
    progress: Progress

    def pages(self) -> Iterator[Put]:
        """The pages, made by as many processes as there are processors."""
        with _tables(self.made) as ask:
            total = ask.value(_COUNT) + sum(1 for _ in self._renderer(ask).shared())
        for done, puts in enumerate(shared_out(self._share), 1):
            self.progress("Writing pages", done, total)
            yield from puts

    def others(self, made: Made, back: Held, paths: list[str]) -> Iterator[Put]:
        """All else: the styles, the page for SQL, the downloads, and what programs read of the pages at `paths`."""
        yield from (self.folder.put(*file) for file in _static())
        with _tables(self.made) as ask:
            renderer = self._renderer(ask)
            sql, data, top = (
                renderer.at(StaticLinks(at, renderer.layout)) for at in ("sql/index", "data/index", "top")
            )
            yield from (self.folder.put(*file) for file in asking_files(ask, sql))
            yield from downloads(data, self.folder, made, back, partial(self.progress, "Writing the data"))
            paths = sorted([*paths, "data/index.html", *(["sql/index.html"] if sql.links.has("sql") else [])])
            top = replace(top, origin=renderer.layout.base)
            yield from (self.folder.put(*file) for file in programs(ask, top, renderer.layout, paths))
        yield self.folder.put(".nojekyll", b"")

    def _renderer(self, ask: Ask) -> Renderer:
        site = Site(opened(ask), self.log.kinds, Links(), self.showing.base, public=True, live=False)
        return Renderer(ask, site, self.showing.cards)

    def _share(self, number: int, of: int) -> Iterator[list[Put]]:
        """The pages that one process makes: every so manieth."""
        with _tables(self.made) as ask:
            for unit in islice(self._renderer(ask).units(), number, None, of):
                yield [self.folder.put(*file) for file in unit()]


@contextmanager
def _tables(made: Path) -> Iterator[Ask]:
    with closing(sqlite3.connect(made)) as db, asking(db) as ask:
        yield ask


def _static() -> Iterator[File]:
    """The styles and the icon; scripts are the server's."""
    for file in sorted(_STATIC.iterdir()):
        if file.is_file() and file.suffix != _SCRIPTS:
            yield File(f"static/{file.name}", file.read_bytes())
