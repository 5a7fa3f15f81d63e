"""`show` and `log`: what the log holds, for people and, with --json, for programs."""

import json
from collections.abc import Iterator
from typing import Any

import click

from timeline import edtf
from timeline.archive import Lookup
from timeline.cli.change import kind_of
from timeline.cli.settings import Settings, settings
from timeline.errors import printable
from timeline.event import Event
from timeline.fact import Json
from timeline.log import as_line
from timeline.reading import Numbered
from timeline.story import story

_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@click.command()
@click.argument("subject")
@_JSON
@settings
def show(given: Settings, /, subject: str, *, as_json: bool) -> None:
    """SUBJECT whole: what stands, who says what, where they differ, and how it came about."""
    told = given.log.ask(lambda archive: _story(archive, subject))
    click.echo(json.dumps(told, ensure_ascii=False, indent=2) if as_json else "\n".join(_told(told)))


def _story(log: Lookup, subject: str) -> Json:
    kind_of(log, subject)
    return story(log.stream(subject))


def _told(told: Json) -> Iterator[str]:
    yield f"{told['subject']}: {told['kind']}, {told['status']}, revision {told['revision']}"
    yield from fields(told["fact"])
    yield from _section("Who says so", (line for account in told["accounts"] for line in _account(account)))
    yield from _section("Disputed", map(_dispute, told["disputes"]))
    yield from _section("History", (line for entry in told["history"] for line in _entry(entry)))


def _section(title: str, lines: Iterator[str]) -> Iterator[str]:
    for number, line in enumerate(lines):
        if number == 0:
            yield f"\n{title}"
        yield f"  {line}"


def fields(fact: Json) -> Iterator[str]:
    for name, value in fact.items():
        words = f"  ({_in_words(value)})" if name == "date" else ""
        yield f"  {name:<14} {_plain(value)}{words}"


def _in_words(date: Any) -> str:
    try:
        return edtf.parse(date).words()
    except (TypeError, ValueError):  # of a kind that no plugin here registers
        return "not a date"


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(_member, value))
    return printable(value) if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _member(value: Any) -> str:
    """A member of a list; of a part the first field, with the others behind it."""
    if not isinstance(value, dict):
        return _plain(value)
    first, *others = map(_plain, value.values())
    return f"{first} ({', '.join(others)})" if others else first


def _account(account: Json) -> Iterator[str]:
    chain = " through ".join(account.get("attributed_to") or ["nobody named"])
    places = ", ".join(f"{passage['start']}-{passage['end']}" for passage in account.get("passages") or ())
    yield (
        f"{account.get('source') or 'the editor'}, by {chain}"
        + (f", at {places}" if places else "")
        + f"  [{account['event']}]"
    )
    yield f"  {account['verb']}: {', '.join(account['says'])}"
    if note := account.get("note"):
        yield f"  {note}"


def _dispute(dispute: Json) -> str:
    standing = f"{_plain(dispute['standing'])} stands ({dispute['standing_source']})"
    return f"{dispute['field']}: {standing}, {_plain(dispute['other'])} says {dispute['other_source']}"


def _entry(entry: Json) -> Iterator[str]:
    who = f" by {entry['authid']}" if entry["authid"] else ""
    yield f"{entry['time']} {entry['verb']}{who}" + (f": {entry['reason']}" if "reason" in entry else "")
    if entry["verb"] not in ("reported", "registered"):
        for name, change in entry["changed"].items():
            yield f"  {name}: {_plain(change['was'])} → {_plain(change['now'])}"


@click.command()
@click.option("--kind", help="Only facts of this kind.")
@click.option("--verb", help="Only events with this verb.")
@click.option("--subject", help="Only events on this fact.")
@click.option("--source", help="Only events that rest on this document.")
@click.option("--since", metavar="TIME", help="Only events recorded at this time or later: a day or a time in UTC.")
@click.option("--until", metavar="TIME", help="Only events recorded at this time or earlier; a day counts whole.")
@_JSON
@settings
def log(given: Settings, /, since: str | None, until: str | None, *, as_json: bool, **wanted: str | None) -> None:
    """The events, in the order of the log."""
    for numbered in given.log.read():
        event = numbered.event
        if _is_wanted(event, wanted) and _is_within(event.time, since, until):
            click.echo(
                json.dumps(as_line(event), ensure_ascii=False, separators=(",", ":")) if as_json else _line(numbered)
            )


def _is_wanted(event: Event, wanted: dict[str, str | None]) -> bool:
    values = {"kind": event.kind, "verb": event.verb, "subject": event.subject, "source": event.data.get("source")}
    return all(value in (None, values[name]) for name, value in wanted.items())


def _is_within(time: str, since: str | None, until: str | None) -> bool:
    """Times compare as text without their Z; a day is the beginning of its times."""
    moment = time.removesuffix("Z")
    after = since is None or moment >= since.removesuffix("Z")
    return after and (until is None or moment <= until.removesuffix("Z") or moment.startswith(until))


def _line(numbered: Numbered) -> str:
    event = numbered.event
    fact = event.data.get("fact") or {}
    about = fact.get("title") or fact.get("name") or ", ".join(event.data.get("set", ())) or event.data.get("title", "")
    return printable(f"{numbered.line.seq:>5}  {event.time}  {event.type:<28}  {event.subject}  {about}".rstrip())
