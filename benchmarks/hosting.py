"""How often one page can be handed out: as a file behind nginx, by `timeline serve`, and by that behind a cache."""

import re
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median

from benchmarks import work
from benchmarks.measure import Command, ratio, run
from benchmarks.page import Bench, table
from benchmarks.work import TIMELINE

NEEDED = ("nginx", "wrk")
_SIZE, _READERS, _SECONDS = 1_000, 32, 4
_CONFIGURATIONS = Path(__file__).parent.parent / "docs" / "hosting"
_PORTS = {"file": 8097, "cache": 8098, "serve": 8099}
_AROUND = """daemon off; pid {folder}/pid; error_log {folder}/errors; user root; worker_processes auto;
events {{ worker_connections 1024; }}
http {{ access_log off; keepalive_requests 1000000; client_body_temp_path {folder}/b; proxy_temp_path {folder}/p;
fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
include {folder}/site.conf; include {folder}/serve.conf; }}
"""


def section(bench: Bench) -> str:
    """A row for each way."""
    folder = work.emptied(bench.build / "hosting")
    log = work.log(bench.build, _SIZE) / "events.jsonl"
    run([*TIMELINE, "--log", log, "--db", folder / "none.db", "publish", folder / "site"])
    fact = max((folder / "site" / "fact").glob("*.html"), key=lambda path: path.stat().st_size).stem
    ways = {
        "published, nginx": ("file", f"/fact/{fact}.html", ""),
        "published, nginx, packed on the way": ("file", f"/fact/{fact}.html", "gzip"),
        "`timeline serve --public`": ("serve", f"/-/fact/{fact}", ""),
        "the same behind nginx with a cache": ("cache", f"/-/fact/{fact}", ""),
        "the same, packed on the way": ("cache", f"/-/fact/{fact}", "gzip"),
    }
    with _hosts(folder, log):
        rates = _rates(ways, bench.rounds)
    served = rates["`timeline serve --public`"]
    rows = [[name, f"{median(rate):,.0f}", ratio(rate, served)] for name, rate in rates.items()]
    size = (folder / "site" / "fact" / f"{fact}.html").stat().st_size
    return table([f"a page of {size / 1e3:.0f} kB", "requests/s", "as a multiple of `timeline serve`"], rows)


def _rates(ways: dict[str, tuple[str, str, str]], rounds: int) -> dict[str, list[float]]:
    rates: dict[str, list[float]] = {name: [] for name in ways}
    for turn in range(-1, rounds):
        for name, (host, path, packed) in ways.items():
            rate = _asked(f"http://127.0.0.1:{_PORTS[host]}{path}", packed)
            if turn >= 0:
                rates[name].append(rate)
    return rates


def _asked(address: str, packed: str) -> float:
    """Answers a second, all of them 200."""
    command = [
        "wrk",
        "-t1",
        f"-c{_READERS}",
        f"-d{_SECONDS}",
        "-H",
        f"Accept-Encoding: {packed or 'identity'}",
        address,
    ]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found = re.search(r"Requests/sec:\s+([\d.]+)", said)
    if not found or "Non-2xx" in said:
        raise RuntimeError(said)
    return float(found[1])


@contextmanager
def _hosts(folder: Path, log: Path) -> Iterator[None]:
    """All of them at once; those that nobody asks have nothing to do."""
    site = (_CONFIGURATIONS / "nginx-site.conf").read_text().replace("/srv/chronology", str(folder / "site"))
    serve = (
        (_CONFIGURATIONS / "nginx-serve.conf").read_text().replace("/var/cache/nginx/timeline", str(folder / "cache"))
    )
    site = site.replace("listen 80;", f"listen 127.0.0.1:{_PORTS['file']};")
    serve = serve.replace("listen 80;", f"listen 127.0.0.1:{_PORTS['cache']};").replace("8001", str(_PORTS["serve"]))
    (folder / "site.conf").write_text(site)
    (folder / "serve.conf").write_text(serve)
    (folder / "nginx.conf").write_text(_AROUND.format(folder=folder))
    nginx: Command = ["nginx", "-p", folder, "-e", folder / "errors", "-c", folder / "nginx.conf"]
    ours: Command = [*TIMELINE, "--log", log, "--db", folder / "a.db", "serve", "--public", f"--port={_PORTS['serve']}"]
    with ExitStack() as stack:
        for command in (nginx, ours):
            process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
            stack.callback(process.wait)
            stack.callback(process.terminate)
        _wait(lambda: all(_listens(port) for port in _PORTS.values()))
        yield


def _wait(until: Callable[[], bool]) -> None:
    for _ in range(600):
        if until():
            return
        time.sleep(0.1)
    raise RuntimeError("nobody listens")


def _listens(port: int) -> bool:
    with socket.socket() as asking:
        return asking.connect_ex(("127.0.0.1", port)) == 0
