"""Pitch, roll and yaw of a foot through every stride.

Quintics between knots; from heel-off to the next landing the accelerations at the knots let the
jerk be continuous. Angles of running as measured on mocap_running at 2 and 4 m/s [M].
"""

import numpy as np

from firmware_sim.gait.heel_walk import tip
from firmware_sim.gait.jet import Quintics, smooth_accelerations
from firmware_sim.gait.style import Contacts
from firmware_sim.runner.track import RUN
from monitor.types import FloatArray

LANDING_PER_S = 17.0
"""Pitch acceleration over pitch rate at contact: the foot is on its way down."""
_TOES_UP_S, _TOES_UP_WALK_S = 0.028, 0.062
"""Toes are highest so long before a contact."""
_PUSH, _PUSH_WALK = 0.47, 0.45
_LONGEST_S = 0.7
"""The last part of stance in which the heel rises; of a longer stance no more than of this."""
_FASTEST_S, _FASTEST = 0.012, 1.08
"""So long before it leaves the foot turns fastest, by so much faster than when it leaves [M]."""
_CALMS_S, _CALMING = 0.075, 0.42
"""After leaving it goes on turning: so long fast, then slowly; mean of the fast part over the
sum of the rates at its ends [M]."""
_RISE_FROM, _RISE_TO = 0.35, 0.8
_GROWS, _GROWS_WALK = 0.15, 0.22
"""Between these parts of the way from heel-up to toes-up the pitch rises faster and faster [M]:
from so much below the mean rate to so much above. Before and after, the rate grows from and falls
to nothing."""
_STANDS_S = 0.35
"""A foot that is flat for longer stands."""
_FLAT_RAD_S, _FLAT_END_RAD = -0.5, -0.06
_INVERTED_RAD = -0.07
"""Roll at landing of a foot that pronates to the positive side."""


def pitch(c: Contacts, tc_s: FloatArray) -> Quintics:
    """Pitch through landing, flat, heel-off, terminal contact, heel-up, toes-up, landing.

    Parameters
    ----------
    c : Contacts
        Of one foot.
    tc_s : FloatArray
        Terminal contacts of its strides.
    """
    knots = _instants(c, tc_s)
    _, flat, push, fastest, tc, calm, up, _, _, toes, end = knots.T
    lifts = (end - tc_s > 1e-6).astype(float)
    slope, next_slope = c.slope_rad[:-1], c.slope_rad[1:]
    rest = (1.0 - lifts) * next_slope  # a foot that does not lift stays where it is
    leaves, low = slope + c.toe_off_rad[:-1] * lifts, slope + c.heel_up_rad[:-1]
    run, zero = c.gait[:-1] == RUN, np.zeros_like(tc_s)
    flat_rate = _FLAT_RAD_S * np.minimum(1.0, 0.12 / (push - flat)) * lifts
    off = -np.where(run, 1.2 + 2.0 * c.speed_m_s[:-1], 5.5) * lifts
    fast = _CALMING * (calm - tc)
    slow = (low - leaves - fast * off) / np.maximum(0.5 * (up - calm) + fast, 1e-3)
    slow = np.minimum(slow, 0.0) * lifts
    rising, rising_rates = _rise(c, low, toes - up)
    values = [
        slope + c.strike_rad[:-1],
        slope,
        slope + _FLAT_END_RAD * lifts,
        leaves - 0.5 * (1.0 + _FASTEST) * (tc - fastest) * off,
        leaves,
        (leaves + fast * (off + slow)) * lifts + rest,
        low * lifts + rest,
        *(each * lifts + rest for each in rising),
        next_slope + c.toes_up_rad[1:] * lifts,
        next_slope + c.strike_rad[1:],
    ]
    rates = [c.strike_rad_s[:-1], flat_rate, 1.6 * flat_rate, _FASTEST * off, off, slow, zero]
    rates += [*(each * lifts for each in rising_rates), zero, c.strike_rad_s[1:]]
    heels, values, rates = tip(c, knots, values, rates)
    pushing = np.where((push - flat > _STANDS_S) | heels, 0.0, 12.0 * flat_rate)
    return Quintics(knots, values, rates, _accelerations(c, knots, values, rates, pushing))


def _rise(
    c: Contacts, low: FloatArray, lasts_s: FloatArray
) -> tuple[list[FloatArray], list[FloatArray]]:
    """Pitch and rate at the two knots between heel-up and toes-up, of feet that lift.

    Parameters
    ----------
    c : Contacts
        Of one foot.
    low : FloatArray
        Pitch at heel-up, rad.
    lasts_s : FloatArray
        From heel-up to toes-up.
    """
    way = c.slope_rad[1:] + c.toes_up_rad[1:] - low
    grows = np.where(c.gait[:-1] == RUN, _GROWS, _GROWS_WALK)
    begun, left = 0.5 * _RISE_FROM * (1.0 - grows), 0.5 * (1.0 - _RISE_TO) * (1.0 + grows)
    mean = 1.0 / (begun + _RISE_TO - _RISE_FROM + left)
    rate = mean * way / np.maximum(lasts_s, 1e-3)
    values = [low + begun * mean * way, low + (1.0 - left * mean) * way]
    return values, [(1.0 - grows) * rate, (1.0 + grows) * rate]


