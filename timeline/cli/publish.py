"""`publish`: from the log to a folder that any host can serve."""

from collections.abc import Sequence
from pathlib import Path

import click

from timeline import vendor
from timeline.cli import keys
from timeline.cli.progress import counting
from timeline.cli.settings import Settings, settings
from timeline.publish import publish as make
from timeline.publishing.folder import check_ours
from timeline.publishing.leaving import Rules
from timeline.publishing.outlook import Outlook, outlook
from timeline.publishing.signed import UNSIGNED


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--with-authors", is_flag=True, help="Also who recorded each event (authid).")
@click.option("--with-retracted", is_flag=True, help="Also what was retracted, not only the notice.")
@click.option(
    "--key",
    "keys_given",
    multiple=True,
    metavar="VKEY",
    help="The verifier key to publish with the checkpoint; repeat.  [default: those in checkpoint.vkey]",
)
@click.option("--check", is_flag=True, help="Say what would be published and what held back; write nothing.")
@settings
def publish(given: Settings, /, folder: Path, keys_given: Sequence[str], *, check: bool, **also: bool) -> None:
    """Make FOLDER a site for any host: pages, data for download, nothing that needs a server.

    A log that was signed and leaves byte for byte takes its checkpoint along, and a page on which readers verify it.

    The same log gives the same files; publishing again rewrites what changed. Texts of sources never leave.
    """
    rules = Rules(also["with_authors"], also["with_retracted"])
    if check:
        check_ours(folder)
        given.log.file.must_exist()
        for line in _words(outlook((event for event, _ in given.log.read()), rules)):
            click.echo(line)
        return
    with counting("Writing pages") as progress:
        done = make(given.log, folder, rules, progress, [keys.verifier(text) for text in keys_given])
    if done.unsigned and done.unsigned != UNSIGNED:
        click.echo(f"without a checkpoint: {done.unsigned}", err=True)
    if not vendor.is_here():
        click.echo("without the page for SQL: install npm, then `pip install --editable .` once more", err=True)
    click.echo(f"{folder}: {done.files:,} files, {done.changed:,} of them new or changed", err=True)


def _words(found: Outlook) -> list[str]:
    leaves = [f"{kind}: {number:,}" for kind, number in found.kinds.items()]
    lines = ["Would be published:", f"  {found.events:,} events", *(f"  {line}" for line in leaves), "Held back:"]
    lines.append("  texts of sources: always")
    if found.held.authors:
        lines.append(f"  who recorded {found.signed:,} events: {', '.join(sorted(found.held.authors))}")
    lines += [f"  what was retracted, but for the notice: {slug}" for slug in sorted(found.held.subjects)]
    lines += [f"  what the withdrawn report said: {id}" for id in sorted(found.held.reports)]
    return lines
