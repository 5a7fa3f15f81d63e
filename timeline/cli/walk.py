"""What a reviewer decides of each proposed event, asked one after the other on the terminal."""

import json
import textwrap
from collections.abc import Iterator, Sequence
from typing import Any

import click

from timeline.cli.look import fields
from timeline.cli.write import say
from timeline.draft import Draft
from timeline.errors import Problem, Refused, printable
from timeline.fact import Json
from timeline.log import Log
from timeline.proposals import Ready, Text, edited, ready

_AROUND = 80
"""Characters of the text that are shown on either side of a passage."""


class Walk:
    """The proposals, and what was decided of each."""

    def __init__(self, log: Log, text: Text, proposals: Sequence[Draft]) -> None:
        self._log, self._text = log, text
        self._proposals = dict(enumerate(proposals))
        self._ready = {place: ready(proposal, text) for place, proposal in self._proposals.items()}
        self._taken: dict[int, bool] = {}

    def print_all(self) -> None:
        """Every event as it could be appended; raises Refused."""
        faults = [fault for one in self._ready.values() for fault in one.faults]
        faults += [fault for fault in self._refusals() if not _is_passage(fault) or not faults]
        if faults:
            raise Refused(faults)
        for one in self._ready.values():
            click.echo(json.dumps(one.draft.attributes, ensure_ascii=False))

    def decide(self) -> None:
        """Ask about each, then append what was accepted; what the log refuses is asked once more."""
        places = [place for place in self._ready if not self._is_known(place)]
        while places and self._ask_all(places):
            refused = self._append()
            places = [place for place in places if self._where(place) in refused]
        if places:  # the reader quits
            self._append()

    def _append(self) -> set[str]:
        """Append what was accepted; if it is refused, say why and return which events have to be looked at again."""
        accepted = [self._ready[place].draft for place, taken in sorted(self._taken.items()) if taken]
        if not accepted or not click.confirm(f"Append the {len(accepted)} accepted?", err=True):
            click.echo("nothing was appended", err=True)
            return set()
        try:
            say(self._log.append_proposed(lambda _: accepted))
        except Refused as refused:
            click.echo(str(refused), err=True)
            return {fault.where for fault in refused.problems}
        return set()

    def _ask_all(self, places: Sequence[int]) -> bool:
        """Whether all were decided; False when the reader quits."""
        at = 0
        while at < len(places):
            answer = self._ask(places[at], f"{at + 1} of {len(places)}")
            if answer == "quit":
                return False
            at += {"back": -1 if at else 0, "edit": 0}.get(answer, 1)
        return True

    def _ask(self, place: int, number: str) -> str:
        faults = self._faults(place)
        for line in self._shown(place, number, faults):
            click.echo(line, err=True)
        answers = (["accept"] if not faults else []) + ["edit", "skip", "back", "quit"]
        answer: str = click.prompt(" / ".join(answers), value_proc=lambda typed: _meant(typed, answers), err=True)
        if answer == "edit":
            self._edit(place)
        elif answer in ("accept", "skip"):
            self._taken[place] = answer == "accept"
        return answer

    def _edit(self, place: int) -> None:
        """In the reader's editor, until it can be read; unsaved, it stays."""
        before = self._proposals[place]
        words: str | None = json.dumps(before.attributes, ensure_ascii=False, indent=2)
        while words := click.edit(words, extension=".json"):
            try:
                self._proposals[place] = edited(words, before)
            except ValueError as error:
                click.echo(f"{before.where}: {error}", err=True)
                continue
            event_id = self._ready[place].draft.attributes["id"]
            made, faults = ready(self._proposals[place], self._text)
            self._ready[place] = Ready(Draft(made.where, {**made.attributes, "id": event_id}), faults)
            return

    def _faults(self, place: int) -> list[Problem]:
        """What is wrong with one of them, beside those that are not skipped."""
        own = self._ready[place].faults
        found = [fault for fault in self._refusals() if fault.where == self._where(place)]
        return [*own, *(fault for fault in found if not (own and _is_passage(fault)))]

    def _refusals(self) -> list[Problem]:
        drafts = [one.draft for place, one in self._ready.items() if self._taken.get(place, True)]
        try:
            self._log.append_proposed(lambda _: drafts, dry_run=True)
        except Refused as refused:
            return refused.problems
        return []

    def _is_known(self, place: int) -> bool:
        event_id = self._ready[place].draft.attributes["id"]
        known = self._log.ask(lambda log: log.event(event_id)) is not None
        if known:
            click.echo(f"{self._where(place)}: is in the log already", err=True)
        return known

    def _where(self, place: int) -> str:
        return self._ready[place].draft.where

    def _shown(self, place: int, number: str, faults: Sequence[Problem]) -> Iterator[str]:
        event = self._ready[place].draft.attributes
        named = printable(f"{event.get('type')}  {event.get('subject')}")
        yield click.style(f"\n{number}  {named}", bold=True)
        yield from _passages(event["data"], self._text.words)
        yield from fields(_facts(event["data"]))
        yield from (click.style(f"  {fault.path or 'event'}: {printable(fault.message)}", fg="red") for fault in faults)


def _facts(data: Json) -> Json:
    """What an event says, and on whose word."""
    said = data.get("fact", data.get("set"))
    others = {name: value for name, value in data.items() if name not in ("fact", "set", "was", "passages")}
    return {**(said if isinstance(said, dict) else {"fact": said}), **others}


def _passages(data: Json, words: str) -> Iterator[str]:
    """Each passage that was found, amid its text."""
    for passage in data.get("passages") or ():
        if isinstance(passage, dict) and "start" in passage and "exact" not in passage:
            start, end = passage["start"], passage["end"]
            before, behind = words[max(0, start - _AROUND) : start], words[end : end + _AROUND]
            shown = f"{start}-{end} …{before}»{words[start:end]}«{behind}…"
            yield from textwrap.wrap(
                printable(" ".join(shown.split())), 96, initial_indent="  ", subsequent_indent="    "
            )


def _is_passage(fault: Problem) -> bool:
    return fault.path.startswith("passages")


def _meant(typed: str, answers: Sequence[str]) -> str:
    """The answer that begins like what was typed; raises UsageError, upon which click asks again."""
    found: Any = [answer for answer in answers if typed and answer.startswith(typed.strip().lower())]
    if len(found) != 1:
        raise click.UsageError(f"{printable(typed)!r} is none of {', '.join(answers)}; their first letters do")
    return str(found[0])
