"""Say of files that people have and that are not read what they are, and what to export instead."""

import re
from collections.abc import Iterable
from typing import Final

from monitor.errors import ImportFileError
from monitor.sources.importers.limits import ImportLimits
from monitor.sources.importers.opening import InputFile, opened

_START_BYTES: Final = 4096
_ACTIVITY: Final = "export the activity as FIT, TCX or GPX"
_GRID: Final = "frames of a grid are not read: export a table with a column a region, and its time"
_REASONS: Final[dict[bytes, str]] = {
    rb"^PK\x03\x04": "is a ZIP in a ZIP: unpack the outer one, and import what is in it",
    rb"^\x1f\x8b": "is packed twice: unpack it once, and import that",
    rb"^(?:7z\xbc\xaf|Rar!|BZh|\xfd7zXZ|\x28\xb5\x2f\xfd)|ustar[ 0]": (
        "is packed in a way that is not read: unpack it, and import what is in it"
    ),
    rb"<!DOCTYPE HealthData|<HealthData\b": (
        "is Apple Health's own export: import the GPX files of its workout routes, or let an app "
        "(HealthFit, RunGap) export the workout as FIT"
    ),
    rb"<pwx\b": f"is a TrainingPeaks PWX file: {_ACTIVITY}",
    rb"<sml\b|<openambitlog": f"is a Suunto file: {_ACTIVITY}",
    rb"<kml\b": f"is a KML file, which has no times: {_ACTIVITY}",
    rb"^\s*\[Params\]": f"is a Polar HRM file: {_ACTIVITY}",
    rb"Activity ID,Activity Date,Activity Name": (
        "is Strava's list of activities, not one of them: import the whole ZIP, or its folder "
        "activities"
    ),
    rb"Laps?\"?,\"?Time\"?,\"?Cumulative": f"is a table of laps: {_ACTIVITY}",
    rb"Form Power|Stryd Speed": f"is Stryd's table of seconds: {_ACTIVITY}",
    rb"Sample rate[,;]Time[,;]HR|Name[,;]Sport[,;]Date[,;]Start time": (
        f"is Polar Flow's table of seconds: {_ACTIVITY}"
    ),
    rb"Type,Local Number,Message": "is the text of a FIT file: import the FIT file itself",
    rb"Phone timestamp;HR": f"is a heart rate alone, as a table: {_ACTIVITY}",
    rb"DATA_TYPE\s+MOVIE": f"is a Tekscan movie; {_GRID}",
    rb"^\s*\"?frame:?\"?[,;\t ]\s*\"?1\"?\s*[\r\n]+\"?(date|time)": f"is an XSENSOR movie; {_GRID}",
    rb"\bemed\b": f"is a list of a novel emed platform; {_GRID}",
    rb"force\s?\[N\].*mean pressure\s?\[": (
        "holds force and pressure of the whole foot, no cells: export the cells (.asc), or map the "
        'forces by hand (kind = "force")'
    ),
}
"""What the start of a file holds, and what is said of it."""


_KNOWN: Final = tuple(
    (re.compile(pattern, re.IGNORECASE), reason) for pattern, reason in _REASONS.items()
)
_XML: Final = re.compile(rb"[\s\xef\xbb\xbf\xff\xfe]*<")


def refuse_known(files: Iterable[InputFile], limits: ImportLimits) -> None:
    """Refuse files of which one is known and not read, by name.

    Raises
    ------
    ImportFileError
        With what it is, and what to export instead.
    """
    for file in files:
        with opened(file, limits) as stream:
            start = stream.read(_START_BYTES).replace(b"\x00", b"")
        known = _KNOWN  # what a table holds may be the name of a workout in XML
        if _XML.match(start):
            known = tuple(one for one in _KNOWN if one[0].pattern.startswith(b"<"))
        reason = next((reason for mark, reason in known if mark.search(start)), None)
        if reason is not None:
            raise ImportFileError(str(file), reason)
