"""The recipes of docs/trust.md that anchor a checkpoint elsewhere, word for word."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.trust.conftest import VKEY, Signed

PAGE = (Path(__file__).parents[2] / "docs/trust.md").read_text()
AUTHORITY = """
[tsa]
default_tsa = it
[it]
serial = serial
default_policy = 1.2.3.4
digests = sha256
signer_digest = sha256
[stamps]
extendedKeyUsage = critical,timeStamping
basicConstraints = critical,CA:false
"""
CURL = f"""#!/bin/sh
{sys.executable} -c 'open("request.tsq", "wb").write(open("checkpoint.tsq", "rb").read())'
openssl ts -reply -config authority.cnf -queryfile request.tsq -signer tsa.pem -inkey tsa.key 2>/dev/null
"""


def recipe(name: str) -> str:
    """The block that begins with this word."""
    return PAGE.partition(f"```sh\n# {name}")[2].partition("```")[0]


def run(folder: Path, script: str, **more: str) -> subprocess.CompletedProcess[str]:
    """In a folder, with our command, and with a stranger's curl where there is one."""
    command = f'timeline() {{ {sys.executable} -m timeline "$@"; }}\n'
    root = str(Path(__file__).parents[2])
    env = {"PATH": f"{folder}:/usr/bin:/bin", "PYTHONPATH": root, "HOME": str(folder), "VKEY": VKEY, **more}
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", f"{command}# {script}"],
        cwd=folder,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_tag_in_a_repository(signed: Signed) -> None:
    """It gives the checkpoint back byte for byte, and the log goes on from it."""
    who = ["-c", "user.name=Ana", "-c", "user.email=ana@example.org"]
    for command in (["init", "--quiet"], ["commit", "--quiet", "--allow-empty", "--message", "theirs"]):
        subprocess.run(["git", "-C", signed.folder, *who, *command], check=True)
    ana = {"GIT_COMMITTER_NAME": "Ana", "GIT_COMMITTER_EMAIL": "ana@example.org"}
    done = run(signed.folder, recipe("tag"), **ana)
    assert "lines 1 to 12 are as they were signed" in done.stdout, done.stderr
    assert (signed.folder / "kept").read_bytes() == signed.kept[2].read_bytes()


@pytest.mark.parametrize("is_changed", [False, True])
def test_a_stamp_of_an_authority(signed: Signed, *, is_changed: bool) -> None:
    """One that runs here answers in place of the network; its stamp holds for this checkpoint alone."""
    folder = signed.folder
    (folder / "authority.cnf").write_text(AUTHORITY)
    (folder / "serial").write_text("01\n")
    (folder / "curl").write_text(CURL)
    (folder / "curl").chmod(0o755)
    make = "openssl req -x509 -newkey rsa:2048 -nodes -keyout tsa.key -out tsa.pem -subj /CN=tsa -days 9"
    made = run(folder, f"\n{make} -config /etc/ssl/openssl.cnf -addext extendedKeyUsage=critical,timeStamping")
    assert (folder / "tsa.pem").exists(), made.stderr
    steps = recipe("stamp").replace(
        "openssl ts -verify", "echo >> checkpoint\nopenssl ts -verify" if is_changed else "openssl ts -verify"
    )
    done = run(folder, steps, TSA="https://example.org")
    assert (done.returncode == 0) == (not is_changed), done.stderr
    assert ("Verification: OK" in done.stdout + done.stderr) == (not is_changed)
