"""`export`: from the tables to the formats that other tools read."""

from pathlib import Path
from typing import Any

import click

from timeline.cli.settings import Settings, settings
from timeline.exporting.formats import FORMATS

_LIST = "\b\nFormats:\n" + "\n".join(f"  {format.name:<12} {format.about}" for format in FORMATS.values())


@click.command(epilog=_LIST)
@click.argument("name", metavar="FORMAT", type=click.Choice(list(FORMATS)))
@click.option("--out", type=click.Path(path_type=Path), help="The file to write.  [default: standard output]")
@click.option(
    "--words", "q", metavar="WORDS", help="Only facts with all these words; double quotes keep some together."
)
@click.option("--kind", help="Only facts of this kind.")
@click.option("--actor", metavar="SLUG", help="Only facts with this actor.")
@click.option("--place", metavar="SLUG", help="Only facts at this place.")
@click.option("--source", metavar="SLUG", help="Only facts that rest on this document.")
@click.option("--tag", help="Only facts with this tag.")
@click.option("--from", "from_", metavar="DATE", help="Only facts of this day, month or year or later.")
@click.option("--to", metavar="DATE", help="Only facts of this day, month or year or earlier.")
@click.option("--certainly", is_flag=True, help="With --from and --to: not what may as well have been outside.")
@click.option("--known-at", metavar="TIME", help="What the log said then: a day (its end), or a time in UTC.")
@click.option("--published-by", metavar="DATE", help="What sources had surely published by that day.")
@click.option("--site", metavar="URL", default="", help="The address of the published site, for links to its pages.")
@click.option("--uncertain", is_flag=True, help="icalendar: also dates that are some day among several.")
@click.option("--placed", is_flag=True, help="geojson: leave out facts without coordinates.")
@click.option("--with-authors", is_flag=True, help="atom, cloudevents: also who recorded each event.")
@click.option("--with-retracted", is_flag=True, help="cloudevents: also what was retracted, not only the notice.")
@settings
def export(given: Settings, /, name: str, out: Path | None, **asked: Any) -> None:
    """Write the chronology, or the facts that the filters take in, in FORMAT for other tools.

    The filters are those of the timeline's page. Same log, same options: same bytes.
    """
    from timeline.cli import exporting  # the tables and pages, which nobody needs who reads the help

    exporting.export(given, name, out, asked)
