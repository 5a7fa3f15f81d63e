"""What a Dockerfile does, without Docker: its steps one by one, in a folder that stands for the image's disk.

The base image is an empty virtual environment of this Python. What pip would fetch from an index it finds as wheels
made of the packages that are installed here, so that no network is needed. The process has no capabilities, the disk
cannot be written to, and the port is another one, as `docker run --publish` gives it.
"""

import json
import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
import time
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

_UNPRIVILEGED = ["setpriv", "--bounding-set=-all", "--inh-caps=-all", "--no-new-privs"] if os.geteuid() == 0 else []
_LONGEST = 60


class Image:
    """A disk, an environment, and what to run; an image can be made on the disk of another one."""

    def __init__(self, context: Path, disk: Path, wheels: Path) -> None:
        self.disk, self.context, self.wheels = disk, context, wheels
        self.folder, self.base, self.user, self.port = disk, "", "root", 0
        self.command: list[str] = []
        self.check: list[str] = []
        self.environment = {"PATH": f"{disk}/venv/bin{os.pathsep}{os.defpath}", "HOME": "/nonexistent"}
        for instruction, rest in steps(context / "Dockerfile"):
            getattr(self, f"_{instruction.lower()}")(rest)

    def _from(self, rest: str) -> None:
        self.base = rest
        pip = self.disk / "venv/bin/pip"
        if not pip.exists():
            venv.create(self.disk / "venv", symlinks=True)
            pip.write_text(f'#!/bin/sh\nexec {sys.executable} -m pip --python {pip.parent}/python "$@"\n')
            pip.chmod(0o755)

    def _env(self, rest: str) -> None:
        name, value = re.split("[ =]", rest, maxsplit=1)
        self.environment[name] = "".join(shlex.split(value))

    def _workdir(self, rest: str) -> None:
        self.folder = self.disk / rest.lstrip("/")
        self.folder.mkdir(parents=True, exist_ok=True)

    def _copy(self, rest: str) -> None:
        *sources, target = rest.split()
        ignore = self.context / ".dockerignore"
        place = self.disk / target.lstrip("/") if target.startswith("/") else self.folder / target
        for source in sources:
            if ignore.exists():
                assert {"*", f"!{source}"} <= set(ignore.read_text().splitlines())
            if (self.context / source).is_dir():
                shutil.copytree(self.context / source, place, dirs_exist_ok=True)
            else:
                shutil.copy(self.context / source, place)

    def _run(self, rest: str) -> None:
        index = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(self.wheels), "PIP_NO_COMPILE": "1", "PIP_QUIET": "1"}
        subprocess.run(rest, shell=True, check=True, cwd=self.folder, env={**self.environment, **index})

    def _user(self, rest: str) -> None:
        self.user = rest

    def _expose(self, rest: str) -> None:
        self.port = int(rest)

    def _healthcheck(self, rest: str) -> None:
        self.check = json.loads(rest.partition("CMD")[2])

    def _cmd(self, rest: str) -> None:
        self.command = json.loads(rest) if rest.startswith("[") else ["/bin/sh", "-c", f"exec {rest}"]

    @contextmanager
    def running(self) -> Iterator[str]:
        """The address at which it answers."""
        for path in [self.disk, *self.disk.rglob("*")]:
            if not path.is_symlink():
                path.chmod(path.stat().st_mode & ~0o222)
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        command = [*_UNPRIVILEGED, *self._at(port, self.command)]
        process = subprocess.Popen(command, cwd=self.folder, env=self._env_at(port), stderr=subprocess.PIPE)
        try:
            self._await(port, process)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.communicate()

    def _await(self, port: int, process: "subprocess.Popen[bytes]") -> None:
        deadline = time.monotonic() + _LONGEST
        while not _answers(port):
            assert process.poll() is None, process.communicate()[1].decode()
            assert time.monotonic() < deadline
            time.sleep(0.05)

    def is_healthy(self, address: str) -> bool:
        """What the health check says."""
        port = int(address.rpartition(":")[2])
        command = self._at(port, self.check)
        return not subprocess.run(command, env=self._env_at(port), check=False, capture_output=True).returncode

    def _env_at(self, port: int) -> dict[str, str]:
        return {**self.environment, "PORT": str(port)}

    def _at(self, port: int, command: list[str]) -> list[str]:
        return [word.replace(str(self.port), str(port)) for word in command]


def steps(dockerfile: Path) -> Iterator[tuple[str, str]]:
    """The instructions, each with what follows it."""
    lines = [line for line in dockerfile.read_text().splitlines() if not line.startswith("#")]
    for line in "\n".join(lines).replace("\\\n", "").splitlines():
        if line.strip():
            instruction, _, rest = line.strip().partition(" ")
            yield instruction, rest.strip()


def get(address: str) -> str:
    """What is there."""
    with urlopen(address) as answer:
        return str(answer.read().decode())


def _answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port)).close()
    except ConnectionRefusedError:
        return False
    return True
