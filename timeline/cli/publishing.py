"""What `publish` does: a site, a bundle for a server, or words on what would leave."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from timeline import vendor
from timeline.bundle import about_log
from timeline.bundle import bundle as make_bundle
from timeline.cli import keys
from timeline.cli.described import described
from timeline.cli.settings import Settings
from timeline.many import many
from timeline.publish import Published
from timeline.publish import publish as make_site
from timeline.publishing.drawing import is_here
from timeline.publishing.folder import check_ours
from timeline.publishing.leaving import Rules
from timeline.publishing.lite import lite as lite_files
from timeline.publishing.outlook import Outlook, outlook
from timeline.publishing.render import File
from timeline.publishing.showing import Showing, Which
from timeline.publishing.signed import UNSIGNED


def check(given: Settings, folder: Path, rules: Rules) -> None:
    check_ours(folder)
    given.log.file.must_exist()
    for line in _words(outlook((event for event, _ in given.read()), rules)):
        click.echo(line)


def bundle(given: Settings, folder: Path, rules: Rules, *, metadata: Path | None, **_: Any) -> Published:
    about = described(metadata)
    return make_bundle(given.log, folder, rules, about=about, plugins=given.plugins_dir, progress=given.stage)


def site(  # noqa: PLR0913  # the options
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
    verifiers = [keys.verifier(text) for text in keys_given]
    done = make_site(given.log, folder, rules, given.stage, showing, also, verifiers)
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
    lines = ["Would be published:", f"  {many(found.events, 'event')}", *(f"  {line}" for line in leaves), "Held back:"]
    lines.append("  texts of sources: always")
    if found.held.authors:
        lines.append(f"  who recorded {many(found.signed, 'event')}: {', '.join(sorted(found.held.authors))}")
    lines += [f"  what was retracted, but for the notice: {slug}" for slug in sorted(found.held.subjects)]
    lines += [f"  what the withdrawn report said: {id}" for id in sorted(found.held.reports)]
    return lines
