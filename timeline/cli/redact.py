"""`redact`: what an event says is taken away for good, from the log and from the database."""

import contextlib
import glob
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from timeline import database
from timeline.cli.settings import Settings, settings
from timeline.cli.tables import bring
from timeline.cli.write import in_options
from timeline.errors import Damaged, Refused, TimelineError
from timeline.reading import shunned
from timeline.redact import Taken, bury
from timeline.redact import redact as take_away
from timeline.redactions import Shun
from timeline.verbs import REDACTION_REASONS

_HELD_OPEN = "somebody reads it, so an older state stays in its write-ahead log; repeat this when that has ended"
_BESIDE = (".torn-*", ".crlf")


@click.command()
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@click.option("--reason", required=True, metavar="REASON", help=f"Why: {', '.join(REDACTION_REASONS)}.")
@click.option("--authority", help="By whose authority: a court, a law, a rule of the house. It stays for ever.")
@click.option("--note", help="What readers should know; nothing of what was there. It stays for ever.")
@click.option("--dry-run", is_flag=True, help="Say what would be redacted, and redact nothing.")
@settings
def redact(given: Settings, /, ids: Sequence[str], dry_run: bool, **why: str | None) -> None:
    """Take away for good what the events with these IDs say; that, when and why it was done stays in the log.

    Each line becomes a tombstone with the hash of what was there, so checkpoints, proofs and receipts hold as before.
    All of the IDs, or none. Says what only a person can do: git's history, clones, caches and copies keep it. To take
    back what is merely wrong use retract. Prints the ids of the redactions.
    """
    try:
        taken = take_away(given.log, ids, why, dry_run=dry_run)
    except Refused as refused:
        raise in_options(refused) from refused
    if dry_run:
        click.echo(f"{len(taken.redacted)} to redact", err=True)
        return
    for event_id in taken.ids:
        click.echo(event_id)
    for line in _done(given, taken):
        click.echo(line, err=True)
    if not _cleared(given):
        raise TimelineError(f"{given.db_path}: {_HELD_OPEN}")
    for line in _left_to_people(given, ids):
        click.echo(line, err=True)


def _done(given: Settings, taken: Taken) -> Iterator[str]:
    there = "" if taken.redacted else "; that was done before"
    yield f"{given.log_path}: {len(taken.redacted)} redacted{there}"
    yield from (f"look whether more has to go: {line}" for line in taken.echoes)


def _cleared(given: Settings) -> bool:
    """Make the tables anew without it; False when an older state of the database is held open."""
    if not given.db_path.exists():
        return True
    bring(given)
    return database.emptied(given.db_path)


def finish(given: Settings) -> Iterator[str]:
    """Take away again what was redacted and came back to log or database; says what was done."""
    if not given.log_path.exists() or not _shun(given).by_id:
        return
    if buried := bury(given.log.file):
        what = "1 line had what was redacted" if buried == 1 else f"{buried} lines had what was redacted"
        yield f"{given.log_path}: {what}; tombstones are there again, but commits made meanwhile still have it"
    with contextlib.suppress(Damaged):  # which `check` tells in full
        if not _cleared(given):
            yield f"{given.db_path}: {_HELD_OPEN}"


def _shun(given: Settings) -> Shun:
    with contextlib.suppress(Damaged), given.log.file.opened() as log:
        return shunned(log.blocks())
    return Shun()


def _left_to_people(given: Settings, ids: Sequence[str]) -> Iterator[str]:
    """What no program of ours can reach."""
    log, name = given.log_path, given.log_path.name
    yield "What only you can do, where it matters:"
    if any((folder / ".git").exists() for folder in log.resolve().parents):
        yield f"  commit {name}; each older commit still has it, here and in every clone and fork. To rewrite them:"
        with given.log.file.opened() as opened:
            found = [one for one in shunned(opened.blocks()).by_id.values() if one.data["event"] in ids]
        for one in found:
            yield f"    printf '%s\\n' {_quoted(one.data['event'], one.stone.raw.decode())} >> ../redacted"
        yield "    git filter-repo --replace-text ../redacted  # in a fresh clone, beside that file"
        yield "    then push by force, have every clone made anew, and ask the host to drop what nothing points to"
    yield "  `timeline publish FOLDER` again, for each site made from this log; `timeline project` for other databases"
    yield "  `timeline checkpoint`, so that the redaction is signed as well"
    yield "  copies outside: backups, caches, web archives, downloads, feeds that were read, receipts given away"
    for file in _files_beside(given):
        yield f"  look into {file}, which may hold it too"


def _quoted(event_id: str, stone: str) -> str:
    """A line for git filter-repo, for the shell: the whole line of the event becomes the tombstone."""
    named = re.escape(json.dumps(event_id, ensure_ascii=False))
    line = f'regex:(?m)^\\{{"specversion":"1\\.0","id":{named},[^\\n]*$==>{stone}'
    return "'" + line.replace("'", "'\\''") + "'"


def _files_beside(given: Settings) -> Iterator[Path]:
    log, db = given.log_path, given.db_path
    for file, suffixes in ((log, _BESIDE), (db, (".broken", "-wal.broken", "-shm.broken"))):
        for suffix in suffixes:
            yield from sorted(file.parent.glob(glob.escape(file.name) + suffix))
