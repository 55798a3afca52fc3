"""Find which map that comes with the program describes these files."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from monitor.errors import ImportFileError
from monitor.shipped import SHIPPED
from monitor.sources.importers.csv_map import read_map
from monitor.sources.importers.csv_places import Finder
from monitor.sources.importers.limits import ImportLimits
from monitor.sources.importers.opening import InputFile, Source, expand, opened
from monitor.sources.importers.remarks import Remarks

READY: Final = (
    "xsens_dot",
    "shimmer",
    "shimmer_low_noise",
    "mbientlab",
    "movesense",
    "polar_sensor_logger",
    "polar_acc",
    "sensor_logger_total",
    "sensor_logger",
    "phyphox",
    "phyphox_xyz",
    "x_imu3",
    "openearable",
    "stappone",
)
"""Maps for what people own, the first that fits counts. Those of research sets have to be named."""

_OTHERS: Final = {"xsens_dot": re.compile(rb"^\s*//", re.MULTILINE)}
"""What the start of a file holds that has the columns of a map and is of another program: MT
Manager of Xsens begins with remarks, counts rad/s, and its times in ticks of another length."""
_START_BYTES: Final = 2048


def ready_map(files: Sequence[Source], limits: ImportLimits | None = None) -> Path | None:
    """Give the first ready map whose columns are all in the files; None if there is none.

    Raises
    ------
    ImportFileError
        If a file cannot be read at all.
    """
    limits = limits or ImportLimits()
    found = expand(files, limits)
    unsaid = Remarks(found[0].name, aloud=False)
    for name in READY:
        if name in _OTHERS and any(_is_other(_OTHERS[name], file, limits) for file in found):
            continue
        path = SHIPPED / "maps" / f"{name}.toml"
        finder = Finder(found, path, read_map(path), limits, unsaid)
        try:
            if finder.fits():
                return path
        except ImportFileError:
            continue
    return None


def _is_other(sign: re.Pattern[bytes], file: InputFile, limits: ImportLimits) -> bool:
    with opened(file, limits) as stream:
        return bool(sign.search(stream.read(_START_BYTES).replace(b"\x00", b"")))
