"""`doctor`: how git treats the log, set right where a line or a setting is enough, told where a person must act."""

import contextlib
import glob
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from timeline.cli.gitfiles import attributes_lines, ignore_lines
from timeline.cli.settings import Settings, settings
from timeline.errors import TimelineError


@click.command()
@settings
def doctor(given: Settings, /) -> None:
    """Look after the log in git: it is merged by its events, and git leaves its bytes alone.

    Run it once in every clone, since git keeps merge drivers out of what is cloned. A clone without it is safe: git's
    own conflict stops a merge that the driver would have united. Says what it set up, and what it found that is yours
    to decide: an unfinished append or merge, what interrupted appends left, line ends that git or an editor changed.
    What was redacted and came back, as by a merge by hand, it takes away again, from the log and from the database.
    """
    from timeline.cli.redact import finish  # needs SQLite, and `init` does not

    said = [*set_up(given.log_path, given.db_path), *finish(given), *_found(given)]
    for line in said or ["git: all is well"]:
        click.echo(line, err=True)


def set_up(log: Path, db: Path) -> Iterator[str]:
    """Do what is missing beside the log and in this clone; says what was done."""
    if not log.parent.is_dir():
        raise TimelineError(f"{log.parent}: there is no such folder; `timeline init` begins a chronology")
    attributes = log.with_name(".gitattributes")
    for line, why in attributes_lines(log.name):
        yield from _completed(attributes, line, why)
    for line, file in ignore_lines(log, db):
        if _top(file.parent) == _top(log.parent) and not _is_ignored(file):
            yield from _completed(file.with_name(".gitignore"), line, "git leaves alone what comes and goes")
    yield from _driver(log.parent)


def _completed(file: Path, line: str, why: str) -> Iterator[str]:
    """Add a line that a file lacks."""
    text = file.read_text() if file.exists() else ""
    if line not in text.splitlines():
        start = text if text.endswith("\n") or not text else f"{text}\n"
        file.write_text(f"{start}{line}\n")
        yield f"{file}: {why} ({line})"


def _top(folder: Path) -> str:
    """The work tree that a folder is in, or else the folder."""
    with contextlib.suppress(TimelineError):
        return _git(folder, "rev-parse", "--show-toplevel")
    return str(folder.resolve())


def _is_ignored(file: Path) -> bool:
    """Whether git ignores it already, by whatever line."""
    with contextlib.suppress(TimelineError):
        return bool(_git(file.parent, "check-ignore", "--", file.name))
    return False


def _driver(folder: Path) -> Iterator[str]:
    """Name the merge driver to git, with what to do when it cannot unite, or is gone: leave a plain conflict."""
    try:
        _git(folder, "rev-parse", "--git-dir")
    except TimelineError as complaint:
        yield f"{complaint}; `timeline doctor` sets up the rest when the log is in git"
        return
    unite = f"{shlex.quote(sys.executable)} -m timeline merge-driver %O %A %B %P"
    driver = f"{unite} || {{ git merge-file -L ours -L base -L theirs %A %O %B; exit 1; }}"
    before = _git(folder, "config", "--default", "", "--get", "merge.timeline.driver")
    if before != driver:
        _git(folder, "config", "merge.timeline.name", "unite two versions of a chronology's log")
        _git(folder, "config", "merge.timeline.driver", driver)
        yield "git: the merge driver is set up in this clone" + (f"; it was {_command(before)}" if before else "")


def _command(driver: str) -> str:
    program = shlex.split(driver)[0]
    return program if shutil.which(program) else f"{program}, which is gone"


def _found(given: Settings) -> Iterator[str]:
    """What is not as it should be, and what to do."""
    log = given.log_path
    if log.exists():
        yield from _in_bytes(given)
        yield from _in_git(log, shlex.quote(log.name))
    for torn in sorted(log.parent.glob(f"{glob.escape(log.name)}.torn-*")):
        yield f"{torn}: holds what an interrupted append left; remove it when nothing in it is missed"


def _in_bytes(given: Settings) -> Iterator[str]:
    log, name = given.log_path, shlex.quote(given.log_path.name)
    with log.open("rb") as file:
        first = file.readline()
    if first.endswith(b"\r\n"):
        restore = f"`mv {name} {name}.crlf && git checkout -- {name}` brings back what is committed"
        yield f"{log}: its lines end in CRLF, by core.autocrlf or an editor; {restore}"
    elif unfinished := given.log.file.unfinished():
        yield f"{log}: its last append is not whole ({unfinished:,} bytes); the next writer sets it aside"


def _in_git(log: Path, name: str) -> Iterator[str]:
    """What git says of the log."""
    with contextlib.suppress(TimelineError):  # not in git, as was said
        if _git(log.parent, "ls-files", "--unmerged", "--", log.name):
            unite = f"`git checkout --merge -- {name}` unites it, `git add {name}` and `git commit` finish the merge"
            yield f"{log}: both sides of a merge are still apart; {unite}"
        if (merge := _attribute(log, "merge")) != "timeline" or _attribute(log, "text") != "unset":
            yield f"{log}: git has merge={merge} for it; a line in another .gitattributes or .git/info must go"


def _attribute(log: Path, name: str) -> str:
    return _git(log.parent, "check-attr", name, "--", log.name).rpartition(": ")[2]


def _git(folder: Path, *arguments: str) -> str:
    """What git answers; raises TimelineError with what it complains of."""
    try:
        done = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, text=True, check=False)
    except FileNotFoundError as error:
        raise TimelineError(f"{folder}: git is not installed") from error
    if done.returncode:
        raise TimelineError(f"{folder}: {done.stderr.strip().partition(chr(10))[0]}")
    return done.stdout.strip()
