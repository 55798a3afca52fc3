"""Find samples that no foot can have made: constant, at the end of the range, wandered off.

Samples that are not believed are taken for lost, so that nothing is computed from them; what hangs
on them is then not assessed, and the other sensors of the foot speak alone.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from monitor.gait.segments import MaskArray
from monitor.health.limits import HealthLimits
from monitor.health.mounting_watch import Moved
from monitor.health.windows import parts
from monitor.types import FloatArray, FootBlock, NoticeKind
from monitor.units import STANDARD_GRAVITY_M_S2
from monitor.wire.imported import StreamKind

_ACC, _GYR = slice(0, 3), slice(3, 6)


class Verdict(NamedTuple):
    """When a stream was known to be faulty, or (``fault`` None) to be well again."""

    t_s: float
    stream: StreamKind
    fault: NoticeKind | None


@dataclass(slots=True)
class _Trust:
    """What is thought of one stream."""

    fault: NoticeKind | None = None
    suspected: NoticeKind | None = None
    windows: int = 0
    """In a row that say otherwise than what is thought."""

    def judge(self, seen: NoticeKind | None, limits: HealthLimits) -> bool:
        """Take a window's verdict; True if what is thought changes."""
        if (seen is None) is (self.fault is None):
            self.windows = 0
            return False
        if seen is not self.suspected:
            self.windows = 0
        self.suspected = seen
        self.windows += 1
        if self.windows < (limits.good_windows if seen is None else limits.bad_windows):
            return False
        self.fault, self.windows = seen, 0
        return True


