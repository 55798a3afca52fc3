"""How high a foot is held while its runner walks on the heels: the mean pitch of whole strides.

Pure. Gravity says how the pod lies while the foot stands flat, before and after; the gyroscope
carries that through the steps between, and what it missed by the end is taken out evenly. Ordinary
steps say about which of the pod's axes the foot tips.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum, auto
from math import degrees, radians, sqrt
from typing import Final

import numpy as np
from msgspec import Struct

from monitor.gait.imu.limits import ImuLimits
from monitor.gait.imu.quaternions import Vectors, along_foot, follow, turned_by
from monitor.gait.imu.sensor_to_foot import Axis, find_sensor_to_foot
from monitor.gait.imu.still_foot import rate_at_rest
from monitor.report.lift_guide import LiftSpan, LiftStep
from monitor.report.lift_strides import stride_means
from monitor.report.statistics import mean, variance_of_mean
from monitor.types import FloatArray, Side

_CALM_S: Final = 1.0
"""Standing is judged by its calmest second. Rule of thumb: a standing runner sways slowly."""
_CALM_RAD_S: Final = 0.12
"""A foot that turns by more, root mean square, does not stand. Rule of thumb: a walking foot turns
by ten times as much."""
_GAP_S: Final = 0.1
"""A longer gap in the samples ends the reckoning. Rule of thumb: a foot tips 5° in that time."""
_DRIFT_RAD: Final = radians(6.0)
"""A gyroscope that is off by more after the steps is not believed. Rule of thumb: a bias of
0.15°/s over the forty seconds."""
_SETTLES_S: Final = 3.0
"""The first steps on the heels are left out. Rule of thumb."""
_ENDS_S: Final = 1.0
"""So is the last second: whoever counts stops early. Rule of thumb."""
_MOVES_RAD_S: Final = 0.25
"""A foot that turns by less, root mean square, does not walk. Rule of thumb: on the heels it is two
to four times as much."""
_LEAST_STRIDES: Final = 5
"""So many whole strides make a mean. Rule of thumb: half of what slow steps give."""
_BOW_RAD: Final = radians(1.0)
"""So much of what the mean force shows of the gyroscope's drift may be the accelerometer's own
error. In a foot that is turned by 20°, 0.2 m/s² show as 0.4° [P: 2·sin 10°·0.2/9.8]; this is
twice and a half as much."""


class Why(StrEnum):
    """Why the lift of a foot is not known."""

    UNSEEN = auto()
    """No foot pod, or none in these minutes."""
    LOST = auto()
    """Samples are missing."""
    RESTLESS = auto()
    """The foot did not stand still before and after."""
    NO_STEPS = auto()
    """Too few ordinary steps to know how the pod sits."""
    STILL = auto()
    """The foot did not walk."""
    DRIFTED = auto()
    """The gyroscope does not come back to where it began."""


class FootLift(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How high one foot was held: mean pitch against standing, degrees, toes up positive.

    ``error_deg`` is the standard error within the test; ``why`` says why it is not known.
    """

    side: Side
    lift_deg: float | None = None
    error_deg: float | None = None
    why: Why | None = None


@dataclass(frozen=True, slots=True, eq=False)
class FootMotion:
    """Samples of one foot's pod, in its own axes; lost ones are NaN.

    Parameters
    ----------
    t_s : FloatArray, shape (n,)
    acc_m_s2, gyr_rad_s : FloatArray, shape (n, 3)
    rate_hz : float
    """

    t_s: FloatArray
    acc_m_s2: FloatArray
    gyr_rad_s: FloatArray
    rate_hz: float


def foot_lift(side: Side, motion: FootMotion | None, spans: Sequence[LiftSpan]) -> FootLift:
    """Give the lift of a foot, or why it is not known."""
    if motion is None:
        return FootLift(side=side, why=Why.UNSEEN)
    try:
        pitch = _pitch(motion, spans)
    except _UnknownError as error:
        return FootLift(side=side, why=error.why)
    begin, end = _range(motion, spans, LiftStep.HEELS)
    settled, ends = round(_SETTLES_S * motion.rate_hz), round(_ENDS_S * motion.rate_hz)
    strides = stride_means(pitch[begin + settled : end - ends], motion.rate_hz)
    if len(strides) < _LEAST_STRIDES:
        return FootLift(side=side, why=Why.STILL)
    return FootLift(
        side=side,
        lift_deg=round(degrees(mean(strides)), 2),
        error_deg=round(degrees(sqrt(variance_of_mean(strides))), 2),
    )


