"""`publish`: from the log to a folder that any host can serve."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from timeline import vendor
from timeline.bundle import about_log
from timeline.bundle import bundle as make_bundle
from timeline.cli.described import described
from timeline.cli.progress import counting, reading
from timeline.cli.settings import Settings, settings
from timeline.fact import Json
from timeline.publish import Published
from timeline.publish import publish as make
from timeline.publishing.folder import check_ours
from timeline.publishing.leaving import Rules
from timeline.publishing.lite import lite
from timeline.publishing.outlook import Outlook, outlook
from timeline.publishing.render import File


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--with-authors", is_flag=True, help="Also who recorded each event (authid).")
@click.option("--with-retracted", is_flag=True, help="Also what was retracted, not only the notice.")
@click.option("--bundle", is_flag=True, help="A folder for a server instead: `datasette FOLDER`, or an image of it.")
@click.option("--lite", is_flag=True, help="Also all of Datasette, in the reader's browser (20 MB more).")
@click.option(
    "--metadata",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Datasette's metadata, for --bundle and --lite.  [default: metadata.yml]",
)
@click.option("--check", is_flag=True, help="Say what would be published and what held back; write nothing.")
@settings
def publish(
    given: Settings, /, folder: Path, *, with_authors: bool, with_retracted: bool, check: bool, **how: Any
) -> None:
    """Make FOLDER a site for any host: pages, data for download, nothing that needs a server.

    With --bundle make it one for a server: the database, what Datasette needs to know of it, and a Dockerfile.

    The same log gives the same files; publishing again rewrites what changed. Texts of sources never leave.
    """
    rules = Rules(with_authors, with_retracted)
    _check_how(**how)
    if check:
        check_ours(folder)
        given.log.file.must_exist()
        for line in _words(outlook((event for event, _ in given.log.read()), rules)):
            click.echo(line)
        return
    if how["bundle"]:
        done = _bundle(given, folder, rules, described(how["metadata"]))
    else:
        done = _site(given, folder, rules, _lite(given, how["metadata"]) if how["lite"] else ())
    click.echo(f"{folder}: {done.files:,} files, {done.changed:,} of them new or changed", err=True)


def _check_how(*, bundle: bool, lite: bool, metadata: Path | None) -> None:
    if bundle and lite:
        raise click.UsageError("--lite is part of a site, which has no server; --bundle is for one")
    if metadata and not (bundle or lite):
        raise click.UsageError("--metadata is Datasette's, and so goes with --bundle or --lite")


def _bundle(given: Settings, folder: Path, rules: Rules, about: Json | None) -> Published:
    with reading(given.log_path) as progress:
        return make_bundle(given.log, folder, rules, about=about, plugins=given.plugins_dir, progress=progress)


def _lite(given: Settings, metadata: Path | None) -> Iterable[File]:
    about = described(metadata)
    given.log.file.must_exist()
    return lite(about_log(given.log) if about is None else about, given.plugins_dir)


def _site(given: Settings, folder: Path, rules: Rules, also: Iterable[File]) -> Published:
    with counting("Writing pages") as progress:
        done = make(given.log, folder, rules, progress, also)
    if not vendor.is_here():
        click.echo("without the page for SQL: install npm, then `pip install --editable .` once more", err=True)
    return done


def _words(found: Outlook) -> list[str]:
    leaves = [f"{kind}: {number:,}" for kind, number in found.kinds.items()]
    lines = ["Would be published:", f"  {found.events:,} events", *(f"  {line}" for line in leaves), "Held back:"]
    lines.append("  texts of sources: always")
    if found.held.authors:
        lines.append(f"  who recorded {found.signed:,} events: {', '.join(sorted(found.held.authors))}")
    lines += [f"  what was retracted, but for the notice: {slug}" for slug in sorted(found.held.subjects)]
    lines += [f"  what the withdrawn report said: {id}" for id in sorted(found.held.reports)]
    return lines
