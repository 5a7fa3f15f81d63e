"""`timeline serve` as a process: it shows what other processes append, says what is amiss, and ends when it is told."""

import json
import os
import signal
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Run, attack
from tests.served import Served, until
from timeline import Log, project


@pytest.fixture
def serve(run: Run, log: Log) -> Iterator[Callable[..., Served]]:
    """Starts `timeline serve` in the folder of the log."""
    started: list[Served] = []

    def start(*arguments: str) -> Served:
        started.append(Served(*arguments))
        return started[-1]

    yield start
    for served in started:
        if served.process.poll() is None:
            served.end()


@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it(serve: Callable[..., Served], by: signal.Signals) -> None:
    """With nothing amiss, and the process beside it too."""
    served = serve()
    assert "Attack in Kabul" in served.read()
    [child] = children(served.process.pid)
    assert served.end(by) == 0
    assert served.said[0] == "timeline.db: made anew from 6 events\n"
    assert len(served.said) == 2
    until(lambda: not Path(f"/proc/{child}").exists())


def children(pid: int) -> list[str]:
    """The processes that a process has started."""
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()


def test_what_is_appended_shows(serve: Callable[..., Served], run: Run, log: Log) -> None:
    """Without a restart, though the tables are made by another process than the one that serves them."""
    served = serve()
    log.append([attack("second-attack")])
    until(lambda: "second-attack" in served.read())
    state = json.loads(served.read("/-/timeline-state.json"))
    assert state == {"seq": 7, "last_id": "second-attack", "notice": ""}


def test_a_server_that_is_killed_leaves_nobody_behind(serve: Callable[..., Served]) -> None:
    """The process beside it finds that nobody listens."""
    served = serve()
    [child] = children(served.process.pid)
    assert served.end(signal.SIGKILL) == -signal.SIGKILL
    until(lambda: not Path(f"/proc/{child}").exists())


def test_a_bad_line_leaves_the_last_good_state(serve: Callable[..., Served], log: Log) -> None:
    """The page says so, the terminal once; and when the line is mended, all is well again."""
    served = serve()
    whole = log.path.read_bytes()
    log.append([attack("second-attack")])
    until(lambda: "second-attack" in served.read())
    log.path.write_bytes(log.path.read_bytes() + b'{"id":"bad"}\n')
    until(lambda: "events.jsonl:8" in served.read())
    assert "second-attack" in served.read()
    assert "These pages show the log up to line 7: events.jsonl:8: " in served.read()
    log.path.write_bytes(whole)
    until(lambda: "second-attack" not in served.read())
    until(lambda: 'class="notice"' not in served.read())  # the tables come first, the word about them a moment later
    until(lambda: [line[:14] for line in served.said[2:]] == ["events.jsonl:8", "The log can be"])


def test_the_process_beside_is_started_again(serve: Callable[..., Served], log: Log) -> None:
    """Whoever ended it."""
    served = serve()
    [child] = children(served.process.pid)
    os.kill(int(child), signal.SIGKILL)
    log.append([attack("second-attack")])
    until(lambda: "second-attack" in served.read())
    until(lambda: len(served.said) == 4)
    assert served.said[2] == "the process that follows the log was ended; it is started again\n"


def test_a_database_that_was_taken_away(serve: Callable[..., Served], log: Log) -> None:
    """No reader would ever see what goes into another one by the same name: the terminal says so."""
    served = serve()
    log.append([attack("second-attack")])
    until(lambda: "second-attack" in served.read())
    Path("timeline.db").unlink()
    until(lambda: served.said[2:] == ["timeline.db was taken away; start `timeline serve` anew\n"])
    assert not Path("timeline.db").exists()


def test_immutable_is_as_it_was(serve: Callable[..., Served], log: Log) -> None:
    """No log is read, nobody follows one."""
    project(log, "timeline.db")
    log.append([attack("second-attack")])
    served = serve("--immutable")
    assert "Attack in Kabul" in served.read()
    assert "second-attack" not in served.read()
    assert "data-state" not in served.read()
    assert children(served.process.pid) == []


def test_a_port_that_is_taken(serve: Callable[..., Served]) -> None:
    """Another one is found."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        served = serve("--port", str(other.getsockname()[1]))
        assert "Attack in Kabul" in served.read()


def test_a_public_one_runs_no_sql_and_shows_no_paths(serve: Callable[..., Served]) -> None:
    """But all that is public, and the ready questions."""
    served = serve("--public")
    assert "Attack in Kabul" in served.read()
    assert "Attack in Kabul" in served.read("/timeline/timeline.csv")
    paths = ("/timeline.json?sql=select+1", "/timeline/-/query.json?sql=select+1", "/-/config")
    assert {served.status(path) for path in paths} <= {400, 403, 404}
    assert served.status("/-/databases.json") == 403


def test_without_a_log_it_says_how_to_begin(run: Run) -> None:
    """Exit code 1 and one line."""
    result = run("serve")
    assert (result.exit_code, result.stderr) == (1, "events.jsonl: there is no such log; `timeline init` begins one\n")


def test_immutable_without_a_database(run: Run) -> None:
    """Says what makes it."""
    result = run("serve", "--immutable")
    assert result.stderr == "timeline.db: there is no such database; `timeline project` makes it\n"


def test_metadata_that_cannot_be_read(run: Run, log: Log) -> None:
    """Exit code 1, and the place."""
    Path("metadata.yml").write_text("title: [")
    result = run("serve")
    assert result.exit_code == 1
    assert "metadata.yml: while parsing" in result.stderr
