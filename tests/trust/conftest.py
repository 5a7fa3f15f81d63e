"""A small log that is signed three times as it grows, what it looked like each time, and the client in Go."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner, Result

from timeline import Log
from timeline.cli import main
from timeline.note import Signer

KEY = Signer("example.org/talks", b"k" * 32)
OTHER = Signer("example.org/talks", b"o" * 32)
VKEY = str(KEY.verifier)

CLIENT = Path(__file__).parents[2] / "docs/verify/main.go"
DEBIAN = "/usr/share/gocode"


class Signed(NamedTuple):
    """The folder of a log, and its checkpoints as a reader kept them: of 3, 8 and 12 lines."""

    folder: Path
    kept: tuple[Path, ...]

    @property
    def log(self) -> Path:
        return self.folder / "events.jsonl"

    @property
    def lines(self) -> list[bytes]:
        return self.log.read_bytes().splitlines(keepends=True)

    def write(self, lines: list[bytes]) -> None:
        """Put other lines into the log."""
        self.log.write_bytes(b"".join(lines))

    def timeline(self, *arguments: object, key: Signer | None = KEY) -> Result:
        """Run a command on this log."""
        where = ["--log", self.log, "--db", self.folder / "timeline.db"]
        return CliRunner(env={"TIMELINE_KEY": key.text if key else ""}).invoke(main, [*map(str, [*arguments, *where])])

    def verify(self, *arguments: object) -> Result:
        """What a reader is told who has the verifier key."""
        return self.timeline("verify", "--key", VKEY, *arguments, key=None)


@pytest.fixture
def signed(tmp_path: Path) -> Signed:
    """A log of 13 lines: signed after the third, the eighth and the twelfth."""
    folder = tmp_path / "talks"
    folder.mkdir()
    made = Signed(folder, tuple(tmp_path / f"kept-{size}" for size in (3, 8, 12)))
    log = Log(made.log)
    log.append([{"type": "log.opened", "subject": "talks", "data": {"title": "Talks"}}])
    for number in range(2, 14):
        fact = {"name": f"Place {number}"}
        log.append(
            [{"id": f"e-{number}", "type": "place.registered", "subject": f"p-{number}", "data": {"fact": fact}}]
        )
        if number in (3, 8, 12):
            assert made.timeline("checkpoint").exit_code == 0
            shutil.copy(folder / "checkpoint", tmp_path / f"kept-{number}")
    return made


@pytest.fixture(scope="session")
def client(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., subprocess.CompletedProcess[str]]:
    """The program of docs/verify, which knows nothing of ours."""
    if not (shutil.which("go") and Path(DEBIAN, "src/golang.org/x/mod").exists()):
        pytest.skip("needs Debian's golang-go and golang-golang-x-mod-dev")
    folder = tmp_path_factory.mktemp("go")
    offline = {**os.environ, "GO111MODULE": "off", "GOPATH": DEBIAN, "GOCACHE": str(folder / "cache")}
    subprocess.run(["go", "build", "-o", folder / "verify", CLIENT], env=offline, check=True)
    command = [folder / "verify", VKEY]
    return lambda *files: subprocess.run([*command, *files], capture_output=True, text=True, check=False)
