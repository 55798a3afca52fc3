"""Initial and terminal contact of a running foot, from the motion of its sole.

The turn of the foot shows them for one runner and not for the next (docs/strides.md). The ground
does the same to all runners: it stops the sole, and holds it until the foot stands on its toes.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from monitor.gait.imu.limits_contacts import RunContactLimits
from monitor.gait.imu.quaternions import BoolArray, IntArray
from monitor.gait.imu.strapdown import Paths, Windows
from monitor.ingest.interpolate import at_columns, crossing_column
from monitor.types import FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Contacts:
    """Fractional columns of the contacts, and whole ones of the swing's turning points.

    ``angle_rad`` is the foot's pitch since the window's start; ``runs`` tells the feet whose
    contacts come from the motion of their sole.
    """

    tc: FloatArray
    ic: FloatArray
    lowest: IntArray
    highest: IntArray
    angle_rad: FloatArray
    runs: BoolArray


class _LeavingCues(NamedTuple):
    """What tells when a running foot leaves, one value a window."""

    onward: FloatArray
    """Column at which the sole has begun to move on."""
    speed_m_s: FloatArray
    stride_s: FloatArray
    lift_m_s2: FloatArray
    """Upward acceleration of the pod just after."""


class _LandingCues(NamedTuple):
    """What tells when a running foot landed, one value a window."""

    fall: FloatArray
    """Column at which the ground stops the fall of the sole."""
    toes_up_rad: FloatArray
    """Pitch just before, over that at mid-stance; none below 0."""
    apart_s: FloatArray
    """How much later its way forward ends."""
    slap_rad: FloatArray
    """How far the toes come down meanwhile; below 0 the heel does, as a forefoot's."""


def leaving(
    windows: Windows, paths: Paths, lowest: IntArray, limits: RunContactLimits
) -> FloatArray:
    """Fractional column of every window's terminal contact.

    The sole below the sensor has begun to move on: the foot stands on its toes only. They follow
    the later, the faster the runner and the longer the stride, and the sooner, the harder the foot
    is thrown up.
    """
    cues = leaving_cues(windows, paths, lowest, limits)
    later_s = limits.toe_off_s + limits.toe_off_s2_m * (cues.speed_m_s - limits.middle_m_s)
    later_s += limits.toe_off_stride * (cues.stride_s - limits.middle_stride_s)
    later_s += limits.toe_off_s3_m * (cues.lift_m_s2 - limits.middle_lift_m_s2)
    later_s = np.clip(later_s, limits.toe_off_min_s, limits.toe_off_max_s)
    return np.minimum(cues.onward + later_s / windows.dt_s, lowest)


def leaving_cues(
    windows: Windows, paths: Paths, lowest: IntArray, limits: RunContactLimits
) -> _LeavingCues:
    """Read the cues of leaving."""
    dt_s, onward = windows.dt_s, paths.onward_m_s
    column = np.arange(onward.shape[1])[np.newaxis, :]
    before = column <= lowest[:, np.newaxis]
    before &= column * dt_s >= limits.still_s
    # a path that drifts moves on at mid-stance, or back: its slowest instant is the zero
    rest = np.argmin(np.where(before, onward, np.inf), axis=1)
    level = np.minimum(onward[windows.rows, rest], limits.drift_m_s) + limits.leaving_m_s
    before &= column >= rest[:, np.newaxis]
    moved = _first(onward >= level[:, np.newaxis], before, lowest)
    moving = _crossing(onward, level, moved)
    stride_s = windows.last * dt_s
    reach = limits.lift_s / dt_s
    middle = np.clip(moving + limits.lift_after_s / dt_s, reach, windows.last - reach)
    middle = np.maximum(middle, 0.0)
    heights = [at_columns(paths.height_m, np.maximum(middle + k * reach, 0.0)) for k in (-1, 0, 1)]
    lift = (heights[0] - 2.0 * heights[1] + heights[2]) / limits.lift_s**2
    # beyond the speeds, stride times and lifts of the data, a straight line may say anything
    return _LeavingCues(
        moving,
        np.clip(paths.length_m / stride_s, limits.slowest_m_s, limits.fastest_m_s),
        np.clip(stride_s, limits.shortest_stride_s, limits.longest_stride_s),
        np.clip(lift, limits.least_lift_m_s2, limits.most_lift_m_s2),
    )


