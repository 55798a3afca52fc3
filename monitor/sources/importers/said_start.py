"""Tell when a run was recorded, where a header or a file beside the samples says it.

Xsens DOT writes ``StartTime:`` above the table, phyphox ``meta/time.csv`` into its ZIP, and Sensor
Logger the time since 1970 beside the seconds by which its files are read.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from monitor.sources.importers.file_clock import SINCE_1970, Begun, utc
from monitor.sources.importers.limits import ImportLimits
from monitor.sources.importers.opening import InputFile, opened
from monitor.sources.importers.streams import ImportedRun

_START_BYTES: Final = 2048
_DOT: Final = re.compile(rb"StartTime\W+(\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d)_(\d{1,6}) ([+-]\d{4})")
_PHYPHOX: Final = re.compile(
    rb"\"?START\"?[,;\t]\"?(-?[\d.E+-]+)\"?[,;\t]\"?(\d{10}\.?\d*)\"?[,;\t]"
)
_SENSOR_LOGGER: Final = re.compile(
    rb"^(?:\xef\xbb\xbf)?\"?time\"?,\"?seconds_elapsed\"?,.*\r?\n\"?(\d{19})\"?,\"?([\d.E+-]+)\"?,"
)
_NANO: Final = 1e9
"""By definition."""


def dated(
    begun: Begun, run: ImportedRun, files: Sequence[InputFile], limits: ImportLimits
) -> ImportedRun:
    """Give a run without a date the one that its files say."""
    if run.started is not None:
        return run
    starts = (_started(file, begun, limits) for file in files)
    return replace(run, started=next((at for at in starts if at is not None), None))


def _started(file: InputFile, begun: Begun, limits: ImportLimits) -> datetime | None:
    """Wall time of the session's start, as one file says it; None if it says none."""
    with opened(file, limits) as stream:
        start = stream.read(_START_BYTES).replace(b"\x00", b"")
    if said := _DOT.search(start):  # that of the first sample, whatever the clock says then
        day, fraction, zone = (one.decode() for one in said.groups())
        return _moment(day, fraction, zone, min(float(one.t_s[0]) for one in begun.streams))
    beside = file.place.endswith("meta/time.csv")
    if said := _PHYPHOX.search(start) if beside else _SENSOR_LOGGER.match(start):
        return _counted(said, begun.clock_s, in_seconds=beside)
    return None


def _moment(day: str, fraction: str, zone: str, first_s: float) -> datetime | None:
    try:
        at = datetime.strptime(f"{day}_{fraction} {zone}", "%Y-%m-%d_%H-%M-%S_%f %z")
    except ValueError:
        return None
    return (at - timedelta(seconds=first_s)).astimezone()


def _counted(said: re.Match[bytes], clock_s: float, *, in_seconds: bool) -> datetime | None:
    """Wall time at ``clock_s``, of a row that says a time since 1970 and one of that clock."""
    try:
        own_s = float(said[1 if in_seconds else 2])
        since_1970_s = float(said[2]) if in_seconds else int(said[1]) / _NANO
    except ValueError:
        return None
    at_s = since_1970_s - own_s + clock_s
    return utc(at_s).astimezone() if SINCE_1970[0] <= at_s < SINCE_1970[1] else None
