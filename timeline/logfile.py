"""events.jsonl as lines of bytes: the only module that opens it.

Writers take turns by the lock of a file beside the log, since git may replace the log itself. In its turn a writer has
the log open once, and through this one descriptor mends its end, reads, and adds a batch in one durable append; so what
was checked is what is extended. Readers take no lock. They see whole batches, because they stop where the last whole
append ends: what lies behind is in progress, or was left by a crash and never acknowledged. The next writer sets that
aside. All other damage stays as it is: only a person knows what belongs there.
"""

import os
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import NamedTuple

from timeline import durable, tail, turns, worktree
from timeline.errors import Damaged, Problem, TimelineError, Unknown
from timeline.jsonline import MAX_LINE
from timeline.openlog import START, Block, Line, Moved, OpenLog, Position

_LAST = 256
"""Bytes by which the end of the log is known again; they hold the id of the last event or the end of its data."""

_GIT_WORKS = "git has been at work on it for ten seconds"


class Mended(NamedTuple):
    """What a writer did to the end of the log: so many bytes were added to `file`."""

    kind: str
    size: int
    file: Path

    def __str__(self) -> str:
        return f"{self.file}: {self.kind} ({self.size:,} bytes)"


class Turn(OpenLog):
    """A writer's turn at the log."""

    def __init__(self, path: Path, log: int | None, *, dry_run: bool) -> None:
        super().__init__(path, log)
        self.dry_run = dry_run
        self.size = 0 if log is None else os.fstat(log).st_size

    def end(self) -> int:
        return super().end() if self.dry_run else self.size

    @property
    def ending(self) -> tuple[object, ...]:
        """Which file it is, how large, and its last bytes."""
        return self.identity, self.size, self.bytes(max(0, self.size - _LAST), self.size)

    def append(self, lines: Sequence[bytes]) -> None:
        """Add `lines` in one durable append; raises TimelineError and Unknown.

        Raises Moved when the path names another file by then, or somebody wrote out of turn: whether the lines are in
        the log is for the next turn to see, and to append them again is safe.
        """
        assert all(len(line) < MAX_LINE and b"\n" not in line for line in lines)
        data = b"".join(line + b"\n" for line in lines)
        with durable.opened(self.path) if self.log is None else nullcontext(self.log) as log:
            if os.fstat(log).st_size != self.size:
                raise Moved
            durable.append(self.path, log, data)
            if not worktree.settled(self.path):
                raise Unknown(
                    f"{self.path}: {_GIT_WORKS}, so it may go; repeat the same append when it is done: it is safe"
                )
            self.size += len(data)
            self._must_be_current(log)

    def rewrite(self, instead: Mapping[int, bytes], lines: Sequence[bytes]) -> None:
        """Put lines in the place of others, given by their number from 0, and add lines behind: for redaction alone.

        All of it at once: whoever is killed leaves the log as it was or as it shall be. Raises what `append` does.
        """
        path, log = self.path.resolve(), self.log  # where a link leads, or the link would be replaced
        beside = path.with_name(f"{path.name}.redacting")
        assert log is not None
        try:
            durable.create(beside, self._anew(instead, lines), os.fstat(log))
            self._let_go(TimelineError(f"{self.path}: {_GIT_WORKS}, nothing was changed; repeat it when it is done"))
            self._must_be_current(log)
            made = beside.stat()
            durable.rename(beside, path)
        finally:
            beside.unlink(missing_ok=True)
        self._let_go(Unknown(f"{self.path}: {_GIT_WORKS}, so the old lines may be back; repeat it when it is done"))
        if not os.path.samestat(made, self.path.stat()):
            raise Moved

    def _anew(self, instead: Mapping[int, bytes], lines: Sequence[bytes]) -> Iterator[bytes]:
        for block in self.blocks():
            yield b"".join(instead.get(line.seq - 1, line.raw) + b"\n" for line in block.lines())
        yield b"".join(line + b"\n" for line in lines)

    def _must_be_current(self, log: int) -> None:
        if not durable.current(self.path, log) or os.fstat(log).st_size != self.size:
            raise Moved

    def _let_go(self, otherwise: TimelineError) -> None:
        if not worktree.settled(self.path):
            raise otherwise


class LogFile:
    """The log at `path`; `mended` has what this object did to its end."""

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        self.name = self.path.name
        self.mended: list[Mended] = []
        self._git_is_done = True
        self._whole: tuple[object, ...] = ()  # how the log ended after this writer's last turn
        self._lock = Path(f"{self.path}.lock")

    @contextmanager
    def turn(self, *, dry_run: bool = False) -> Iterator[Turn]:
        """Keep other writers out, and have the log open with its end mended; raises TimelineError.

        The end of the process, however it comes, lets the next one in. A dry run mends nothing.
        """
        with turns.turn(self._lock), self._settled(os.O_RDONLY if dry_run else durable.EXTEND) as log:
            if not dry_run and not self._git_is_done:
                raise TimelineError(
                    f"{self.path}: {_GIT_WORKS}, nothing was changed; when none runs, remove its index.lock"
                )
            turn = Turn(self.path, log, dry_run=dry_run)
            if log is not None and not dry_run and self._whole != turn.ending:
                self._mend(log)
                turn = Turn(self.path, log, dry_run=dry_run)
            yield turn
            if not dry_run:
                self._whole = turn.ending

    @contextmanager
    def opened(self) -> Iterator[OpenLog]:
        """The log to read, missing perhaps; raises TimelineError."""
        with self._settled(os.O_RDONLY) as log:
            yield OpenLog(self.path, log)

    def must_exist(self) -> None:
        """Raises TimelineError when there is no log."""
        if not self.path.exists():
            raise TimelineError(f"{self.path}: there is no such log; `timeline init` begins one")

    def blocks(self, start: Position = START) -> Iterator[Block]:
        """All whole appends from `start` on; raises Moved when no line begins there, Damaged, TimelineError."""
        with self.opened() as log:
            yield from log.blocks(start)

    def read(self, start: Position = START) -> Iterator[Line]:
        """The lines of all whole appends from `start` on; raises what `blocks` does."""
        for block in self.blocks(start):
            yield from block.lines()

    def unfinished(self) -> int:
        """How many bytes lie behind the last whole append; raises TimelineError."""
        with self._settled(os.O_RDONLY) as log:
            return 0 if log is None else os.fstat(log).st_size - tail.whole_end(log)

    @contextmanager
    def _settled(self, flags: int) -> Iterator[int | None]:
        """The log, and never the one that git is still writing; None where there is none."""
        while True:
            with durable.existing(self.path, flags) as log:
                self._git_is_done = worktree.settled(self.path)
                if durable.current(self.path, log):
                    yield log
                    return

    def _mend(self, log: int) -> None:
        """Complete or set aside what an interrupted append left behind the last whole one."""
        if tail.lacks_newline(log):
            durable.append(self.path, log, b"\n")
            self.mended.append(Mended("its last line lacked the newline", 1, self.path))
        end, stat = tail.whole_end(log), os.fstat(log)
        if end == 0 and os.pread(log, 1, 0) not in (b"", b"{", b"\0"):
            raise Damaged([Problem(f"{self.name}:1", "", "is not the beginning of a log; nothing was changed")])
        if end < stat.st_size:
            torn = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(stat.st_mtime))
            aside = self.path.with_name(f"{self.name}.torn-{torn}")
            durable.set_aside(self.path, log, end, aside)
            self.mended.append(Mended("holds what an interrupted append left", stat.st_size - end, aside))
