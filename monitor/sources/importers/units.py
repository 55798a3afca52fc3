"""Turn a file's numbers into our units and axes, and check that they can be that."""

from math import nan, pi
from typing import Final

import numpy as np
from msgspec import structs

from monitor.errors import ImportFileError
from monitor.sources.importers.csv_map import ForceStream, ImuStream, PressureStream, Stream
from monitor.sources.importers.gravity import (
    GRAVITIES,
    LIKELY,
    RECORD_IT,
    lacks_gravity,
    unit_with_gravity,
)
from monitor.sources.importers.opening import InputFile
from monitor.sources.importers.remarks import Remarks
from monitor.types import FloatArray
from monitor.units import KPA_PER_N_CM2, STANDARD_GRAVITY_M_S2

MOST_ACC_M_S2: Final = 100.0
"""No foot feels ten times its weight for half of the time. Rule of thumb; sprinting: 25 m/s²."""
LEAST_ACC_M_S2: Final = 3.0
"""An accelerometer feels gravity, 9.8 m/s², for half of the time. Rule of thumb."""
MOST_RATE_RAD_S: Final = 45.0
"""No foot turns so fast for half of the time; the widest gyroscopes end at 70. Rule of thumb."""
MOST_PRESSURE_KPA: Final = 2000.0
"""No insole measures more; the widest end at 1,200 (novel). Rule of thumb."""

_FAST: Final = 0.95
"""Share of the samples below the fast ones. Rule of thumb."""
_IN_DOUBT: Final = (1.0, 30.0)
"""Fast rates of a foot between these are those of one that moves, in rad/s, or hardly moves, in
°/s. Rule of thumb: walking feet reach 4 rad/s, which are 230 °/s."""

_NEARLY_ALL: Final = 0.99
"""Share of the samples below the greatest ones. Rule of thumb."""
STEPS_M_S2: Final = 6.0
"""Where the length of the acceleration leaves gravity by more in the greatest samples, the foot
steps. [M] 51 recordings of feet in ../shared/data: 8.3 and more."""
STEPS_LEAST_RAD_S: Final = 1.0
"""A foot that steps turns faster in the greatest samples. [M] the same: 4.2 and more; 25, the
highest of them, taken for °/s are 0.44."""

_ACC: Final = {unit: STANDARD_GRAVITY_M_S2 / length for unit, length in GRAVITIES.items()}
_GYR: Final = {
    "rad/s": 1.0,
    "mrad/s": 0.001,
    "deg/s": pi / 180.0,
    "mdeg/s": pi / 180_000.0,
    "rev/s": 2.0 * pi,
    "rpm": 2.0 * pi / 60.0,
}
_PRESSURE: Final = {
    "kPa": 1.0,
    "Pa": 0.001,
    "hPa": 0.1,
    "N/cm2": KPA_PER_N_CM2,
    "mmHg": 0.133322387415,
    "psi": 6.894757293168,
    "bar": 100.0,
}
"""Factors to kPa. Source: NIST SP 811, appendix B."""
_FORCE_N: Final = {"N": 1.0, "kN": 1000.0}
_LETTERS: Final = "xyz"


def converted(stream: Stream, values: FloatArray) -> FloatArray:
    """Turn a file's units and axes into ours."""
    match stream:
        case ImuStream():
            acc = _ACC[stream.acc_unit] * stream.acc_scale
            gyr = _GYR[stream.gyr_unit] * stream.gyr_scale
            return _turned(stream, values * np.repeat([acc, gyr], 3))
        case PressureStream():
            return values * (_PRESSURE[stream.unit] * stream.scale)
        case ForceStream(unit="bw"):
            return values * ((stream.mass_kg or nan) * STANDARD_GRAVITY_M_S2 * stream.scale)
        case ForceStream():
            return values * (_FORCE_N[stream.unit] * stream.scale)


def _turned(stream: ImuStream, values: FloatArray) -> FloatArray:
    """Turn to forward, up, right where the map says how: by exchange and sign, so exactly."""
    if stream.axes == "auto":
        return values
    order = [_LETTERS.index(axis[-1]) for axis in stream.axes]
    signs = np.array([-1.0 if axis.startswith("-") else 1.0 for axis in stream.axes])
    turned: FloatArray = values[:, order + [3 + index for index in order]] * np.tile(signs, 2)
    return turned


