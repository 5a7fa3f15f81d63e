"""`publish`: from the log to a folder that any host can serve."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, get_args

import click

from timeline import vendor
from timeline.bundle import about_log
from timeline.bundle import bundle as make_bundle
from timeline.cli import keys
from timeline.cli.described import described
from timeline.cli.progress import stages
from timeline.cli.settings import Settings, settings
from timeline.publish import Published, Showing
from timeline.publish import publish as make_site
from timeline.publishing.address import base_address
from timeline.publishing.cards import MOST, Which
from timeline.publishing.drawing import is_here
from timeline.publishing.folder import check_ours
from timeline.publishing.leaving import Rules
from timeline.publishing.lite import lite as lite_files
from timeline.publishing.outlook import Outlook, outlook
from timeline.publishing.render import File
from timeline.publishing.signed import UNSIGNED


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
    rules = Rules(with_authors, with_retracted)
    _check_how(**how)
    if check:
        _check(given, folder, rules)
        return
    make = _bundle if how["bundle"] else _site
    done = make(given, folder, rules, **how)
    click.echo(f"{folder}: {done.files:,} files, {done.changed:,} of them new or changed", err=True)


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


def _check(given: Settings, folder: Path, rules: Rules) -> None:
    check_ours(folder)
    given.log.file.must_exist()
    for line in _words(outlook((event for event, _ in given.log.read()), rules)):
        click.echo(line)


def _bundle(given: Settings, folder: Path, rules: Rules, *, metadata: Path | None, **_: Any) -> Published:
    about = described(metadata)
    with stages() as progress:
        return make_bundle(given.log, folder, rules, about=about, plugins=given.plugins_dir, progress=progress)


def _site(  # noqa: PLR0913  # the options
    given: Settings,
    folder: Path,
    rules: Rules,
    *,
    base_url: str,
    cards: Which,
    lite: bool,
    metadata: Path | None,
    keys_given: Sequence[str],
    **_: Any,
) -> Published:
    also = _lite(given, metadata) if lite else ()
    showing = Showing(base_url, cards if is_here() else "none")
    with stages() as progress:
        done = make_site(
            given.log, folder, rules, progress, showing, also, [keys.verifier(text) for text in keys_given]
        )
    if done.unsigned and done.unsigned != UNSIGNED:
        click.echo(f"without a checkpoint: {done.unsigned}", err=True)
    for line in _left_out(base_url, cards):
        click.echo(line, err=True)
    return done


def _lite(given: Settings, metadata: Path | None) -> Iterable[File]:
    about = described(metadata)
    given.log.file.must_exist()
    return lite_files(about_log(given.log) if about is None else about, given.plugins_dir)


def _left_out(base_url: str, cards: str) -> Iterator[str]:
    """What was not made, and what is needed for it."""
    if not vendor.is_here():
        yield "without the page for SQL: install npm, then `pip install --editable .` once more"
    if not base_url:
        yield "without sitemap, JSON Feed, canonical links and pictures for links: they need --base-url"
    elif cards != "none" and not is_here():
        yield "without pictures for links: pip install 'timeline[cards]'"


def _words(found: Outlook) -> list[str]:
    leaves = [f"{kind}: {number:,}" for kind, number in found.kinds.items()]
    lines = ["Would be published:", f"  {found.events:,} events", *(f"  {line}" for line in leaves), "Held back:"]
    lines.append("  texts of sources: always")
    if found.held.authors:
        lines.append(f"  who recorded {found.signed:,} events: {', '.join(sorted(found.held.authors))}")
    lines += [f"  what was retracted, but for the notice: {slug}" for slug in sorted(found.held.subjects)]
    lines += [f"  what the withdrawn report said: {id}" for id in sorted(found.held.reports)]
    return lines
