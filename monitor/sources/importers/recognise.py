"""Recognise the format of a file by its first bytes, whatever its name is."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from monitor.errors import ImportFileError
from monitor.sources.importers.fit_messages import MARK, MARK_AT
from monitor.sources.importers.limits import ImportLimits
from monitor.sources.importers.opening import InputFile, expand, opened

_START_BYTES: Final = 16_384
_MCAP: Final = b"\x89MCAP0\r\n"
_XML: Final = (("gpx", b"<gpx"), ("tcx", b"<TrainingCenterDatabase"))
_TEXT: Final = (
    ("moticon", re.compile(rb"(left|right) (pressure 1|acceleration x)\s*\[")),
    ("pedar", re.compile(rb"time\[secs\]")),
)
"""Formats of text, by what one of their first lines holds, in lower case."""


def recognise(files: Sequence[Path], limits: ImportLimits | None = None) -> str:
    r"""Name the format of files that belong together.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder) / "any.name"
    ...     _ = path.write_text("t,ax\n0,1\n")
    ...     recognise([path])
    'csv'

    Raises
    ------
    ImportFileError
        If a file cannot be read, or is a recording of ours already.
    """
    limits = limits or ImportLimits()
    formats = {_format(file, limits) for file in expand(files, limits)}
    return formats.pop() if len(formats) == 1 else "csv"


def _format(file: InputFile, limits: ImportLimits) -> str:
    with opened(file, limits) as stream:
        start = stream.read(_START_BYTES)
    if start.startswith(_MCAP):
        raise ImportFileError(str(file), "is a recording already: nothing is to be imported")
    if start[MARK_AT : MARK_AT + len(MARK)] == MARK:
        return "fit"
    text = start.replace(b"\x00", b"")  # UTF-16 of plain letters
    for name, mark in _XML:
        if mark in text:
            return name
    lowered = text.lower()
    for name, marks in _TEXT:
        if marks.search(lowered):
            return name
    return "csv"
