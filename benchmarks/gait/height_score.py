"""Score rise and height of the path of a foot's IMU against markers.

The floor is flat. The marker sits elsewhere on the foot than the sensor, so that a turning foot
lifts them differently. Where it sits is fitted on one day and used on the other.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.gait.stride_score import SHORTEST_M
from benchmarks.gait.strides_score import motions_of
from benchmarks.realdata import DATA, FootRecording
from monitor.gait.imu.limits import ImuLimits
from monitor.gait.imu.sensor_to_foot import find_sensor_to_foot
from monitor.gait.imu.strapdown import cut, integrate
from monitor.types import FloatArray, MotionMeasures


@dataclass(frozen=True, slots=True, eq=False)
class HeightTrace:
    """One stride, both ends level: height of sensor and marker (n,), turn of the foot (n, 3).

    The turn is how much the components of the vertical along the foot's axes change;
    ``rise_error_m`` is by how much the stride's rise differs from the marker's.
    """

    sensor_m: FloatArray
    marker_m: FloatArray
    turn: FloatArray
    rise_error_m: float


def height_traces(recordings: Sequence[FootRecording]) -> list[HeightTrace]:
    """Every stride that the markers saw whole."""
    return [trace for recording in recordings for trace in _traces(recording)]


def marker_place_m(traces: Sequence[HeightTrace]) -> FloatArray:
    """Where the marker sits from the sensor: forward, up, right; least squares."""
    turn = np.concatenate([trace.turn for trace in traces])
    apart = np.concatenate([trace.marker_m - trace.sensor_m for trace in traces])
    return np.asarray(np.linalg.lstsq(turn, apart, rcond=None)[0])


def path_height_errors_m(traces: Sequence[HeightTrace], place_m: FloatArray) -> FloatArray:
    """Greatest height of the path as said for the marker's place, less the marker's own."""
    return np.array(
        [(one.sensor_m + one.turn @ place_m).max() - one.marker_m.max() for one in traces]
    )


def _traces(recording: FootRecording) -> list[HeightTrace]:
    table = np.loadtxt(
        DATA / "vicon_foot" / f"{recording.name}_truth.csv.gz", delimiter=",", skiprows=1
    )
    limits, block = ImuLimits(), recording.block()
    mounting = find_sensor_to_foot(block.acc_m_s2, block.gyr_rad_s, block.rate_hz, limits)
    strides = [one for one in motions_of(block) if _seen(recording, one)]
    if mounting is None or not strides:
        return []
    acc, gyr = mounting.turn(block.acc_m_s2), mounting.turn(block.gyr_rad_s)
    ends = [
        range(first, last + 1)
        for one in strides
        for first, last in [np.searchsorted(block.t_s, [one.length_from_s, one.length_to_s])]
    ]
    paths = integrate(cut(acc, gyr, ends, block.rate_hz, limits.path), limits.path)
    traces = []
    for row, one in enumerate(strides):
        count = len(ends[row])
        marker_m = np.interp(
            np.linspace(one.length_from_s, one.length_to_s, count), table[:, 0], table[:, 3]
        )
        turn = np.column_stack([_level(axis[row, :count]) for axis in paths.up])
        error_m = (one.rise_m or 0.0) - float(marker_m[-1] - marker_m[0])
        height_m = paths.height_m[row, :count]
        traces.append(HeightTrace(height_m, _level(marker_m), turn, error_m))
    return traces


def _seen(recording: FootRecording, motion: MotionMeasures) -> bool:
    within = np.arange(motion.length_from_s, motion.length_to_s, 0.01)
    long = motion.stride_length_m is not None and motion.stride_length_m > SHORTEST_M
    return long and not recording.truth.lost(within).any()


def _level(values: FloatArray) -> FloatArray:
    """Over the line between both ends."""
    return values - np.linspace(values[0], values[-1], len(values))
