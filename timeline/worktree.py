"""Whether git is at work on a file just now.

Git replaces a file of the work tree, it never writes into it, and it holds `index.lock` from before it asks whether the
file was modified until it has put the new one there. A file that is modified makes it refuse. So who has opened a file,
and finds that git has settled and that the path still names the open file, may extend it: either git sees the addition
and leaves the file alone, or, once git has settled again, the path names another file and the addition is made there.
Only `merge` (which `pull` runs, unless it rebases) asks a moment before it takes the lock. It writes ORIG_HEAD before
it asks; so who still finds its process after adding something waits until that is gone. `stash` copies first and
replaces later: whoever adds in between is not seen, and it is safe while no writer runs (docs/git.md).

Git writes `index.lock` last of all: one that has content, as while an editor waits for the message of `commit --all`,
will touch no file any more.
"""

import os
import time
from functools import lru_cache
from glob import glob
from pathlib import Path

_SHORTEST, _LONGEST = 0.005, 0.05
_LONG_AGO = 600
"""Seconds after which a merge has come to its end."""


def settled(path: Path, patience: float = 10.0) -> bool:
    """Wait until git no longer changes the work tree that `path` is in; False when it still does after `patience`.

    The repository may be made meanwhile, so it is looked for at every call; that costs less than an fsync by far.
    """
    top, git_dir = _repository(os.path.abspath(os.path.dirname(path)))
    deadline, pause = time.monotonic() + patience, _SHORTEST
    while git_dir and (_changing(f"{git_dir}/index.lock") or _merging(top, git_dir)):
        if time.monotonic() >= deadline:
            return False
        time.sleep(pause)
        pause = min(2 * pause, _LONGEST)
    return True


def _changing(lock: str) -> bool:
    try:
        return os.stat(lock).st_size == 0
    except FileNotFoundError:
        return False


def _merging(top: str, git_dir: str) -> bool:
    """Whether a merge began lately and has not come to its message, behind which it changes no file any more."""
    try:
        began = os.stat(f"{git_dir}/ORIG_HEAD").st_mtime
    except FileNotFoundError:
        return False
    if time.time() - began > _LONG_AGO or os.path.exists(f"{git_dir}/MERGE_HEAD"):
        return False
    return any(_merges(process, top) for process in glob("/proc/[0-9]*"))


def _merges(process: str, top: str) -> bool:
    """Whether it is a `git merge` in this work tree, or of somebody else, who does not show where."""
    try:
        program, *arguments = Path(f"{process}/cmdline").read_bytes().split(b"\0")
        if os.path.basename(program) != b"git" or b"merge" not in arguments:
            return False
        return f"{os.readlink(f'{process}/cwd')}/".startswith(f"{top}/")
    except PermissionError:
        return True
    except OSError:  # it has ended
        return False


@lru_cache(16)
def _places(folder: str) -> tuple[str, ...]:
    """Where `.git` can be, for what lies in `folder`."""
    real = Path(os.path.realpath(folder))
    return tuple(str(above / ".git") for above in (real, *real.parents))


def _repository(folder: str) -> tuple[str, str | None]:
    """The work tree around `folder` and its git directory, which in a worktree or submodule the file `.git` names."""
    place = next((place for place in _places(folder) if os.access(place, os.F_OK)), None)
    if place is None:
        return "/", None
    folder = os.path.dirname(place)
    if os.path.isdir(place):
        return folder, place
    named = Path(folder, ".git").read_text().removeprefix("gitdir: ").rstrip("\n")
    return folder, os.path.join(folder, named)
