"""The rules that an event must keep on its subject, and towards the facts it names."""

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from itertools import islice

from pydantic import BaseModel, ValidationError

from timeline.archive import Lookup
from timeline.complaints import did_you_mean, problems
from timeline.errors import Problem
from timeline.event import Event
from timeline.fact import Json, Mention, mentions
from timeline.fold import Standing, merge_patch, then
from timeline.heads import heads
from timeline.registry import OPENED, REDACTED

_SHOWN = 5
"""Facts that a complaint names before it says "and others"."""


@dataclass(frozen=True)
class Stale(Problem):
    """The author saw a state that no longer stands."""


def stream_faults(event: Event, before: Standing, archive: Lookup) -> Iterator[Problem]:
    """What forbids `event` on a subject on which `before` stands."""
    if archive.opened is None or event.type == OPENED:
        yield from _opening_faults(event, archive)
    elif event.kind not in archive.kinds and event.type != REDACTED:
        yield Problem("", "type", archive.kinds.unknown(event.kind))
    elif archive.opened.source != event.source:
        yield Problem("", "source", f"{event.source!r} is not this log's own, {archive.opened.source!r}")
    elif event.type == REDACTED:
        return
    elif before.retraction:
        yield Problem("", "subject", f"{event.subject!r} was retracted on {before.retraction.time}; use a new slug")
    elif before.events and before.first.kind != event.kind:
        yield Problem("", "subject", f"{event.subject!r} is taken: its kind is {before.first.kind}")
    else:
        yield from _verb_faults(event, before, archive)


def _opening_faults(event: Event, archive: Lookup) -> Iterator[Problem]:
    if archive.opened is not None:
        yield Problem("", "type", "this log is open already; log.opened is its first event and comes once")
    elif event.type != OPENED:
        yield Problem("", "type", "the log is empty; its first event is log.opened, which `timeline init` writes")


def _verb_faults(event: Event, before: Standing, archive: Lookup) -> Iterator[Problem]:
    if event.verb == "registered" and before.stands:
        yield Problem("", "subject", f"{event.subject!r} is registered already; update or correct it")
    elif event.verb not in ("registered", "reported"):
        yield from _change_faults(event, before, archive)
    yield from _fact_faults(event, before, archive)


def _change_faults(event: Event, before: Standing, archive: Lookup) -> Iterator[Problem]:
    if not before.stands:
        hint = did_you_mean(event.subject, _candidates(archive, event.subject, event.kind))
        yield Problem("", "subject", f"there is no {event.kind} {event.subject!r}{hint}")
    elif event.supersedes != before.head.id:
        yield Stale(
            "",
            "supersedes",
            f"{event.supersedes!r} is no longer the head of {event.subject}: {before.head.id!r} is, "
            f"{before.head.type} of {before.head.time}; look at it with `timeline show {event.subject}` and try again",
        )
    elif event.alsosupersedes and event.alsosupersedes not in (others := _other_heads(before)):
        what = f"is no other head of {event.subject}: {', '.join(others) or 'there is none'}"
        yield Stale("", "alsosupersedes", f"{event.alsosupersedes!r} {what}")
    elif event.verb == "retracted":
        yield from _retraction_faults(event, before, archive)
    else:
        yield from _patch_faults(event, before)


def _other_heads(before: Standing) -> list[str]:
    return [head.id for head in heads(before.events)[:-1]]


def _patch_faults(event: Event, before: Standing) -> Iterator[Problem]:
    patch, disputed = event.data["set"], {dispute.field for dispute in before.disputes}
    settles = event.verb == "corrected" and disputed & set(patch)
    if merge_patch(before.fact, patch) == before.fact and not settles:
        yield Problem("", "set", "changes nothing: the fact says so already")
    for name, value in event.data.get("was", {}).items():
        if name not in patch:
            yield Problem("", f"was.{name}", "is not among the fields that set changes")
        elif value != before.fact.get(name):
            yield Stale("", f"was.{name}", f"is {value!r}, but {before.fact.get(name)!r} stands")
    if event.verb == "corrected":
        yield from (Problem("", f"was.{name}", "is required") for name in patch if name not in event.data["was"])


def _retraction_faults(event: Event, before: Standing, archive: Lookup) -> Iterator[Problem]:
    report, reports = event.data.get("report"), [account.id for account in before.accounts if "fact" in account.data]
    if report is not None and report not in reports:
        yield Problem(
            "", "report", f"{report!r} is not a standing report on {event.subject} (reports: {', '.join(reports)})"
        )
    goes = not then(before, event).stands
    users = (user for user in archive.naming(event.subject) if user != event.subject) if goes else ()
    if some := list(islice(users, _SHOWN + 1)):
        shown = ", ".join(some[:_SHOWN]) + (" and others" if len(some) > _SHOWN else "")
        yield Problem("", "subject", f"{event.subject!r} is named by {shown}; correct those first")


def _fact_faults(event: Event, before: Standing, archive: Lookup) -> Iterator[Problem]:
    """Whether the fact is whole as it would then stand; a first report was read as one that has to be."""
    if not before.events:
        return
    after = then(before, event)
    under = "set" if "set" in event.data else "fact"
    if after.stands:
        yield from _model_faults(archive.kinds[event.kind], after.fact, under)


def _model_faults(model: type[BaseModel], value: Json, under: str) -> list[Problem]:
    try:
        model.model_validate(value)
    except ValidationError as error:
        return problems(error, model, under)
    return []


def reference_faults(event: Event, archive: Lookup, broken: Set[str]) -> Iterator[Problem]:
    """The facts that `event` names and the log does not know; those of `broken` have a complaint of their own."""
    for mention, fault in dangling(event, named(event, archive), archive):
        if mention.slug not in broken:
            yield fault


def dangling(event: Event, found: Iterable[Mention], archive: Lookup) -> Iterator[tuple[Mention, Problem]]:
    """What `event` names (`found`) and the log does not know, with what to say of it."""
    for mention in found:
        if mention.slug == event.subject and mention.refers.kind != "source":
            yield mention, Problem("", mention.path, "is the fact itself")
        elif not _is_known(mention, archive):
            yield mention, Problem("", mention.path, _unknown(mention, archive))


def named(event: Event, archive: Lookup) -> Iterator[Mention]:
    """Every fact that an event refers to, with its path into the data."""
    if event.kind not in archive.kinds or event.is_redacted:
        return
    yield from mentions(archive.kinds.data_model(event.kind, event.verb), event.data)
    for under in ("fact", "set"):
        if under in event.data:
            yield from mentions(archive.kinds[event.kind], event.data[under], under)


def _is_known(mention: Mention, archive: Lookup) -> bool:
    standing = archive.standing(mention.slug)
    return standing.stands and mention.refers.kind in (None, standing.first.kind)


def _unknown(mention: Mention, archive: Lookup) -> str:
    what = mention.refers.kind or "fact"
    hint = did_you_mean(mention.slug, _candidates(archive, mention.slug, mention.refers.kind))
    if what not in archive.kinds or not archive.kinds[what].registry:
        return f"there is no {what} {mention.slug!r}{hint}"
    advice = f"; register it: timeline register {what} --subject {mention.slug}"
    return f"no {what} {mention.slug!r} is registered{hint or advice}"


def _candidates(archive: Lookup, slug: str, kind: str | None) -> Iterable[str]:
    return (other for other in archive.like(slug, kind) if archive.standing(other).stands)
