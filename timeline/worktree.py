"""Whether git is at work on a file just now.

Git replaces a file of the work tree, it never writes into it, and it holds `index.lock` from before it asks whether the
file was modified until it has put the new one there. A file that is modified makes it refuse. So who has opened a file,
and finds that git has settled and that the path still names the open file, may extend it: either git sees the addition
and leaves the file alone, or, once git has settled again, the path names another file and the addition is made there.
Only `merge` (and `pull`, unless it rebases) asks a moment before it takes the lock, and `stash` copies before: whoever
adds in between is not seen. They are safe while no writer runs (docs/git.md).

Git writes `index.lock` last of all: one that has content, as while an editor waits for the message of `commit --all`,
will touch no file any more.
"""

import os
import time
from functools import lru_cache
from pathlib import Path

_SHORTEST, _LONGEST = 0.005, 0.05


def settled(path: Path, patience: float = 10.0) -> bool:
    """Wait until git no longer changes the work tree that `path` is in; False when it still does after `patience`.

    The repository may be made meanwhile, so it is looked for at every call; that costs less than an fsync by far.
    """
    git_dir = _git_dir(_real(os.path.abspath(path.parent)))
    deadline, pause = time.monotonic() + patience, _SHORTEST
    while git_dir and _changing(f"{git_dir}/index.lock"):
        if time.monotonic() >= deadline:
            return False
        time.sleep(pause)
        pause = min(2 * pause, _LONGEST)
    return True


@lru_cache(16)
def _real(folder: str) -> str:
    return os.path.realpath(folder)


def _changing(lock: str) -> bool:
    try:
        return os.stat(lock).st_size == 0
    except FileNotFoundError:
        return False


def _git_dir(folder: str) -> str | None:
    """The git directory of the work tree around `folder`; the `.git` of a worktree or submodule is a file naming it."""
    while not os.path.exists(f"{folder}/.git"):
        folder, below = os.path.dirname(folder), folder
        if folder == below:
            return None
    if os.path.isdir(f"{folder}/.git"):
        return f"{folder}/.git"
    return os.path.join(folder, Path(folder, ".git").read_text().removeprefix("gitdir: ").rstrip("\n"))
