"""The page that verifies, in Chromium: good and attacked logs and receipts, from a host and from the disk."""

import json
import shutil
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.readable import assert_readable
from tests.chronicle import BEGINNING, report
from timeline import Log, receipt, tlog
from timeline.in_base64 import to_base64
from timeline.note import Signer
from timeline.publish import publish
from timeline.publishing.leaving import Rules
from timeline.reading import Reader
from timeline.receipt import Receipt
from timeline.treehead import TreeHead, signed
from timeline.verification import sign

KEY = Signer("example.org/talks", b"k" * 32)
OTHER = Signer("example.org/talks", b"o" * 32)
NOON = 1_700_000_000
SIZE = 600
"""Lines: two full tiles, and a part of one."""


class Host(SimpleHTTPRequestHandler):
    """Hands out files without a word, and whole: it knows no parts."""

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a signed site, and beside it the checkpoint of its first 300 lines."""
    top = tmp_path_factory.mktemp("verify")
    log = Log(top / "talks/events.jsonl")
    log.path.parent.mkdir()
    log.append(BEGINNING)
    facts = [report("attack", f"attack-{n}", f"e-{n}", killed=n) for n in range(len(BEGINNING), SIZE)]
    log.append([{**fact, "data": {**fact["data"], "note": "Ü <b>"}} for fact in facts[: 300 - len(BEGINNING)]])
    sign(log.path, KEY, NOON)
    shutil.copy(top / "talks/checkpoint", top / "kept")
    log.append(facts[300 - len(BEGINNING) :])
    sign(log.path, KEY, NOON + 60)
    log.append([report("attack", "last", "e-last")])
    publish(Reader(log.path), top / "a site", Rules())
    (top / "favicon.ico").touch()
    return top


@pytest.fixture
def site(made: Path, tmp_path: Path) -> Path:
    """A copy of what the page needs, to be attacked."""
    shutil.copytree(made / "a site", tmp_path / "a site", ignore=shutil.ignore_patterns("fact", "timeline*"))
    shutil.copytree(made / "a site/fact", tmp_path / "a site/fact")
    shutil.copy(made / "a site/static/timeline.css", tmp_path / "a site/static/timeline.css")
    (tmp_path / "favicon.ico").touch()
    return tmp_path / "a site"


@pytest.fixture
def verifying(site: Path, open_page: Open) -> Iterator[Callable[..., Page]]:
    """Opens a page of the copy at a server that hands out files."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Host, directory=str(site.parent))) as server:
        thread = threading.Thread(target=server.serve_forever, args=[0.01])
        thread.start()
        yield lambda page="verify.html": open_page(f"http://127.0.0.1:{server.server_port}/{quote(site.name)}/{page}")
        server.shutdown()
        thread.join()


def lines(site: Path) -> list[bytes]:
    return (site / "data/events.jsonl").read_bytes().splitlines(keepends=True)


def told(page: Page, button: str, how: str, result: str) -> str:
    """What comes out when a button is pressed; `how` it has to come out."""
    page.get_by_role("button", name=button).click()
    expect(page.locator(f"#{result}.{how}")).to_be_visible()
    return page.locator(f"#{result}").inner_text()


def of_log(page: Page, how: str) -> str:
    return told(page, "Verify the log", how, "log-result")


def of_receipt(page: Page, how: str) -> str:
    return told(page, "Verify the receipt", how, "receipt-result")


def test_the_log_that_is_served(made: Path, verifying: Callable[..., Page]) -> None:
    """And that it goes on from what a reader kept; everybody can use the page."""
    page = verifying()
    assert_readable(page)
    signed_as = "The log's lines 1 to 600 are as they were signed as example.org/talks"
    assert of_log(page, "good").splitlines()[::2] == [
        f"{signed_as}, by its own word on 2023-11-14T22:14:20Z.",
        "1 more are not yet covered by a checkpoint.",
    ]
    page.locator("#kept-file").set_input_files(made / "kept")
    assert "They go on from what you kept (lines 1 to 300)." in of_log(page, "good")


def replaced(place: int, old: bytes, new: bytes) -> Callable[[Path], None]:
    """An attack: a line with other words."""

    def attack(site: Path) -> None:
        found = lines(site)
        assert old in found[place - 1]
        found[place - 1] = found[place - 1].replace(old, new)
        (site / "data/events.jsonl").write_bytes(b"".join(found))

    return attack


