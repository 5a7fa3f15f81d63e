"""Take away for good what events say: the one thing that rewrites a log.

The events that say so, and the tombstones in the place of the lines, come into the log together, in a new file that is
renamed over the old one: whoever is killed leaves the one or the other, and a repeat finishes what is missing. So
nobody sees a tombstone without its event, or the other way round, unless somebody brought a line back.
"""

from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple

from timeline import jsonline
from timeline.admission import admit
from timeline.archive import Archive
from timeline.burying import tombstones
from timeline.draft import Stamp
from timeline.errors import TimelineError
from timeline.fact import Json
from timeline.log import Log
from timeline.logfile import LogFile, Turn
from timeline.openlog import Moved
from timeline.redacting import asked, echoes
from timeline.redactions import listed


class Taken(NamedTuple):
    """The events that were redacted just now, the ids of the redactions, and what may say again what they said."""

    redacted: list[str]
    ids: list[str]
    echoes: list[str]


def redact(log: Log, ids: Sequence[str], why: Json, *, dry_run: bool = False) -> Taken:
    """Put tombstones in the place of these events, all of them or none; to repeat it is safe.

    `why` has a `reason`, and perhaps `authority` and `note`. Raises Refused with all that forbids it, Damaged, Unknown
    when the disk did not confirm it.
    """
    log.file.must_exist()
    if not dry_run:
        bury(log.file)

    def taken(turn: Turn, archive: Archive, stamp: Stamp) -> Taken:
        drafts = asked(archive, ids, _lines(turn, ids), why)
        told = list(echoes(archive, ids))
        admitted, lines = admit(drafts, archive, stamp, redacts=True)
        if not dry_run:
            _rewrite(turn, lines)
        return Taken([draft.where for draft in drafts], admitted.ids, told)

    return log.in_turn(taken)


def bury(file: LogFile) -> int:
    """Put a tombstone again where what was redacted has come back, as by a merge; returns how many. Raises as above."""
    while True:
        try:
            with file.turn() as turn:
                return _rewrite(turn, [])
        except Moved:
            continue


def _rewrite(turn: Turn, news: Sequence[bytes]) -> int:
    """Bury all that the redactions in the log and in the news name, and add the news."""
    before = (block.behind_lines for block in turn.blocks())
    stones = tombstones(turn.lines, listed(chain(before, ((0, line) for line in news))))
    if stones or news:
        turn.rewrite(stones, news)
    return len(stones)


def _lines(turn: Turn, ids: Sequence[str]) -> dict[str, bytes]:
    """The lines of events, found by reading all of them: a database could name another."""
    wanted, found = set(ids), {}
    for raw in turn.lines():
        try:
            event_id = str(jsonline.read(raw).get("id"))
        except ValueError as error:
            raise TimelineError(f"{turn.path}: cannot be read whole; `timeline check` names the line") from error
        if event_id in wanted:
            found[event_id] = raw
    return found
