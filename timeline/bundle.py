"""The log to a folder that Datasette serves as it is, 0.65 and 1.0 alike, and from which an image is built.

The database is made from the log as it may leave, as that of a site is; all the rest follows from it, from the metadata
and from the packages that are installed here. Neither an address nor a time nor a secret gets in.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from timeline.fact import Json
from timeline.metadata import DATABASE, metadata
from timeline.progress import Stage, unheard
from timeline.publish import Published
from timeline.publishing import data, pins
from timeline.publishing.container import dockerfile, dockerignore
from timeline.publishing.copies import made
from timeline.publishing.described import PLUGINS, files, leaving
from timeline.publishing.folder import Folder, Put, staged
from timeline.publishing.inspected import inspected
from timeline.publishing.leaving import Rules
from timeline.publishing.render import File
from timeline.publishing.wheel import is_local, wheel
from timeline.reading import Reader

_DB = f"{DATABASE}.db"
_WHEELS = "wheels"


def bundle(  # noqa: PLR0913  # all but the first three by name
    log: Reader,
    path: Path,
    rules: Rules,
    *,
    about: Json | None = None,
    plugins: Path | None = None,
    progress: Stage = unheard,
) -> Published:
    """Make the folder; raises TimelineError, and then it is as it was.

    `about` is its author's metadata, by default what follows from the log; `plugins` is a folder of the author's own.
    """
    log.file.must_exist()
    with staged(path) as new:
        copies, back = made(log, new.scratch, rules, progress)
        about = about_log(log) if about is None else about
        served = [*_database(copies.db, new.folder), *(new.folder.put(*file) for file in _told(about, plugins))]
        packages = [new.folder.put(*file) for file in _packages()]
        image = [new.folder.put(*file) for file in _image([put.path for put in served])]
        puts = [*served, *packages, *image]
        new.finish(puts)
    return Published(len(puts), sum(put.changed for put in puts), back, copies.unsigned, copies.unknown)


def about_log(log: Reader) -> Json:
    """The metadata that follow from the log alone."""
    return metadata(log.kinds, next((event.data for event, _ in log.read()), {}))


def _database(made: Path, folder: Folder) -> Iterator[Put]:
    path = folder.open(_DB)
    data.database(made, path)
    put = folder.adopt(_DB)
    yield put
    yield folder.put("inspect-data.json", inspected(path, put))


def _told(about: Json, plugins: Path | None) -> Iterator[File]:
    """What Datasette is told, and the author's kinds."""
    yield from (File(*file) for file in files(leaving(about, with_plugins=plugins is not None)))
    for file in sorted(plugins.glob("*.py")) if plugins else []:
        yield File(f"{PLUGINS}/{file.name}", file.read_bytes())


def _packages() -> Iterator[File]:
    """Exact versions of what is needed; as a wheel what is ours or what no index has."""
    lines = []
    for package in pins.needed():
        if package.name == "timeline" or is_local(package):
            name, content = wheel(package)
            lines.append(f"./{_WHEELS}/{name}")
            yield File(f"{_WHEELS}/{name}", content)
        else:
            lines.append(f"{package.name}=={package.version}")
    yield File("requirements.txt", ("\n".join(sorted(lines)) + "\n").encode())


def _image(served: list[str]) -> Iterator[File]:
    files = [path for path in served if "/" not in path]
    folders = [PLUGINS] if len(files) < len(served) else []
    yield File("Dockerfile", dockerfile(sys.version_info[:2], files, folders).encode())
    yield File(".dockerignore", dockerignore([*files, *folders, "requirements.txt", _WHEELS]).encode())
