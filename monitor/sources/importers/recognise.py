"""Recognise the format of a file by its first bytes, whatever its name is."""

import re
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Final

from monitor.errors import ImportFileError
from monitor.hints import command
from monitor.sources.importers.fit_messages import MARK, MARK_AT
from monitor.sources.importers.limits import ImportLimits
from monitor.sources.importers.opening import InputFile, Source, expand, opened

_START_BYTES: Final = 16_384
_MCAP: Final = b"\x89MCAP0\r\n"
_XML: Final = (
    ("gpx", re.compile(rb"<(\w+:)?gpx[\s>]")),
    ("tcx", re.compile(rb"<(\w+:)?TrainingCenterDatabase")),
)
_ACTIVITIES: Final = frozenset({"fit", "gpx", "tcx"})
_WORKBOOK: Final = "xl/workbook.xml"
_BEFORE: Final = b" \t\r\n\xef\xbb\xbf\xff\xfe"
_JSON: Final = re.compile(rb"\{\s*[\"}]|\[\s*[\[{\"]")
_SIDES: Final = rb"(?:left|right|links|rechts|linke[rs]?|rechte[rs]?|l|r)"
_CELL: Final = rb"(?:pressure|druck)"
_MOTION: Final = rb"(?:acc|beschl)[a-z.]*"
_TEXT: Final = (
    (
        "moticon",
        re.compile(
            rb"(?<![a-z0-9])%(side)s[ _](?:%(cell)s[ _]0*1|%(motion)s[ _]x)\s*[\[(]"
            rb"|(?<![a-z])(?:%(cell)s[ _]%(side)s[ _]0*1|%(motion)s[ _]%(side)s[ _]x)\s*[\[(]"
            % {b"side": _SIDES, b"cell": _CELL, b"motion": _MOTION}
        ),
    ),
    (
        "pedar",
        re.compile(
            rb"time\s?\[(?:secs|ms)\][\s;,\"]*\d+\b"
            rb"|(?:time|zeit)\s?[\[(](?:s|secs?|sek|ms)[\])][\s;,\"]+1[\s;,\"]+2[\s;,\"]+3\b"
        ),
    ),
)
"""Formats of text, by what one of their first lines holds, in lower case."""
_TIME: Final = re.compile(
    rb"(?:^|[\t;,])[^\w\t;,]*(?:time(?:stamp)?|zeit(?:stempel)?)\s*(?:[\[(][^\])]*[\])]|/\s*m?s)?\"?"
    rb"\s*[\t;,]"
)
"""The column of times that every export of Moticon's has, as one called ``time_s`` is none."""


def recognise(files: Sequence[Source], limits: ImportLimits | None = None) -> str:
    r"""Name the format of files that belong together.

    >>> from pathlib import Path
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
    found = expand(files, limits)
    if any(file.member == _WORKBOOK for file in found):
        raise ImportFileError(str(files[0]), "is an Excel workbook: save its sheet as CSV")
    found, _ = without_damaged(found, limits)
    formats = {_format(file, limits) for file in found}
    packed = all(file.spare for file in found)
    activities = formats & _ACTIVITIES
    if packed and len(activities) == 1:  # what else is in the ZIP is no activity
        formats = activities
    if packed and len(activities) > 1:
        reason = "holds several activities: import it into a folder, which reads each"
        raise ImportFileError(str(files[0]), reason)
    return formats.pop() if len(formats) == 1 else "csv"


def without_damaged(
    files: Sequence[InputFile], limits: ImportLimits
) -> tuple[list[InputFile], list[ImportFileError]]:
    """Give the files that can be opened, and what is wrong with the others of a ZIP or a set.

    Raises
    ------
    ImportFileError
        If none can be, or one that was named.
    """
    sound, errors = [], []
    for file in files:
        try:
            with opened(file, limits) as stream:
                stream.read(1)
        except ImportFileError as error:
            if not file.spare:
                raise
            errors.append(error)
        else:
            sound.append(file)
    if not sound:
        raise errors[0]
    return sound, errors


def only_of(form: str, files: Sequence[InputFile], limits: ImportLimits) -> list[InputFile]:
    """Give the members of a ZIP that have a format; files that are not in one, all of them."""
    return [file for file in files if not file.spare or _format(file, limits) == form]


def _format(file: InputFile, limits: ImportLimits) -> str:
    with opened(file, limits) as stream:
        start = stream.read(_START_BYTES)
    if start.startswith(_MCAP):
        keep = command("session", "note", str(file), "--athlete", "NAME")
        raise ImportFileError(
            str(file),
            f"is a recording already: nothing is to be imported; `{keep}` files it as a session",
        )
    if start[MARK_AT : MARK_AT + len(MARK)] == MARK:
        return "fit"
    text = start.replace(b"\x00", b"")  # UTF-16 of plain letters
    for name, mark in _XML:
        if mark.search(text):
            return name
    lowered = text.lower()
    for name, marks in _TEXT:
        found = marks.search(lowered)
        if found and (name != "moticon" or _TIME.search(_line(lowered, found.start()))):
            return name
    return _by_name(file, text.lstrip(_BEFORE))


def _line(text: bytes, at: int) -> bytes:
    """Line of a text in which a place is."""
    start = max(text.rfind(b"\n", 0, at), text.rfind(b"\r", 0, at)) + 1
    return text[start:].splitlines()[0]


def _by_name(file: InputFile, text: bytes) -> str:
    """Name the format of what does not say it: what the file is called, or how it starts.

    Its reader then says what is wrong with it.
    """
    if not text and not file.spare:  # in a ZIP another file may be the one that is wanted
        raise ImportFileError(str(file), "is empty, or was never written")
    suffix = PurePosixPath(file.name.lower()).suffix.removeprefix(".")
    if suffix in _ACTIVITIES:
        return suffix
    if text.startswith(b"<"):
        return "gpx"
    if not file.spare and _JSON.match(text):
        raise ImportFileError(str(file), "is JSON, which is not read: export it as CSV")
    return "csv"
