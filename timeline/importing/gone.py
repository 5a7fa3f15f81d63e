"""Facts of earlier releases that a release no longer has: they can be retracted, when the person who imports asks."""

from collections.abc import Callable, Sequence, Set
from functools import partial

from timeline.archive import Lookup
from timeline.draft import Draft
from timeline.importing.planning import Edition
from timeline.log import Log

_AT_ONCE = 2_000
"""Retractions of one append."""


def missing(log: Log, edition: Edition, kinds: Set[str], seen: Callable[[str], bool]) -> list[str]:
    """Standing facts of the data set that are not `seen`, of the kinds that its rows are about; raises Damaged."""
    absent = {
        event.subject: None
        for event, _ in log.read()
        if event.kind in kinds and event.id.startswith(f"{edition.dataset}:") and not seen(event.subject)
    }
    return log.ask(lambda archive: [subject for subject in absent if archive.standing(subject).stands])


def retract(log: Log, edition: Edition, subjects: Sequence[str], *, dry_run: bool) -> None:
    """Withdraw facts that the release no longer has; raises Refused when others build on one."""
    for start in range(0, len(subjects), _AT_ONCE):
        log.append_proposed(partial(_drafts, edition, subjects[start : start + _AT_ONCE]), dry_run=dry_run)


def _drafts(edition: Edition, subjects: Sequence[str], log: Lookup) -> list[Draft]:
    return [_draft(edition, subject, log) for subject in subjects]


def _draft(edition: Edition, subject: str, log: Lookup) -> Draft:
    first = log.standing(subject).first
    note = f"{edition.release.title} has it no longer."
    data = {"reason": "source_corrected", "source": edition.source, "note": note}
    event_id = f"{first.id}:{edition.source}:missing"
    return Draft(subject, {"id": event_id, "type": f"{first.kind}.retracted", "subject": subject, "data": data})
