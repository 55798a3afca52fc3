"""How good are the strides of one foot's IMU on recordings with a reference?"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.spatial.transform import Rotation

from benchmarks.realdata import RATE_HZ, FootRecording
from benchmarks.stride_score import FoundStride, Score, pool, score
from monitor.gait.imu_strides import ImuStride, ImuStrides
from monitor.limits.gait_imu import ImuLimits
from monitor.types import FloatArray, FootBlock, Side


@dataclass(frozen=True, slots=True, eq=False)
class Turned:
    """What a random clip angle does: the worst over all angles tried."""

    angles: int
    least_found: float
    most_invented: int
    worst_mape: float


def strides_of(block: FootBlock) -> list[ImuStride]:
    """Strides of a whole recording; nothing is known but that the samples are one foot's."""
    stage = ImuStrides(block.side, block.rate_hz, ImuLimits())
    told = stage.push(block) + stage.finish()
    return [item for item in told if isinstance(item, ImuStride)]


def judge(
    recording: FootRecording, turn: FloatArray | None = None, rate_hz: float = RATE_HZ
) -> Score:
    """Score one recording; ``turn`` rotates the sensor first."""
    block = recording.block(Side.RIGHT, rate_hz)
    if turn is not None:
        acc, gyr = block.acc_m_s2 @ turn.T, block.gyr_rad_s @ turn.T
        block = replace(block, acc_m_s2=acc, gyr_rad_s=gyr)
    found = [
        FoundStride(
            stride.length_from_s,
            stride.length_to_s,
            np.nan if stride.stride_length_m is None else stride.stride_length_m,
        )
        for stride in strides_of(block)
    ]
    return score(recording.truth, found)


def judge_all(recordings: Sequence[FootRecording], rate_hz: float = RATE_HZ) -> Score:
    """Score several recordings as one, at any sampling rate."""
    return pool([judge(recording, rate_hz=rate_hz) for recording in recordings])


def judge_turned(recordings: Sequence[FootRecording], angles: int) -> Turned:
    """Score the recordings with the pod clipped on at random, the same for each try."""
    scores = [
        pool([judge(r, Rotation.random(random_state=seed).as_matrix()) for r in recordings])
        for seed in range(angles)
    ]
    return Turned(
        angles=angles,
        least_found=min(s.found / s.true for s in scores),
        most_invented=max(s.invented for s in scores),
        worst_mape=max(s.mape for s in scores),
    )
