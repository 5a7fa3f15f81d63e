"""`import`: what people already have, from files of known formats."""

import io
import json
from collections.abc import Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import click

from timeline.archive import Lookup
from timeline.cli.left import Left
from timeline.cli.mapping import read
from timeline.cli.settings import Settings, settings
from timeline.draft import proposed_slug
from timeline.errors import Problem, Refused
from timeline.fact import Json
from timeline.importing import files as of_files
from timeline.importing.format import Format, Opened
from timeline.importing.formats import find
from timeline.importing.gone import retract as withdraw
from timeline.importing.outcome import Outcome, Some
from timeline.importing.planning import Edition
from timeline.importing.preview import side_by_side
from timeline.importing.run import Importer
from timeline.many import many
from timeline.progress import Stage

_LARGE = 5_000_000
"""Bytes from which on things are looked up in the database and not in memory."""


def _known(_: click.Context, __: click.Parameter, encoding: str | None) -> str | None:
    """An encoding of text that there is."""
    try:
        io.TextIOWrapper(io.BytesIO(), encoding or "utf-8").close()
    except LookupError as error:
        raise click.BadParameter(str(error)) from error
    return encoding


@click.command("import")
@click.argument("form", metavar="FORMAT")
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option(
    "--source",
    default="new",
    show_default=True,
    help="The data set as a source: a slug, which is registered when it is new; `new` makes one of format and release.",
)
@click.option("--dry-run", is_flag=True, help="Say what would be appended, and append nothing.")
@click.option("--map", "mapping", type=click.File("rb"), help="A mapping in YAML; see docs/import.md.")
@click.option(
    "--skip-bad",
    metavar="REPORT",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Leave bad rows out, and write which and why to REPORT, CSV or .jsonl.",
)
@click.option("--suggest", is_flag=True, help="Print a mapping to begin with, from the header and the first rows.")
@click.option("--retract-missing", is_flag=True, help="Retract what earlier releases had and these files do not.")
@click.option("--encoding", callback=_known, help="The encoding of the files.  [default: utf-8]")
@settings
def import_(given: Settings, /, form: str, files: Sequence[str], **options: object) -> None:
    """Append what FILEs of FORMAT say, or nothing when anything is wrong with them; `-` is standard input.

    The same files again add nothing; a newer release corrects what it changed. FORMAT may be shortened.
    """
    chosen, known_as = _chosen(given, form, options["mapping"])
    with ExitStack() as stack:
        opened = [stack.enter_context(of_files.opened(name, options["encoding"])) for name in files]  # type: ignore[arg-type]
        if options["suggest"]:
            _suggest(chosen, opened[0])
            return
        _prepare(given, opened, dry_run=bool(options["dry_run"]))
        edition = _edition(given, chosen, str(options["source"]), opened, known_as)
        left = stack.enter_context(Left(options["skip_bad"])) if options["skip_bad"] else None  # type: ignore[arg-type]
        importer = Importer(given.log, chosen, edition, left.add if left else None)
        dry_run, retract = bool(options["dry_run"]), bool(options["retract_missing"])
        _run(importer, opened, given.stage, dry_run=dry_run, retract=retract)
        if left and left.rows:
            click.echo(f"{many(left.rows, 'row')} left out: see {left.path}", err=True)


def _suggest(chosen: Format, opened: Opened) -> None:
    if not chosen.suggest:
        raise click.UsageError(f"{chosen.name} needs no mapping, so --suggest has none to propose")
    click.echo(chosen.suggest(opened), nl=False)


def _chosen(given: Settings, form: str, mapping: object) -> tuple[Format, dict[str, str]]:
    """The format by its mapping, and the slugs that this chronology has for names of the data set."""
    chosen = find(form, [one for some in given.manager.hook.register_importers() for one in some])
    told = read(mapping) if mapping else {}
    known_as = told.pop("known_as", {})
    if told and not chosen.configured:
        names = ", ".join(map(str, told))
        raise Refused([Problem("--map", "", f"{chosen.name} takes `known_as` alone, not {names}")])
    try:
        chosen = chosen.configured(told) if chosen.configured and told else chosen
        return (chosen.bound(given.kinds) if chosen.bound else chosen), known_as
    except ValueError as error:
        raise Refused([Problem("--map", "", line) for line in str(error).splitlines()]) from error


