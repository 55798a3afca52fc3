"""Tell that the sensors of two feet count on different clocks."""

import re
from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Final

from monitor.errors import ImportFileError
from monitor.sources.importers.limits import ImportLimits
from monitor.sources.importers.opening import InputFile, opened
from monitor.sources.importers.remarks import Remarks
from monitor.sources.importers.streams import ImportedStream

_START_BYTES: Final = 2048
_UNSYNCED: Final = re.compile(rb"SyncStatus\W+(?:Unsynced|Not\W?Synced)", re.IGNORECASE)
"""What the header of an Xsens DOT says where its clock was not set to that of the others."""


def refuse_unsynced(files: Iterable[InputFile], limits: ImportLimits) -> None:
    """Refuse sensors of two feet of which one says that its clock is its own.

    Raises
    ------
    ImportFileError
    """
    for file in files:
        with opened(file, limits) as stream:
            start = stream.read(_START_BYTES).replace(b"\x00", b"")
        if said := _UNSYNCED.search(start):
            word = " ".join(re.split(r"\W+", said[0].decode("latin-1"), maxsplit=1))
            reason = f"says {word}: left and right have no common clock; import each by itself"
            raise ImportFileError(str(file), reason)


def check_feet_meet(
    file: InputFile, streams: Sequence[ImportedStream], remarks: Remarks, *, sure: bool
) -> None:
    """Refuse feet that were never measured at one time; say it where somebody wrote the map.

    Raises
    ------
    ImportFileError
        With the times of both, s on the file's clock.
    """
    for one, other in combinations(streams, 2):
        if one.description.side is other.description.side or _meet(one, other):
            continue
        reason = f"{_times(one)} and {_times(other)} never meet: on two clocks, or of two runs?"
        if not sure:
            raise ImportFileError(str(file), f"{reason} Import each by itself")
        remarks.add(reason)


def _meet(one: ImportedStream, other: ImportedStream) -> bool:
    return bool(one.t_s[0] <= other.t_s[-1] and other.t_s[0] <= one.t_s[-1])


def _times(stream: ImportedStream) -> str:
    return f"{stream.sensor} ({stream.t_s[0]:.1f} to {stream.t_s[-1]:.1f} s)"
