"""Read the elements of an XML file, one after the other, and believe nothing else in it.

There is no document type, no entity and no other file; depth and size are bounded.
"""

import re
from collections.abc import Callable
from typing import Final, NamedTuple
from xml.parsers import expat

MOST_DEPTH: Final = 40
"""Elements within elements. Rule of thumb: TCX needs nine."""
_MOST_TEXT: Final = 10_000
"""Characters of one element. Rule of thumb: a note of a runner."""


_DECLARATION: Final = 200
_SAID: Final = re.compile(
    rb"(\xef\xbb\xbf)?<\?xml[^>]*encoding\s*=\s*[\"'](?!utf-?8[\"'])", re.IGNORECASE
)
"""A declaration of another encoding than UTF-8."""
_CUT_BYTES: Final = 4
_WIDE: Final = {
    (b"\xff\xfe", b"\xfe\xff"): "utf-16",
    (b"<\x00",): "utf-16-le",
    (b"\x00<",): "utf-16-be",
}
"""How UTF-16 starts, with a mark and without."""
_BOM: Final = b"\xef\xbb\xbf"
_NO_WIDTH: Final = b"\xe2\x80\x8b"
_MARKS: Final = re.compile(rb"(?:[ \t\r\n]|" + _BOM + b"|" + _NO_WIDTH + b")+")
_BEFORE: Final = "\ufeff\u200b \t\r\n"
_DECLARED: Final = re.compile(r"^<\?xml[^>]*\?>")
_BARE: Final = re.compile(
    rb"(<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z))"
    rb"|&(?!#\d+;|#x[0-9a-fA-F]+;|(?:amp|lt|gt|quot|apos);)",
    re.DOTALL,
)
"""An ``&`` that starts no reference which XML knows by itself; or, first, text in which it may
stand."""
_CONTROLS: Final = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")


class XmlRefusedError(Exception):
    """The text is no XML of the kind that activities are written in."""


class Element(NamedTuple):
    """An element that has ended: local names from the root on, its text and attributes."""

    path: tuple[str, ...]
    text: str
    attributes: dict[str, str]


def elements(
    data: bytes, start: Callable[[tuple[str, ...]], None], end: Callable[[Element], None]
) -> str:
    """Tell where elements start and end; return what is wrong at the end, "" if nothing.

    A file that was cut gives all elements before the cut, and a word.

    Raises
    ------
    XmlRefusedError
        If it is no XML at all, or uses what activities do not need.
    """
    walk = _Walk(start, end)
    parser = expat.ParserCreate()
    parser.StartElementHandler = walk.start
    parser.EndElementHandler = walk.end
    parser.CharacterDataHandler = walk.text
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError) as error:  # an unknown encoding is a ValueError
        if not walk.seen:
            raise XmlRefusedError(f"is no XML: {error}") from error
        return f"is cut or damaged ({error})"
    return ""


def mended(data: bytes) -> tuple[bytes, list[str]]:
    """Give the text as XML wants it, and what had to be changed for it.

    Some sites put spaces or marks before the declaration; some programs say UTF-8 and write
    Windows-1252 or UTF-16; some names hold a bare ``&`` or a control character.
    """
    wide = next((name for marks, name in _WIDE.items() if data.startswith(marks)), None)
    if wide is not None:
        text = data.decode(wide, "replace")
        data = _DECLARED.sub("", text.lstrip(_BEFORE), count=1).encode()
    if marks := _MARKS.match(data):
        data = data[marks.end() :]
    if _SAID.match(data[:_DECLARATION]):
        return data, []
    mends = []
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        if len(data) - error.start >= _CUT_BYTES:  # not a letter that was cut
            data = data.decode("cp1252", "replace").encode()
            mends.append("says UTF-8 and is not: read as Windows-1252")
    return _legible(data, mends), mends


def _legible(data: bytes, mends: list[str]) -> bytes:
    """Escape what XML would take for something else, and count it."""
    if bare := sum(match[1] is None for match in _BARE.finditer(data)):
        mends.append(f'{bare} times a bare "&" read as the letter')
        data = _BARE.sub(lambda match: match[1] or b"&amp;", data)
    data, controls = _CONTROLS.subn(b"", data)
    if controls:
        mends.append(f"{controls} control characters left out")
    return data


def _refuse(*_: object) -> None:
    raise XmlRefusedError("declares a document type, as no activity does")


class _Walk:
    """Follow the elements."""

    def __init__(
        self, start: Callable[[tuple[str, ...]], None], end: Callable[[Element], None]
    ) -> None:
        self.seen = 0
        self._on_start = start
        self._on_end = end
        self._path: list[str] = []
        self._texts: list[list[str]] = []
        self._sizes: list[int] = []
        self._attributes: list[dict[str, str]] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self._path) >= MOST_DEPTH:
            raise XmlRefusedError(f"is nested deeper than {MOST_DEPTH} elements")
        self.seen += 1
        self._path.append(name.rpartition(":")[2])
        self._texts.append([])
        self._sizes.append(0)
        self._attributes.append(attributes)
        self._on_start(tuple(self._path))

    def text(self, text: str) -> None:
        if self._texts and self._sizes[-1] <= _MOST_TEXT:
            self._texts[-1].append(text)
            self._sizes[-1] += len(text)

    def end(self, _: str) -> None:
        self._sizes.pop()
        text = "".join(self._texts.pop())[:_MOST_TEXT].strip()
        self._on_end(Element(tuple(self._path), text, self._attributes.pop()))
        self._path.pop()