def without(*places: int) -> Callable[[Path], None]:
    """An attack: lines are gone."""
    return lambda site: (
        (site / "data/events.jsonl").write_bytes(
            b"".join(line for place, line in enumerate(lines(site), 1) if place not in places)
        )
        and None
    )


def swapped(site: Path) -> None:
    """An attack: two lines change places."""
    found = lines(site)
    found[400], found[401] = found[401], found[400]
    (site / "data/events.jsonl").write_bytes(b"".join(found))


def slipped_in(site: Path) -> None:
    """An attack: a line more."""
    found = lines(site)
    (site / "data/events.jsonl").write_bytes(b"".join([*found[:20], found[19], *found[20:]]))


def forged_tombstone(site: Path) -> None:
    """An attack: a line is gone under the hash that it had, and no event says why."""
    found = lines(site)
    leaf = to_base64(tlog.leaf_hash(found[30][:-1]))
    found[30] = json.dumps({"leaf_hash": leaf, "id": "e-30"}, separators=(",", ":")).encode() + b"\n"
    (site / "data/events.jsonl").write_bytes(b"".join(found))


def brought_back(site: Path) -> None:
    """An attack: a line was redacted, and says again what it said."""
    found = lines(site)
    data = {"event": "e-30", "leaf_hash": to_base64(tlog.leaf_hash(found[30][:-1]))}
    redaction = json.dumps({"type": "event.redacted", "data": data}).encode() + b"\n"
    (site / "data/events.jsonl").write_bytes(b"".join([*found, redaction]))


