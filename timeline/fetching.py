"""A log that somebody serves, fetched to be verified: to the disk, so that memory does not grow with it.

The checkpoint comes first, since a log may grow between the two. What is fetched lies in a folder as a log does in its
repository, so that it is verified in the same way; no name of a file comes from the other side unless it is a number.
"""

import re
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import takewhile
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, NamedTuple

import httpx

from timeline import note, tiles
from timeline.errors import TimelineError
from timeline.progress import Counting, unheard

_LARGEST = 20_000_000_000
"""Bytes of a log; who has a larger one copies it and verifies the copy."""
_LISTED, _OLDER = 50_000_000, 1_000
"""Bytes of the list of what lies beside a log, and how many older checkpoints in it are fetched, the newest ones."""
_VANISHED = 1_000_000
"""Lines that can be gone for their hashes to be fetched."""
_SLOWEST = 1_000
"""Bytes a second that must have come when twice the patience is over."""
_REDIRECTS = 5
_KEPT = re.compile(rb"^[0-9a-f]{64}  (checkpoints/(?:0|[1-9][0-9]{0,17}))$", re.MULTILINE)


class Gone(TimelineError):
    """There is nothing at an address."""


class Published(NamedTuple):
    """A log that was fetched to `path`, with what lay beside it at `address`."""

    path: Path
    address: httpx.URL
    fetcher: "_Fetcher"

    def fetch_hashes(self, size: int, lines: int) -> bool:
        """Also the hashes of its lines, by which it can be told which one was changed, if they are there.

        `size` is how many were signed, `lines` how many there are. Raises TimelineError.
        """
        names = tiles.of_leaves(size if size <= lines + _VANISHED else 0)
        return bool(list(takewhile(self._fetched, names)))

    def _fetched(self, name: str) -> bool:
        return self.fetcher.has(self.address.join(name), self.path.parent / name, tiles.BYTES)

    def named(self, where: str) -> str:
        """An address instead of a file that was fetched from there."""
        return where.replace(f"{self.path.parent}/", str(self.address.join(".")))


@contextmanager
def fetched(url: str, progress: Counting = unheard, patience: float = 30) -> Iterator[Published]:
    """The log at an address, which is its own, that of a published site or of the folder in which it lies.

    `progress` is told how many bytes of how many have come; `patience` is how many seconds an answer may take, or any
    pause in it. Raises TimelineError.
    """
    try:
        address = httpx.URL(url)
    except httpx.InvalidURL as error:
        raise TimelineError(f"{url}: is no address: {error}") from error
    with TemporaryDirectory(prefix="timeline-verify-") as folder, _client(address, patience) as client:
        fetcher, path = _Fetcher(client, patience), Path(folder, "events.jsonl")
        log = _with_checkpoint(fetcher, address, path.with_name("checkpoint"))
        listed = Path(folder, "checksums.txt")
        if fetcher.has(log.join("checksums.txt"), listed, _LISTED):
            for name in [found.decode() for found in _KEPT.findall(listed.read_bytes())][-_OLDER:]:
                fetcher.has(log.join(name), Path(folder, name), note.MOST)
        fetcher.fetch(log, path, _LARGEST, progress)
        yield Published(path, log, fetcher)


def _with_checkpoint(fetcher: "_Fetcher", address: httpx.URL, checkpoint: Path) -> httpx.URL:
    """Where the log is; its checkpoint is then fetched."""
    logs = _logs(address)
    for log in logs:
        if fetcher.has(log.join("checkpoint"), checkpoint, note.MOST):
            return log
    raise TimelineError(
        f"{logs[0].join('checkpoint')}: there is no checkpoint, so nothing can be verified; a published site has one "
        "only where its log was signed, and was published byte for byte: its page on the data says what was held back"
    )


