"""The files of the page, all in memory, packed once; nothing else is ever read."""

import gzip
import hashlib
from pathlib import Path
from typing import Final, NamedTuple

from monitor import texts

_KINDS: Final = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".json": "application/json",
}
FOLDER: Final = Path(__file__).parent / "static"


class File(NamedTuple):
    """A file as it is sent."""

    kind: str
    plain: bytes
    packed: bytes
    tag: str
    """Changes when the file does."""


def page_files() -> dict[str, File]:
    """Give every file of the page by its path in the address."""
    found = {f"/{path.name}": path for path in FOLDER.iterdir() if path.suffix in _KINDS}
    found |= {f"/texts/{name}.json": texts.FOLDER / f"{name}.json" for name in texts.LANGUAGES}
    files = {address: _load(path) for address, path in found.items()}
    return files | {"/": files["/index.html"]}


def _load(path: Path) -> File:
    plain = path.read_bytes()
    tag = f'"{hashlib.sha256(plain).hexdigest()[:16]}"'
    return File(_KINDS[path.suffix], plain, gzip.compress(plain, 9, mtime=0), tag)
