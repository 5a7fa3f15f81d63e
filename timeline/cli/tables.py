"""`project` and `serve`: from the log to the tables, and from the tables to the browser."""

import contextlib
import os
import socket
import sys
from pathlib import Path

import click

from timeline.cli.progress import reading
from timeline.cli.settings import Settings, settings
from timeline.errors import Problem, Refused, TimelineError
from timeline.projection import project as bring_up
from timeline.selection import EVERYTHING, Selection
from timeline.selection import known_at as known
from timeline.selection import published_by as published

_DATASETTE = {"suggest_facets": "off", "default_page_size": "50", "facet_time_limit_ms": "500", "num_sql_threads": "4"}


@click.command()
@click.option("--rebuild", is_flag=True, help="Make the tables anew, whatever is there.")
@click.option("--known-at", metavar="TIME", help="Only what the log said then: a day (its end), or a time in UTC.")
@click.option("--published-by", metavar="DATE", help="Only what sources had surely published by that day.")
@settings
def project(given: Settings, /, known_at: str | None, published_by: str | None, *, rebuild: bool) -> None:
    """Bring the database up to the log.

    With --known-at or --published-by the tables show an earlier state; name another database for it with --db.
    """
    selection = _selection(given, known_at, published_by)
    if selection is not EVERYTHING and given.db_path == Settings.db_path:
        raise Refused([Problem("", "--db", "an earlier state goes into a database of its own; name it")])
    _bring(given, rebuild=rebuild, selection=selection)


def _bring(given: Settings, *, rebuild: bool = False, selection: Selection = EVERYTHING) -> None:
    with reading(given.log_path) as progress:
        done = bring_up(given.log, given.db_path, rebuild=rebuild, selection=selection, progress=progress)
    how = "made anew from" if done.rebuilt else "caught up with"
    click.echo(f"{given.db_path}: {how} {done.events:,} event{'' if done.events == 1 else 's'}", err=True)
    if done.unknown:
        what = f"{done.unknown:,} events are of kinds" if done.unknown > 1 else "1 event is of a kind"
        click.echo(
            f"{what} that no plugin here registers; {'they are' if done.unknown > 1 else 'it is'} in events alone",
            err=True,
        )


def _selection(given: Settings, known_at: str | None, published_by: str | None) -> Selection:
    if known_at and published_by:
        raise click.UsageError("--known-at and --published-by exclude each other")
    try:
        if known_at:
            return known(known_at)
        if published_by:
            return published(published_by, (event for event, _ in given.log.read()))
    except ValueError as error:
        raise Refused([Problem("", "--known-at" if known_at else "--published-by", str(error))]) from error
    return EVERYTHING


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), default=8001, show_default=True, help="The port to listen on.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--metadata", type=click.Path(path_type=Path, dir_okay=False), help="Datasette's metadata.  [default: metadata.yml]"
)
@settings
def serve(given: Settings, /, port: int, host: str, metadata: Path | None) -> None:
    """Bring the database up to the log and show it in Datasette."""
    metadata = metadata or Path("metadata.yml")
    _bring(given)
    port = _free_port(host, port)
    command = [sys.executable, "-m", "datasette", str(given.db_path), "--host", host, "--port", str(port)]
    command += ["--metadata", str(metadata)] if metadata.exists() else []
    for name, value in _DATASETTE.items():
        command += ["--setting", name, value]
    click.echo(f"The timeline is at http://{host}:{port}/{given.db_path.stem}/timeline (stop with Ctrl-C)", err=True)
    sys.stderr.flush()
    os.execv(sys.executable, command)


def _free_port(host: str, port: int) -> int:
    """The port, or when another program has it, one that is free."""
    for wanted in (port, 0):
        with socket.socket() as listener, contextlib.suppress(OSError):
            listener.bind((host, wanted))
            return int(listener.getsockname()[1])
    raise TimelineError(f"{host}:{port}: cannot listen there; name another with --host and --port")
