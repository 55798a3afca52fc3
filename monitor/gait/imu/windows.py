"""What happened between two stances, in plain numbers?"""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from monitor.gait.imu.contacts import Contacts, find_contacts
from monitor.gait.imu.desaturate import restored
from monitor.gait.imu.limits import ImuLimits
from monitor.gait.imu.quaternions import BoolArray
from monitor.gait.imu.sensor_to_foot import Axis, Mounting
from monitor.gait.imu.strapdown import Ends, Paths, Windows, cut, integrate, turns_rad
from monitor.gait.imu.swing_measures import FeatureLimits, Swings, describe
from monitor.ingest.sample_buffer import Tape
from monitor.types import FloatArray
from monitor.units import STANDARD_GRAVITY_M_S2

_TOGETHER = 64
"""Windows worked on at once: their arrays fit the processor's cache."""


class Landing(NamedTuple):
    """An initial contact and what followed until mid-stance; ``lost`` if samples were."""

    lost: bool
    ic: float
    strike_rad: float
    slap_rad_s: float
    roll_up_rad: float
    roll_down_rad: float
    impact_m_s2: float


class Swing(NamedTuple):
    """A window: terminal contact, swing and the landing that ends it.

    ``tc`` is None where samples were lost before it; ``lost`` tells of the whole window,
    ``clipped`` of a saturated sensor, ``doubted`` of a length that need not be right.
    """

    left: int
    arrived: int
    tc: float | None
    lost: bool
    clipped: bool
    doubted: bool
    landing: Landing
    length_m: float
    rise_m: float
    turn_rad: float
    path_height_m: float
    clearance_m: float
    pitch_mid_swing_rad: float
    pitch_drift_rad_s: float
    roll_drift_rad_s: float


_OF_LANDING: Final = Landing._fields[Landing._fields.index("strike_rad") :]
_OF_SWING: Final = Swing._fields[Swing._fields.index("length_m") :]
_COLUMNS: Final = ("tc", "ic", "clipped", "doubted", *_OF_LANDING, *_OF_SWING)
_OWN: Final = 4
"""Columns before those that a landing and a swing have in this order."""


class WindowReader:
    """Measure windows of a tape.

    Its columns: time, acceleration and rate in the foot's frame; whether the sample was lost, which
    of the sensor's axes cut off the rate (``cut_off.coded``), and whether acceleration was cut off.
    """

    def __init__(self, rate_hz: float, limits: ImuLimits) -> None:
        self._rate_hz = rate_hz
        self._limits = limits
        self._features = FeatureLimits(limits.contact, limits.path)
        self._before = round(limits.contact.impact_before_s * rate_hz)

    def read(self, tape: Tape, ends: Sequence[Ends], bias: Axis, mounting: Mounting) -> list[Swing]:
        """Return one swing a window, in order; each is the same in whatever company."""
        return [
            swing
            for start in range(0, len(ends), _TOGETHER)
            for swing in self._group(tape, ends[start : start + _TOGETHER], bias, mounting)
        ]

    def _group(
        self, tape: Tape, ends: Sequence[Ends], bias: Axis, mounting: Mounting
    ) -> list[Swing]:
        first = ends[0].first
        rows = tape.view(first, ends[-1].last + 1)
        near = [Ends(end.first - first, end.last - first) for end in ends]
        rate = rows[:, 4:7]
        if rows[:, 8].any():
            rate = restored(rate, rows[:, 8], near, mounting, self._limits.clip.level_share)
        rate = rate - np.array([bias.x, bias.y, bias.z])
        windows = cut(rows[:, 1:4], rate, near, self._rate_hz)
        paths = integrate(windows, self._limits.path)
        contacts = find_contacts(windows, paths, self._limits.contact)
        swings = describe(windows, paths, contacts, self._features)
        lost = _lost(rows[:, 7], near, contacts, self._before)
        clipped = np.column_stack([_inside(rows[:, k] != 0.0, near) for k in (8, 9)])
        columns = self._columns(windows, paths, contacts, swings, clipped)
        return [
            _swing(end, values, gone)
            for end, values, gone in zip(ends, columns.tolist(), lost.tolist(), strict=True)
        ]

    def _columns(
        self,
        windows: Windows,
        paths: Paths,
        contacts: Contacts,
        swings: Swings,
        clipped: FloatArray,
    ) -> FloatArray:
        """One row a window, in the order of ``_COLUMNS``."""
        time_s = windows.last * windows.dt_s
        limits = self._limits
        off = np.abs(paths.force_m_s2 - STANDARD_GRAVITY_M_S2) > limits.path.gravity_error_m_s2
        blind = clipped.max(axis=1) * windows.dt_s > limits.clip.doubt_s
        named = {
            "tc": contacts.tc,
            "ic": contacts.ic,
            "clipped": clipped.any(axis=1),
            "doubted": off | blind,
            "length_m": paths.length_m,
            "rise_m": paths.rise_m,
            "turn_rad": turns_rad(windows, paths),
            "path_height_m": swings.path_height_m,
            "clearance_m": swings.clearance_m,
            "pitch_mid_swing_rad": swings.pitch_mid_swing_rad,
            "pitch_drift_rad_s": swings.pitch_change_rad / time_s,
            "roll_drift_rad_s": swings.roll_change_rad / time_s,
            "strike_rad": swings.strike_rad,
            "slap_rad_s": swings.slap_rad_s,
            "roll_up_rad": swings.roll_up_rad,
            "roll_down_rad": swings.roll_down_rad,
            "impact_m_s2": swings.impact_m_s2,
        }
        return np.column_stack([named[name] for name in _COLUMNS])


def _lost(flags: FloatArray, ends: Sequence[Ends], contacts: Contacts, before: int) -> FloatArray:
    """Whether samples were lost: up to terminal contact, from before landing on, at all."""
    count = np.concatenate([[0.0], np.cumsum(flags)])
    out = np.zeros((len(ends), 3))
    if count[-1] == 0.0:
        return out
    for row, (end, tc, ic) in enumerate(
        zip(ends, contacts.tc.tolist(), contacts.ic.tolist(), strict=True)
    ):
        whole = count[end.last + 1] - count[end.first]
        off = count[end.first + int(tc) + 2] - count[end.first]
        landing = count[end.last + 1] - count[max(0, end.first + int(ic) - before)]
        out[row] = off > 0.0, landing > 0.0, whole > 0.0
    return out


def _inside(flags: BoolArray, ends: Sequence[Ends]) -> FloatArray:
    """How many samples of each window are flagged."""
    count = np.concatenate([[0.0], np.cumsum(flags)])
    return np.array([count[end.last + 1] - count[end.first] for end in ends])


def _swing(ends: Ends, values: list[float], lost: list[float]) -> Swing:
    tc, ic, clipped, doubted = values[:_OWN]
    tc_lost, landing_lost, whole_lost = map(bool, lost)
    first, last = ends
    leave = None if tc_lost else first + tc
    landing = Landing(landing_lost, first + ic, *values[_OWN : _OWN + len(_OF_LANDING)])
    of_swing = values[_OWN + len(_OF_LANDING) :]
    return Swing(first, last, leave, whole_lost, bool(clipped), bool(doubted), landing, *of_swing)
