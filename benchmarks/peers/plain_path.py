"""Length of a stride from orientation alone, by the plainest path there is; it is ours.

Accelerations turned into the earth's frame, zero velocity at both borders, what is left of it
at the end removed linearly. The foot rolls in stance, so zero is not quite true.
"""

import numpy as np
import numpy.typing as npt

from benchmarks.peers.exchange import Sample, Stride

FloatArray = npt.NDArray[np.float64]


def plain_path(sample: Sample, quaternion: FloatArray) -> list[Stride]:
    """Lengths between the given borders: zero velocity there, drift removed linearly."""
    acc_m_s2 = rotate(quaternion, sample.acc_m_s2)[:, :2]
    strides = []
    for start, stop in sample.borders.tolist():
        velocity_m_s = np.cumsum(acc_m_s2[start:stop], axis=0) / sample.rate_hz
        share = np.arange(1, stop - start + 1)[:, np.newaxis] / (stop - start)
        displacement_m = (velocity_m_s - share * velocity_m_s[-1]).sum(axis=0) / sample.rate_hz
        length_m = float(np.linalg.norm(displacement_m))
        strides.append(Stride(start / sample.rate_hz, stop / sample.rate_hz, length_m))
    return strides


def rotate(quaternion: FloatArray, vector: FloatArray) -> FloatArray:
    """Turn vectors, shape (n, 3), by quaternions (w, x, y, z), shape (n, 4)."""
    axis = quaternion[:, 1:]
    twice = 2.0 * np.cross(axis, vector)
    turned: FloatArray = vector + quaternion[:, :1] * twice + np.cross(axis, twice)
    return turned
