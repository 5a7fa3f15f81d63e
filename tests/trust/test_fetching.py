"""`timeline verify` of what somebody serves: a real server, good and bad."""

import socket
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.trust.conftest import VKEY, Signed
from timeline import TimelineError
from timeline.fetching import fetched


class Host(SimpleHTTPRequestHandler):
    """Hands out a folder; some addresses misbehave."""

    def do_GET(self) -> None:
        if instead := BAD.get(self.path.strip("/").partition("/")[0]):
            instead(self)
        elif self.path.startswith("/moved"):
            self._answer(302, b"", Location=self.path.removeprefix("/moved") or "/")
        else:
            super().do_GET()

    def answer_page(self) -> None:
        self._answer(200, b"\n <!doctype html><title>Welcome</title>")

    def break_off(self) -> None:
        if not self.path.endswith("events.jsonl"):
            self.path = self.path.removeprefix("/torn")
            super().do_GET()
            return
        self._answer(200, b'{"specversion":"1.0"', length=5000)

    def turn_round(self) -> None:
        self._answer(302, b"", Location=self.path)

    def fail(self) -> None:
        self._answer(503, b"")

    def keep_silent(self) -> None:
        self.server.done.wait(5)  # type: ignore[attr-defined]

    def drip(self) -> None:
        self._answer(200, b"", length=5000)
        while not self.server.done.wait(0.02):  # type: ignore[attr-defined]
            self.wfile.write(b"x")

    def answer_nonsense(self) -> None:
        self._answer(200, b"no checkpoint")

    def _answer(self, status: int, content: bytes, length: int | None = None, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(content) if length is None else length), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)
        self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        pass


BAD: dict[str, Callable[[Host], None]] = {
    "page": Host.answer_page,
    "torn": Host.break_off,
    "round": Host.turn_round,
    "fails": Host.fail,
    "silent": Host.keep_silent,
    "drips": Host.drip,
    "nonsense": Host.answer_nonsense,
}


@pytest.fixture
def host(signed: Signed) -> Iterator[str]:
    """Serves the folder of the log."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Host, directory=str(signed.folder))) as server:
        thread = threading.Thread(target=server.serve_forever, args=[0.01])
        server.done = threading.Event()  # type: ignore[attr-defined]
        thread.start()
        yield f"127.0.0.1:{server.server_port}"
        server.done.set()  # type: ignore[attr-defined]
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("path", ["events.jsonl", "", "/", "/index.html", "/moved/events.jsonl", "/moved/moved/"])
def test_a_log_at_an_address(signed: Signed, host: str, path: str) -> None:
    """Of the log itself, of its folder with or without a slash, of a page in it, or of where it has moved."""
    result = signed.verify(f"http://{host}/{path.lstrip('/')}")
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines() == [
        "events.jsonl: lines 1 to 12 are as they were signed as example.org/talks",
        "events.jsonl: line 13 is not yet covered by a checkpoint",
    ]


def test_the_log_of_a_site_lies_in_its_data(signed: Signed, host: str, tmp_path: Path) -> None:
    """At an address as on the disk."""
    data = signed.folder / "data"
    data.mkdir()
    for name in ("events.jsonl", "checkpoint"):
        (signed.folder / name).rename(data / name)
    for where in (f"http://{host}", f"http://{host}/data", signed.folder, data):
        assert signed.verify(where).exit_code == 0


def test_what_somebody_kept(signed: Signed, host: str) -> None:
    """Is compared with what is served."""
    assert signed.verify(f"http://{host}", "--since", signed.kept[0]).exit_code == 0
    signed.write([signed.lines[0].replace(b"Talks", b"Walks"), *signed.lines[1:]])
    result = signed.verify(f"http://{host}", "--since", signed.kept[0])
    assert result.exit_code == 1
    assert "lines 1 to 3 are not those that kept-3 was signed for" in result.output


@pytest.mark.parametrize(
    ("path", "complaint"),
    [
        ("nothing/there/", "/nothing/there/data/checkpoint: there is no checkpoint, so nothing can be verified"),
        ("page/", "/page/data/checkpoint: there is no checkpoint, so nothing can be verified"),
        ("torn/", "/torn/events.jsonl: the transfer broke off"),
        ("round/", "/round/data/checkpoint: leads on more than 5 times"),
        ("nonsense/events.jsonl", "/nonsense/checkpoint: is not a signed note"),
        ("fails/", "/fails/data/checkpoint: the server answers 503 Service Unavailable"),
    ],
)
def test_what_goes_wrong_is_said(signed: Signed, host: str, path: str, complaint: str) -> None:
    """In words, with the address that it went wrong at."""
    result = signed.verify(f"http://{host}/{path}")
    assert (result.exit_code, result.stdout) == (1, "")
    assert f"http://{host}{complaint}" in result.stderr


@pytest.mark.parametrize(("path", "complaint"), [("silent", "did not answer in time"), ("drips", "comes too slowly")])
def test_patience_has_an_end(host: str, path: str, complaint: str) -> None:
    """With one who says nothing, and one who says it byte by byte."""
    with pytest.raises(TimelineError, match=complaint), fetched(f"http://{host}/{path}/", patience=0.2):
        pass


def test_a_page_instead_of_the_log(signed: Signed, host: str) -> None:
    """As a host has it that answers with its front page whatever is asked."""
    signed.log.write_text("<!doctype html>\n")
    assert "events.jsonl: is a web page, and not what was looked for" in signed.verify(f"http://{host}").stderr


def test_nobody_is_there(signed: Signed, host: str) -> None:
    """Nor one that speaks TLS."""
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    assert (
        f"127.0.0.1:{port}/checkpoint: cannot be reached"
        in signed.verify(f"http://127.0.0.1:{port}/events.jsonl").stderr
    )
    assert "its certificate cannot be trusted, or it speaks no TLS" in signed.verify(f"https://{host}/").stderr
    assert "is no address" in signed.verify("http://[::1/").stderr


def test_a_folder_without_a_log(signed: Signed, tmp_path: Path) -> None:
    """Says where it was looked for."""
    result = signed.timeline("verify", "--key", VKEY, tmp_path / "kept-3", key=None)
    assert result.exit_code == 1
    empty = tmp_path / "empty"
    empty.mkdir()
    assert "has no events.jsonl, nor has the folder data in it" in signed.verify(empty).stderr