class SignalFaults:
    """Judge the samples of a foot window by window; blank those that are not believed.

    Latency: ``bad_windows`` × ``window_s``. Samples are judged in windows of the foot's grid, so
    that cutting them changes nothing.

    Parameters
    ----------
    rate_hz : float
        Grid of the foot.
    streams : iterable of StreamKind
        What the foot has.
    limits : HealthLimits
    """

    def __init__(self, rate_hz: float, streams: Iterable[StreamKind], limits: HealthLimits) -> None:
        self._limits = limits
        self._window_samples = round(limits.window_s * rate_hz)
        judged = (StreamKind.IMU, StreamKind.PRESSURE)
        self._trust = {kind: _Trust() for kind in judged if kind in set(streams)}
        self._window: int | None = None
        self._pieces: dict[StreamKind, list[FloatArray]] = {kind: [] for kind in self._trust}
        rails = [self._limits.rail_acc_m_s2, self._limits.rail_gyr_rad_s]
        self._rail = np.repeat(rails, 3)[:, np.newaxis]
        self._moved = np.zeros(6, dtype=np.bool_)
        self._means: list[FloatArray] = []
        self.moved: list[Moved] = []
        """How the foot moved in the windows that were judged by the latest push."""

    def push(self, block: FootBlock) -> tuple[FootBlock, list[Verdict]]:
        """Consume a block; return it without what is not believed, and what is news."""
        out: list[Verdict] = []
        self.moved = []
        blank = {kind: np.zeros(len(block), dtype=np.bool_) for kind in self._trust}
        for window, rows in parts(block, self._window_samples):
            if self._window is not None and window != self._window:
                out += self._judge(float(block.t_s[rows.start]))
            self._window = window
            for kind, trust in self._trust.items():
                self._pieces[kind].append(_rows_of(block, kind, rows))
                blank[kind][rows] = trust.fault is not None
        return blanked(block, blank), out

    def _judge(self, t_s: float) -> list[Verdict]:
        """Close a window; one without samples says nothing."""
        seen: dict[StreamKind, NoticeKind | None] = {}
        moves = False
        if StreamKind.IMU in self._trust:
            motion = self._present(StreamKind.IMU)
            if motion is not None:
                moving = self._moves(motion)
                seen[StreamKind.IMU] = self._of_motion(motion, moving=moving)
                moves = seen[StreamKind.IMU] is None and moving
            lands = moves and motion is not None and self._lands(motion)
            self.moved.append(Moved(t_s, lands))
        pressure = (
            self._present(StreamKind.PRESSURE) if StreamKind.PRESSURE in self._trust else None
        )
        if pressure is not None:
            still = bool((pressure == pressure[:, :1]).all())
            if moves or not still:
                seen[StreamKind.PRESSURE] = NoticeKind.CONSTANT if still else None
        return [
            Verdict(t_s, kind, self._trust[kind].fault)
            for kind, fault in seen.items()
            if self._trust[kind].judge(fault, self._limits)
        ]

    def _present(self, kind: StreamKind) -> FloatArray | None:
        """Take a window's samples that were not lost; None if they are less than its half."""
        pieces, self._pieces[kind] = self._pieces[kind], []
        samples = np.concatenate(pieces, axis=1)
        # a sum that is finite has no part that is not, and costs far less than to look at each
        with np.errstate(over="ignore", invalid="ignore"):
            whole = np.isfinite(samples.sum())
        if not whole:
            samples = samples[:, np.isfinite(samples).all(axis=0)]
        enough = self._limits.there_share * self._window_samples
        return samples if len(samples) and samples.shape[1] >= enough else None

    def _moves(self, motion: FloatArray) -> bool:
        """Whether the foot turns as one that strides."""
        rate_rad_s = np.sqrt((motion[_GYR] ** 2).sum(axis=0))
        return float(rate_rad_s.mean()) >= self._limits.moves_rad_s

    def _lands(self, motion: FloatArray) -> bool:
        """Whether something hits the foot, as the ground does at every stride."""
        force_m_s2 = np.sqrt((motion[_ACC] ** 2).sum(axis=0))
        return float(np.ptp(force_m_s2)) >= self._limits.lands_m_s2

    def _of_motion(self, motion: FloatArray, *, moving: bool) -> NoticeKind | None:
        extremes = motion.max(axis=1), motion.min(axis=1)
        span = extremes[0] - extremes[1]
        still = span == 0.0
        stuck = self._moved & still
        self._moved |= ~still
        # an axis that a file has not, or that a foot does not turn about, may never have moved
        if still.all() or (moving and stuck.any()):
            self._means = []
            return NoticeKind.CONSTANT
        if any(self._stays_at(motion, extreme[:, np.newaxis]) for extreme in extremes):
            self._means = []
            return NoticeKind.SATURATED
        return NoticeKind.DRIFTING if self._wanders(motion, span) else None

    def _stays_at(self, motion: FloatArray, extreme: FloatArray) -> bool:
        """Whether an axis stays at an extreme, which is the end of its range."""
        at_end = np.abs(extreme) >= self._rail
        if not at_end.any():
            return False
        share = (motion == extreme).mean(axis=1, keepdims=True)
        return bool((at_end & (share >= self._limits.rail_share)).any())

    def _wanders(self, motion: FloatArray, span: FloatArray) -> bool:
        """Whether the foot seems to turn on and on, or to weigh what it cannot."""
        limits = self._limits
        mean = motion.mean(axis=1)
        self._means = [*self._means[1 - limits.bias_windows :], mean]
        rests = span[_GYR].max() < limits.rest_gyr_rad_s and span[_ACC].max() < limits.rest_acc_m_s2
        if rests:
            off_m_s2 = abs(_length(mean[_ACC]) - STANDARD_GRAVITY_M_S2)
            turn_rad_s = _length(mean[_GYR])
            return off_m_s2 > limits.rest_acc_m_s2 or turn_rad_s > limits.rest_gyr_rad_s
        if len(self._means) < limits.bias_windows:
            return False
        mean = np.mean(self._means, axis=0)
        force_m_s2, turn_rad_s = _length(mean[_ACC]), _length(mean[_GYR])
        heavy = not limits.force_least_m_s2 <= force_m_s2 <= limits.force_most_m_s2
        return heavy or turn_rad_s > limits.bias_rad_s


def _rows_of(block: FootBlock, kind: StreamKind, rows: slice) -> FloatArray:
    """Samples of one stream, a row for each axis or cell: whole rows are judged far faster."""
    if kind is StreamKind.IMU:
        return np.concatenate((block.acc_m_s2[rows].T, block.gyr_rad_s[rows].T))
    return np.ascontiguousarray(block.plantar_kpa[rows].T)


def _length(vector: FloatArray) -> float:
    return float(np.sqrt((vector * vector).sum()))


def blanked(block: FootBlock, blank: Mapping[StreamKind, MaskArray]) -> FootBlock:
    """Return a block whose samples are lost where a mask says so."""
    for kind, mask in blank.items():
        if not mask.any():
            continue
        where = mask[:, np.newaxis]
        if kind is StreamKind.IMU:
            acc_m_s2 = np.where(where, np.nan, block.acc_m_s2)
            gyr_rad_s = np.where(where, np.nan, block.gyr_rad_s)
            block = replace(block, acc_m_s2=acc_m_s2, gyr_rad_s=gyr_rad_s)
        elif kind is StreamKind.PRESSURE:
            plantar_kpa = np.where(where, np.nan, block.plantar_kpa)
            instep_kpa = np.where(where, np.nan, block.instep_kpa)
            block = replace(block, plantar_kpa=plantar_kpa, instep_kpa=instep_kpa)
    return block
