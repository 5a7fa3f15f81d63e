"""`report` and `register`: one event from options that are made from the kind's model."""

from collections.abc import Iterator, Sequence
from typing import Any

import click
from pydantic.fields import FieldInfo

from timeline.archive import Lookup
from timeline.cli.settings import Settings, common_options, settings
from timeline.cli.values import choices, is_list, part_of, typed
from timeline.cli.write import in_options, say
from timeline.draft import Draft, proposed_slug
from timeline.errors import Problem, Refused
from timeline.fact import Fact, Json

_EVENT = [
    click.Option(["--subject"], help="The fact's slug; without it one is proposed from date and title, or the name."),
    click.Option(["--note"], help="What readers should know about this event."),
    click.Option(["--id", "event_id"], help="The event's own name; the same id twice is appended once."),
    click.Option(["--dry-run"], is_flag=True, help="Say what would be appended, and append nothing."),
]
_PROVENANCE = [
    click.Option(["--source"], help="The document that says so: a registered source."),
    click.Option(["--attributed-to"], multiple=True, help="Whom the document gives for it, originator first; repeat."),
    click.Option(["--passage", "passages"], multiple=True, metavar="START-END", help="Where in the document; repeat."),
]


class OneKind(click.Group):
    """A command for each kind that has the verb."""

    def __init__(self, *, registry: bool, **attributes: Any) -> None:
        super().__init__(**attributes)
        self.registry = registry

    def list_commands(self, ctx: click.Context) -> list[str]:
        kinds = ctx.ensure_object(Settings).kinds
        return [kind for kind in kinds if kinds[kind].registry == self.registry]

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        kinds = ctx.ensure_object(Settings).kinds
        if name not in kinds:
            raise Refused([Problem("", "", kinds.unknown(name))])
        if kinds[name].registry != self.registry:
            done, command = ("registered", "register") if kinds[name].registry else ("reported", "report")
            raise Refused([Problem("", "", f"{name} is {done}: timeline {command} {name}")])
        return _command(kinds[name])


@click.command(cls=OneKind, registry=False)
def report() -> None:
    """Append one report: a source says that something is so.

    The first report opens the fact; a further one on the same --subject adds to it, confirms it or disputes it.
    """


@click.command(cls=OneKind, registry=True)
def register() -> None:
    """Register a source, an actor or a place, so that facts can name it."""


def _command(model: type[Fact]) -> click.Command:
    fields = model.model_fields.items()
    own = _EVENT if model.registry else [*_EVENT, *_PROVENANCE]
    options: list[click.Parameter] = [*(_option(name, field) for name, field in fields), *own]

    @settings
    def run(given: Settings, /, **values: Any) -> None:
        _append(given, model, values)

    return common_options(click.Command(model.kind, params=options, callback=run, help=model.__doc__))


def _option(name: str, field: FieldInfo) -> click.Option:
    return click.Option(
        [f"--{name.replace('_', '-')}", name], multiple=is_list(field), metavar=_metavar(field), help=_help(field)
    )


def _metavar(field: FieldInfo) -> str | None:
    part = part_of(field)
    return ":".join(part.model_fields).upper() if part else None


def _help(field: FieldInfo) -> str:
    words = [field.description or ""]
    words += [f"[{' | '.join(choices(field))}]"] if choices(field) and not part_of(field) else []
    words += ["Repeat for several."] if is_list(field) else []
    return " ".join(words)


def _append(given: Settings, model: type[Fact], values: dict[str, Any]) -> None:
    drafts: list[Draft] = []

    def propose(log: Lookup) -> list[Draft]:
        drafts[:] = [_draft(log, model, values)]
        return drafts

    try:
        admitted = given.log.append_proposed(propose, dry_run=values["dry_run"])
    except Refused as refused:
        raise in_options(refused) from refused
    say(admitted, dry_run=values["dry_run"])
    click.echo(f"{model.kind} {drafts[0].attributes['subject']}", err=True)


def _draft(log: Lookup, model: type[Fact], values: dict[str, Any]) -> Draft:
    fact = dict(_stated(model, values))
    verb = "registered" if model.registry else "reported"
    event: Json = {"id": values["event_id"], "type": f"{model.kind}.{verb}", "subject": _subject(log, fact, values)}
    return Draft("", {**event, "data": {"fact": fact, **provenance(values)}})


def _subject(log: Lookup, fact: Json, values: dict[str, Any]) -> str:
    """The slug that was given, that of the event which is repeated, or a free one."""
    known = log.event(values["event_id"] or "")
    if values["subject"] or known:
        return str(values["subject"] or (known and known.subject))
    try:
        return proposed_slug(fact, lambda slug: log.kind(slug) is not None)
    except ValueError as error:
        raise Refused([Problem("", "subject", str(error))]) from error


def _stated(model: type[Fact], values: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, field in model.model_fields.items():
        value = values[name]
        if value is None or value == ():
            continue
        yield name, [typed(field, one) for one in value] if is_list(field) else typed(field, value)


def provenance(values: dict[str, Any]) -> Json:
    """Source, chain of attribution, passages and note, as far as they were given; raises Refused."""
    found = {
        "source": values.get("source"),
        "attributed_to": list(values.get("attributed_to") or ()),
        "passages": passages(values.get("passages") or ()),
        "note": values.get("note"),
    }
    return {name: value for name, value in found.items() if value}


def passages(typed_in: Sequence[str]) -> list[Json]:
    """Each `START-END` as a passage; raises Refused."""
    found = []
    for passage in typed_in:
        start, dash, end = passage.replace(":", "-").partition("-")
        if not (dash and start.isdecimal() and end.isdecimal()):
            raise Refused([Problem("", "passage", f"{passage!r} is not START-END, two numbers such as 1234-1310")])
        found.append({"start": int(start), "end": int(end)})
    return found
