"""Score our strides from one foot's IMU on recordings with a reference."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy import signal
from scipy.spatial.transform import Rotation

from benchmarks.gait.stride_score import FoundStride, Score, pool, score
from benchmarks.realdata import RATE_HZ, FootRecording
from monitor.gait.foot import Foot
from monitor.gait.limits import GaitLimits
from monitor.settings.athlete import Athlete
from monitor.types import FloatArray, FootBlock, MotionMeasures, Side, Stride

Change = Callable[[FootBlock], FootBlock]
"""What is done to a recording before it is scored."""


@dataclass(frozen=True, slots=True, eq=False)
class Turned:
    """What a random clip angle does: the worst over all angles tried."""

    angles: int
    least_found: float
    most_invented: int
    worst_mape: float


def strides_of(block: FootBlock) -> list[Stride]:
    """Strides of a whole recording; nothing is known but that the samples are one foot's."""
    stage = Foot(
        block.side,
        block.rate_hz,
        imu=True,
        layout=None,
        plantar_cells=0,
        mounted=False,
        athlete=Athlete(),
        limits=GaitLimits(),
    )
    told = stage.push(block) + stage.finish()
    return [item for item in told if isinstance(item, Stride)]


def motions_of(block: FootBlock) -> list[MotionMeasures]:
    """What the strides of a whole recording measure."""
    return [stride.motion for stride in strides_of(block) if stride.motion is not None]


def turned(turn: FloatArray) -> Change:
    """Another clip angle: a rotation matrix."""

    def change(block: FootBlock) -> FootBlock:
        acc, gyr = block.acc_m_s2 @ turn.T, block.gyr_rad_s @ turn.T
        return replace(block, acc_m_s2=acc, gyr_rad_s=gyr)

    return change


def biased(axis: int, deg_s: float) -> Change:
    """A gyroscope that says so much too much about one of its axes."""

    def change(block: FootBlock) -> FootBlock:
        bias = np.zeros(3)
        bias[axis] = np.deg2rad(deg_s)
        return replace(block, gyr_rad_s=block.gyr_rad_s + bias)

    return change


def offset(axis: int, m_s2: float) -> Change:
    """An accelerometer that says so much too much along one of its axes."""

    def change(block: FootBlock) -> FootBlock:
        too_much = np.zeros(3)
        too_much[axis] = m_s2
        return replace(block, acc_m_s2=block.acc_m_s2 + too_much)

    return change


def sampled(rate_hz: float, bandwidth_hz: float | None = None) -> Change:
    """Another rate; a sensor's own filter of second order before it."""

    def change(block: FootBlock) -> FootBlock:
        t_s = np.arange(block.t_s[0], block.t_s[-1], 1.0 / rate_hz)
        acc, gyr = (
            np.column_stack([np.interp(t_s, block.t_s, column) for column in band.T])
            for band in (_band(v, block.rate_hz, bandwidth_hz) for v in _signals(block))
        )
        none = np.empty((len(t_s), 0))
        load_n = np.full(len(t_s), np.nan)
        return FootBlock(block.side, 0, rate_hz, t_s, acc, gyr, none, none.copy(), load_n)

    return change


def _signals(block: FootBlock) -> tuple[FloatArray, FloatArray]:
    return block.acc_m_s2, block.gyr_rad_s


def _band(values: FloatArray, rate_hz: float, bandwidth_hz: float | None) -> FloatArray:
    if bandwidth_hz is None:
        return values
    sos = signal.butter(2, bandwidth_hz, fs=rate_hz, output="sos")
    return np.asarray(signal.sosfiltfilt(sos, values, axis=0))


def judge(
    recording: FootRecording, change: Change | None = None, rate_hz: float = RATE_HZ
) -> Score:
    """Score one recording, changed first if so asked."""
    block = recording.block(Side.RIGHT, rate_hz)
    if change is not None:
        block = change(block)
    found = [
        FoundStride(
            motion.length_from_s,
            motion.length_to_s,
            np.nan if motion.stride_length_m is None else motion.stride_length_m,
        )
        for motion in motions_of(block)
    ]
    return score(recording.truth, found)


def judge_all(
    recordings: Sequence[FootRecording], rate_hz: float = RATE_HZ, change: Change | None = None
) -> Score:
    """Score several recordings as one, at any sampling rate."""
    return pool([judge(recording, change, rate_hz) for recording in recordings])


def judge_turned(recordings: Sequence[FootRecording], angles: int) -> Turned:
    """Score the recordings with the pod clipped on at random, the same for each try."""
    scores = [
        judge_all(recordings, change=turned(Rotation.random(random_state=seed).as_matrix()))
        for seed in range(angles)
    ]
    return Turned(
        angles=angles,
        least_found=min(s.found / s.true for s in scores),
        most_invented=max(s.invented for s in scores),
        worst_mape=max(s.mape for s in scores),
    )
