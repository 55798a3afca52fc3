"""Measures of each swing and its landing: lengths, heights, angles, rates, the impact."""

import math

import numpy as np

from monitor.gait.imu.contacts_running import Contacts
from monitor.gait.imu.limits import ImuLimits, PathLimits
from monitor.gait.imu.limits_contacts import ContactLimits
from monitor.gait.imu.quaternions import BoolArray, IntArray, Vectors
from monitor.gait.imu.strapdown import Paths, Windows, turns_rad
from monitor.ingest.interpolate import at_columns
from monitor.types import FloatArray, Side

Columns = dict[str, FloatArray]
"""One value a window for each field of ``MotionMeasures`` that is named."""


def describe(
    windows: Windows, paths: Paths, contacts: Contacts, side: Side, limits: ImuLimits
) -> tuple[Columns, Columns]:
    """Measure every window's swing, and the landing that ends it; pitch toes up positive."""
    rows, last = windows.rows, windows.last
    # sines of pitch and roll; angles are formed only where one is wanted
    nose = paths.up.x
    # a forefoot's pitch is highest after landing, when its heel has come down
    landing_at = np.floor(contacts.ic).astype(np.intp)
    swinging = _span(windows, contacts.lowest, np.minimum(contacts.highest, landing_at))
    fastest = np.argmax(np.where(swinging, windows.gyr.z, -np.inf), axis=1)
    pitch_end = _angles(nose[rows, last])
    error_s = np.where(contacts.runs, limits.contact.run.tc_error_s, limits.contact.walk_error_s)
    of_swing = {
        "tc_error_s": error_s,
        "stride_length_m": paths.length_m,
        "rise_m": paths.risen_m,
        "turn_rad": turns_rad(windows, paths),
        "path_height_m": -_least(-paths.height_m, windows.inside),
        "toe_clearance_m": _clearance(windows, paths, contacts, limits.path),
        "pitch_mid_swing_rad": _angles(nose[rows, fastest]) - pitch_end,
    }
    return of_swing, describe_landing(windows, paths, contacts, side, limits)


def describe_landing(
    windows: Windows, paths: Paths, contacts: Contacts, side: Side, limits: ImuLimits
) -> Columns:
    """Measure every window's landing."""
    rows, last = windows.rows, windows.last
    nose, tilt = paths.up.x, paths.up.z
    landed = np.ceil(contacts.ic).astype(np.intp)
    pitch_end = _angles(nose[rows, last])
    landing = _span(windows, landed, landed + round(limits.contact.slap_s / windows.dt_s))
    error_s = np.where(contacts.runs, limits.contact.run.ic_error_s, limits.contact.walk_error_s)
    return {
        "ic_error_s": error_s,
        "foot_strike_angle_rad": _angles(at_columns(nose, contacts.ic)) - pitch_end,
        "foot_slap_rad_s": np.maximum(0.0, -_least(windows.gyr.z, landing)),
        "pronation_rad": _pronation(tilt, contacts.ic, _span(windows, landed, last), side),
        "impact_m_s2": _impact(windows, contacts, limits.contact),
    }


def lifted_m(windows: Windows, paths: Paths, limits: PathLimits) -> FloatArray:
    """How far the lower of heel and toe came off the ground: nothing if the foot only turned on it.

    A foot that rolls on to its toes, taps on its heel or twists lifts the sensor, but one end of
    the sole stays where it is.
    """
    toe, heel = (
        _lift(windows, paths, forward, limits.pod.above_ground_m)
        for forward in (limits.pod.to_toe_m, -limits.heel_behind_m)
    )
    sole = paths.height_m + np.minimum(toe, heel)
    return -_least(-sole, windows.inside)


def went_m(windows: Windows, paths: Paths, limits: PathLimits) -> FloatArray:
    """How far the foot went beyond what its turn from one stance to the next explains.

    A foot that turns on one end of its sole takes the sensor with it: 2 r sin(turn/2).
    """
    reach_m = math.hypot(limits.heel_behind_m, limits.pod.above_ground_m)
    _, x, y, z = paths.turned[:, windows.rows, windows.last]
    taken_m = 2.0 * reach_m * np.sqrt(x * x + y * y + z * z)
    return np.asarray(np.maximum(0.0, paths.length_m - np.minimum(taken_m, limits.twist_m)))


