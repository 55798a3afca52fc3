"""The landing before the first stance that was seen: told only if it was seen itself.

Every other landing ends a window that starts at a mid-stance. This one has none before it, so that
its path is followed backwards, from the rest that came after and the vertical of the stride then.
"""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from monitor.gait.imu import contacts_running
from monitor.gait.imu.contacts_running import Contacts
from monitor.gait.imu.limits import ImuLimits, PathLimits
from monitor.gait.imu.quaternions import Vectors, along_foot, follow, turned_by
from monitor.gait.imu.sensor_to_foot import Axis
from monitor.gait.imu.strapdown import Paths, Windows, ball_m_s, cut, integral, integrate, swung
from monitor.gait.imu.swing_measures import describe_landing
from monitor.gait.imu.usable_samples import ImuBuffer
from monitor.gait.imu.windows import Swing
from monitor.types import Side


class FirstLandings:
    """Find where a stride starts that does not follow another.

    Parameters
    ----------
    side : Side
    rate_hz : float
    limits : ImuLimits
    """

    def __init__(self, side: Side, rate_hz: float, limits: ImuLimits) -> None:
        self._side = side
        self._rate_hz = rate_hz
        self._limits = limits
        self._back_samples = round(limits.contact.look_back_s * rate_hz)

    def before(
        self, buffer: ImuBuffer, swing: Swing, origin: int, bias: Axis
    ) -> tuple[float | None, Mapping[str, float]]:
        """Return the landing before the stance that this swing leaves, and what it tells.

        Where no landing was seen, it is where the foot rested. None for a foot that came to its
        stance unseen: it has no contact.
        """
        stride = range(swing.left, swing.arrived + 1)
        if swing.runs and (first := self.seen(buffer, stride, origin, bias)) is not None:
            return first
        start = max(origin, swing.left - self._back_samples)
        rate = buffer.view(min(start, swing.left), swing.left + 1).gyr_rad_s
        if float(np.abs(rate).max()) <= self._limits.contact.landing_rate_rad_s:
            return float(swing.left), {}
        slap = None if swing.runs else self._slap(rate[:, 2].tolist())
        return None if slap is None else start + slap, {}

    def seen(
        self, buffer: ImuBuffer, stride: range, origin: int, bias: Axis
    ) -> tuple[float, Mapping[str, float]] | None:
        """Return the landing of a running foot, and what it tells; None if it was not in the air.

        Parameters
        ----------
        buffer : ImuBuffer
            Samples in the foot's axes.
        stride : range
            From the first mid-stance to the next.
        origin : int
            First sample that belongs to the same movement.
        bias : Axis
            Of the gyroscope.
        """
        left = stride.start
        start = max(origin, left - self._back_samples)
        if left - start < round(self._limits.contact.air_s * self._rate_hz) + 2:
            return None
        samples = buffer.view(start, stride.stop)
        if samples.lost.any():
            return None
        rate = samples.gyr_rad_s - np.array([bias.x, bias.y, bias.z])
        ends = [range(left - start, stride.stop - start)]
        after = cut(samples.acc_m_s2, rate, ends, self._rate_hz, self._limits.path)
        way = [range(left - start + 1)]
        before = cut(samples.acc_m_s2, rate, way, self._rate_hz, self._limits.path)
        path = backwards(before, integrate(after, self._limits.path), after, self._limits.path)
        turned = self._turned(before, path)
        if turned is None:
            return None
        ic = contacts_running.landing(before, path, turned, self._limits.contact.run)
        contacts = replace(turned, ic=ic)
        told = describe_landing(before, path, contacts, self._side, self._limits)
        of_landing = {name: float(values[0]) for name, values in told.items()}
        return start + float(ic[0]), of_landing

    def _turned(self, before: Windows, path: Paths) -> Contacts | None:
        """Where to look for the landing; None unless the foot came in from the air."""
        limits = self._limits.contact
        onward = path.onward_m_s[0]
        air = round(limits.air_s * self._rate_hz)
        fast = np.flatnonzero(onward >= limits.air_m_s)
        if (
            not len(fast)
            or fast[-1] < air
            or float(onward[: fast[-1]].min()) < limits.run.landing_m_s
        ):
            return None
        lowest = np.zeros(1, dtype=np.intp)
        rate = before.gyr.z
        angle = np.zeros_like(rate)
        np.cumsum(0.5 * before.dt_s * (rate[:, 1:] + rate[:, :-1]), axis=1, out=angle[:, 1:])
        about = np.array([float(fast[-1])])
        runs = np.ones(1, dtype=np.bool_)
        return Contacts(about, about, lowest, lowest, angle, runs)

    def _slap(self, rate: list[float]) -> float | None:
        """Where the foot slapped down; None if that was not seen."""
        slap = rate.index(min(rate))
        if rate[slap] > -self._limits.contact.landing_rate_rad_s:
            return None
        half = self._limits.contact.slap_fraction * rate[slap]
        for index in range(slap, 0, -1):
            if rate[index - 1] > half >= rate[index]:
                return index - 1 + (rate[index - 1] - half) / (rate[index - 1] - rate[index])
        return None


def backwards(before: Windows, path: Paths, after: Windows, limits: PathLimits) -> Paths:
    """Follow the path that ends where another begins, back from there.

    It ends with the velocity of a foot that rolls; vertical, gravity and travel are those of the
    stride after. Lengths and heights are not known: the speed is taken from the stride after.
    """
    dt_s, rows, last = before.dt_s, before.rows, before.last
    turned = follow(before.gyr, dt_s)
    at_rest = turned[:, rows, last]
    up, travel = (
        turned_by(at_rest, v)
        for v in (path.vertical, path.flat.times(1.0 / np.maximum(path.length_m, 1e-9)))
    )
    gained = integral(turned_by(turned, before.acc), dt_s)
    lever = (limits.lever_forward_m, limits.pod.above_ground_m, 0.0)
    end = turned_by(at_rest, before.gyr.at(rows, last).cross(*lever))
    start = end.minus(gained.at(rows, last))
    to_end_s = (np.arange(before.acc.x.shape[1])[np.newaxis, :] - last[:, np.newaxis]) * dt_s
    gravity = path.force_m_s2[:, np.newaxis] * to_end_s
    foot_up, foot_on = along_foot(turned, up), along_foot(turned, travel)
    onward = gained.along(travel) + start.dot(travel)[:, np.newaxis]
    upward = gained.along(up) + start.dot(up)[:, np.newaxis] - gravity
    share = last / np.maximum(after.last, 1)
    return Paths(
        turned=turned,
        up=foot_up,
        length_m=path.length_m * share,
        risen_m=np.zeros(len(rows)),
        height_m=np.zeros_like(onward),
        onward_m_s=onward + swung(before.gyr, foot_on, limits.pod.above_ground_m),
        upward_m_s=upward + ball_m_s(before.gyr, foot_up, limits),
        force_m_s2=path.force_m_s2,
        vertical=up,
        flat=Vectors(*(part * share for part in path.flat)),
    )
