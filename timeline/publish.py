"""The log to a folder of files that any host can serve, and that can be read without one.

First the log is copied as it may leave. The tables are made from that copy, the pages and downloads from those tables:
so the folder is consistent by itself, and `timeline project` makes its database anew from its `events.jsonl`.
"""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import partial
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from timeline.note import Verifier
from timeline.pages.ask import Ask, asking
from timeline.pages.links import Links
from timeline.pages.page import Site, opened
from timeline.projection import project
from timeline.publishing.asking import asking_files
from timeline.publishing.downloads import Made, downloads
from timeline.publishing.folder import MANIFEST, Folder, Put, staged
from timeline.publishing.helpers import shared_out
from timeline.publishing.leaving import Held, Rules, held, outgoing
from timeline.publishing.links import StaticLinks
from timeline.publishing.render import File, Renderer
from timeline.publishing.signed import signed_files, take_along, verify_files
from timeline.reading import Reader

_STATIC = Path(__file__).parent / "static"
_SCRIPTS = ".js"
_COUNT = "SELECT count(DISTINCT subject) FROM events WHERE verb <> 'opened'"

Progress = Callable[[int, int], None]


class Published(NamedTuple):
    """What was done: files in the folder, how many of them are new or other than before, and what was held back.

    `unsigned` says why no checkpoint is there; it is empty where one is.
    """

    files: int
    changed: int
    held: Held
    unsigned: str = ""


def publish(
    log: Reader,
    path: Path,
    rules: Rules,
    progress: Progress = lambda *_: None,
    keys: Sequence[Verifier] = (),
) -> Published:
    """Make the folder; raises TimelineError, and then it is as it was. `progress` is told of subjects done.

    `keys` are the verifier keys of who signed the log, by default those that are noted beside it.
    """
    log.file.must_exist()
    with staged(path) as new:
        back = held((event for event, _ in log.read()), rules)
        copy, made = new.scratch / "events.jsonl", new.scratch / "timeline.db"
        _copy_log(log, copy, back)
        unsigned = take_along(log.path, copy, back, keys)
        project(Reader(copy, kinds=log.kinds), made)
        puts = [new.folder.put(*file) for file in _static()]
        puts += _pages(log, made, new.folder, progress)
        with _tables(made) as ask:
            site = _site(ask, log, StaticLinks("data/index", lambda _: None))
            asked = _site(ask, log, StaticLinks("sql/index", lambda _: None))
            puts += [new.folder.put(*file) for file in asking_files(ask, asked)]
            signed = list(signed_files(copy, new.folder))
            if signed:
                verifies = _site(ask, log, StaticLinks("verify", lambda _: None))
                puts += [new.folder.put(*file) for file in verify_files(ask, verifies, copy)]
        puts += downloads(site, new.folder, Made(copy, made), back, signed, unsigned)
        puts += [new.folder.put(".nojekyll", b"")]
        puts.sort()
        manifest = "".join(f"{put.sha256}  {put.path}\n" for put in puts)
        new.folder.put(MANIFEST, manifest.encode())
        new.folder.take_along()
        new.swap()
    return Published(len(puts), sum(put.changed for put in puts), back, unsigned)


def _copy_log(log: Reader, target: Path, back: Held) -> None:
    with target.open("wb") as file:
        for event, line in log.read():
            file.write(outgoing(event, line.raw, back) + b"\n")


def _site(ask: Ask, log: Reader, links: Links) -> Site:
    signed = bool(ask.value("SELECT count(*) FROM checkpoints"))
    return Site(opened(ask), log.kinds, links, public=True, live=False, signed=signed)


def _pages(log: Reader, made: Path, folder: Folder, progress: Progress) -> Iterator[Put]:
    with _tables(made) as ask:
        total = ask.value(_COUNT) + sum(1 for _ in Renderer(ask, _site(ask, log, Links())).shared())
    for done, puts in enumerate(shared_out(partial(_share, log, made, folder)), 1):
        progress(done, total)
        yield from puts


def _share(log: Reader, made: Path, folder: Folder, number: int, of: int) -> Iterator[list[Put]]:
    """The pages that one process makes: every so manieth."""
    with _tables(made) as ask:
        for unit in islice(Renderer(ask, _site(ask, log, Links())).units(), number, None, of):
            yield [folder.put(*file) for file in unit()]


@contextmanager
def _tables(made: Path) -> Iterator[Ask]:
    with closing(sqlite3.connect(made)) as db, asking(db) as ask:
        yield ask


def _static() -> Iterator[File]:
    """The styles; scripts are the server's."""
    for file in sorted(_STATIC.iterdir()):
        if file.is_file() and file.suffix != _SCRIPTS:
            yield File(f"static/{file.name}", file.read_bytes())
