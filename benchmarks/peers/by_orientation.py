"""Run libraries that give orientation only, inside the peers' own environment.

They find no strides and give no lengths. So that their orientation can be compared at all, a
plain path of ours is put on top.
"""

from collections.abc import Iterator
from time import process_time

import imufusion
import numpy as np
import numpy.typing as npt
import vqf

from benchmarks.peers.exchange import Outcome, Sample, Task
from benchmarks.peers.plain_path import plain_path

STANDARD_GRAVITY_M_S2 = 9.80665

FloatArray = npt.NDArray[np.float64]


def outcomes(sample: Sample) -> Iterator[Outcome]:
    """Orientation by either library, and the plain path on top."""
    for name, orient in (("vqf", by_vqf), ("imufusion", by_imufusion)):
        start_s = process_time()
        quaternion = orient(sample)
        cpu_s = process_time() - start_s
        yield Outcome(Task.ORIENTATION, name, "", sample.name, cpu_s)
        strides = plain_path(sample, quaternion)
        cpu_s = process_time() - start_s
        method = f"{name} + a plain path of ours"
        yield Outcome(Task.LENGTHS, method, "", sample.name, cpu_s, strides)


def by_vqf(sample: Sample) -> FloatArray:
    """Quaternions (w, x, y, z) from sensor to earth, z up."""
    filter_ = vqf.VQF(1.0 / sample.rate_hz)
    gyr = np.ascontiguousarray(sample.gyr_rad_s)
    acc = np.ascontiguousarray(sample.acc_m_s2)
    quaternion: FloatArray = filter_.updateBatch(gyr, acc)["quat6D"]
    return quaternion


def by_imufusion(sample: Sample) -> FloatArray:
    """Quaternions (w, x, y, z) from sensor to earth, z up; sample by sample, as its API has it."""
    filter_ = imufusion.Ahrs()
    filter_.set_sample_period(1.0 / sample.rate_hz)
    gyr_deg_s = np.rad2deg(sample.gyr_rad_s)
    acc_g = sample.acc_m_s2 / STANDARD_GRAVITY_M_S2
    quaternion = np.empty((len(acc_g), 4))
    for index, (gyr, acc) in enumerate(zip(gyr_deg_s, acc_g, strict=True)):
        filter_.update_no_magnetometer(gyr, acc)
        quaternion[index] = filter_.get_quaternion()
    return quaternion
