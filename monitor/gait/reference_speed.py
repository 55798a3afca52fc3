"""Stride lengths corrected by the speed that another device says.

A runner's shoe, where the pod sits on it and how the foot rolls make the lengths of one runner a
little too long or too short, always by the same share. Where a reference speed is there, that
share is learned for each foot and gait by recursive least squares with forgetting.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from monitor.gait.limits_reference import ReferenceLimits
from monitor.gait.load.limits import OverstrideLimits
from monitor.gait.overstride import overstride
from monitor.total import total
from monitor.types import Gait, ReferenceSpeed, Side, Stride, StrideFlag

_UNSURE = (
    StrideFlag.GAP
    | StrideFlag.CLIPPED
    | StrideFlag.FIRST
    | StrideFlag.LAST
    | StrideFlag.MOUNTING_GUESSED
    | StrideFlag.LENGTH_DOUBTED
    | StrideFlag.TURNING
    | StrideFlag.SIDEWAYS
)


class ReferenceScale:
    """Correct the length of strides, and what follows from it, by a reference speed.

    Strides and speeds come in the order of time. Without a reference, strides pass unchanged.
    A stride said is never changed later. No latency.
    """

    def __init__(self, limits: ReferenceLimits, ahead: OverstrideLimits) -> None:
        self._limits = limits
        self._ahead = ahead
        self._values: deque[ReferenceSpeed] = deque()
        self._windows: dict[Side, list[Stride]] = {side: [] for side in Side}
        self._learned: dict[tuple[Side, Gait], _Scale] = {}

    def scale(self, side: Side, gait: Gait) -> float:
        """By how much the lengths of a foot are multiplied now; 1 while nothing is known."""
        learned = self._learned.get((side, gait))
        return 1.0 if learned is None else learned.value

    def note(self, reference: ReferenceSpeed) -> None:
        """Take a reference speed."""
        if reference.speed_m_s < self._limits.least_m_s:
            return
        self._values.append(reference)
        oldest_s = reference.t_s - 2.0 * self._limits.window_s
        while self._values[0].t_s < oldest_s:
            self._values.popleft()

    def push(self, stride: Stride) -> Stride:
        """Learn from a stride; return it with the length that was known to be right before."""
        scale = self.scale(stride.side, stride.gait)
        if self._values:
            self._gather(stride)
        motion = stride.motion
        if scale == 1.0 or motion is None or motion.stride_length_m is None:
            return stride
        motion = replace(motion, stride_length_m=scale * motion.stride_length_m)
        if stride.heel_to_pelvis_m is None:
            return replace(stride, motion=motion)
        ahead = overstride(motion.speed_m_s, motion.foot_strike_angle_rad, self._ahead)
        ahead_m, band_m = ahead or (None, None)
        return replace(
            stride, motion=motion, heel_to_pelvis_m=ahead_m, heel_to_pelvis_band_m=band_m
        )

    def _gather(self, stride: Stride) -> None:
        """Add a stride to the window of its foot; compare when the window is full."""
        window = self._windows[stride.side]
        if window and window[-1].gait is not stride.gait:
            window.clear()
        if stride.has(_UNSURE) or stride.speed_m_s is None:
            return
        window.append(stride)
        start_s = window[0].ic_s
        if stride.next_ic_s - start_s < self._limits.window_s:
            return
        ratio = self._compare(window)
        window.clear()
        if ratio is not None:
            key = stride.side, stride.gait
            self._learned.setdefault(key, _Scale(self._limits)).take(ratio)

    def _compare(self, window: Sequence[Stride]) -> float | None:
        """Reference over own speed in a window; None if it does not teach."""
        limits = self._limits
        start_s, stop_s = window[0].ic_s, window[-1].next_ic_s
        values = [v for v in self._values if start_s <= v.t_s <= stop_s]
        strides_s = total(stride.stride_time_s for stride in window)
        enough_s = limits.cover * (stop_s - start_s)
        if len(values) < limits.least_values or strides_s < enough_s:
            return None
        if values[-1].t_s - values[0].t_s < enough_s:
            return None
        theirs_m_s = [value.speed_m_s for value in values]
        own_m_s = [s.speed_m_s for s in window if s.speed_m_s is not None]
        if not (self._steady(theirs_m_s) and self._steady(own_m_s)):
            return None
        # a watch smooths and lags: only steady windows compare, and the median drops its outliers
        ratio = median(theirs_m_s) / (total(own_m_s) / len(own_m_s))
        return ratio if abs(ratio - 1.0) <= limits.believable else None

    def _steady(self, speeds_m_s: Sequence[float]) -> bool:
        half = len(speeds_m_s) // 2
        before_m_s, after_m_s = median(speeds_m_s[:half]), median(speeds_m_s[half:])
        return abs(after_m_s - before_m_s) <= self._limits.pace_hold * before_m_s


class _Scale:
    """Recursive least squares of one number, regularised towards 1.

    Weight of what was measured: its own error and that of the device against how far runners
    differ, σ_own² / (σ_own² + σ_device² + σ²/n).
    """

    def __init__(self, limits: ReferenceLimits) -> None:
        self._limits = limits
        self._first: list[float] = []
        self._count = 0.0
        self._mean = 0.0
        self.value = 1.0

    def take(self, ratio: float) -> None:
        """Take one comparison."""
        limits = self._limits
        if len(self._first) < limits.least_windows:
            self._first.append(ratio - 1.0)
            if len(self._first) < limits.least_windows:
                return
            self._mean, self._count = median(self._first), float(limits.least_windows)
        else:
            # Huber's weight: a lost satellite fix moves the mean by no more than its neighbours
            reach = limits.outlier * limits.window_sd
            wrong = max(-reach, min(reach, ratio - 1.0 - self._mean))
            self._count = limits.memory * self._count + 1.0
            self._mean += wrong / self._count
        # more windows do not remove the device's own error, so the weight never reaches 1
        error = limits.device_sd**2 + limits.window_sd**2 / self._count
        weight = limits.own_sd**2 / (limits.own_sd**2 + error)
        self.value = 1.0 + max(-limits.most, min(limits.most, weight * self._mean))
