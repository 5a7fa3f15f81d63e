"""`timeline serve` as a process of its own, for the tests that need a real one."""

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from typing import TypeVar
from urllib.error import HTTPError
from urllib.request import urlopen

T = TypeVar("T")
_LONGEST = 30
"""Seconds after which a test gives up."""


class Served:
    """A server, what it said so far, and its pages."""

    def __init__(self, *arguments: str) -> None:
        command = [sys.executable, "-m", "timeline", "serve", "--port", "0", *arguments]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.said: list[str] = []
        self._thread = threading.Thread(target=self._listen)
        self._thread.start()
        line = until(lambda: next((line for line in self.said if "timeline is at" in line), None))
        self.address = line.removeprefix("The timeline is at ").split("/-/")[0]

    def _listen(self) -> None:
        assert self.process.stderr
        self.said.extend(iter(self.process.stderr.readline, ""))

    def read(self, path: str = "/-/timeline") -> str:
        with urlopen(self.address + path) as answer:
            return str(answer.read().decode())

    def status(self, path: str) -> int:
        try:
            with urlopen(self.address + path) as answer:
                return int(answer.status)
        except HTTPError as error:
            with error:
                return error.code

    def end(self, by: signal.Signals = signal.SIGTERM) -> int:
        """The exit code."""
        self.process.send_signal(by)
        code = self.process.wait(_LONGEST)
        self._thread.join()
        assert self.process.stdout
        self.process.stdout.close()
        self.process.stderr.close()  # type: ignore[union-attr]
        return code


def until(found: Callable[[], T]) -> T:
    """What is found, as soon as there is something."""
    deadline = time.monotonic() + _LONGEST
    while not (it := found()):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    return it