def in_found_unit(file: InputFile, stream: Stream, values: FloatArray, remarks: Remarks) -> Stream:
    """Give a stream of a map that nobody named, with the unit in which its numbers hold gravity.

    An app may write the same columns in g or in m/s², as the phone is.

    Raises
    ------
    ImportFileError
        If there is no gravity in its acceleration.
    """
    if not isinstance(stream, ImuStream):
        return stream
    acc = values[:, :3] * stream.acc_scale
    unit = unit_with_gravity(acc)
    if unit is None and lacks_gravity(acc, STANDARD_GRAVITY_M_S2 / _ACC[stream.acc_unit]):
        reason = f"its acceleration seems to be without gravity; {RECORD_IT}"
        raise ImportFileError(str(file), reason)
    _refuse_doubtful_rates(file, stream, values[:, 3:])
    if unit is None or unit == stream.acc_unit or stream.acc_unit not in LIKELY:
        return stream
    remarks.add(f"by its usual length the acceleration is in {unit}, not in {stream.acc_unit}")
    return structs.replace(stream, acc_unit=unit)


def _refuse_doubtful_rates(file: InputFile, stream: ImuStream, rates: FloatArray) -> None:
    """Refuse columns x, y, z that a map takes for °/s and that may be rad/s: loggers write both."""
    if stream.gyr is None or stream.gyr_unit != "deg/s" or any(len(one) > 1 for one in stream.gyr):
        return
    lengths = np.linalg.norm(rates[~np.isnan(rates).any(axis=1)], axis=1)
    fast = float(np.quantile(lengths, _FAST)) if len(lengths) else 0.0
    low, high = _IN_DOUBT
    if low < fast < high:
        reason = (
            f"its angular rate reaches {fast:.3g}, which may be rad/s or deg/s, and no name says "
            "which: name the map that fits (--map movesense is deg/s), or write one (--guess)"
        )
        raise ImportFileError(str(file), reason)


def check_plausible(file: InputFile, stream: Stream, values: FloatArray, remarks: Remarks) -> None:
    """Refuse what half of the time is more than a foot can; say what is less than gravity.

    Raises
    ------
    ImportFileError
        With the value, and what may be wrong in the map.
    """
    match stream:
        case ImuStream():
            check_motion(file, values, remarks)
        case PressureStream():
            check_pressure(file, values)
        case _:
            pass


def check_motion(file: InputFile, values: FloatArray, remarks: Remarks) -> None:
    """Refuse accelerations and rates, m/s² and rad/s, that no foot reaches half of the time.

    Raises
    ------
    ImportFileError
    """
    acc, rate = _usual(values[:, :3]), _usual(values[:, 3:])
    _refuse(file, acc, MOST_ACC_M_S2, "acceleration", "m/s²", "acc")
    _refuse(file, rate, MOST_RATE_RAD_S, "angular rate", "rad/s", "gyr")
    if acc < LEAST_ACC_M_S2:
        remarks.add(
            f"the usual acceleration is {acc:.3g} m/s², less than gravity: check acc_unit; "
            "or was gravity taken off?"
        )
    elif lacks_gravity(values[:, :3], STANDARD_GRAVITY_M_S2):
        remarks.add(f"the acceleration seems to be without gravity: {RECORD_IT}")
    _say_slow_rates(values, remarks)


def _say_slow_rates(values: FloatArray, remarks: Remarks) -> None:
    """Say where a foot steps and hardly turns: its rates may be in another unit."""
    known = values[~np.isnan(values).any(axis=1)]
    if not len(known):
        return
    away = np.abs(np.linalg.norm(known[:, :3], axis=1) - STANDARD_GRAVITY_M_S2)
    fast = float(np.quantile(np.linalg.norm(known[:, 3:], axis=1), _NEARLY_ALL))
    if float(np.quantile(away, _NEARLY_ALL)) > STEPS_M_S2 and fast < STEPS_LEAST_RAD_S:
        remarks.add(
            f"the foot steps and turns by {fast:.2g} rad/s at most, which is no step: "
            "check gyr_unit"
        )


def check_pressure(file: InputFile, kpa: FloatArray) -> None:
    """Refuse pressures that no insole measures.

    Raises
    ------
    ImportFileError
    """
    known = np.abs(kpa[~np.isnan(kpa)])
    most = float(np.quantile(known, 0.99)) if len(known) else 0.0
    _refuse(file, most, MOST_PRESSURE_KPA, "high pressure", "kPa", "")


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
