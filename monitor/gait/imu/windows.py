"""Everything that is measured between two stances, as plain numbers: one ``Swing`` a window."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from monitor.gait.imu.contacts import find_contacts
from monitor.gait.imu.contacts_running import Contacts
from monitor.gait.imu.desaturate import desaturate
from monitor.gait.imu.limits import ImuLimits
from monitor.gait.imu.quaternions import BoolArray
from monitor.gait.imu.sensor_to_foot import Axis, SensorToFoot
from monitor.gait.imu.strapdown import Paths, Windows, cut, headings_rad, integrate
from monitor.gait.imu.swing_measures import describe, drift_rad, lifted_m, went_m
from monitor.gait.imu.usable_samples import ImuBuffer, ImuSamples
from monitor.types import FloatArray, Side
from monitor.units import STANDARD_GRAVITY_M_S2

_TOGETHER = 64
"""Windows worked on at once: their arrays fit the processor's cache."""


class Swing(NamedTuple):
    """A window: terminal contact, swing and the landing that ends it.

    ``tc`` is None where samples were lost before it; ``lost`` tells of the whole window,
    ``landing_lost`` of the time from just before initial contact on, ``clipped`` of a saturated
    sensor, ``doubted`` of a length that need not be right, ``runs`` of a running foot.
    ``heading_rad`` is where the foot went, seen from its own direction, to the left; ``lifted_m``
    how far its sole left the ground, ``went_m`` how far it went beyond what its turn explains.
    ``of_swing`` and ``of_landing`` are fields of ``MotionMeasures``. ``rested`` is how many samples
    the foot rested between the window before and this one.
    """

    left: int
    arrived: int
    rested: int
    tc: float | None
    ic: float
    lost: bool
    landing_lost: bool
    clipped: bool
    doubted: bool
    runs: bool
    of_swing: Mapping[str, float]
    of_landing: Mapping[str, float]
    pitch_drift_rad_s: float
    roll_drift_rad_s: float
    heading_rad: float
    lifted_m: float
    went_m: float


