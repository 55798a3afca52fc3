"""Can these numbers be what the map calls them? Raw counts and other units are refused."""

from typing import Final

import numpy as np

from monitor.errors import ImportFileError
from monitor.sources.importers.csv_map import ImuStream, PressureStream, Stream
from monitor.sources.importers.opening import InputFile
from monitor.sources.importers.remarks import Remarks
from monitor.types import FloatArray

MOST_ACC_M_S2: Final = 100.0
"""No foot feels ten times its weight for half of the time. Rule of thumb; sprinting: 25 m/s²."""
LEAST_ACC_M_S2: Final = 3.0
"""An accelerometer feels gravity, 9.8 m/s², for half of the time. Rule of thumb."""
MOST_RATE_RAD_S: Final = 45.0
"""No foot turns so fast for half of the time; the widest gyroscopes end at 70. Rule of thumb."""
MOST_PRESSURE_KPA: Final = 2000.0
"""No insole measures more; the widest end at 1,200 (novel). Rule of thumb."""


def check_plausible(file: InputFile, stream: Stream, values: FloatArray, remarks: Remarks) -> None:
    """Refuse what half of the time is more than a foot can; say what is less than gravity.

    Raises
    ------
    ImportFileError
        With the value, and what may be wrong in the map.
    """
    match stream:
        case ImuStream():
            acc, rate = _usual(values[:, :3]), _usual(values[:, 3:])
            _refuse(file, acc, MOST_ACC_M_S2, "acceleration", "m/s²", "acc")
            _refuse(file, rate, MOST_RATE_RAD_S, "angular rate", "rad/s", "gyr")
            if acc < LEAST_ACC_M_S2:
                remarks.add(
                    f"the usual acceleration is {acc:.3g} m/s², less than gravity: check acc_unit"
                )
        case PressureStream():
            known = np.abs(values[~np.isnan(values)])
            most = float(np.quantile(known, 0.99)) if len(known) else 0.0
            _refuse(file, most, MOST_PRESSURE_KPA, "high pressure", "kPa", "")
        case _:
            pass


def _usual(vectors: FloatArray) -> float:
    """Median length of vectors; 0 where none is known."""
    known = vectors[~np.isnan(vectors).any(axis=1)]
    return float(np.median(np.linalg.norm(known, axis=1))) if len(known) else 0.0


def _refuse(file: InputFile, usual: float, most: float, what: str, unit: str, prefix: str) -> None:
    if usual > most:
        names = f"{prefix}_unit or {prefix}_scale" if prefix else "unit or scale"
        reason = (
            f"the usual {what} is {usual:.4g} {unit}, which no foot reaches: "
            f"raw counts, or another unit? Say {names} in the map"
        )
        raise ImportFileError(str(file), reason)
