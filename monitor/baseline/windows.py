"""Mean of the last seconds and median of the last strides."""

from collections import deque
from statistics import median
from typing import Final, NamedTuple

from monitor.baseline.limits import BaselineLimits
from monitor.baseline.pace_line import Terrain
from monitor.types import Gait, ReferenceSpeed, Stride, StrideFlag

_RUN: Final = Gait.RUN
_UNUSABLE: Final = StrideFlag.GAP | StrideFlag.FIRST | StrideFlag.LAST | StrideFlag.MOUNTING_GUESSED
_UNSTEADY: Final = _UNUSABLE | StrideFlag.TURNING | StrideFlag.SIDEWAYS


def whole(stride: Stride) -> bool:
    """Whether a stride was seen whole, and is not at the edge of a bout."""
    return not stride.has(_UNUSABLE)


def usable(stride: Stride) -> bool:
    """Whether a stride is one of steady running: whole, not at a bout's edge, not in a turn."""
    return stride.gait is _RUN and not stride.has(_UNSTEADY)


class TimeMean:
    """Mean of the values of the last ``span_s`` seconds, once they span the part ``full`` of it.

    Examples
    --------
    >>> window = TimeMean(10.0, full=0.8)
    >>> window.add(0.0, 4.0), window.add(5.0, 6.0), window.add(9.0, 5.0)
    (None, None, 5.0)
    """

    def __init__(self, span_s: float, *, full: float) -> None:
        self._span_s = span_s
        self._full_s = full * span_s
        self._values: deque[tuple[float, float]] = deque()
        self._total = 0.0

    def add(self, t_s: float, value: float) -> float | None:
        """Take a value; the mean, or None while the window is not yet full."""
        values = self._values
        values.append((t_s, value))
        self._total += value
        while values[0][0] < t_s - self._span_s:
            self._total -= values.popleft()[1]
        # after a gap the window holds the new strides alone, too few to be a mean
        if t_s - values[0][0] < self._full_s:
            return None
        return self._total / len(values)

    def clear(self) -> None:
        """Forget the values: what they say holds no longer."""
        self._values.clear()
        self._total = 0.0


class Bundle(NamedTuple):
    """Medians of some strides at one pace: one observation."""

    t_s: float
    terrain: Terrain
    value: float


class Speeds:
    """Speed of a stride: its own, or else what another device said a moment ago."""

    def __init__(self, stale_s: float) -> None:
        self._stale_s = stale_s
        self._reference: ReferenceSpeed | None = None

    def note(self, reference: ReferenceSpeed) -> None:
        """Take a reference speed."""
        self._reference = reference

    def of(self, stride: Stride) -> float | None:
        """Speed of a stride, m/s, if anybody knows it."""
        own_m_s = stride.speed_m_s
        if own_m_s is not None:
            return own_m_s
        reference = self._reference
        if reference is None or stride.next_ic_s - reference.t_s > self._stale_s:
            return None
        return reference.speed_m_s


class Bundler:
    """Gather strides (or other samples) of steady running into observations.

    An observation is complete with ``count`` values that span ``span_s``. Strides across a gap, at
    the edges of a bout, and while walking are left out; so are bundles in which the pace changed,
    and steep slopes.
    """

    def __init__(self, limits: BaselineLimits, count: int, span_s: float = 0.0) -> None:
        self._limits = limits
        self._count = count
        self._span_s = span_s
        self._start_s = self._last_s = 0.0
        self._speeds = Speeds(limits.speed_stale_s)
        self._rows: list[tuple[float, float, float]] = []

    def note(self, reference: ReferenceSpeed) -> None:
        """Take a reference speed for strides that do not know theirs."""
        self._speeds.note(reference)

    def add(self, stride: Stride, value: float | None) -> Bundle | None:
        """Take one stride's value; return the observation that it completes."""
        if value is None or not usable(stride):
            return None
        speed_m_s = self._speeds.of(stride)
        if speed_m_s is None:
            return None
        return self._gather(stride.next_ic_s, (speed_m_s, slope_of(stride), value))

    def take(self, t_s: float, terrain: Terrain, value: float) -> Bundle | None:
        """Take any value; return the observation that it completes."""
        return self._gather(t_s, (terrain.speed_m_s, terrain.slope, value))

    def _gather(self, t_s: float, row: tuple[float, float, float]) -> Bundle | None:
        """Take speed, slope and value."""
        if t_s - self._last_s > self._limits.bundle_gap_s:
            self._rows.clear()
        self._last_s = t_s
        if not self._rows:
            self._start_s = t_s
        self._rows.append(row)
        if len(self._rows) < self._count or t_s - self._start_s < self._span_s:
            return None
        rows, self._rows = self._rows, []
        return self._bundle(t_s, rows)

    def _bundle(self, t_s: float, rows: list[tuple[float, float, float]]) -> Bundle | None:
        # halves show a change of pace that the spread of speeds would hide in its own noise
        half = len(rows) // 2
        speed_m_s = median(row[0] for row in rows)
        first_m_s = median(row[0] for row in rows[: max(half, 1)])
        second_m_s = median(row[0] for row in rows[half:])
        slope = median(row[1] for row in rows)
        if abs(second_m_s - first_m_s) > self._limits.pace_hold * speed_m_s:
            return None
        if abs(slope) > self._limits.slope_hold:
            return None
        return Bundle(t_s, Terrain(speed_m_s, slope), median(row[2] for row in rows))


def terrain_of(reference: ReferenceSpeed) -> Terrain:
    """Pace and slope that another device says; flat where it does not know the slope."""
    return Terrain(reference.speed_m_s, reference.slope or 0.0)


def slope_of(stride: Stride) -> float:
    """Rise over length of a stride; 0 where it is not known."""
    motion = stride.motion
    if motion is None or motion.rise_m is None or not motion.stride_length_m:
        return 0.0
    return motion.rise_m / motion.stride_length_m
