"""What happened between two stances does not depend on the windows read beside it."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from monitor.gait.imu.limits import ImuLimits
from monitor.gait.imu.sensor_to_foot import Axis, SensorToFoot
from monitor.gait.imu.usable_samples import ImuBuffer, ImuSamples
from monitor.gait.imu.windows import WindowReader
from monitor.types import Side
from tests.tries import tries

RATE_HZ = 100.0
STILL = Axis(0.0, 0.0, 0.0)
ASKEW = SensorToFoot(Axis(0.0, 0.6, 0.8), Axis(1.0, 0.0, 0.0), Axis(0.0, 0.8, -0.6))


def wild_motion(seed: int, length: int) -> ImuBuffer:
    """Smooth motion that no foot makes, so that anything may lie at a window's end."""
    rng = np.random.default_rng(seed)
    t_s = np.arange(length)[:, np.newaxis] / RATE_HZ
    motion, cut_off = np.zeros((length, 6)), np.zeros(length)
    for column in range(6):
        phase, rate_hz = rng.uniform(0.0, 6.3, 4), rng.uniform(0.3, 8.0, 4)
        waves = np.sin(phase + 2.0 * np.pi * rate_hz * t_s)
        motion[:, column] = rng.uniform(1.0, 8.0) * waves.sum(axis=1)
    motion[:, 1] += 9.8
    for start in rng.integers(0, length, 6).tolist():
        cut_off[start : start + int(rng.integers(1, 12))] = float(rng.integers(1, 8))
    none, buffer = np.zeros(length), ImuBuffer()
    samples = ImuSamples(0, t_s[:, 0], motion[:, :3], motion[:, 3:], none, cut_off, none)
    buffer.append(samples)
    return buffer


@tries(50)
@given(st.integers(0, 2**32 - 1), st.integers(15, 90), st.integers(1, 60))
def test_a_window_reads_the_same_beside_a_longer_one(seed: int, last: int, more: int) -> None:
    buffer = wild_motion(seed, 2 * last + more + 2)
    ends = [range(last + 1), range(last, 2 * last + more + 1)]
    one, other = (WindowReader(Side.RIGHT, RATE_HZ, ImuLimits()) for _ in range(2))

    alone = [swing for end in ends for swing in one.read(buffer, [end], STILL, ASKEW)]

    assert repr(other.read(buffer, ends, STILL, ASKEW)) == repr(alone)
