"""`init` and `append`."""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import BinaryIO

import click

from timeline import jsonline
from timeline.admission import Admitted
from timeline.cli.settings import Settings, settings
from timeline.draft import Draft, proposed_slug
from timeline.errors import Problem, Refused, TimelineError


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=".")
@click.option("--title", help="What the chronology is called.  [default: the folder's name]")
@click.option("--description", help="What it covers.")
@click.option("--licence", default="CC-BY-4.0", show_default=True, help="The licence of its facts.")
@click.option("--language", default="en", show_default=True, help="The language it is written in.")
@settings
def init(given: Settings, /, folder: Path, **opened: str | None) -> None:
    """Begin a chronology in FOLDER: the log with its first event, metadata.yml for Datasette, and what git needs."""
    from timeline.cli.doctor import set_up
    from timeline.metadata import as_yaml

    opened["title"] = opened["title"] or folder.resolve().name
    log, about = folder / given.log_path, folder / "metadata.yml"
    there = [str(file.relative_to(folder)) for file in (log, about) if file.exists()]
    if there:
        raise TimelineError(f"{folder}: has {', '.join(there)} already; begin in another folder")
    log.parent.mkdir(parents=True, exist_ok=True)
    given.log_path = log
    _begin(given, opened)
    about.write_text(as_yaml(given.kinds, opened))
    for line in set_up(log, folder / given.db_path):
        click.echo(line, err=True)
    click.echo(f"A new chronology, {opened['title']!r}, begins in {log}.", err=True)


def _begin(given: Settings, opened: dict[str, str | None]) -> None:
    subject = proposed_slug({"title": opened["title"]}, lambda _: False)
    given.log.append([{"type": "log.opened", "subject": subject, "data": opened}])


@click.command()
@click.argument("files", nargs=-1, type=click.File("rb"))
@click.option("--dry-run", is_flag=True, help="Say what would be appended, and append nothing.")
@settings
def append(given: Settings, /, files: Sequence[BinaryIO], dry_run: bool) -> None:
    """Append events from JSON Lines in FILES, or from standard input: all of them, or none.

    A line is an event, whole or in part: type, subject and data are needed, the rest is filled in. Prints the ids.
    """
    drafts = read_drafts(files or [sys.stdin.buffer])
    progress = partial(given.stage, "Checking")
    say(given.log.append_proposed(lambda _: drafts, dry_run=dry_run, progress=progress), dry_run=dry_run)


def say(admitted: Admitted, *, dry_run: bool = False) -> None:
    """The ids to stdout, and to stderr what became of the events."""
    for event_id in admitted.ids:
        click.echo(event_id)
    parts = [f"{len(admitted.events)} {'to append' if dry_run else 'appended'}"]
    parts += [f"{len(admitted.known)} already there"] if admitted.known else []
    click.echo(", ".join(parts), err=True)


def read_drafts(files: Sequence[BinaryIO]) -> list[Draft]:
    """The drafts of some files; raises Refused with every line that is not one JSON object."""
    drafts, problems = [], []
    for file in files:
        for where, raw in _lines(file):
            try:
                drafts.append(Draft(where, jsonline.read(raw)))
            except ValueError as error:
                problems.append(Problem(where, "", str(error)))
    if problems:
        raise Refused(problems)
    return drafts


def _lines(file: BinaryIO) -> Iterator[tuple[str, bytes]]:
    name = "stdin" if file is sys.stdin.buffer else Path(file.name).name
    for number, raw in enumerate(file, 1):
        yield f"{name}:{number}", raw.removesuffix(b"\n")


def in_options(refused: Refused) -> Refused:
    """The same problems by the options that were typed: `--date` for `fact.date`."""
    return type(refused)([replace(problem, path=_option(problem.path)) for problem in refused.problems])


def _option(path: str) -> str:
    under, _, name = path.partition(".")
    typed = name if name and under in ("fact", "set") else path
    return f"--{typed.replace('_', '-')}" if path else ""
