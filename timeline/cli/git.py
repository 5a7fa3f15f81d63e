"""`doctor` and `merge-driver`: the log in git."""

import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from timeline.check import check
from timeline.cli.settings import Settings, settings
from timeline.errors import Refused
from timeline.merge import merge
from timeline.openlog import Position
from timeline.reading import Numbered

ATTRIBUTES = "events.jsonl merge=timeline -text"


@click.command()
@settings
def doctor(given: Settings, /) -> None:
    """Look after the log in git: how it is merged, and that git leaves its bytes alone.

    Run it once in every clone, since git keeps merge drivers out of what is cloned. A clone without it is safe: git's
    own conflict stops a merge that the driver would have united.
    """
    for line in set_up(given.log_path.parent):
        click.echo(line, err=True)


def set_up(folder: Path) -> Iterator[str]:
    """Name the merge driver to git; says what was done."""
    attributes = folder / ".gitattributes"
    text = attributes.read_text() if attributes.exists() else ""
    if ATTRIBUTES not in text.splitlines():
        attributes.write_text(f"{text}{'' if text.endswith(chr(10)) or not text else chr(10)}{ATTRIBUTES}\n")
        yield f"{attributes}: git merges the log with our driver, and changes no line end"
    driver = f"{shlex.quote(sys.executable)} -m timeline merge-driver %O %A %B %P"
    if not _git(folder, "rev-parse", "--git-dir"):
        yield f"{folder}: is not in git yet; run `timeline doctor` when it is"
    elif _git(folder, "config", "merge.timeline.driver") != driver:
        _git(folder, "config", "merge.timeline.name", "unite two versions of a chronology's log")
        _git(folder, "config", "merge.timeline.driver", driver)
        yield "git: the merge driver is set up in this clone"
    else:
        yield "git: all is well"


def _git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, text=True, check=False)
    return done.stdout.strip()


@click.command("merge-driver", hidden=True)
@click.argument("base", type=click.Path(path_type=Path, exists=True))
@click.argument("ours", type=click.Path(path_type=Path, exists=True))
@click.argument("theirs", type=click.Path(path_type=Path, exists=True))
@click.argument("name", default="events.jsonl")
@settings
def merge_driver(given: Settings, /, base: Path, ours: Path, theirs: Path, name: str) -> None:
    """Unite OURS and THEIRS, which grew from BASE, into OURS; git calls this."""
    sides = [_lines(path) for path in (base, ours, theirs)]
    lines, conflicts = merge(*sides)
    conflicts = conflicts or list(_faults(given, lines, name))
    if not conflicts:
        ours.write_bytes(b"".join(line + b"\n" for line in lines))
        return
    for conflict in conflicts:
        click.echo(f"{name}: {conflict}", err=True)
    subprocess.run(["git", "merge-file", str(ours), str(base), str(theirs)], check=False)
    raise click.exceptions.Exit(1)


def _lines(path: Path) -> list[bytes]:
    return path.read_bytes().splitlines()


def _faults(given: Settings, lines: list[bytes], name: str) -> Iterator[str]:
    """What `check` would say of the united log; two changes of one fact are a warning, for people to settle."""
    try:
        numbered = [Numbered(given.kinds.read(line), Position(0, number)) for number, line in enumerate(lines, 1)]
    except Refused as refused:
        yield str(refused)
        return
    yield from (str(problem) for problem, warning in check(numbered, given.kinds, name) if not warning)
