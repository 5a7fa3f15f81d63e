"""A log beside its checkpoints: sign what it has become, or say what is not as it was signed.

Both compare with every checkpoint that is at hand: one that is signed must go on from all of them, whoever signed them.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from timeline import treehead
from timeline.checkpoints import Checkpoints, Kept, leaves, read
from timeline.errors import Problem, Refused, TimelineError
from timeline.logfile import LogFile
from timeline.note import Signer, Verifier
from timeline.openlog import OpenLog
from timeline.progress import Reading, unheard
from timeline.redactions import RULE, examined, listed, tells
from timeline.tlog import prefix_roots
from timeline.treehead import TreeHead
from timeline.verdict import Stated, broken, changed_lines, faults, somewhere


class Verified(NamedTuple):
    """What the log is called, which head is in force, how many lines it has, what is wrong, and what was redacted."""

    name: str
    head: TreeHead
    size: int
    problems: list[Problem]
    redacted: list[str]


def sign(path: Path, signer: Signer, time: int, progress: Reading = unheard) -> tuple[TreeHead, bool]:
    """Sign the log as it is; the head, and whether it is new. Raises Refused when an earlier head is none of it.

    `time` is now, in seconds since 1970: a checkpoint says when it was made, as its owner has it. `progress` is told
    how far the log is read.
    """
    file, beside = LogFile(path), Checkpoints(path)
    file.must_exist()
    with file.turn(dry_run=True) as log:  # so that nobody appends or signs meanwhile
        earlier = beside.all()
        roots = prefix_roots(leaves(log, progress), {kept.head.size for kept in earlier})
        head = TreeHead(signer.name, max(roots), roots[max(roots)])
        stated = [Stated("this checkpoint", head), *(Stated(kept.name, kept.head) for kept in earlier)]
        if problems := [*broken(log.path.name, stated, roots), *_lines(log, stated, roots, beside)]:
            raise Refused(
                [*problems, Problem("", "", "Nothing was signed: a checkpoint must go on from those before it")]
            )
        raw = _raw(head, signer, time, earlier)
        beside.name(signer.verifier)
        if is_new := all(kept.raw != raw for kept in earlier if kept.name == beside.newest.name):
            beside.keep(raw, head, _news(log, beside, stated[1:]))
        return head, is_new


def _raw(head: TreeHead, signer: Signer, time: int, earlier: Sequence[Kept]) -> bytes:
    """The checkpoint; one of these very lines gets another signature, unless it has this one."""
    signed, text = treehead.signed(head, signer, time), f"{head.text}\n".encode()
    there = next((kept.raw for kept in reversed(earlier) if kept.raw.startswith(text)), text)
    return there if signer.sign(head.text).encode() in there else there + signed.removeprefix(text)


def _news(log: OpenLog, beside: Checkpoints, stated: Sequence[Stated]) -> list[bytes]:
    """The hashes of the lines behind those of which they are kept already."""
    known = max((one.head.size for one in stated if beside.leaves(one.head)), default=0)
    return list(leaves(log))[known:]


def verify(
    path: Path, verifiers: Sequence[Verifier], since: Sequence[Path] = (), progress: Reading = unheard
) -> Verified:
    """Compare a log with its checkpoints, and with others that somebody kept; raises TimelineError.

    `progress` is told how far the log is read.
    """
    file, beside = LogFile(path), Checkpoints(path)
    file.must_exist()
    if not beside.newest.exists():
        raise TimelineError(f"{beside.newest}: there is no such checkpoint; `timeline checkpoint` signs one")
    with file.opened() as log:
        stated, problems = _opened([*beside.all(), *map(read, since)], verifiers)
        if not stated:
            raise Refused(problems)
        roots = prefix_roots(leaves(log, progress), {one.head.size for one in stated})
        problems += [*faults(path.name, stated, roots), *_lines(log, stated, roots, beside)]
        redacted, against = _redactions(log, stated[0].head)
        return Verified(path.name, stated[0].head, max(roots), [*problems, *against], redacted)


def begins(path: Path, checkpoint: Path) -> TreeHead:
    """The head in a checkpoint or a receipt, when the log begins with its lines; raises Refused, TimelineError."""
    kept, file = read(checkpoint), LogFile(path)
    file.must_exist()
    with file.opened() as log:
        roots = prefix_roots(leaves(log), {kept.head.size})
    if problems := list(broken(path.name, [Stated(kept.name, kept.head)], roots)):
        raise Refused([*problems, Problem("", "", "`timeline verify` says more")])
    return kept.head


def _redactions(log: OpenLog, head: TreeHead) -> tuple[list[str], list[Problem]]:
    """What was redacted, when and why, and what breaks the rules of redaction; a tombstone proves nothing by itself."""
    said: list[str] = []
    problems: list[Problem] = []
    if not tells(block.behind_lines for block in log.blocks()):
        return said, problems
    shun = listed(block.behind_lines for block in log.blocks())
    for seq, fault, one in examined((block.behind_lines for block in log.blocks()), shun):
        if one:
            signed = "" if one.seq <= head.size else ", which is not yet covered by a checkpoint"
            said.append(f"{log.path.name}: line {seq:,} was {one.words}{signed}")
        elif fault:
            problems.append(Problem(f"{log.path.name}:{seq}", RULE, fault))
    return said, problems


def _opened(kept: Sequence[Kept], verifiers: Sequence[Verifier]) -> tuple[list[Stated], list[Problem]]:
    """The heads that are signed with one of the keys, and what is wrong with the others."""
    stated, problems = [], []
    for one in kept:
        try:
            stated.append(Stated(one.name, treehead.opened(one.raw, verifiers)))
        except ValueError as error:
            problems.append(Problem(one.name, "", str(error)))
    return stated, problems


def _lines(log: OpenLog, stated: Sequence[Stated], roots: dict[int, bytes], beside: Checkpoints) -> Iterator[Problem]:
    """Which lines are not as they were signed; they are read once more for it, since that is seldom."""
    wrong = [one for one in stated if not one.holds(roots)]
    for one in sorted(wrong, key=lambda one: one.head.size, reverse=True):
        if kept := beside.leaves(one.head):
            yield from changed_lines(log.path.name, kept, list(leaves(log)))
            return
    if wrong:
        yield somewhere(log.path.name, stated, roots)
