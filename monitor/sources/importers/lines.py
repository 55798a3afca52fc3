"""Read the lines of a text file, in whatever encoding it was written."""

import codecs
import io
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Final, TextIO

from monitor.errors import ImportFileError
from monitor.sources.importers.limits import ImportLimits
from monitor.sources.importers.opening import InputFile, opened
from monitor.sources.importers.remarks import Remarks

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE_BYTES: Final = 65_536
_WINDOWS: Final = "cp1252"
_HOLES: Final = re.compile(rb"\x00{16,}")
"""Zeros that a file system leaves where a file was to be written, and power failed."""
_FIRST_CHARACTERS: Final = 1_000_000
"""So much of a table is searched for its header and its units. Rule of thumb: 3,000 lines of 50
columns."""
_ZERO: Final = 0.8
"""Share of zero bytes at every second place that tells UTF-16. Rule of thumb."""


@contextmanager
def reading(
    file: InputFile, limits: ImportLimits, remarks: Remarks, encoding: str | None = None
) -> Iterator["Lines"]:
    """Open a text file, and say what is wrong with it as ``ImportFileError``.

    Without an ``encoding`` it is found: a byte order mark, else UTF-8, else Windows-1252, which
    is said.
    """
    with opened(file, limits) as stream:
        name = encoding or _guess(file, limits, remarks)
        # undefined bytes of cp1252 stand in text, never in numbers
        errors = "replace" if name == _WINDOWS else "strict"
        try:
            text = io.TextIOWrapper(stream, name, errors=errors, newline="")
        except LookupError as error:
            raise ImportFileError(str(file), f'no encoding is called "{encoding}"') from error
        try:
            lines = Lines(file, text, limits.line_characters)
            yield lines
            text.detach()
            if lines.zeros:
                remarks.add(
                    f"{lines.zeros} zero bytes left out: part of the file was never written"
                )
        except UnicodeError as error:
            raise ImportFileError(str(file), f"is not a text file ({name})") from error


class Lines:
    """Lines of a file; ``cut`` tells whether the latest lacks its end, ``number`` counts them.

    ``zeros`` counts the zero bytes that were left out.
    """

    def __init__(self, file: InputFile, text: TextIO, most: int) -> None:
        self.cut = False
        self.number = 0
        self.zeros = 0
        self._file = file
        self._text = text
        self._most = most

    def __iter__(self) -> Iterator[str]:
        readline, most = self._text.readline, self._most + 1
        while text := readline(most):
            self.number += 1
            if not text.strip("\x00"):
                self.zeros += len(text)
                continue
            if len(text) == most:
                reason = f"a line of more than {self._most} characters"
                raise ImportFileError(str(self._file), reason, self.number)
            self.cut = not text.endswith(("\n", "\r"))
            if "\x00" in text:
                self.zeros += text.count("\x00")
                text = text.replace("\x00", "")
                if not text.strip():
                    continue
            yield text


def first_lines(lines: Iterable[str], most: int) -> Iterator[str]:
    """Give at most so many lines, fewer where they are long."""
    left = _FIRST_CHARACTERS
    for text in islice(lines, most):
        yield text
        left -= len(text)
        if left <= 0:
            return


def _guess(file: InputFile, limits: ImportLimits, remarks: Remarks) -> str:
    """Find the encoding: by the whole file, as a degree sign may come late."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with opened(file, limits) as stream:
        start = stream.read(_SAMPLE_BYTES)
        for mark, name in _BOMS:
            if start.startswith(mark):
                return name
        if (wide := _wide(start)) is not None:
            return wide
        if b"\x00" in _HOLES.sub(b"", start):
            raise ImportFileError(str(file), "is not a text file (UTF-8)")
        try:
            while start:
                decoder.decode(start)
                start = stream.read(_SAMPLE_BYTES)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            remarks.add("is not UTF-8: read as Windows-1252")
            return _WINDOWS
    return "utf-8"


def _wide(start: bytes) -> str | None:
    """Tell UTF-16 without a mark by its zeros."""
    half = len(start) // 2 or 1
    even, odd = start[::2].count(0), start[1::2].count(0)
    if odd > _ZERO * half and not even:
        return "utf-16-le"
    return "utf-16-be" if even > _ZERO * half and not odd else None
