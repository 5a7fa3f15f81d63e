"""Measure, and write what was found into docs/performance.md: `make bench`, or `python -m benchmarks --help`."""

import os
import shutil
from importlib import import_module
from pathlib import Path

import click

from benchmarks.page import Bench, put

_ROOT = Path(__file__).parent.parent
SECTIONS = (
    "rebuild",
    "growth",
    "checking",
    "catchup",
    "startup",
    "appending",
    "importing",
    "reads",
    "pages",
    "trust",
    "stages",
    "publish",
    "hosting",
)


@click.command()
@click.option("--size", type=click.IntRange(min=2_000), default=100_000, show_default=True, help="Events in the log.")
@click.option("--rounds", type=click.IntRange(min=1), default=3, show_default=True, help="Turns of each candidate.")
@click.option("--only", type=click.Choice(SECTIONS), multiple=True, help="Measure this and leave the rest; repeat.")
@click.option("--build", type=click.Path(path_type=Path), default=_ROOT / "build", help="Where to work.")
@click.option("--page", type=click.Path(path_type=Path), default=_ROOT / "docs" / "performance.md")
def main(size: int, rounds: int, only: tuple[str, ...], build: Path, page: Path) -> None:
    """Measure Timeline beside others on a generated log."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # what pip installs is compiled, and so is ours then
    bench = Bench(size, rounds, build, page)
    for name in only or SECTIONS:
        section = import_module(f"benchmarks.{name}")
        if lacking := [tool for tool in getattr(section, "NEEDED", ()) if not shutil.which(tool)]:
            click.echo(f"{name}: left as it was, since it needs {' and '.join(lacking)}", err=True)
            continue
        click.echo(f"Measuring {name}", err=True)
        text = section.section(bench)
        put(page, name, text)
        click.echo(f"{text}\n")


if __name__ == "__main__":
    main()
