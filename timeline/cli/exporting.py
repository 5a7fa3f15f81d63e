"""What `export` does: choose facts from the tables, and write them where they are wanted."""

import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO, TextIO

import click

from timeline import durable
from timeline.cli.settings import Settings
from timeline.cli.tables import bring, selected
from timeline.complaints import did_you_mean
from timeline.errors import Problem, Refused, TimelineError
from timeline.exporting.address import links
from timeline.exporting.chosen import Chosen, Options
from timeline.exporting.formats import FORMATS, Format
from timeline.pages.ask import Ask, asking
from timeline.pages.page import Site, opened
from timeline.pages.question import Question
from timeline.projection import project
from timeline.selection import EVERYTHING, Selection
from timeline.values import url

_FILTERS = ("kind", "actor", "place", "source", "tag", "q", "from_", "to")
_NAMED = ("actor", "place", "source")
_MOST = 1_000


def export(given: Settings, name: str, out: Path | None, asked: dict[str, Any]) -> None:
    """Write what was asked for in a format; raises TimelineError and UsageError."""
    format = FORMATS[name]
    options = _options(format, asked)
    question = _question(given, format, asked)
    selection = selected(given, asked["known_at"], asked["published_by"])
    if not out and format.binary and sys.stdout.isatty():
        raise click.UsageError(f"{name} is not for a terminal; name a file with --out")
    with _tables(given, selection) as ask:
        _check_named(ask, question)
        chosen = Chosen(ask, _site(given, ask, asked["site"]), question, lambda: _lines(given, selection), options)
        chosen.progress = partial(given.stage, f"Writing {name}")
        with _opened(given, out) as file:
            left = format.write(chosen, file)
    for why, count in sorted(left.items()):
        click.echo(f"left out: {count:,} {'fact' if count == 1 else 'facts'} {why}", err=True)


def _options(format: Format, asked: dict[str, Any]) -> Options:
    """What was asked of this format; raises UsageError for what is another one's."""
    names = Options.__dataclass_fields__
    if foreign := [option for option in names if asked.get(option) and option not in format.options]:
        raise click.UsageError(f"{format.name} has no --{foreign[0].replace('_', '-')}")
    return Options(**{option: asked[option] for option in format.options})


def _question(given: Settings, format: Format, asked: dict[str, Any]) -> Question:
    """The filters as the timeline's page reads them; raises Refused with all that is wrong with them."""
    how = "certainly" if asked["certainly"] else "possibly"
    texts = {name.rstrip("_"): asked[name] or "" for name in _FILTERS}
    question = Question.read({**texts, "how": how})
    faults = [f"--{fault}" for fault in question.faults] + list(_wrong_kind(given, format, question.kind))
    faults += [f"--{name}: is blank" for name in _FILTERS if asked[name] is not None and not asked[name].strip()]
    try:
        asked["site"] = url(asked["site"]) if asked["site"] else ""
    except ValueError as error:
        faults.append(f"--site: {error}")
    if faults:
        raise Refused([Problem("", "", fault) for fault in faults])
    return replace(question, kind=format.kinds[0]) if len(format.kinds) == 1 else question


def _wrong_kind(given: Settings, format: Format, kind: str) -> Iterator[str]:
    if kind and kind not in given.kinds:
        yield f"--kind: {given.kinds.unknown(kind)}"
    elif kind and given.kinds[kind].registry:
        yield f"--kind: a {kind} does not happen; the facts are of the other kinds"
    elif kind and format.kinds and kind not in format.kinds:
        yield f"--kind: {format.name} holds no {kind} (it holds: {', '.join(format.kinds)})"


@contextmanager
def _tables(given: Settings, selection: Selection) -> Iterator[Ask]:
    """The tables of all that counts: those that are there, brought up to the log, or some for the time being."""
    with TemporaryDirectory(prefix="timeline-") as folder:
        path = Path(folder, "timeline.db")
        if selection is EVERYTHING and given.db_path.exists():
            path = given.db_path
            bring(given)
        else:
            project(given.log, path, selection=selection, progress=given.reading, stage=given.stage)
        with closing(sqlite3.connect(path)) as db, asking(db) as ask:
            yield ask


def _lines(given: Settings, selection: Selection) -> Iterator[Any]:
    return ((event, line.raw) for event, line in given.log.read() if selection.takes(event))


def _check_named(ask: Ask, question: Question) -> None:
    """Raises Refused for an actor, place or source that nobody has registered."""
    problems = []
    for kind in _NAMED:
        slug = getattr(question, kind)
        if slug and not ask.value("SELECT 1 FROM _facts WHERE id = :slug AND kind = :kind", slug=slug, kind=kind):
            select = "SELECT id FROM _facts WHERE kind = :kind AND substr(id, 1, 1) = substr(:slug, 1, 1) LIMIT :most"
            known = [row["id"] for row in ask.rows(select, kind=kind, slug=slug, most=_MOST)]
            problems.append(Problem("", f"--{kind}", f"there is no {kind} {slug!r}{did_you_mean(slug, known)}"))
    if problems:
        raise Refused(problems)


def _site(given: Settings, ask: Ask, address: str) -> Site:
    origin = f"{address.rstrip('/')}/" if address else ""
    return Site(opened(ask), given.kinds, links(address), origin=origin, public=True, live=False)


@contextmanager
def _opened(given: Settings, out: Path | None) -> Iterator[BinaryIO]:
    """Standard output, or a file that takes its name when it is whole; raises TimelineError."""
    if not out:
        with _told():
            yield sys.stdout.buffer
            sys.stdout.buffer.flush()
        return
    path = out.resolve()
    if any(own.exists() and path.exists() and path.samefile(own) for own in (given.log_path, given.db_path)):
        raise TimelineError(f"{out}: is the log or the database itself; name another file with --out")
    if path.exists() and not path.is_file() and not path.is_dir():  # a pipe or a device
        with durable.refusing(out), path.open("wb") as file:
            yield file
        return
    beside = path.with_name(f"{path.name}.new")
    try:
        with durable.refusing(out), beside.open("wb") as file:
            yield file
        with durable.refusing(out):
            beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


@contextmanager
def _told() -> Iterator[None]:
    """Say what keeps standard output from taking all; that its reader has enough is nothing to say."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        _give_up(sys.stdout)
        raise TimelineError(f"standard output: {error.strerror}; what came before is not whole") from error


def _give_up(stream: TextIO) -> None:
    """Let nothing more go there, or Python tries once more when it ends, and fails in words of its own."""
    with suppress(OSError, ValueError), Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), stream.fileno())
