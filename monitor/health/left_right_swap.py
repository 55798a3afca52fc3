"""Find out whether the motion and the load of a foot come from the same foot.

A foot is calm while it is loaded, and the other one moves. So the load goes against the motion of
its own foot and, half a stride later, with it; between a pod and an insole on different feet it is
the other way round. Where both sit in one device, nothing can tell left from right
(docs/simulator.md).
"""

from itertools import pairwise
from typing import NamedTuple

import numpy as np

from monitor.gait.filters import Smoother
from monitor.gait.imu.calm_phases import motion_energy
from monitor.gait.imu.limits import ImuLimits
from monitor.gait.load.levels import SoleMean
from monitor.gait.load.limits import CrossedLimits
from monitor.health.windows import parts
from monitor.types import FloatArray, FootBlock


class Crossed(NamedTuple):
    """When it was known that motion and load are of two feet, and how clear that is (0…2)."""

    t_s: float
    contrast: float


class SameFoot:
    """Compare how the load of a sole goes with motion now and half a stride later.

    Samples are judged in windows of the foot's grid, so that cutting them changes nothing, until
    the question is settled. Latency: ``windows`` × ``window_s`` of walking or running.

    Parameters
    ----------
    rate_hz : float
        Grid of the foot.
    plantar_cells : int
    limits : CrossedLimits
    imu : ImuLimits
        How acceleration counts beside rotation.
    """

    def __init__(
        self, rate_hz: float, plantar_cells: int, limits: CrossedLimits, imu: ImuLimits
    ) -> None:
        self._limits = limits
        self._imu = imu
        self._rate_hz = rate_hz
        self._mean = SoleMean(plantar_cells, None)
        self._window_samples = round(limits.window_s * rate_hz)
        self._window = 0
        # no SampleBuffer: the pieces of one short window, joined once and then forgotten
        self._pieces: list[FloatArray] = []
        self._crossed = 0
        self._own = 0
        self._settled = False

    def push(self, block: FootBlock) -> list[Crossed]:
        """Consume a block; return when motion and load are known to be of two feet."""
        found: list[Crossed] = []
        signals = (block.acc_m_s2, block.gyr_rad_s, block.plantar_kpa)
        for window, rows in parts(block, self._window_samples):
            if self._settled:
                break
            if window != self._window:
                found += self._judge(float(block.t_s[rows.start]))
                self._window = window
            self._pieces.append(np.concatenate([each[rows] for each in signals], axis=1))
        return found

    def _judge(self, t_s: float) -> list[Crossed]:
        """Close a window; one without even strides says nothing."""
        rows, self._pieces = self._pieces, []
        contrast = self._contrast(np.concatenate(rows)) if rows else None
        if contrast is None:
            return []
        limits = self._limits
        self._crossed = self._crossed + 1 if contrast > limits.contrast else 0
        self._own = self._own + 1 if contrast < 0.0 else 0
        crossed = self._crossed == limits.windows
        self._settled = crossed or self._own == limits.own_windows
        return [Crossed(t_s, contrast)] if crossed else []

    def _contrast(self, rows: FloatArray) -> float | None:
        """Correlation of load and motion, less that half a stride later."""
        if len(rows) < self._window_samples or not np.isfinite(rows[:, :6]).all():
            return None
        spin_rad_s = np.sqrt((rows[:, 3:6] * rows[:, 3:6]).sum(axis=1))
        if float(spin_rad_s.mean()) < self._limits.moves_rad_s:
            return None
        load_kpa = self._mean(np.ascontiguousarray(rows[:, 6:]))
        if not np.isfinite(load_kpa).all() or float(np.ptp(load_kpa)) < self._limits.span_kpa:
            return None
        energy = motion_energy(rows[:, :3], rows[:, 3:6], self._imu)
        smooth = Smoother(self._limits.smoothing_s, self._rate_hz)
        motion = smooth(np.log(energy + self._limits.calm_rad2_s2))[smooth.delay :]
        load = smooth(load_kpa)[smooth.delay :]
        stride = self._stride(load - load.mean())
        return None if stride is None else _with(load, motion) - _with(load, motion, stride // 2)

    def _stride(self, load: FloatArray) -> int | None:
        """Rows after which the load is most alike, the first time; None if it is not."""
        limits = self._limits
        lags = range(
            round(limits.stride_min_s * self._rate_hz), round(limits.stride_max_s * self._rate_hz)
        )
        alike = np.array([float((load[:-lag] * load[lag:]).mean()) for lag in lags])
        least = limits.alike * float((load * load).mean())
        rising = np.diff(alike) > 0.0
        for place, (before, after) in enumerate(pairwise(rising.tolist()), start=1):
            if before and not after and alike[place] > least:
                return lags[place]
        return None


def _with(load: FloatArray, motion: FloatArray, lag: int = 0) -> float:
    """Correlation of load with the motion some rows later."""
    one, other = load[: len(load) - lag], motion[lag:]
    one, other = one - one.mean(), other - other.mean()
    power = float((one * one).sum() * (other * other).sum())
    return float((one * other).sum()) / power**0.5 if power > 0.0 else 0.0
