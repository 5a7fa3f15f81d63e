"""`update`, `correct` and `retract`: changes that build on what stands."""

from collections.abc import Callable
from typing import Any

import click

from timeline.archive import Lookup
from timeline.cli.report import provenance
from timeline.cli.settings import Settings, settings
from timeline.cli.values import patch
from timeline.cli.write import in_options, say
from timeline.complaints import did_you_mean
from timeline.draft import Draft
from timeline.errors import Problem, Refused
from timeline.fact import Fact, Json, partial
from timeline.verbs import REASONS

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def _options(*more: Decorator) -> Decorator:
    """The subject and the options that every change has, before those of its own."""

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        for option in (*reversed(more), *reversed(_COMMON)):
            function = option(function)
        return function

    return decorate


_COMMON: tuple[Decorator, ...] = (
    click.argument("subject"),
    click.option("--note", help="What readers should know about this change."),
    click.option("--source", help="The document it rests on: a registered source."),
    click.option("--attributed-to", multiple=True, help="Whom the document gives for it, originator first; repeat."),
    click.option("--passage", "passages", multiple=True, metavar="START-END", help="Where in the document; repeat."),
    click.option("--supersedes", help="The event you saw; refused when it is the head no longer.  [default: the head]"),
    click.option("--id", "event_id", help="The event's own name; the same id twice is appended once."),
    click.option("--dry-run", is_flag=True, help="Say what would be appended, and append nothing."),
)
_SET = click.option(
    "--set",
    "changes",
    multiple=True,
    required=True,
    metavar="FIELD=VALUE",
    help="A field and its new value; repeat. FIELD= takes it away.",
)
_REASON = click.option("--reason", required=True, metavar="REASON", help=f"Why: {', '.join(REASONS)}.")


@click.command()
@_options(_SET)
@settings
def update(given: Settings, /, subject: str, **values: Any) -> None:
    """Newer knowledge on SUBJECT: what stood was right when it was written."""
    _append(given, "updated", subject, values)


@click.command()
@_options(_SET, _REASON)
@settings
def correct(given: Settings, /, subject: str, **values: Any) -> None:
    """What we recorded of SUBJECT was wrong; the old values and the reason stay in the history."""
    _append(given, "corrected", subject, values)


@click.command()
@_options(
    _REASON,
    click.option("--report", help="Withdraw this report alone: the id of its event."),
    click.option("--duplicate-of", metavar="SUBJECT", help="The fact that it repeats."),
)
@settings
def retract(given: Settings, /, subject: str, **values: Any) -> None:
    """SUBJECT no longer stands: it leaves the tables and stays in the history."""
    _append(given, "retracted", subject, values)


def _append(given: Settings, verb: str, subject: str, values: dict[str, Any]) -> None:
    def propose(log: Lookup) -> list[Draft]:
        kind = kind_of(log, subject)
        if kind not in log.kinds:
            raise Refused([Problem("", "", f"{subject!r} cannot be changed here: {log.kinds.unknown(kind)}")])
        data = {**_changes(log.kinds[kind], values), **provenance(values)}
        event = {"id": values["event_id"], "type": f"{kind}.{verb}", "subject": subject}
        return [Draft("", {**event, "supersedes": values["supersedes"], "data": data})]

    try:
        admitted = given.log.append_proposed(propose, dry_run=values["dry_run"])
    except Refused as refused:
        raise in_options(refused) from refused
    say(admitted, dry_run=values["dry_run"])


def kind_of(log: Lookup, subject: str) -> str:
    """The kind of a subject; raises Refused for one that the log does not know."""
    kind = log.kind(subject)
    if kind is None:
        raise Refused(
            [Problem("", "", f"there is no fact {subject!r}{did_you_mean(subject, log.like(subject, None))}")]
        )
    return kind


def _changes(model: type[Fact], values: dict[str, Any]) -> Json:
    named = {name: values[name] for name in ("reason", "report", "duplicate_of") if values.get(name)}
    if "changes" not in values:
        return named
    try:
        return {"set": patch(partial(model), values["changes"]), **named}
    except ValueError as error:
        raise Refused([Problem("", "set", str(error))]) from error