def _edition(
    given: Settings, chosen: Format, source: str, opened: Sequence[Opened], known_as: dict[str, str]
) -> Edition:
    """The release by its source's slug, else by the name of the first file that tells."""
    releases = [chosen.release(name) for name in (source, *(one.name for one in opened))]
    release = next((one for one in releases if one.label), releases[0])
    if source == "new":
        label = Path(opened[0].name).stem if chosen.by_source else release.label
        name = " ".join(filter(None, [chosen.dataset, label]))
        source = given.log.ask(lambda log: _free({"name": name}, log))
    dataset = f"{chosen.dataset}:{source}" if chosen.by_source else chosen.dataset
    return Edition(dataset, source, release, known_as)


def _free(named: Json, log: Lookup) -> str:
    """A slug for the data set that no other thing than a source has."""
    return proposed_slug(named, lambda slug: log.kind(slug) not in (None, "source"))


def _prepare(given: Settings, opened: Sequence[Opened], *, dry_run: bool) -> None:
    """A database to look things up in, where there is none and much to import: memory then stays as it is."""
    if dry_run or given.db_path.exists() or sum(one.size for one in opened) < _LARGE:
        return
    from timeline.projection import project

    project(given.log, given.db_path, progress=given.reading, stage=given.stage)
    click.echo(f"{given.db_path}: made, to look things up in", err=True)


def _run(importer: Importer, opened: Sequence[Opened], stage: Stage, *, dry_run: bool, retract: bool) -> None:
    found = importer.check(opened, partial(stage, "Checking"))
    if retract:
        withdraw(importer.log, importer.edition, found.missing, dry_run=True)
    _warn(found.warnings)
    _warn(found.conflicts)
    if found.events and not dry_run:
        found.events = importer.append(opened, partial(stage, "Appending")).events
    if retract and not dry_run:
        withdraw(importer.log, importer.edition, found.missing, dry_run=False)
    for row, facts in found.first if dry_run else ():
        click.echo("\n".join(side_by_side(row, facts)), err=True)
    _say(found, importer.format.taker, dry_run=dry_run, retract=retract)


def _warn(some: Some) -> None:
    for line in some.lines():
        click.echo(line, err=True)


def _say(done: Outcome, taker: str, *, dry_run: bool, retract: bool) -> None:
    """The counts; of a dry run also the first event of each type, to standard output."""
    for event in done.sample.values() if dry_run else ():
        click.echo(json.dumps(event, ensure_ascii=False))
    rows = ", ".join(f"{count:,} {_WORDS[what]}" for what, count in sorted(done.tally.items()))
    click.echo(f"{many(done.tally.total(), 'fact')}: {rows or 'none'}", err=True)
    if done.silent:
        click.echo(f"{done.silent:,} row{' says' if done.silent == 1 else 's say'} nothing that {taker}", err=True)
    events = ", ".join(f"{count:,} {sort}" for sort, count in sorted(done.events.items()))
    total = f"{many(done.events.total(), 'event')} {'to append' if dry_run else 'appended'}"
    click.echo(f"{total}{f' ({events})' if events else ''}", err=True)
    if done.missing:
        _say_missing(done.missing, dry_run=dry_run, retract=retract)


_WORDS = {
    "new": "new",
    "there": "already there",
    "known": "known by that name already",
    "changed": "changed",
    "retracted here": "retracted here, and left so",
    "redacted here": "redacted here, and left so",
}


def _say_missing(missing: Sequence[str], *, dry_run: bool, retract: bool) -> None:
    some = ", ".join(missing[:5]) + (", …" if len(missing) > 5 else "")
    became = ("to retract" if dry_run else "retracted") if retract else "kept; --retract-missing retracts them"
    click.echo(f"{many(len(missing), 'fact')} of earlier imports not in these files ({some}): {became}", err=True)
