"""Find out by how much the clocks of two sensors of one foot differ, from the steps both see.

A foot is calm while it is loaded. So the load goes with the calm of the motion at one lag, which is
small where both clocks agree. While a runner keeps one pace a lag and the next, a stride further,
look alike; a start, a stop or a change of pace decides which stride is which. Where half a stride
would explain the lag as well, the sensors may sit on two feet: that is asked elsewhere.
"""

from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from monitor.gait.filters import Smoother
from monitor.gait.imu.calm_phases import motion_energy
from monitor.gait.imu.limits import ImuLimits
from monitor.gait.load.levels import SoleMean
from monitor.health.clock_shift import PressureShift
from monitor.health.limits import ClockLimits
from monitor.health.windows import parts
from monitor.ingest.stream_spec import StreamSpec
from monitor.types import FloatArray, FootBlock, Notice, NoticeKind, Side


class ClockNews(NamedTuple):
    """What became known of two clocks: from which row on, and by how much pressure is late.

    ``kind`` is None where an offset that was said is only known better.
    """

    t_s: float
    row: int
    kind: NoticeKind | None
    offset_s: float


class _Lag(NamedTuple):
    """A lag at which load and calm go together, and how well (correlation)."""

    lag_s: float
    fits: float


@dataclass(slots=True)
class _Belief:
    """What is thought of the clocks."""

    offset_s: float = 0.0
    suspected_s: float = 0.0
    times: int = 0
    """In a row that the suspected offset was found."""
    near: int = 0
    """In a row that nearly the offset was found that is corrected."""
    unknown_said: bool = False
    rows: list[FloatArray] = field(default_factory=list)
    window: int | None = None


