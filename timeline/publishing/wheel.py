"""An installed package as the wheel that it came from, for a package that no index is to be asked for.

Ours is one: another project may have its name there. The files are those that were installed, without what the
installer wrote beside them, which says where on this machine they lie (PEP 376, PEP 610); ours also without what was
fetched for published sites, which is not needed where it serves.
The format is that of the binary distribution format 1.0: a ZIP whose last member has the hash of every other one.
"""

import base64
import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from importlib.metadata import Distribution
from pathlib import Path

from timeline.errors import TimelineError

_OURS = Path(__file__).parent.parent
_FETCHED = "timeline/static/vendor/"
_INSTALLERS = {"INSTALLER", "RECORD", "REQUESTED", "direct_url.json", "provenance_url.json"}
_INSTALLERS |= {"uv_build.json", "uv_cache.json"}


def wheel(package: Distribution) -> tuple[str, bytes]:
    """Its file name and its bytes, the same for the same files. Raises TimelineError where the files are elsewhere."""
    files = dict(sorted(_files(package).items()))
    about = f"{_escaped(package.name)}-{package.version}"
    record = f"{about}.dist-info/RECORD"
    files[record] = _record(files, record)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            member = zipfile.ZipInfo(name)  # as of 1980, so that it never differs
            member.external_attr = 0o644 << 16
            archive.writestr(member, content, zipfile.ZIP_DEFLATED)
    return f"{about}-{_tag(package)}.whl", packed.getvalue()


def is_local(package: Distribution) -> bool:
    """Whether it was installed from a file, a folder or an address, and so by no name and version of an index."""
    return package.read_text("direct_url.json") is not None


def _files(package: Distribution) -> Mapping[str, bytes]:
    listed = {path.as_posix(): Path(str(path.locate())) for path in package.files or ()}
    found = {name: path for name, path in listed.items() if _is_in_the_wheel(name)}
    if _is_editable(package):
        if package.name != "timeline":
            raise TimelineError(f"{package.name}: is installed to be edited; install it as a wheel to publish with it")
        found = {name: path for name, path in found.items() if ".dist-info/" in name}
        found |= {name: path for name, path in _edited() if _is_in_the_wheel(name)}
    return {name: path.read_bytes() for name, path in found.items()}


def _is_in_the_wheel(name: str) -> bool:
    """Not what the installer made, scripts outside, compiled files and its own notes; nor what only a site needs."""
    if name.startswith(("..", "/", _FETCHED)) or "__pycache__" in name:
        return False
    return ".dist-info/" not in name or name.rpartition("/")[2] not in _INSTALLERS


def _is_editable(package: Distribution) -> bool:
    origin = json.loads(package.read_text("direct_url.json") or "{}")
    return bool(origin.get("dir_info", {}).get("editable"))


def _edited() -> Iterator[tuple[str, Path]]:
    """Our own files where they are edited."""
    for path in _OURS.rglob("*"):
        if path.is_file():
            yield path.relative_to(_OURS.parent).as_posix(), path


def _record(files: Mapping[str, bytes], name: str) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    for path, content in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
        writer.writerow((path, f"sha256={digest}", len(content)))
    writer.writerow((name, "", ""))
    return text.getvalue().encode()


def _escaped(name: str) -> str:
    return name.replace("-", "_").replace(".", "_").lower()


def _tag(package: Distribution) -> str:
    """Which Pythons, interfaces and systems it is for: each that is named, once."""
    lines = (package.read_text("WHEEL") or "").splitlines()
    tags = [line.partition(": ")[2].split("-") for line in lines if line.startswith("Tag: ")]
    return "-".join(".".join(dict.fromkeys(part)) for part in zip(*tags, strict=True))