ATTACKS: dict[str, tuple[Callable[[Path], None], str]] = {
    "change": (replaced(321, b"killed", b"kilned"), "Line 321 is the first that is not as it was signed."),
    "first": (replaced(1, b"log.opened", b"log.Opened"), "Line 1 is the first that is not as it was signed."),
    "delete": (without(600, 601), "The log has 599 whole lines, but the checkpoint was signed for 600."),
    "cut": (without(*range(10, 602)), "The log has 9 whole lines"),
    "swap": (swapped, "Line 401 is the first that is not as it was signed."),
    "insert": (slipped_in, "Line 21 is the first that is not as it was signed."),
    "tombstone": (forged_tombstone, "Line 31 was redacted, and no event says why"),
    "content back": (brought_back, "redacted a line, and its content is here"),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attacked_log(site: Path, verifying: Callable[..., Page], attack: str) -> None:
    """The line is named, by the hashes beside it, where there is one."""
    deed, words = ATTACKS[attack]
    deed(site)
    found = of_log(verifying(), "bad")
    assert words in found
    assert "This is NOT what was signed as example.org/talks." in found


def test_attacks_on_what_was_signed(made: Path, verifying: Callable[..., Page]) -> None:
    """Another key, a text that was changed, an older state, and two heads of one size."""
    page = verifying()
    checkpoint, kept = page.locator("#checkpoint"), (made / "kept").read_text()
    newest = checkpoint.input_value()
    page.locator("#key").fill(str(OTHER.verifier))
    assert "is not signed with the key that was given, but by example.org/talks" in of_log(page, "bad")
    page.locator("#key").fill(str(KEY.verifier)[:-2])
    assert "no verifier key" in of_log(page, "bad")
    page.locator("#key").fill(str(KEY.verifier).replace("talks", "walks"))
    assert "This key was not copied whole" in of_log(page, "bad")
    page.locator("#key").fill(f"{KEY.verifier}\n")
    checkpoint.fill(newest.replace("\n600\n", "\n599\n"))
    assert "the signature of example.org/talks is not of this text" in of_log(page, "bad")
    checkpoint.fill(kept)
    page.locator("#kept").fill(newest)
    assert "an older state was put back" in of_log(page, "bad")
    checkpoint.fill(newest)
    page.locator("#kept").fill(signed(TreeHead(KEY.name, 600, b"\1" * 32), KEY).decode())
    assert "they prove that the log was shown in two versions" in of_log(page, "bad")
    page.locator("#kept").fill(signed(TreeHead("example.org/other", 2, b"\1" * 32), KEY).decode())
    assert "it is of another log, example.org/other" in of_log(page, "bad")


def test_the_receipt_of_a_fact(site: Path, verifying: Callable[..., Page], tmp_path: Path) -> None:
    """By the link on its page: made of tiles, verified, and kept as `timeline verify --proof` takes it."""
    page = verifying("fact/attack-290.html")
    page.locator('a[href*="verify.html#"]').click()
    expect(page.locator("#receipt-result.good")).to_be_visible()
    assert "Line 291 of example.org/talks, when it had 600" in page.locator("#receipt-result").inner_text()
    with page.expect_download() as download:
        page.locator("#take").click()
    kept = receipt.parse(download.value.path().read_bytes())
    assert kept.proved([KEY.verifier]).size == 600
    assert kept.line + b"\n" == lines(site)[290]
    assert page.locator("#line").inner_text() == kept.line.decode()
    assert of_receipt(page, "good").startswith("Line 291 of")


def test_receipts_of_many_places(site: Path, verifying: Callable[..., Page]) -> None:
    """At the borders of tiles and of the tree."""
    page, found = verifying(), lines(site)
    for place in (1, 2, 255, 256, 257, 512, 513, 599, 600):
        page.goto(page.url.partition("#")[0] + f"#line={place}&from={sum(map(len, found[: place - 1]))}")
        expect(page.locator("#receipt-result.good")).to_contain_text(f"Line {place} of")
        assert receipt.parse(page.locator("#receipt").input_value().encode()).proved([KEY.verifier]).size == 600


def test_receipts_from_a_host_that_lies(site: Path, verifying: Callable[..., Page]) -> None:
    """Another line, a tile with another hash, none at all."""
    found = lines(site)
    replaced(291, b"killed", b"kilned")(site)
    page = verifying(f"verify.html#line=291&from={sum(map(len, found[:290]))}")
    expect(page.locator("#receipt-result.bad")).to_contain_text("its line is not the one that was signed")
    assert page.locator("#take").is_hidden()
    page = verifying(f"verify.html#line=601&from={sum(map(len, found[:600]))}")
    expect(page.locator("#receipt-result.bad")).to_contain_text("covers 600 lines, and this is line 601")


def small(place: int, size: int) -> Receipt:
    """The receipt of a line of a small log."""
    texts = [b'{"id":"%d"}' % number for number in range(size)]
    leaves = [tlog.leaf_hash(text) for text in texts]
    head = TreeHead(KEY.name, size, tlog.tree(leaves).root)
    return Receipt(
        texts[place], place, tuple(tlog.hashes(leaves, tlog.inclusion(place, size))), signed(head, KEY, NOON)
    )


PROVED = """async ([whole, vkey]) => {
  try { return (await provedBy(receiptIn(whole), await keysIn(vkey))).size } catch (error) { return error.message }
}"""


def test_every_line_of_every_small_log(made: Path, open_page: Open) -> None:
    """Holds as Python made it, from the disk too; corrupted hash by hash it proves nothing."""
    page = open_page((made / "a site/verify.html").as_uri())
    for size in range(1, 12):
        for place in range(size):
            good = small(place, size)
            assert page.evaluate(PROVED, [good.text.decode(), str(KEY.verifier)]) == size
            for number, one in enumerate(good.proof):
                for instead in ([bytes([one[0] ^ 1]) + one[1:]], [], [one, one], [one[:-1]]):
                    proof = (*good.proof[:number], *instead, *good.proof[number + 1 :])
                    bad = good._replace(proof=proof).text.decode()
                    assert page.evaluate(PROVED, [bad, str(KEY.verifier)]) != size
            assert page.evaluate(PROVED, [good._replace(place=place + 1).text.decode(), str(KEY.verifier)]) != size
            assert page.evaluate(PROVED, [good._replace(line=b"{}").text.decode(), str(KEY.verifier)]) != size


def test_from_the_disk(made: Path, open_page: Open) -> None:
    """A receipt can be verified there, and the log when it is chosen; it says what needs a web server."""
    page = open_page((made / "a site/verify.html").as_uri())
    page.locator("#receipt").fill(small(4, 9).text.decode())
    assert of_receipt(page, "good").startswith("Line 5 of example.org/talks, when it had 9, is this one")
    assert "choose data/events.jsonl above, or open the site by a web server" in of_log(page, "bad")
    page.locator("#log-file").set_input_files(made / "a site/data/events.jsonl")
    assert "lines 1 to 600 are as they were signed" in of_log(page, "good")