class WindowReader:
    """Measure windows of samples that already lie in the foot's frame.

    A window that begins later than the last one ended follows a rest: slow walkers stand between.
    """

    def __init__(self, side: Side, rate_hz: float, limits: ImuLimits) -> None:
        self._side = side
        self._rate_hz = rate_hz
        self._limits = limits
        self._beside_samples = beside_samples(rate_hz, limits)
        self._before_samples = round(limits.contact.impact_before_s * rate_hz)
        self._arrived: int | None = None

    def pause(self) -> None:
        """The next window does not follow the last."""
        self._arrived = None

    def read(
        self, buffer: ImuBuffer, ends: Sequence[range], bias: Axis, sensor_to_foot: SensorToFoot
    ) -> list[Swing]:
        """Return one swing a window, in order; each is the same in whatever company."""
        rested = [self._rested(end) for end in ends]
        return [
            swing
            for part in (slice(n, n + _TOGETHER) for n in range(0, len(ends), _TOGETHER))
            for swing in self._group(buffer, ends[part], rested[part], bias, sensor_to_foot)
        ]

    def join(
        self,
        buffer: ImuBuffer,
        before: Swing,
        after: Swing,
        bias: Axis,
        sensor_to_foot: SensorToFoot,
    ) -> Swing:
        """Measure two windows that meet as one."""
        whole = range(before.left, after.arrived + 1)
        return self._group(buffer, [whole], [before.rested], bias, sensor_to_foot)[0]

    def _rested(self, end: range) -> int:
        """Samples of the rest between the window before and this one."""
        before, self._arrived = self._arrived, end[-1]
        return 0 if before is None else end.start - before

    def _group(
        self,
        buffer: ImuBuffer,
        ends: Sequence[range],
        rested: Sequence[int],
        bias: Axis,
        sensor_to_foot: SensorToFoot,
    ) -> list[Swing]:
        first = max(buffer.start, ends[0].start - self._beside_samples)
        samples = buffer.view(first, min(buffer.stop, ends[-1].stop + self._beside_samples))
        near = [range(end.start - first, end.stop - first) for end in ends]
        windows = self._cut(samples, near, bias, sensor_to_foot)
        paths = integrate(windows, self._limits.path)
        contacts = find_contacts(windows, paths, self._limits.contact, np.array(rested))
        of_swing, of_landing = describe(windows, paths, contacts, self._side, self._limits)
        clipped = np.column_stack(
            [_inside(cut != 0.0, near) for cut in (samples.gyr_saturated, samples.acc_saturated)]
        )
        gone = _lost(samples.lost, near, contacts, self._before_samples)
        left = [end[0] for end in ends]
        columns = {
            "left": left,
            "arrived": [end[-1] for end in ends],
            "rested": rested,
            "tc": _on_grid(left, contacts.tc, [before for before, _, _ in gone]),
            "ic": _on_grid(left, contacts.ic, [False] * len(left)),
            "lost": [whole for _, _, whole in gone],
            "landing_lost": [landing for _, landing, _ in gone],
            "clipped": clipped.any(axis=1).tolist(),
            "doubted": self._doubted(paths, clipped.max(axis=1) * windows.dt_s).tolist(),
            "runs": contacts.runs.tolist(),
            "of_swing": _by_window(of_swing),
            "of_landing": _by_window(of_landing),
            **self._travel(windows, paths),
        }
        return list(map(Swing, *(columns[name] for name in Swing._fields)))

    def _cut(
        self, samples: ImuSamples, near: Sequence[range], bias: Axis, sensor_to_foot: SensorToFoot
    ) -> Windows:
        """Cut the windows out, with what the gyroscope cut off restored."""
        zero = np.array([bias.x, bias.y, bias.z])
        seen = rate = samples.gyr_rad_s - zero
        if samples.gyr_saturated.any():
            share = self._limits.clip.level_share
            rate = (
                desaturate(samples.gyr_rad_s, samples.gyr_saturated, near, sensor_to_foot, share)
                - zero
            )
        # beside a window nothing is restored, or its ends would depend on the windows read with it
        return cut(samples.acc_m_s2, rate, near, self._rate_hz, self._limits.path, seen)

    def _travel(self, windows: Windows, paths: Paths) -> dict[str, list[float]]:
        """Where the foot went in each window and how far it drifted, by the fields of `Swing`."""
        time_s = windows.last * windows.dt_s
        pitch_rad, roll_rad = drift_rad(windows, paths)
        return {
            "pitch_drift_rad_s": (pitch_rad / time_s).tolist(),
            "roll_drift_rad_s": (roll_rad / time_s).tolist(),
            "heading_rad": headings_rad(windows, paths).tolist(),
            "lifted_m": lifted_m(windows, paths, self._limits.path).tolist(),
            "went_m": went_m(windows, paths, self._limits.path).tolist(),
        }

    def _doubted(self, paths: Paths, clipped_s: FloatArray) -> BoolArray:
        """Whether the length of each window need not be right."""
        limits = self._limits
        off = np.abs(paths.force_m_s2 - STANDARD_GRAVITY_M_S2) > limits.path.gravity_error_m_s2
        return np.asarray(off | (clipped_s > limits.clip.doubt_s))


def beside_samples(rate_hz: float, limits: ImuLimits) -> int:
    """Samples before and after a window that tell of the stances at its ends."""
    return round(limits.path.stance_window_s * rate_hz)


def _by_window(columns: Mapping[str, FloatArray]) -> list[dict[str, float]]:
    """Rows of columns, each value by its name."""
    rows = zip(*(column.tolist() for column in columns.values()), strict=True)
    return [dict(zip(columns, row, strict=True)) for row in rows]


def _lost(
    flags: FloatArray, ends: Sequence[range], contacts: Contacts, before: int
) -> list[tuple[bool, bool, bool]]:
    """Whether samples were lost: up to terminal contact, from before landing on, at all."""
    count = np.concatenate([[0.0], np.cumsum(flags)])
    if count[-1] == 0.0:
        return [(False, False, False)] * len(ends)
    out = []
    for end, tc, ic in zip(ends, contacts.tc.tolist(), contacts.ic.tolist(), strict=True):
        whole = count[end.stop] - count[end.start]
        off = count[end.start + int(tc) + 2] - count[end.start]
        landing = count[end.stop] - count[max(0, end.start + int(ic) - before)]
        out.append((bool(off > 0.0), bool(landing > 0.0), bool(whole > 0.0)))
    return out


def _inside(flags: BoolArray, ends: Sequence[range]) -> FloatArray:
    """How many samples of each window are flagged."""
    count = np.concatenate([[0.0], np.cumsum(flags)])
    return np.array([count[end.stop] - count[end.start] for end in ends])


def _on_grid(left: Sequence[int], column: FloatArray, lost: Sequence[bool]) -> list[float | None]:
    """Contacts counted on the foot's grid; None where samples were lost before them."""
    return [
        None if gone else start + at
        for start, at, gone in zip(left, column.tolist(), lost, strict=True)
    ]