def _logs(address: httpx.URL) -> list[httpx.URL]:
    """Where it can be: the address itself, or in the folder `data` of a site, or in that folder."""
    if address.path.endswith(".jsonl"):
        return [address]
    is_page = address.path.endswith((".html", ".htm"))
    folder = address.copy_with(path=re.sub("[^/]*$", "", address.path) if is_page else f"{address.path.rstrip('/')}/")
    return [folder.join("data/events.jsonl"), folder.join("events.jsonl")]


def _client(address: httpx.URL, patience: float) -> httpx.Client:
    asked: list[Callable[..., None]] = [partial(_stays_encrypted, address.scheme)]
    return httpx.Client(
        timeout=patience, follow_redirects=True, max_redirects=_REDIRECTS, event_hooks={"request": asked}
    )


def _stays_encrypted(scheme: str, request: httpx.Request) -> None:
    if scheme == "https" and request.url.scheme != "https":
        raise TimelineError(f"{request.url}: leads from https to {request.url.scheme}; nothing was fetched there")


class _Fetcher:
    """Fetches files from one side."""

    def __init__(self, client: httpx.Client, patience: float) -> None:
        self.client, self.patience = client, patience

    def has(self, url: httpx.URL, target: Path, largest: int) -> bool:
        """Fetch a file if it is there; raises TimelineError."""
        try:
            self.fetch(url, target, largest)
        except Gone:
            return False
        return True

    def fetch(self, url: httpx.URL, target: Path, largest: int, progress: Counting = unheard) -> None:
        """Raises TimelineError, with what went wrong in words."""
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            with self.client.stream("GET", url) as answer, target.open("wb") as file:
                _check(url, answer)
                self._save(answer, file, largest, progress)
        except httpx.HTTPError as error:
            raise TimelineError(f"{url}: {_in_words(error)}") from error
        except OSError as error:
            raise TimelineError(f"{url}: could not be kept on this disk: {error.strerror or error}") from error
        if _is_page(target):
            raise Gone(f"{url}: is a web page, and not what was looked for")

    def _save(self, answer: httpx.Response, file: IO[bytes], largest: int, progress: Counting) -> None:
        url, came, start = answer.request.url, 0, time.monotonic()
        length = int(answer.headers.get("content-length", 0))
        for part in answer.iter_bytes():
            came += file.write(part)
            if came > largest:
                raise TimelineError(f"{url}: is over {largest:,} bytes long; that cannot be what was looked for")
            took = time.monotonic() - start
            if took > 2 * self.patience and came < took * _SLOWEST:
                raise TimelineError(f"{url}: comes too slowly, {came:,} bytes in {took:.0f} seconds; try again later")
            progress(answer.num_bytes_downloaded, max(length, answer.num_bytes_downloaded))


def _is_page(file: Path) -> bool:
    """Many a host answers with one where there is nothing."""
    with file.open("rb") as opened:
        return opened.read(256).removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<")


def _check(url: httpx.URL, answer: httpx.Response) -> None:
    if answer.status_code in (404, 410):
        raise Gone(f"{url}: there is nothing there ({answer.status_code})")
    if answer.status_code != 200:
        raise TimelineError(f"{url}: the server answers {answer.status_code} {answer.reason_phrase}")


def _in_words(error: httpx.HTTPError) -> str:
    match error:
        case httpx.TimeoutException():
            return "did not answer in time; try again later"
        case httpx.TooManyRedirects():
            return f"leads on more than {_REDIRECTS} times"
        case httpx.RemoteProtocolError() | httpx.ReadError():
            return f"the transfer broke off ({error}); nothing was verified, try again"
        case httpx.ConnectError() if isinstance(_root(error), ssl.SSLError):
            return f"its certificate cannot be trusted, or it speaks no TLS ({_root(error)})"
        case httpx.ConnectError():
            return f"cannot be reached ({error})"
    return f"cannot be fetched ({error})"


def _root(error: BaseException) -> BaseException:
    while cause := error.__cause__ or error.__context__:
        error = cause
    return error
