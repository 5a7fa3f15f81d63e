"""What is wrong, as it is told."""

from timeline.errors import Damaged, Problem, Refused


def missing(line: int, source: str = "paper") -> Problem:
    return Problem(f"events.jsonl:{line}", "source", f"no source {source!r} is registered")


def test_each_problem_has_its_line() -> None:
    """In their order, as often as they are few."""
    problems = [missing(line) for line in range(1, 11)]
    assert str(Refused(problems)).splitlines() == [str(problem) for problem in problems]


def test_what_is_said_a_thousand_times_hides_nothing() -> None:
    """The first ten, and how many more there are; who asks the exception has them all."""
    problems = [*(missing(line) for line in range(1, 1_001)), missing(1_001, "agency")]
    lines = str(Refused(problems)).splitlines()
    assert lines[9:11] == [str(problems[9]), str(problems[-1])]
    assert lines[11:] == ["events.jsonl:1000: source: no source 'paper' is registered (the last of 990 more)"]
    assert Refused(problems).problems == problems


def test_advice_comes_last() -> None:
    """Behind what is said of all."""
    lines = str(Damaged([missing(line) for line in range(1, 13)], "Nothing was changed.")).splitlines()
    assert lines[-2:] == [f"{missing(12)} (the last of 2 more)", "Nothing was changed."]
