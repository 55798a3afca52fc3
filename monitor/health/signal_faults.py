"""Find samples that no foot can have made: constant, at the end of the range, wandered off.

Samples that are not believed are taken for lost, so that nothing is computed from them; what hangs
on them is then not assessed, and the other sensors of the foot speak alone.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import compress, zip_longest
from math import hypot
from operator import and_
from typing import NamedTuple, TypeVar

import numpy as np

from monitor.gait.segments import MaskArray
from monitor.health.limits import HealthLimits
from monitor.health.mounting_watch import Moved
from monitor.health.window_measures import ACC, GYR, Motion, are_still, motions, present
from monitor.health.windows import Part, parts
from monitor.total import total
from monitor.types import FloatArray, FootBlock, NoticeKind
from monitor.units import STANDARD_GRAVITY_M_S2
from monitor.wire.imported import StreamKind

T = TypeVar("T")


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
        self._open: dict[StreamKind, list[FloatArray]] = {kind: [] for kind in self._trust}
        """What is there of the latest window, in pieces of shape (n, axes or cells)."""
        self._rail = np.repeat([limits.rail_acc_m_s2, limits.rail_gyr_rad_s], 3)
        self._ever_moved = [False] * len(self._rail)
        self._means: list[list[float]] = []
        self.moved: list[Moved] = []
        """How the foot moved in the windows that were judged by the latest push."""

    def push(self, block: FootBlock) -> tuple[FootBlock, list[Verdict]]:
        """Consume a block; return it without what is not believed, and what is news."""
        out: list[Verdict] = []
        self.moved = []
        blank: dict[StreamKind, MaskArray] = {}
        cuts = list(parts(block, self._window_samples))
        over = {kind: self._over(kind, block, cuts) for kind in self._trust}
        motion = self._measured(over.get(StreamKind.IMU), partial(motions, rail=self._rail))
        still = self._measured(over.get(StreamKind.PRESSURE), are_still)
        ended = zip_longest(motion, still)
        for window, rows in cuts:
            if self._window is not None and window != self._window:
                out += self._judge(float(block.t_s[rows.start]), *next(ended, (None, None)))
            self._window = window
            for kind, trust in self._trust.items():
                if trust.fault is not None:
                    blank.setdefault(kind, np.zeros(len(block), dtype=np.bool_))[rows] = True
        return blanked(block, blank), out

    def _over(self, kind: StreamKind, block: FootBlock, cuts: Sequence[Part]) -> list[FloatArray]:
        """Samples of each window that ends with a block."""
        samples = _samples_of(block, kind)
        over, now = [], self._window
        for window, rows in cuts:
            if now is not None and window != now:
                over.append(np.concatenate(self._open[kind]))
                self._open[kind] = []
            now = window
            self._open[kind].append(samples[rows])
        return over

    def _measured(
        self,
        windows: Sequence[FloatArray] | None,
        measure: Callable[[Sequence[FloatArray]], list[T]],
    ) -> list[T | None]:
        """Measure what is there of windows of one stream; None if it is less than a half."""
        if not windows:
            return []
        least = self._limits.there_share * self._window_samples
        there = present(windows)
        is_enough = [len(one) >= least and one.shape[1] > 0 for one in there]
        measured = iter(measure(list(compress(there, is_enough))))
        return [next(measured) if enough else None for enough in is_enough]

    def _judge(self, t_s: float, motion: Motion | None, still: bool | None) -> list[Verdict]:
        """Close a window; one without samples says nothing."""
        seen: dict[StreamKind, NoticeKind | None] = {}
        moves = False
        if StreamKind.IMU in self._trust:
            if motion is not None:
                moving = motion.turn_rad_s >= self._limits.moves_rad_s
                seen[StreamKind.IMU] = self._of_motion(motion, moving=moving)
                moves = seen[StreamKind.IMU] is None and moving
            # something hits the foot, as the ground does at every stride
            hit = motion is not None and motion.blow_m_s2 >= self._limits.lands_m_s2
            self.moved.append(Moved(t_s, moves and hit))
        if still is not None and (moves or not still):
            seen[StreamKind.PRESSURE] = NoticeKind.CONSTANT if still else None
        return [
            Verdict(t_s, kind, self._trust[kind].fault)
            for kind, fault in seen.items()
            if self._trust[kind].judge(fault, self._limits)
        ]

    def _of_motion(self, motion: Motion, *, moving: bool) -> NoticeKind | None:
        spans = [most - least for most, least in zip(motion.greatest, motion.least, strict=True)]
        still = [span == 0.0 for span in spans]
        stuck = any(map(and_, still, self._ever_moved))
        self._ever_moved = [
            ever or not now for ever, now in zip(self._ever_moved, still, strict=True)
        ]
        # an axis that a file has not, or that a foot does not turn about, may never have moved
        if all(still) or (moving and stuck):
            self._means = []
            return NoticeKind.CONSTANT
        if motion.rail_share >= self._limits.rail_share:
            self._means = []
            return NoticeKind.SATURATED
        return NoticeKind.DRIFTING if self._wanders(motion.mean, spans) else None

    def _wanders(self, mean: list[float], spans: Sequence[float]) -> bool:
        """Whether the foot seems to turn on and on, or to weigh what it cannot."""
        limits = self._limits
        self._means = [*self._means[1 - limits.bias_windows :], mean]
        spans_m_s2, spans_rad_s = spans[ACC], spans[GYR]
        if max(spans_rad_s) < limits.rest_gyr_rad_s and max(spans_m_s2) < limits.rest_acc_m_s2:
            off_m_s2 = abs(hypot(*mean[ACC]) - STANDARD_GRAVITY_M_S2)
            turn_rad_s = hypot(*mean[GYR])
            return off_m_s2 > limits.rest_acc_m_s2 or turn_rad_s > limits.rest_gyr_rad_s
        count = len(self._means)
        if count < limits.bias_windows:
            return False
        long = [total(axis) / count for axis in zip(*self._means, strict=True)]
        force_m_s2, turn_rad_s = hypot(*long[ACC]), hypot(*long[GYR])
        heavy = not limits.force_least_m_s2 <= force_m_s2 <= limits.force_most_m_s2
        return heavy or turn_rad_s > limits.bias_rad_s


def _samples_of(block: FootBlock, kind: StreamKind) -> FloatArray:
    """Samples of one stream, a row for each."""
    if kind is StreamKind.IMU:
        return np.concatenate((block.acc_m_s2, block.gyr_rad_s), axis=1)
    return block.plantar_kpa


def blanked(block: FootBlock, blank: Mapping[StreamKind, MaskArray]) -> FootBlock:
    """Return a block whose samples are lost where a mask says so."""
    for kind, mask in blank.items():
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
