"""What can go wrong, told to the person at the keyboard: where, what, what to do.

TimelineError
├── Refused         the batch breaks a rule: every problem is named, nothing was written   exit 1
│   └── Conflict    it builds on a state that is no longer the standing one                exit 4
├── Damaged         the log has a line that cannot be read where it should be whole        exit 1
└── Unknown         the disk did not say whether the append is durable: repeat it          exit 3
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_LONGEST = 1_000

_TIMES = 10
"""How often the same is said of different places, before it is said of all others at once."""


@dataclass(frozen=True)
class Problem:
    """One thing wrong, as `events.jsonl:12: fact.date: '2018-13' is not an EDTF date (month 13)`.

    `where` is a file and line or a command's name, `path` the way into the data, both possibly empty.
    """

    where: str
    path: str
    message: str

    def __str__(self) -> str:
        return ": ".join(printable(part) for part in (self.where, self.path, self.message) if part)


def printable(text: str) -> str:
    """`text` in one line of no great length that does nothing to a terminal, whatever it quotes."""
    shown = text if text.isprintable() else "".join(c if c.isprintable() else repr(c)[1:-1] for c in text)
    return shown if len(shown) <= _LONGEST else f"{shown[:_LONGEST]}…"


def listed(problems: Iterable[Problem]) -> str:
    """A line for each; one cause that is met in a thousand places does not hide the others."""
    times: Counter[tuple[str, str]] = Counter()
    last: dict[tuple[str, str], Problem] = {}
    lines = []
    for problem in problems:
        cause = problem.path, problem.message
        times[cause] += 1
        last[cause] = problem
        if times[cause] <= _TIMES:
            lines.append(str(problem))
    more = ((problem, times[cause] - _TIMES) for cause, problem in last.items() if times[cause] > _TIMES)
    return "\n".join([*lines, *(f"{problem} (the last of {count:,} more)" for problem, count in more)])


class TimelineError(Exception):
    """Every error that is the input's or the machine's, never a fault of ours."""

    exit_code = 1


class Refused(TimelineError):
    """The whole batch is refused; `problems` has every reason, in the order of its lines."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(listed(problems))
        self.problems = list(problems)


class Conflict(Refused):
    """The change was made from a state that is no longer the standing one."""

    exit_code = 4


class Damaged(TimelineError):
    """The log cannot be read whole; `problems` has every bad line. Nothing was changed."""

    def __init__(self, problems: Sequence[Problem], advice: str = "") -> None:
        super().__init__("\n".join([listed(problems), *filter(None, [advice])]))
        self.problems = list(problems)


class Unknown(TimelineError):
    """The system did not confirm that the append reached the disk; the same append again is safe."""

    exit_code = 3