def _accelerations(
    c: Contacts,
    knots: FloatArray,
    values: list[FloatArray],
    rates: list[FloatArray],
    pushing: FloatArray,
) -> list[FloatArray]:
    """Accelerations of the pitch at the knots; mid-stance is quiet, heel-off is ``pushing``."""
    landing = LANDING_PER_S * c.strike_rad_s
    late = smooth_accelerations(knots[:, 2:], values[2:], rates[2:], pushing, landing[1:])
    return [landing[:-1], np.zeros_like(pushing), *late]


def _instants(c: Contacts, tc: FloatArray) -> FloatArray:
    """Times of the knots of the pitch, one row a stride."""
    ic, end, run = c.t_s[:-1], c.t_s[1:], c.gait[:-1] == RUN
    stance, swing = tc - ic, end - tc
    flat = ic + np.minimum(c.flat_s[:-1], 0.35 * stance)
    flat = np.where(c.hold[:-1] > 0.0, ic + 0.01, flat)
    share = np.where(run, _PUSH, _PUSH_WALK)
    usual = np.minimum(np.minimum(stance, 1.2 * c.contact_s[:-1]), _LONGEST_S)
    push = np.maximum(tc - share * usual, flat + 1e-3)
    fastest = tc - np.minimum(_FASTEST_S, 0.5 * (tc - push))
    up = tc + swing * np.where(run, np.clip(0.11 + 0.085 * c.speed_m_s[:-1], 0.25, 0.55), 0.15)
    calm = tc + np.minimum(_CALMS_S, 0.5 * (up - tc))
    toes = end - np.minimum(np.where(run, _TOES_UP_S, _TOES_UP_WALK_S), 0.2 * swing)
    early, late = (up + part * (toes - up) for part in (_RISE_FROM, _RISE_TO))
    return np.column_stack([ic, flat, push, fastest, tc, calm, up, early, late, toes, end])


def roll_and_yaw(c: Contacts, tc: FloatArray) -> tuple[Quintics, Quintics]:
    """Roll (pronation; inverted, then everted in swing) and yaw (toe-out, whip) [M]."""
    ic, end, v = c.t_s[:-1], c.t_s[1:], c.speed_m_s[:-1]
    swing, run = end - tc, c.gait[:-1] == RUN
    middle_s = np.maximum(0.5 * (ic + tc), tc - 0.6 * c.contact_s[:-1])
    lifts = (swing > 1e-6).astype(float)
    sign = np.sign(c.pronation_rad + 1e-12)
    landing = np.where(c.hold > 0.0, 0.0, _INVERTED_RAD * sign)
    middle = np.where(c.hold[:-1] > 0.0, 0.0, c.pronation_rad[:-1] + landing[:-1])
    turn = sign[:-1] * lifts
    inverted = -np.radians(2.0 * v - 1.0) * turn
    everted = np.radians(np.where(run, 4.0 + 3.0 * v, 3.0)) * turn
    rolls = [landing[:-1], middle, -0.03 * turn, inverted, everted, landing[1:] * lifts]
    roll = _flowing([ic, middle_s, tc, *_within(tc, swing, 0.15, 0.45, 0.85), end], rolls, landing)
    yaw = c.heading_rad + c.toe_out_rad
    here, there = yaw[:-1], yaw[1:]
    whip = np.radians(14.0 + 4.0 * v) * np.where(run, 1.0, 0.5) * lifts
    whip = whip * np.sign(c.toe_out_rad[:-1] + 1e-12)
    yaws = [here, here, here + 0.7 * whip, here + whip, there + 0.55 * whip, there - 0.3 * whip]
    return roll, _flowing([ic, middle_s, tc, *_within(tc, swing, 0.27, 0.52, 0.9), end], yaws, yaw)


def _within(tc: FloatArray, swing: FloatArray, *parts: float) -> list[FloatArray]:
    """Times at parts of the swing."""
    return [tc + part * swing for part in parts]


def _flowing(times: list[FloatArray], value: list[FloatArray], contact: FloatArray) -> Quintics:
    """A motion that rests at the first two knots, where it turns, and at the next ``contact``.

    The rate at another knot is the harmonic mean of the slopes to its neighbours.
    """
    knots_s, value = np.column_stack(times), [*value, contact[1:]]
    slopes = np.diff(np.stack(value), axis=0) / np.maximum(np.diff(knots_s, axis=1).T, 1e-3)
    both, between = slopes[:-1] * slopes[1:], slopes[:-1] + slopes[1:]
    inner = np.where(both > 0.0, 2.0 * both / np.where(between == 0.0, 1.0, between), 0.0)
    zero = np.zeros_like(value[0])
    rates = [zero, zero, *inner[1:], zero]
    accs = smooth_accelerations(knots_s[:, 1:], value[1:], rates[1:], zero, zero)
    return Quintics(knots_s, value, rates, [zero, *accs])