class ClockOffset:
    """Follow the offset between the clocks of a pod and of an insole of one foot.

    Latency: some seconds of running. Samples are compared at the ends of windows of the foot's
    grid, so that cutting them changes nothing.

    Parameters
    ----------
    rate_hz : float
        Grid of the foot.
    plantar_cells : int
    limits : ClockLimits
    imu : ImuLimits
        How acceleration counts beside rotation.
    """

    def __init__(
        self, rate_hz: float, plantar_cells: int, limits: ClockLimits, imu: ImuLimits
    ) -> None:
        self._rate_hz = rate_hz
        self._limits = limits
        self._imu = imu
        self._mean = SoleMean(plantar_cells, None)
        self._hop = round(limits.hop_s * rate_hz)
        self._belief = _Belief()
        self._latest = np.zeros(0), np.zeros(0)
        """Calm and load of the latest seconds, without their means."""

    def push(self, block: FootBlock) -> list[ClockNews]:
        """Consume a block, as its sensors stamped it; return what is news."""
        out: list[ClockNews] = []
        belief = self._belief
        for window, rows in parts(block, self._hop):
            if belief.window is not None and window != belief.window:
                whole = window == belief.window + 1
                out += self._compare(float(block.t_s[rows.start]), window * self._hop, whole=whole)
            belief.window = window
            columns = (block.acc_m_s2, block.gyr_rad_s, block.plantar_kpa)
            belief.rows.append(np.concatenate([part[rows] for part in columns], axis=1))
        return out

    def _compare(self, t_s: float, row: int, *, whole: bool) -> list[ClockNews]:
        """Judge the latest seconds at the end of a window."""
        limits, belief = self._limits, self._belief
        samples = np.ascontiguousarray(np.concatenate(belief.rows))
        belief.rows = (
            [samples[-round(limits.span_s * self._rate_hz) + self._hop :]] if whole else []
        )
        lags = self._lags(samples)
        if not lags:
            return []
        stride_s = min((b.lag_s - a.lag_s for a, b in pairwise(lags)), default=None)
        runs = stride_s is not None and stride_s <= limits.run_stride_s
        usual_s = limits.usual_run_s if runs else limits.usual_walk_s
        least_s = limits.least_run_s if runs else limits.least_walk_s
        near = [lag for lag in lags if abs(lag.lag_s - usual_s) <= limits.most_s]
        if not near:
            return []
        first, *others = sorted(near, key=lambda lag: -lag.fits)
        sure = all(first.fits - other.fits >= limits.margin for other in others)
        if not sure:
            first = min(near, key=lambda lag: abs(lag.lag_s - usual_s - belief.offset_s))
        offset_s = first.lag_s - usual_s
        news = ClockNews(t_s, row, NoticeKind.CLOCKS_APART, offset_s)
        if abs(offset_s - belief.offset_s) <= least_s:
            return self._finer(news) if runs else []
        if self._may_be_crossed(first.lag_s, usual_s, stride_s):
            belief.times = 0
            return []
        return self._suspect(news, sure=sure)

    def _finer(self, news: ClockNews) -> list[ClockNews]:
        """Correct further what is corrected already, once strides have come that show it better."""
        belief, limits = self._belief, self._limits
        belief.times = 0
        belief.near += 1
        off_s = abs(news.offset_s - belief.offset_s)
        if not belief.offset_s or off_s <= limits.finer_s or belief.near < limits.times_finer:
            return []
        belief.offset_s, belief.near = news.offset_s, 0
        return [news._replace(kind=None)]

    def _may_be_crossed(self, lag_s: float, usual_s: float, stride_s: float | None) -> bool:
        """Whether half a stride explains a lag: the sensors may sit on two feet.

        Lag and stride are read off the same latest seconds: the first strides of a run are slower.
        """
        if stride_s is None:
            return False
        calm, load = self._latest
        lag_s = self._best(calm, load, lag_s)
        stride_s = self._best(calm, calm, stride_s)
        return abs(2.0 * abs(lag_s - usual_s) - stride_s) < self._limits.crossed_s

    def _best(self, calm: FloatArray, other: FloatArray, near_s: float) -> float:
        """Lag near a given one at which another signal goes best with calm."""
        step_s = max(round(self._rate_hz / self._limits.step_hz), 1) / self._rate_hz
        near, reach = round(near_s / step_s), round(self._limits.near_s / step_s)
        fits = []
        for lag in range(near - reach, near + reach + 1):
            a, b = (calm[: len(calm) - lag], other[lag:]) if lag > 0 else (calm[-lag:], other)
            b = b[: len(a)]
            power = float((a * a).sum() * (b * b).sum())
            fits.append(float((a * b).sum()) / power**0.5 if power > 0.0 else 0.0)
        best = max(range(len(fits)), key=fits.__getitem__)
        bend = 0.0
        if 0 < best < len(fits) - 1:  # the top of the parabola through three points
            left, top, right = fits[best - 1 : best + 2]
            curve = left - 2.0 * top + right
            bend = 0.5 * (left - right) / curve if curve < 0.0 else 0.0
        return (near - reach + best + bend) * step_s

    def _suspect(self, news: ClockNews, *, sure: bool) -> list[ClockNews]:
        """Take an offset that differs from what is thought; it counts when it is found again."""
        belief, limits = self._belief, self._limits
        again = abs(news.offset_s - belief.suspected_s) <= limits.same_s
        belief.times = belief.times + 1 if again else 1
        belief.suspected_s, belief.near = news.offset_s, 0
        if sure and belief.times >= limits.times:
            belief.offset_s, belief.times, belief.unknown_said = news.offset_s, 0, False
            return [news]
        if sure or belief.unknown_said or belief.times < limits.times_unknown:
            return []
        belief.unknown_said = True
        return [news._replace(kind=NoticeKind.CLOCKS_UNKNOWN)]

    def _lags(self, samples: FloatArray) -> list[_Lag]:
        """Lags of load behind calm, in their order; none where the foot did not stride for long."""
        limits = self._limits
        there = np.asarray(np.isfinite(samples).all(axis=1))
        latest = samples[-round(limits.moves_s * self._rate_hz) :]
        if not len(samples) or there.mean() < limits.there_share or not self._strides(latest):
            return []
        seen = samples if there.all() else np.where(there[:, np.newaxis], samples, 0.0)
        smooth = Smoother(limits.smoothing_s, self._rate_hz)
        energy = motion_energy(seen[:, :3], seen[:, 3:6], self._imu)
        step = max(round(self._rate_hz / limits.step_hz), 1)
        calm = -smooth(np.log(energy + limits.calm_rad2_s2))[::step]
        load = Smoother(limits.smoothing_s, self._rate_hz)(self._mean(seen[:, 6:]))[::step]
        last = slice(-round(limits.moves_s * self._rate_hz / step), None)
        self._latest = calm[last] - calm[last].mean(), load[last] - load[last].mean()
        return self._peaks(calm - calm.mean(), load - load.mean(), step / self._rate_hz)

    def _strides(self, samples: FloatArray) -> bool:
        """Whether a foot turns and lands; who stands and taps or rocks does not land."""
        seen = samples[np.isfinite(samples[:, :6]).all(axis=1), :6]
        if not len(seen):
            return False
        acc_m_s2 = np.sqrt((seen[:, :3] * seen[:, :3]).sum(axis=1))
        spin_rad_s = np.sqrt((seen[:, 3:] * seen[:, 3:]).sum(axis=1))
        lands = float(np.ptp(acc_m_s2)) >= self._limits.lands_m_s2
        return lands and float(spin_rad_s.mean()) >= self._limits.moves_rad_s

    def _peaks(self, calm: FloatArray, load: FloatArray, step_s: float) -> list[_Lag]:
        most = round(self._limits.lags_s / step_s)
        if len(calm) < 4 * most:
            return []
        middle = calm[most:-most]
        fits = []
        for lag in range(2 * most + 1):
            late = load[lag : lag + len(middle)]
            power = float((middle * middle).sum() * (late * late).sum())
            fits.append(float((middle * late).sum()) / power**0.5 if power > 0.0 else 0.0)
        least = max(self._limits.fits_least, self._limits.fits_part * max(fits))
        return [
            _Lag((place - most) * step_s, here)
            for place, (before, here, after) in enumerate(
                zip(fits, fits[1:], fits[2:], strict=False), start=1
            )
            if before < here >= after and here >= least
        ]


