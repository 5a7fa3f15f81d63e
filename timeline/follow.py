"""Keeps a database up to its log, as a process of its own: `python -m timeline.follow LOG DB [PLUGINS]`.

It looks at the log four times a second. After each look it says in a line of JSON what keeps the database back; whoever
started it reads that, and when nobody does any more, it ends.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from timeline import plugins
from timeline.errors import Damaged, TimelineError
from timeline.projection import project
from timeline.reading import Reader

_PAUSE = 0.25
_LONGER = 2.0
"""Seconds after which it tries again when not the log is to blame, but perhaps a full disk."""

Look = tuple[int, ...]


class Trouble(NamedTuple):
    """Why the database cannot be brought up to the log, and the same for those who should not see paths."""

    words: str = ""
    public: str = ""


def follow(log: Reader, db: Path, tell: Callable[[Trouble], None]) -> None:
    """Bring the database up whenever the log has changed, for ever; `tell` hears after each look what is amiss.

    A server shows the file that it opened: of another one by the same name its readers would see nothing.
    """
    seen: Look = ()
    before, trouble, served = look(log.path), Trouble(), look(db)[:2]
    while True:
        now, pause = look(log.path), _PAUSE
        if look(db)[:2] != served:
            trouble = Trouble(*[f"{db.name} was taken away; start `timeline serve` anew"] * 2)
        elif now != seen and (now == before or grown(now, before)):
            trouble, of_the_log = brought_up(log, db)
            seen, pause = (now, _PAUSE) if of_the_log else ((), _LONGER)
        before = now
        tell(trouble)
        time.sleep(pause)


def look(path: Path) -> Look:
    """What tells one state of a file from another."""
    try:
        found = path.stat()
    except OSError:
        return ()
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


def grown(now: Look, before: Look) -> bool:
    """Whether the file is the same one, with something added; anything else may be half of what an editor writes."""
    return bool(now and before) and now[:2] == before[:2] and now[2] > before[2]


def brought_up(log: Reader, db: Path) -> tuple[Trouble, bool]:
    """What keeps the database back, and whether only a change of the log can mend it."""
    try:
        project(log, db)
    except Damaged as damage:
        first = str(damage.problems[0])
        more = len(damage.problems) - 1
        words = f"{first} (and {more:,} more)" if more else first
        return Trouble(words, words), True
    except TimelineError as error:
        return Trouble(str(error).splitlines()[0], f"{log.path.name} cannot be read at the moment"), False
    return Trouble(), True


def _tell(trouble: Trouble) -> None:
    sys.stdout.write(json.dumps(trouble) + "\n")
    sys.stdout.flush()


def main(log: str, db: str, folder: str = "") -> None:
    """Follow until nobody listens."""
    kinds = plugins.kinds(plugins.load(Path(folder) if folder else None))
    try:
        follow(Reader(log, kinds=kinds), Path(db), _tell)
    except BrokenPipeError:
        os._exit(0)  # at its end Python would write once more


if __name__ == "__main__":
    main(*sys.argv[1:])