def drift_rad(windows: Windows, paths: Paths) -> tuple[FloatArray, FloatArray]:
    """How far pitch and roll of every window failed to come back to where they began."""
    rows, last = windows.rows, windows.last
    pitch, roll = (
        _angles(sine[rows, last]) - _angles(sine[:, 0]) for sine in (paths.up.x, paths.up.z)
    )
    return pitch, roll


def _pronation(tilt: FloatArray, ic: FloatArray, standing: BoolArray, side: Side) -> FloatArray:
    """Greatest eversion after contact: the outer edge, right on a right foot, comes up."""
    roll_ic = _angles(at_columns(tilt, ic))
    if side is Side.RIGHT:
        return -_angles(_least(-tilt, standing)) - roll_ic
    return roll_ic - _angles(_least(tilt, standing))


def _angles(sines: FloatArray) -> FloatArray:
    """Inverse sine, one by one: the same bits in any company."""
    return np.array([math.asin(sine) for sine in np.clip(sines, -1.0, 1.0).tolist()])


def _span(windows: Windows, start: IntArray, stop: IntArray) -> BoolArray:
    """Columns from start to stop (both within) that belong to the row."""
    column = np.arange(windows.acc.x.shape[1])[np.newaxis, :]
    stop = np.minimum(stop, windows.last)
    return np.asarray((column >= start[:, np.newaxis]) & (column <= stop[:, np.newaxis]))


def _least(values: FloatArray, where: BoolArray) -> FloatArray:
    """Least value of every row among the columns meant; 0 where there is none."""
    least = np.min(np.where(where, values, np.inf), axis=1)
    return np.where(np.isinf(least), 0.0, least)


def _clearance(
    windows: Windows, paths: Paths, contacts: Contacts, limits: PathLimits
) -> FloatArray:
    """Least height of the shoe's tip as it swings past the other leg, over the ground.

    The tip rises as the foot leaves, sinks as the leg swings through and rises again before
    landing; the first lowest point is meant, NaN if there is none. The tip lies ahead of and
    below the sensor as the foot lay at the mid-stance after; wrong by as much as it lies elsewhere.
    """
    tip = paths.height_m + _lift(windows, paths, limits.pod.to_toe_m, limits.pod.above_ground_m)
    early = contacts.tc + limits.toe_clear_share * (contacts.ic - contacts.tc)
    turns = np.zeros(tip.shape, dtype=np.bool_)
    turns[:, 1:-1] = (tip[:, 1:-1] <= tip[:, :-2]) & (tip[:, 1:-1] < tip[:, 2:])
    # a lowest point needs a sample on either side, and beyond the last lies another window
    stop = np.minimum(np.floor(contacts.ic).astype(np.intp), windows.last - 1)
    turns &= _span(windows, np.ceil(early).astype(np.intp), stop)
    lowest = np.argmax(turns, axis=1)
    return np.where(turns.any(axis=1), tip[windows.rows, lowest], np.nan)


def _lift(windows: Windows, paths: Paths, forward: float, down: float) -> FloatArray:
    """By how much turning lifts a point of the sole against the sensor since the foot lay flat.

    The point lies so far forward of the sensor and below it, m.
    """
    x, y, z = paths.up.at(windows.rows, windows.last)
    level = np.sqrt(x * x + y * y)
    tip = Vectors(forward * y / level - down * x, -forward * x / level - down * y, -down * z)
    return paths.up.along(tip) + down


def _impact(windows: Windows, contacts: Contacts, limits: ContactLimits) -> FloatArray:
    """Greatest specific force around initial contact."""
    first = np.floor(contacts.ic).astype(np.intp) - round(limits.impact_before_s / windows.dt_s)
    final = np.ceil(contacts.ic).astype(np.intp) + round(limits.impact_after_s / windows.dt_s)
    return -_least(-windows.acc.norm(), _span(windows, first, final))