def landing(
    windows: Windows, paths: Paths, turned: Contacts, limits: RunContactLimits
) -> FloatArray:
    """Fractional column of every window's initial contact.

    The ground stops the fall of the sole's front. It follows the touch by the time that the foot
    takes to come down flat, which is the longer, the higher the toes are when it lands; a
    forefoot's is there at once, and its heel comes down after. How far apart the end of its
    fall and of its way forward lie tells the rest.
    """
    cues = landing_cues(windows, paths, turned, limits)
    late_s = limits.landing_s + limits.landing_s_rad * cues.toes_up_rad
    late_s += limits.landing_apart * cues.apart_s + limits.slap_s_rad * cues.slap_rad
    speed_m_s = paths.length_m / (windows.last * windows.dt_s)
    speed_m_s = np.clip(speed_m_s, limits.slowest_m_s, limits.fastest_m_s)
    late_s += limits.landing_s2_m * (speed_m_s - limits.middle_m_s)
    late_s = np.clip(late_s, limits.landing_min_s, limits.landing_max_s)
    return np.maximum(cues.fall - late_s / windows.dt_s, turned.lowest)


def landing_cues(
    windows: Windows, paths: Paths, turned: Contacts, limits: RunContactLimits
) -> _LandingCues:
    """Read the cues of landing."""
    dt_s = windows.dt_s
    near = _near_landing(windows, turned, limits)
    slowed = near & (paths.onward_m_s <= limits.slowed_m_s)
    none = ~np.asarray(slowed.any(axis=1))
    slowed[none] = near[none]
    near = slowed
    fall, greatest = _end_of_fall(paths.upward_m_s, near, limits)
    slow = _first(paths.onward_m_s <= limits.landing_m_s, near, greatest)
    onward = _crossing(paths.onward_m_s, limits.landing_m_s, slow)
    apart_s = np.clip((onward - fall) * dt_s, -limits.apart_s, limits.apart_s)
    last = windows.last.astype(np.float64)
    early = np.maximum(fall - limits.pitch_s / dt_s, 0.0)
    late = np.minimum(fall + limits.flat_s / dt_s, last)
    flat = turned.angle_rad[windows.rows, windows.last]
    pitch, after = (at_columns(turned.angle_rad, at) - flat for at in (early, late))
    return _LandingCues(fall, np.maximum(pitch, 0.0), apart_s, pitch - after)


def _near_landing(windows: Windows, turned: Contacts, limits: RunContactLimits) -> BoolArray:
    """Columns in which the landing is sought."""
    column = np.arange(windows.gyr.z.shape[1])[np.newaxis, :]
    # a change needs a sample on either side, and what lies beyond the last is another window's
    near = column < windows.last[:, np.newaxis]
    near &= column >= (turned.ic - limits.before_s / windows.dt_s)[:, np.newaxis]
    near &= column <= (turned.ic + limits.after_s / windows.dt_s)[:, np.newaxis]
    near &= column > turned.lowest[:, np.newaxis]
    return np.asarray(near)


def _end_of_fall(
    upward_m_s: FloatArray, near: BoolArray, limits: RunContactLimits
) -> tuple[FloatArray, IntArray]:
    """Where the push of the ground has come to a part of its greatest, and where that is."""
    column = np.arange(upward_m_s.shape[1])[np.newaxis, :]
    push = np.zeros_like(upward_m_s)
    push[:, 1:-1] = upward_m_s[:, 2:] - upward_m_s[:, :-2]
    greatest = np.argmax(np.where(near, push, -np.inf), axis=1)
    part = limits.push_fraction * push[np.arange(len(push)), greatest]
    weak = near & (push <= part[:, np.newaxis]) & (column < greatest[:, np.newaxis])
    last_weak = column.shape[1] - 1 - np.argmax(weak[:, ::-1], axis=1)
    strong = np.where(weak.any(axis=1), np.minimum(last_weak + 1, greatest), greatest)
    return _crossing(push, part, strong), greatest


def _first(values: BoolArray, where: BoolArray, otherwise: IntArray) -> IntArray:
    """First true column of each row within the mask."""
    found = values & where
    return np.where(found.any(axis=1), np.argmax(found, axis=1), otherwise)


def _crossing(values: FloatArray, level: float | FloatArray, after: IntArray) -> FloatArray:
    """Fractional column, up to the one given, where the line between samples meets the level."""
    return crossing_column(values, level, np.maximum(after - 1, 0), after, flat=1.0)
