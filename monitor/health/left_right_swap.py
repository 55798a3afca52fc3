"""Find out whether the motion and the load of a foot come from the same foot.

A foot is calm while it is loaded, and the other one moves. So the load goes against the motion of
its own foot and, half a stride later, with it; between a pod and an insole on different feet it is
the other way round. Where both sit in one device, nothing can tell left from right
(docs/simulator.md).
"""

from collections import deque
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from monitor.gait.filters import Smoother
from monitor.gait.imu.calm_phases import motion_energy
from monitor.gait.imu.limits import ImuLimits
from monitor.gait.load.levels import SoleMean
from monitor.gait.load.limits_crossed import CrossedLimits
from monitor.health.first_step import FirstStep, first_step
from monitor.health.windows import parts
from monitor.types import FloatArray, FootBlock


class Crossed(NamedTuple):
    """When motion and load were of two feet, and how clear that is (0…2).

    It is sure after many strides. Before that, clocks that differ look the same, and the first step
    may decide.
    """

    t_s: float
    contrast: float
    step: FirstStep | None = None
    """How the foot began, where that is not sure."""


@dataclass(slots=True)
class _Kept:
    """Samples of the latest hops; no SampleBuffer: short pieces, joined once and then forgotten."""

    began: deque[FloatArray]
    """Time, spin and load: a start, perhaps."""
    open: list[FloatArray] = field(default_factory=list)
    """Of the hop that goes on."""
    whole: list[FloatArray] = field(default_factory=list)
    """Of hops that follow each other, and of which none was lost."""


class SameFoot:
    """Compare how the load of a sole goes with motion now and half a stride later.

    Samples are judged in windows of the foot's grid, so that cutting them changes nothing, until
    the question is settled. Latency: ``window_s`` of walking or running, and ``hop_s`` for each
    window more.

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
        self._hop_samples = round(limits.hop_s * rate_hz)
        self._hops_per_window = max(1, round(limits.window_s / limits.hop_s))
        self._hop = 0
        self._kept = _Kept(deque(maxlen=round(limits.began_s / limits.hop_s)))
        self._crossed = 0
        self._own = 0
        self._settled = False

    def push(self, block: FootBlock) -> list[Crossed]:
        """Consume a block; return when motion and load seem, or are known, to be of two feet."""
        found: list[Crossed] = []
        signals = (block.acc_m_s2, block.gyr_rad_s, block.plantar_kpa, block.t_s[:, np.newaxis])
        for hop, rows in parts(block, self._hop_samples):
            if self._settled:
                break
            if hop != self._hop:
                found += self._judge(float(block.t_s[rows.start]), follows=hop == self._hop + 1)
                self._hop = hop
            self._kept.open.append(np.concatenate([each[rows] for each in signals], axis=1))
        return found

    def _judge(self, t_s: float, *, follows: bool) -> list[Crossed]:
        """Close a hop; a window without even strides says nothing."""
        self._close()
        kept = self._kept
        full = len(kept.whole) == self._hops_per_window
        contrast = self._contrast(np.concatenate(kept.whole)) if full else None
        if not follows:
            kept.whole = []
            kept.began.clear()
        if contrast is None:
            return []
        limits = self._limits
        self._crossed = self._crossed + 1 if contrast > limits.contrast else 0
        self._own = self._own + 1 if contrast < 0.0 else 0
        crossed = self._crossed == limits.windows
        self._settled = crossed or self._own == limits.own_windows
        if crossed:
            return [Crossed(t_s, contrast)]
        step = self._step() if self._crossed else None
        return [Crossed(t_s, contrast, step)] if step is not None else []

    def _close(self) -> None:
        """Keep the samples of a hop."""
        kept = self._kept
        rows, kept.open = kept.open, []
        samples = np.concatenate(rows) if rows else np.empty((0, 0))
        whole = len(samples) == self._hop_samples
        kept.whole = [*kept.whole, samples][-self._hops_per_window :] if whole else []
        if len(samples):
            load_kpa = self._mean(np.ascontiguousarray(samples[:, 6:-1]))
            kept.began.append(np.column_stack([samples[:, -1], _spin_rad_s(samples), load_kpa]))

    def _step(self) -> FirstStep | None:
        """How the foot began, if the latest hops show it."""
        t_s, spin_rad_s, load_kpa = np.concatenate(self._kept.began).T
        return first_step(t_s, spin_rad_s, load_kpa, self._limits)

    def _contrast(self, rows: FloatArray) -> float | None:
        """Correlation of load and motion, less that half a stride later."""
        if not np.isfinite(rows[:, :6]).all():
            return None
        if float(_spin_rad_s(rows).mean()) < self._limits.moves_rad_s:
            return None
        load_kpa = self._mean(np.ascontiguousarray(rows[:, 6:-1]))
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


def _spin_rad_s(rows: FloatArray) -> FloatArray:
    """How fast the foot turns."""
    return np.asarray(np.sqrt((rows[:, 3:6] * rows[:, 3:6]).sum(axis=1)))


def _with(load: FloatArray, motion: FloatArray, lag: int = 0) -> float:
    """Correlation of load with the motion some rows later."""
    one, other = load[: len(load) - lag], motion[lag:]
    one, other = one - one.mean(), other - other.mean()
    power = float((one * one).sum() * (other * other).sum())
    return float((one * other).sum()) / power**0.5 if power > 0.0 else 0.0
