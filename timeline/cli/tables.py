"""`project`: from the log to the tables."""

from pathlib import Path

import click

from timeline.checkpoints import Checkpoints
from timeline.cli.settings import Settings, settings
from timeline.errors import Problem, Refused
from timeline.many import many
from timeline.selection import EVERYTHING, Selection, known_by
from timeline.selection import known_at as known
from timeline.selection import published_by as published
from timeline.verification import begins


@click.command()
@click.option("--rebuild", is_flag=True, help="Make the tables anew, whatever is there.")
@click.option(
    "--known-at",
    metavar="TIME|CHECKPOINT",
    help="Only what the log said then: a day (its end), a time in UTC, or a checkpoint (its file, or its lines).",
)
@click.option("--published-by", metavar="DATE", help="Only what sources had surely published by that day.")
@settings
def project(given: Settings, /, known_at: str | None, published_by: str | None, *, rebuild: bool) -> None:
    """Bring the database up to the log.

    With --known-at or --published-by the tables show an earlier state; name another database for it with --db.
    """
    selection = selected(given, known_at, published_by)
    if selection is not EVERYTHING and given.db_path == Settings.db_path:
        raise Refused([Problem("", "--db", "an earlier state goes into a database of its own; name it")])
    bring(given, rebuild=rebuild, selection=selection)


def bring(given: Settings, *, rebuild: bool = False, selection: Selection = EVERYTHING) -> None:
    """The same, and say what was done."""
    from timeline.projection import project as bring_up

    done = bring_up(
        given.log,
        given.db_path,
        rebuild=rebuild,
        selection=selection,
        progress=given.reading,
        stage=given.stage,
    )
    how = "made anew from" if done.rebuilt else "caught up with"
    click.echo(f"{given.db_path}: {how} {many(done.events, 'event')}", err=True)
    if done.unknown:
        click.echo(f"{unregistered(done.unknown)} in events alone", err=True)


def unregistered(events: int) -> str:
    """How many events no plugin here can read, for the words on where they are."""
    what, are = ("1 event is of a kind", "it is") if events == 1 else (f"{events:,} events are of kinds", "they are")
    return f"{what} that no plugin here registers; {are}"


def selected(given: Settings, known_at: str | None, published_by: str | None) -> Selection:
    """Which events --known-at or --published-by mean; raises UsageError or Refused."""
    if known_at and published_by:
        raise click.UsageError("--known-at and --published-by exclude each other")
    if known_at and (checkpoint := _checkpoint(given, known_at)):
        return known_by(begins(given.log_path, checkpoint).size)
    try:
        if known_at:
            return known(known_at)
        if published_by:
            return published(published_by, (event for event, _ in given.read()))
    except ValueError as error:
        raise Refused([Problem("", "--known-at" if known_at else "--published-by", str(error))]) from error
    return EVERYTHING


def _checkpoint(given: Settings, known_at: str) -> Path | None:
    """The file that is meant: a number is one of those beside the log. None where it is a time."""
    if not known_at.isascii() or not known_at.isdecimal():
        return Path(known_at) if Path(known_at).is_file() else None
    kept = Checkpoints(given.log_path).folder / known_at
    if not kept.exists():
        words = f"{kept} is not there: a number is that of a kept checkpoint, and a day is written as 2026-11-23"
        raise Refused([Problem("", "--known-at", words)])
    return kept
