"""`publish`: from the log to a folder that any host can serve."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, get_args

import click

from timeline.cli.settings import Settings, settings
from timeline.cli.tables import unregistered
from timeline.many import many
from timeline.publishing.address import base_address
from timeline.publishing.leaving import Rules
from timeline.publishing.showing import MOST, Which


class BaseAddress(click.ParamType[str]):
    """The address of a folder."""

    name = "URL"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        try:
            return base_address(value) if value else ""
        except ValueError as error:
            self.fail(str(error), param, ctx)


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--with-authors", is_flag=True, help="Also who recorded each event (authid).")
@click.option("--with-retracted", is_flag=True, help="Also what was retracted, not only the notice.")
@click.option("--base-url", type=BaseAddress(), default="", help="The address that the folder will have.")
@click.option(
    "--cards",
    type=click.Choice(get_args(Which)),
    default="auto",
    help=f"Pictures for links to the pages: of each fact up to {MOST:,} of them (auto), of all facts, or none.",
)
@click.option(
    "--key",
    "keys_given",
    multiple=True,
    metavar="VKEY",
    help="The verifier key to publish with the checkpoint; repeat.  [default: those in checkpoint.vkey]",
)
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
    """Make FOLDER a site for any host: pages, feeds, data for download, nothing that needs a server.

    With --bundle make it one for a server: the database, what Datasette needs to know of it, and a Dockerfile.

    A log that was signed and leaves byte for byte takes its checkpoint along, and a page on which readers verify it.

    The same log gives the same files; publishing again rewrites what changed. Texts of sources never leave.
    Canonical links, the sitemap, the JSON Feed and pictures for links need --base-url, such as
    https://example.org/talks/; all else works wherever the folder is put.
    """
    from timeline.cli import publishing  # the tables and pages, which nobody needs who reads the help

    rules = Rules(with_authors, with_retracted)
    _check_how(**how)
    if check:
        publishing.check(given, folder, rules)
        return
    make = publishing.bundle if how["bundle"] else publishing.site
    done = make(given, folder, rules, **how)
    if done.unknown:
        click.echo(f"{unregistered(done.unknown)} on no page (--plugins-dir)", err=True)
    click.echo(f"{folder}: {many(done.files, 'file')}, {done.changed:,} of them new or changed", err=True)


def _check_how(
    *, bundle: bool, lite: bool, metadata: Path | None, base_url: str, keys_given: Sequence[str], **_: Any
) -> None:
    if bundle and lite:
        raise click.UsageError("--lite is part of a site, which has no server; --bundle is for one")
    if bundle and base_url:
        raise click.UsageError("--base-url is the address of a site; what a bundle serves works at any address")
    if bundle and keys_given:
        raise click.UsageError("--key is of the page that verifies, which a site has; a bundle has none")
    if metadata and not (bundle or lite):
        raise click.UsageError("--metadata is Datasette's, and so goes with --bundle or --lite")
