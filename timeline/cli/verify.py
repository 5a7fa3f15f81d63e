"""`verify`: is the log what was signed, and is a line in it?"""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import click

from timeline import durable, receipt
from timeline.cli import keys
from timeline.cli.progress import reading
from timeline.cli.settings import Settings, settings
from timeline.errors import Problem, Refused, TimelineError
from timeline.logfile import LogFile
from timeline.note import Verifier
from timeline.progress import Stage
from timeline.verification import Verified
from timeline.verification import verify as compare

_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command()
@click.argument("log", metavar="LOG-OR-URL-OR-DIR", required=False)
@click.option("--key", "keys_given", multiple=True, required=True, metavar="VKEY", help="Whose word counts; repeat.")
@click.option("--since", type=_FILE, multiple=True, help="A checkpoint or a receipt that you kept; repeat.")
@click.option("--proof", type=_FILE, help="Check this receipt instead, and print the line that it proves.")
@settings
def verify(
    given: Settings, /, log: str | None, keys_given: Sequence[str], since: Sequence[Path], proof: Path | None
) -> None:
    """Compare a log with the checkpoints beside it: which line was changed, has vanished or is not yet covered.

    It is a file, a folder that has one (as `timeline publish` makes them), or the http or https address of either.
    With --since also: it goes on from what you saw earlier. Ends with 1 when anything is not as it was signed.
    """
    verifiers = [keys.verifier(text) for text in keys_given]
    if proof:
        _check(proof, verifiers)
        return
    if log and re.match("https?://", log, re.IGNORECASE):
        verified = _served(log, verifiers, since, given.stage)
    else:
        path = _in_folder(Path(log)) if log else given.log_path
        verified = compare(path, verifiers, since, reading(given.stage, LogFile(path)))
    for line in [*map(str, verified.problems), *_summary(verified)]:
        click.echo(line, err=bool(verified.problems))
    if verified.problems:
        raise click.exceptions.Exit(1)


def _in_folder(path: Path) -> Path:
    """The log in a published folder or in that of a repository; raises TimelineError."""
    if not path.is_dir():
        return path
    logs = [path / "data" / "events.jsonl", path / "events.jsonl"]
    found = next((log for log in logs if log.exists()), None)
    if found is None:
        raise TimelineError(f"{path}: has no events.jsonl, nor has the folder data in it")
    if (found.parent / "checksums.txt").exists() and not (found.parent / "checkpoint").exists():
        why = "one is published only where the log was signed, and leaves byte for byte"
        raise TimelineError(f"{path}: is a site without a checkpoint; {why}: data/index.html says what was held back")
    return found


def _served(url: str, verifiers: Sequence[Verifier], since: Sequence[Path], stage: Stage) -> Verified:
    from timeline.fetching import fetched  # a tenth of a second that other logs need not wait

    with fetched(url, partial(stage, f"Fetching {url}")) as found:
        try:
            verified = compare(found.path, verifiers, since)
            if verified.problems and found.fetch_hashes(verified.head.size, verified.size):
                verified = compare(found.path, verifiers, since)
        except Refused as refusal:
            raise Refused([replace(one, where=found.named(one.where)) for one in refusal.problems]) from refusal
        return verified


def _summary(verified: Verified) -> list[str]:
    name, head, size = verified.name, verified.head, verified.size
    if verified.problems:
        return [f"{name}: is NOT what was signed as {head.origin}"]
    said = [f"{name}: lines 1 to {head.size:,} are as they were signed as {head.origin}"]
    if size > head.size:
        behind = f"lines {head.size + 1:,} to {size:,} are" if size - head.size > 1 else f"line {size:,} is"
        said.append(f"{name}: {behind} not yet covered by a checkpoint")
    return [*said, *verified.redacted]


def _check(path: Path, verifiers: Sequence[Verifier]) -> None:
    with durable.refusing(path):
        raw = path.read_bytes()
    try:
        found = receipt.parse(raw)
        head = found.proved(verifiers)
    except ValueError as error:
        raise Refused([Problem(str(path), "", str(error))]) from error
    said = f"line {found.place + 1:,} of {head.origin}, when it had {head.size:,}, is this one, as it was signed"
    click.echo(f"{path}: {said}", err=True)
    click.echo(found.line)