class _UnknownError(Exception):
    """The lift cannot be known."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


def _pitch(motion: FootMotion, spans: Sequence[LiftSpan]) -> FloatArray:
    """Give the pitch against standing at every sample, rad; NaN outside the two rests."""
    first = _rest(motion, spans, LiftStep.STAND_AGAIN)
    last = _rest(motion, spans, LiftStep.STAND_LAST)
    acc, gyr = _whole(motion, spans)
    right = _pitch_axis(motion, acc, gyr, spans)
    width = round(_CALM_S * motion.rate_hz)
    begin, end = first + width // 2, last + width // 2
    up = _mean_direction(acc[first : first + width])
    turn = (gyr[begin : end + 1] - _bias(acc, gyr, (first, last), motion.rate_hz))[np.newaxis]
    q = follow(Vectors(turn[..., 0], turn[..., 1], turn[..., 2]), 1.0 / motion.rate_hz)
    upwards = _upwards(
        q,
        up,
        acc,
        (begin, end),
        _mean_direction(acc[last : last + width]),
        _range(motion, spans, LiftStep.HEELS),
    )
    axes = _axes(Axis(*up), right)
    if axes is None:
        raise _UnknownError(Why.NO_STEPS)
    forward, flat_up = (Vectors(*(np.array([part]) for part in (a.x, a.y, a.z))) for a in axes)
    out = np.full(len(motion.t_s), np.nan)
    out[begin : end + 1] = np.arctan2(upwards.along(forward)[0], upwards.along(flat_up)[0])
    return out


def _upwards(
    q: FloatArray,
    up: tuple[float, float, float],
    acc: FloatArray,
    rests: tuple[int, int],
    up_last: tuple[float, float, float],
    heels: tuple[int, int],
) -> Vectors:
    """Give the vertical along the pod's axes from one rest to the other.

    Three things are known of the drift of the gyroscope: it is nothing at the first rest, what
    gravity shows at the second, and, over many whole strides, what the mean force shows, as a
    walker's mean acceleration is next to nothing. A parabola goes through the three, where the
    last shows more than an accelerometer is off by.
    """
    begin, end = rests
    fixed = Vectors(*(np.array([part]) for part in up))
    column = Vectors(*(part[:, np.newaxis] for part in fixed))
    there = turned_by(q[:, :, -1:], Vectors(*(np.array([[part]]) for part in up_last)))
    missed = there.minus(column)
    force = turned_by(q, Vectors(*(acc[begin : end + 1, axis][np.newaxis] for axis in range(3))))
    share = np.linspace(0.0, 1.0, end - begin + 1)
    span = slice(heels[0] - begin, heels[1] - begin)
    seen = _mean_direction(np.column_stack([part[0, span] for part in force]))
    bump = 4.0 * share * (1.0 - share)
    line, arch = (float(part[span].mean()) for part in (share, bump))
    parts = zip(seen, up, missed, strict=True)
    bowed = Vectors(*(np.array([[(s - u - line * m[0, 0]) / arch]]) for s, u, m in parts))
    worst = max(float(missed.norm()[0, 0]), float(bowed.norm()[0, 0]))
    if worst > _DRIFT_RAD:
        raise _UnknownError(Why.DRIFTED)
    out = along_foot(q, fixed)
    size = float(bowed.norm()[0, 0])
    beyond = bowed.times(max(1.0 - _BOW_RAD / size, 0.0) if size else 0.0)
    for off, course in ((missed, share), (beyond, bump)):
        out = out.plus(along_foot(q, Vectors(*(part[:, 0] for part in off))).times(course))
    return out


def _rest(motion: FootMotion, spans: Sequence[LiftSpan], step: LiftStep) -> int:
    """Give where the calmest second of a rest begins."""
    width = round(_CALM_S * motion.rate_hz)
    begin, end = _range(motion, spans, step)
    turn = np.sqrt((motion.gyr_rad_s[begin:end] ** 2).sum(axis=1))
    best: tuple[float, int] | None = None
    for start in range(0, len(turn) - width + 1, max(1, width // 10)):
        piece = motion.gyr_rad_s[begin + start : begin + start + width]
        if np.isfinite(turn[start : start + width]).all():
            off = float(np.sqrt(((piece - piece.mean(axis=0)) ** 2).sum(axis=1).mean()))
            best = min(best, (off, begin + start)) if best else (off, begin + start)
    if best is None:
        raise _UnknownError(Why.LOST)
    if best[0] > _CALM_RAD_S:
        raise _UnknownError(Why.RESTLESS)
    return best[1]


def _bias(acc: FloatArray, gyr: FloatArray, rests: tuple[int, int], rate_hz: float) -> FloatArray:
    """Give what the gyroscope says of a foot at rest, beyond how gravity shows it to lean."""
    width = round(_CALM_S * rate_hz)
    found = []
    for at in rests:
        rest = slice(at, at + width)
        bias, _ = rate_at_rest(acc[rest], gyr[rest], rate_hz, ImuLimits().path)
        found.append(np.array([bias.x, bias.y, bias.z]))
    return np.asarray(0.5 * (found[0] + found[1]))


def _whole(motion: FootMotion, spans: Sequence[LiftSpan]) -> tuple[FloatArray, FloatArray]:
    """Give the samples from the first walk on, short gaps on a line.

    Raises
    ------
    _UnknownError
        If one is longer than may be bridged.
    """
    begin = _range(motion, spans, LiftStep.STAND_AGAIN)[0]
    end = _range(motion, spans, LiftStep.STAND_LAST)[1]
    known = np.isfinite(motion.acc_m_s2[begin:end]).all(axis=1)
    known &= np.isfinite(motion.gyr_rad_s[begin:end]).all(axis=1)
    places = np.flatnonzero(known)
    if not len(places) or np.diff(places).max(initial=1) > _GAP_S * motion.rate_hz:
        raise _UnknownError(Why.LOST)
    every = np.arange(end - begin)
    filled = []
    for values in (motion.acc_m_s2, motion.gyr_rad_s):
        out = values.copy()
        for axis in range(3):
            out[begin:end, axis] = np.interp(every, places, values[begin:end][places, axis])
        filled.append(out)
    turn = filled[1][slice(*_range(motion, spans, LiftStep.HEELS))]
    if float(np.sqrt((turn**2).sum(axis=1).mean())) < _MOVES_RAD_S:
        raise _UnknownError(Why.STILL)
    return filled[0], filled[1]


def _pitch_axis(
    motion: FootMotion, acc: FloatArray, gyr: FloatArray, spans: Sequence[LiftSpan]
) -> Axis:
    """Give the axis about which the foot tips, toes up positive, from ordinary steps."""
    begin, end = _range(motion, spans, LiftStep.WALK)
    known = np.isfinite(acc[begin:end]).all(axis=1) & np.isfinite(gyr[begin:end]).all(axis=1)
    found = None
    if known.any():
        # a lost sample or two among thousands move no axis
        walked = slice(begin, end)
        found = find_sensor_to_foot(
            acc[walked][known], gyr[walked][known], motion.rate_hz, ImuLimits()
        )
    if found is None or not found.certain:
        raise _UnknownError(Why.NO_STEPS)
    return found.right


def _axes(up: Axis, right: Axis) -> tuple[Axis, Axis] | None:
    """Give forward and up of a foot that stands flat, in the pod's axes."""
    level = right.mix(1.0, up, -right.dot(up))
    return None if level is None else (up.cross(level), up)


def _range(motion: FootMotion, spans: Sequence[LiftSpan], step: LiftStep) -> tuple[int, int]:
    span = next((span for span in spans if span.step is step), None)
    if span is None:
        raise _UnknownError(Why.LOST)
    begin, end = np.searchsorted(motion.t_s, (span.from_s, span.until_s)).tolist()
    if end - begin < _CALM_S * motion.rate_hz:
        raise _UnknownError(Why.LOST)
    return begin, end


def _mean(values: FloatArray) -> FloatArray:
    return np.asarray(np.add.accumulate(values, axis=0)[-1] / len(values))


def _mean_direction(values: FloatArray) -> tuple[float, float, float]:
    total = _mean(values)
    x, y, z = (total / sqrt(float((total * total).sum()))).tolist()
    return x, y, z
