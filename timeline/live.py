"""What a server knows of the process that keeps its database up to the log; see timeline/follow.py.

It is a process of its own, since to make a large log's tables in a thread would keep readers waiting.
"""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence

from timeline.follow import Trouble

_ENDED = Trouble(*["the process that follows the log was ended; it is started again"] * 2)


class Follower:
    """Follows a log for a server; `say` hears once of every trouble, and of its end."""

    def __init__(self, arguments: Sequence[str], say: Callable[[str], None]) -> None:
        self.trouble = Trouble()
        self._arguments = arguments
        self._say = say
        self._stopped = False
        self._process = self._started()
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the other process; the database is as it was before or after what it was doing."""
        self._stopped = True
        self._process.kill()
        self._thread.join()

    def _listen(self) -> None:
        while not self._stopped:
            with self._process as process:
                assert process.stdout
                for line in process.stdout:
                    self._hear(Trouble(*json.loads(line)))
            if not self._stopped:
                self._hear(_ENDED)
                time.sleep(1)
                self._process = self._started()

    def _hear(self, trouble: Trouble) -> None:
        if trouble != self.trouble:
            self.trouble = trouble
            self._say(trouble.words or "The log can be read again; the pages are up to it.")

    def _started(self) -> subprocess.Popen[str]:
        """With our modules and no others, whatever lies in the folder; and no Ctrl-C is meant for it."""
        command = [sys.executable, "-P", "-m", "timeline.follow", *self._arguments]
        path = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        return subprocess.Popen(
            command,
            env={**os.environ, **path},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