class TwoClocks:
    """Find the offset of the clocks of one foot, correct it, and say so.

    Latency: none while the clocks agree; else the offset, where pressure is stamped late.

    Parameters
    ----------
    side : Side
    rate_hz : float
        Grid of the foot.
    pressure : StreamSpec
        The insole, whose samples are moved.
    limits : ClockLimits
    imu : ImuLimits
    """

    def __init__(
        self, side: Side, rate_hz: float, pressure: StreamSpec, limits: ClockLimits, imu: ImuLimits
    ) -> None:
        self._side = side
        self._rate_hz = rate_hz
        self._sensor = pressure.sensor
        self._offset = ClockOffset(rate_hz, pressure.plantar_cells, limits, imu)
        self._shift = PressureShift(round((limits.most_s + limits.usual_walk_s) * rate_hz))

    def push(self, block: FootBlock) -> tuple[list[FootBlock], list[Notice]]:
        """Consume a block; return what is ready on one clock, and what is to be said."""
        said = []
        for news in self._offset.push(block):
            if news.kind is not NoticeKind.CLOCKS_UNKNOWN:
                self._shift.late_by(round(news.offset_s * self._rate_hz), news.row)
            if news.kind is not None:
                said.append(Notice(news.kind, news.t_s, self._sensor, "", self._side))
        return self._shift.push(block), said

    def finish(self) -> list[FootBlock]:
        """Return what still waits."""
        return self._shift.finish()
