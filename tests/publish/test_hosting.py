"""The recipes of docs/publish.md: nginx does what its configurations say; workflows are YAML and name real commands."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from httpx import Client, Response

from tests.publish.conftest import ROOT, Site
from timeline.cli import main

NGINX = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin")
HOSTING = ROOT / "docs" / "hosting"
PAGE = (ROOT / "docs" / "publish.md").read_text()
AROUND = """daemon off; master_process off; pid {folder}/pid; error_log {folder}/errors;
events {{}}
http {{ access_log off; client_body_temp_path {folder}/b; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f;
uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s; include {folder}/site.conf; }}
"""

Get = Callable[..., Response]
needs_nginx = pytest.mark.skipif(not NGINX and not os.environ.get("CI"), reason="nginx is not installed")


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def started(stack: ExitStack, name: str, folder: Path, **other: str) -> Get:
    """nginx with one of our configurations, checked by itself first; gives what asks it."""
    port, text = free_port(), (HOSTING / name).read_text()
    for old, new in {"listen 80;": f"listen 127.0.0.1:{port};", **other}.items():
        assert old in text
        text = text.replace(old, new)
    (folder / "site.conf").write_text(text)
    (folder / "nginx.conf").write_text(AROUND.format(folder=folder))
    command = [str(NGINX), "-p", str(folder), "-e", str(folder / "errors"), "-c", str(folder / "nginx.conf")]
    subprocess.run([*command, "-t"], check=True, capture_output=True)
    process = subprocess.Popen(command)
    stack.callback(process.wait)
    stack.callback(process.terminate)
    client = stack.enter_context(Client(base_url=f"http://127.0.0.1:{port}", trust_env=False))
    listening(port)
    return client.get


def listening(port: int) -> None:
    """Wait until somebody does."""
    for _ in range(1000):
        with socket.socket() as asking:
            if asking.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise AssertionError("nobody listens")


@pytest.fixture(scope="module")
def hosted(article_site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Get]:
    """A published folder behind nginx."""
    folder = tmp_path_factory.mktemp("nginx")
    with ExitStack() as stack:
        yield started(stack, "nginx-site.conf", folder, **{"/srv/chronology": str(article_site.folder)})


@needs_nginx
@pytest.mark.parametrize(
    ("path", "type", "kept"),
    [
        ("/", "text/html; charset=utf-8", "max-age=60"),
        ("/static/timeline.css", "text/css; charset=utf-8", "max-age=600"),
        ("/search/words/0.js", "application/javascript; charset=utf-8", "max-age=60"),
        ("/sql/index.mjs", "text/javascript; charset=utf-8", "max-age=86400"),
        ("/sql/sqlite3.wasm", "application/wasm", "max-age=86400"),
        ("/data/events.jsonl", "application/x-ndjson", "max-age=60"),
        ("/data/events.csv", "text/csv; charset=utf-8", "max-age=60"),
    ],
)
def test_nginx_hands_out_the_folder(hosted: Get, article_site: Site, path: str, type: str, kept: str) -> None:
    """With the right types, for as long as it may be kept, packed, and with what a browser is to refuse."""
    answer = hosted(path)
    assert answer.content == (article_site.folder / (path[1:] or "index.html")).read_bytes()
    assert (answer.headers["content-type"], answer.headers["cache-control"]) == (type, kept)
    assert answer.headers.get("content-encoding") == "gzip" or len(answer.content) < 500
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]


@needs_nginx
def test_nginx_packs_no_database_twice(hosted: Get, article_site: Site) -> None:
    """Whoever asks for the packed file gets it; whoever unpacks on the way gets the database by the same bytes."""
    database = (article_site.folder / "data/timeline.db").read_bytes()
    packed = hosted("/data/timeline.db.gz")
    assert packed.content == (article_site.folder / "data/timeline.db.gz").read_bytes()
    assert "content-encoding" not in packed.headers
    unpacked = hosted("/data/timeline.db")
    assert (unpacked.content, unpacked.headers["content-length"]) == (database, packed.headers["content-length"])


@needs_nginx
def test_nginx_says_what_is_not_there(hosted: Get, article_site: Site) -> None:
    """By our page, and hands out nothing that is hidden; a page that did not change is not sent again."""
    assert [hosted(path).status_code for path in ("/nothing", "/.nojekyll", "/.git/config")] == [404] * 3
    assert hosted("/no/such/page").content == (article_site.folder / "404.html").read_bytes()
    tag = hosted("/").headers["etag"]
    assert hosted("/", headers={"if-none-match": tag}).status_code == 304


@needs_nginx
def test_nginx_keeps_what_timeline_serves(article_site: Site, tmp_path: Path) -> None:
    """A page is asked for once; what was not found is not kept for long."""
    port = free_port()
    serve = [sys.executable, "-m", "timeline", "--log", ROOT / "events.jsonl", "--db", tmp_path / "a.db", "serve"]
    with ExitStack() as stack:
        behind = subprocess.Popen([*serve, "--public", "--port", str(port)], stderr=subprocess.DEVNULL, cwd=ROOT)
        stack.callback(behind.wait)
        stack.callback(behind.terminate)
        other = {"/var/cache/nginx/timeline": str(tmp_path / "cache"), "127.0.0.1:8001": f"127.0.0.1:{port}"}
        get = started(stack, "nginx-serve.conf", tmp_path, **other)
        listening(port)
        first, second = get("/-/timeline"), get("/-/timeline")
    assert first.content == second.content
    assert [answer.headers["x-cache"] for answer in (first, second)] == ["MISS", "HIT"]
    assert second.headers["content-encoding"] == "gzip"


def workflows() -> list[dict[str, object]]:
    """The YAML of the page."""
    found = [yaml.safe_load(text) for text in re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)]
    return [one for one in found if isinstance(one, dict)]


def commands(value: object) -> Iterator[str]:
    """All lines of shell in a workflow."""
    if isinstance(value, dict):
        for name, part in value.items():
            yield from str(part).splitlines() if name == "run" else commands(part)
    elif isinstance(value, list):
        for part in value:
            yield from part.splitlines() if isinstance(part, str) else commands(part)


def test_workflows_name_commands_that_exist() -> None:
    """Each checks, verifies and publishes before it deploys; every option is one that the command has."""
    forges = [one for one in workflows() if {"jobs", "pages"} & one.keys()]
    assert len(forges) == 2
    for forge in forges:
        ours = [line.split() for line in commands(forge) if line.startswith("timeline ")]
        assert [words[1] for words in ours] == ["check", "verify", "publish"]
        for _, name, *given in ours:
            help = CliRunner().invoke(main, [name, "--help"]).output
            assert all(option.partition("=")[0] in help for option in given if option.startswith("--")), name
