"""An import: every file is checked whole by the door it will come through, then appended in batches of some thousand.

What is appended depends on the rows and on what the log has of them, so an import that was killed goes on when it is
repeated. One batch is one append: a file of no more than BATCH rows is all or nothing even when the power fails.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from timeline.archive import Archive
from timeline.draft import Draft
from timeline.errors import Problem, Refused
from timeline.importing.format import Bad, BadRow, Format, Imported, Opened, Row
from timeline.importing.gone import missing
from timeline.importing.outcome import Outcome, Some
from timeline.importing.planning import Edition, Plan, plan
from timeline.importing.seen import Seen
from timeline.log import Log
from timeline.progress import Counting, unheard

BATCH = 2_000
"""Rows of one append."""

Facts = tuple[str, list[Imported]]


class Importer:
    """Brings files of one format into a log.

    `skip` takes the problems of each row that is left out; without it, any problem refuses everything.
    """

    def __init__(
        self, log: Log, importer: Format, edition: Edition, skip: Callable[[Sequence[Bad]], None] | None = None
    ) -> None:
        self.log = log
        self.format = importer
        self.edition = edition
        self.skip = skip
        self._seen = Seen()
        self._left: set[str] = set()
        self._problems = Some()
        self._older = Some()
        self._kinds: set[str] = set()

    def check(self, files: Sequence[Opened], told: Counting = unheard) -> Outcome:
        """What an import of `files` would append; nothing is. Raises Refused with all that is wrong with them."""
        outcome = Outcome()
        for facts in self._batches(files, told, self._checked(outcome)):
            self._add(outcome, facts, dry_run=True)
        self._refuse()
        if outcome.tally.keys() & {"there", "changed"}:
            outcome.missing = missing(self.log, self.edition, self._kinds, lambda one: f"subject {one}" in self._seen)
        return outcome

    def append(self, files: Sequence[Opened], told: Counting = unheard) -> Outcome:
        """Append what `check` found good; raises TimelineError, and then a repetition goes on where it was."""
        outcome = Outcome()
        for facts in self._batches(files, told, self._good):
            self._add(outcome, facts, dry_run=False)
        return outcome

    def _batches(
        self, files: Sequence[Opened], told: Counting, good: Callable[[Row], list[Imported] | None]
    ) -> Iterator[list[Facts]]:
        size, before = sum(opened.size for opened in files), 0
        for opened in files:
            opened.file.seek(0)
            rows = self.format.rows(opened)
            facts = ((row.where, found) for row in rows if (found := good(row)) is not None)
            while batch := list(islice(facts, BATCH)):
                told(before + opened.file.tell(), size)
                yield batch
            before += opened.size

    def _checked(self, outcome: Outcome) -> Callable[[Row], list[Imported] | None]:
        def checked(row: Row) -> list[Imported] | None:
            facts = self._facts(row)
            problems = row.problems or [*self._repeated(row, facts)]
            if problems:
                self._leave(problems)
                return None
            outcome.warnings.add(row.warnings)
            outcome.silent += not facts
            if facts and len(outcome.first) < self.format.shown:
                outcome.first.append((row, facts))
            return facts

        return checked

    def _facts(self, row: Row) -> list[Imported]:
        """What the row says; what is wrong with it is noted there."""
        if row.problems:
            return []
        try:
            return list(self.format.facts(row))
        except BadRow as bad:
            row.problems.append(Bad(row.where, bad.column, str(bad), row.raw.get(bad.column, "")))
            return []

    def _good(self, row: Row) -> list[Imported] | None:
        facts = self._facts(row)
        return None if row.problems or row.where in self._left else facts

    def _repeated(self, row: Row, facts: list[Imported]) -> Iterator[Bad]:
        for imported in facts:
            self._kinds.add(imported.kind)
            if there := self._seen.first(f"key {imported.key}", row.where):
                yield Bad(row.where, "id", f"{imported.key!r} is in {there} already", imported.key)

    def _leave(self, problems: Sequence[Bad]) -> None:
        if self.skip:
            self.skip(problems)
            self._left.update(problem.where for problem in problems)
        else:
            self._problems.add(problems)

    def _add(self, outcome: Outcome, facts: list[Facts], *, dry_run: bool) -> None:
        """One append; of a dry run, what the door refuses is left out, and the rest tried again."""
        plans: list[Plan] = []

        def propose(log: Archive) -> list[Draft]:
            plans.append(plan(facts, log, self.edition))
            return plans[-1].drafts

        try:
            admitted = self.log.append_proposed(propose, dry_run=dry_run)
        except Refused as refused:
            left = {problem.where for problem in refused.problems}
            if not dry_run or not left & {where for where, _ in facts}:
                raise
            self._leave([Bad(problem.where, problem.path, problem.message) for problem in refused.problems])
            self._add(outcome, [(where, found) for where, found in facts if where not in left], dry_run=True)
            return
        self._note(outcome, plans[-1])
        for event in admitted.events:
            if not dry_run or self._seen.first(f"event {event.id}", "") is None:  # the next batch would open it again
                outcome.events[event.type] += 1
                outcome.sample.setdefault(event.type, event.attributes)

    def _note(self, outcome: Outcome, done: Plan) -> None:
        outcome.tally.update(done.tally)
        outcome.conflicts.add(done.conflicts)
        self._older.add(done.older)
        for subject in done.subjects:
            self._seen.first(f"subject {subject}", "")

    def _refuse(self) -> None:
        if self._problems.count:
            raise Refused([_as_problem(line) for line in self._problems.lines()])
        if self._older.count:
            what = f"{self.edition.source} is an older release than what was imported already; nothing was changed"
            raise Refused([Problem("", "", what), *map(_as_problem, self._older.lines())])


def _as_problem(line: str) -> Problem:
    return Problem("", "", line)
