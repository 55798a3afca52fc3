"""How does one foot move? A smooth pose with exact contacts, and its exact derivatives.

In stance the sole rolls on the ground without slipping, from the heel over a short rocker to
the ball; in swing quintics lead from terminal contact over heel-up and toes-up to the next
initial contact. The foot still moves when it lands; that velocity goes to zero along a Gaussian
of a few milliseconds: the impact. Frames: ISB, x forward at the start, y up, z right; the foot
frame starts at the back of the heel on the sole.
"""

from typing import Final

import numpy as np
from scipy import interpolate

from firmware_sim.impact import ringing, soften
from firmware_sim.jet import Jet, Quintics, normal, pick, sin_cos, smooth_accelerations
from firmware_sim.motion import Motion, Pose, felt
from firmware_sim.runner import RUN
from firmware_sim.steps import Contacts
from monitor.types import FloatArray

_ROLL_RAD = 0.075
"""Pitch over which the contact rolls from the heel to the ball."""
_LANDING_PER_S = 17.0
"""Pitch acceleration over pitch rate at contact: the foot is on its way down."""
_TOES_UP_S = 0.028
"""Toes are highest so long before a contact when running."""
_PUSH_RUN, _PUSH_WALK = 0.45, 0.4
"""The last part of stance in which the heel rises."""
_RISE_FROM, _RISE_TO = 0.35, 0.85
"""Between these parts of the way from heel-up to toes-up the pitch rises evenly; its rate
grows before and falls after, so that the mean rate is 3/4 of the highest."""
_SWING_AT = np.array([0.0, 0.15, 0.3, 0.45, 0.6, 0.75, 0.88, 1.0])
_SWING_SPEED = np.array([0.0, 0.52, 0.90, 1.14, 1.28, 1.22, 0.66, 0.0])
_SWING_END = np.array([0.0, 0.0, 0.0, 0.0, 0.0, 0.02, 0.30, 1.0])
"""Forward speed of the ball in swing over its mean, and what a speed at landing adds [M]
(mocap_running at 2 and 4 m/s)."""
_STANDS_S = 0.35
"""A foot that is flat for longer stands."""
_FLAT_RAD_S, _FLAT_END_RAD = -0.5, -0.06
_PLACE: Final = {
    "instep": (0.45, 0.30, 0.0),
    "heel": (0.04, 0.22, 0.0),
    "lateral": (0.35, 0.15, 0.14),
}
"""Where a pod sits: forward, up, outward, in foot lengths."""

_WAY = interpolate.CubicSpline(_SWING_AT, _SWING_SPEED).antiderivative()(_SWING_AT)
_WAY_END = interpolate.CubicSpline(_SWING_AT, _SWING_END).antiderivative()(_SWING_AT)


class FootPath:
    """The motion of one foot through consecutive contacts.

    Parameters
    ----------
    contacts : Contacts
        Of one foot, at least two; the path covers the time from the first to the last.
    foot_length_m : float
    """

    def __init__(self, contacts: Contacts, foot_length_m: float) -> None:
        self._c = contacts
        self._ball_m = 0.72 * foot_length_m
        self._heel_m = 0.03 * foot_length_m
        self._length_m = foot_length_m
        self.ic_s = contacts.t_s
        self.tc_s = terminal_contacts(contacts)
        self._pitch = self._pitch_knots()
        self._roll, self._yaw = self._other_knots()
        self._x, self._y, self._z = self._swing_knots()

    def stride(self, t_s: FloatArray) -> "np.ndarray[tuple[int], np.dtype[np.intp]]":
        """Number of the stride at each time."""
        last = len(self.ic_s) - 2
        return np.clip(np.searchsorted(self.ic_s, t_s, side="right") - 1, 0, last)

    def pose(self, t_s: FloatArray) -> Pose:
        """The pose at ascending times."""
        k = self.stride(t_s)
        c = self._c
        pitch = self._pitch.at(t_s)
        stance = self._stance(pitch, c.slope_rad[k], c.heading_rad[k] + c.toe_out_rad[k])
        on_ground = t_s < self.tc_s[k]
        x = pick(on_ground, stance[0].shift(c.x_m[k]), self._x.at(t_s))
        y = pick(on_ground, stance[1].shift(c.y_m[k]), self._y.at(t_s))
        z = pick(on_ground, stance[2].shift(c.z_m[k]), self._z.at(t_s))
        x, y, z = soften(self._c, t_s, k, (x, y, z))
        return Pose(pitch, self._roll.at(t_s), self._yaw.at(t_s), x, y, z)

    def motion(self, t_s: FloatArray, place: str, outward: float) -> Motion:
        """What a pod feels; ``outward`` is +1 where the right of the foot is its outside."""
        forward, up, out = _PLACE[place]
        point = np.array([forward, up, out * outward]) * self._length_m
        ball = np.array([self._ball_m, 0.0, 0.0])
        return felt(self.pose(t_s), point - ball, ringing(self._c, t_s, self.stride(t_s)))

    def pitch_rad(self, t_s: FloatArray) -> FloatArray:
        """Pitch of the foot against the horizontal at ascending times."""
        return self._pitch.at(t_s).value

    def pitch_rate_rad_s(self, t_s: FloatArray) -> FloatArray:
        """Rate of the pitch at ascending times."""
        return self._pitch.at(t_s).rate

    def toe_height_m(self, t_s: FloatArray) -> FloatArray:
        """Height of the shoe's tip above the ground's height at the last contact."""
        pose = self.pose(t_s)
        tip = self._length_m - self._ball_m
        height = pose.y.value + tip * np.sin(pose.pitch.value)
        return np.asarray(height - self._c.y_m[self.stride(t_s)])

    def _stance(self, pitch: Jet, slope: FloatArray, yaw: FloatArray) -> tuple[Jet, Jet, Jet]:
        """The ball over a sole that rolls without slipping, from where the heel landed.

        Contact at c(θ) on the sole with tangent angle −θ: the contact advances on the ground by
        the sole's arc, and the ball is at contact + R(θ)(ball − c).
        """
        width_m = self._ball_m - self._heel_m
        theta = pitch.shift(-slope)
        below, density = normal(theta.scale(1.0 / _ROLL_RAD))
        advance = below.shift(-0.5).scale(-width_m).shift(0.5 * (self._ball_m + self._heel_m))
        high = density.shift(-1.0 / np.sqrt(2.0 * np.pi)).scale(-width_m * _ROLL_RAD)
        sin, cos = sin_cos(theta)
        left = advance.scale(-1.0).shift(self._ball_m)
        along = advance + cos * left + sin * high
        up = sin * left - cos * high
        s, c = np.sin(slope), np.cos(slope)
        level = along.scale(c) - up.scale(s)
        return level.scale(np.cos(yaw)), along.scale(s) + up.scale(c), level.scale(-np.sin(yaw))

    def _pitch_knots(self) -> Quintics:
        """Pitch through landing, flat, heel-off, terminal contact, heel-up, toes-up, landing."""
        c, ic, tc = self._c, self.ic_s[:-1], self.tc_s
        end = self.ic_s[1:]
        stance, swing = tc - ic, end - tc
        run = c.gait[:-1] == RUN
        flat = ic + np.minimum(c.flat_s[:-1], 0.35 * stance)
        flat = np.where(c.hold[:-1] > 0.0, ic + 0.01, flat)
        share = np.where(run, _PUSH_RUN, _PUSH_WALK)
        push = np.maximum(tc - share * np.minimum(stance, 1.2 * c.contact_s[:-1]), flat + 1e-3)
        lifts = (swing > 1e-6).astype(float)
        up = tc + swing * np.where(run, np.clip(0.18 + 0.085 * c.speed_m_s[:-1], 0.28, 0.55), 0.14)
        toes = end - np.minimum(np.where(run, _TOES_UP_S, 2.0 * _TOES_UP_S), 0.2 * swing)
        way = (c.slope_rad + c.toes_up_rad)[1:] - c.slope_rad[:-1] - c.heel_up_rad[:-1]
        slope, next_slope = c.slope_rad[:-1], c.slope_rad[1:]
        low = slope + c.heel_up_rad[:-1]
        flat_rate = _FLAT_RAD_S * np.minimum(1.0, 0.12 / (push - flat)) * lifts
        rise = 4.0 / 3.0 * way / np.maximum(toes - up, 1e-3) * lifts
        zero = np.zeros_like(ic)
        rest = (1.0 - lifts) * next_slope  # a foot that does not lift stays where it is
        values = [
            slope + c.strike_rad[:-1],
            slope,
            slope + _FLAT_END_RAD * lifts,
            slope + c.toe_off_rad[:-1] * lifts,
            low * lifts + rest,
            (low + _RISE_FROM * 2.0 / 3.0 * way) * lifts + rest,
            (low + (1.0 - (1.0 - _RISE_TO) * 2.0 / 3.0) * way) * lifts + rest,
            next_slope + c.toes_up_rad[1:] * lifts,
            next_slope + c.strike_rad[1:],
        ]
        off = -np.where(run, 1.5 + 1.6 * c.speed_m_s[:-1], 5.0) * lifts
        rates = [c.strike_rad_s[:-1], flat_rate, 1.6 * flat_rate, off, zero, rise, rise, zero]
        rates.append(c.strike_rad_s[1:])
        landing = _LANDING_PER_S * c.strike_rad_s
        early, then = (up + part * (toes - up) for part in (_RISE_FROM, _RISE_TO))
        knots = np.column_stack([ic, flat, push, tc, up, early, then, toes, end])
        pushing = np.where(push - flat > _STANDS_S, 0.0, 12.0 * flat_rate)
        late = smooth_accelerations(knots[:, 2:], values[2:], rates[2:], pushing, landing[1:])
        accs = [landing[:-1], zero, *late]  # mid-stance is quiet
        return Quintics(knots, values, rates, accs)

    def _other_knots(self) -> tuple[Quintics, Quintics]:
        """Roll (pronation, inversion in swing) and yaw (toe-out, whip)."""
        c, ic, tc, end = self._c, self.ic_s[:-1], self.tc_s, self.ic_s[1:]
        swing, stance = end - tc, tc - ic
        lifts = swing > 1e-6
        knots = np.column_stack([ic, ic + 0.4 * stance, tc, tc + 0.45 * swing, end])
        sign = np.sign(c.pronation_rad + 1e-12)
        landing = np.where(c.hold > 0.0, 0.0, -0.07 * sign)
        middle = np.where(c.hold[:-1] > 0.0, 0.0, c.pronation_rad[:-1] + landing[:-1])
        zero = np.zeros_like(ic)
        swung = np.where(lifts, -(0.10 + 0.02 * c.speed_m_s[:-1]) * sign[1:], 0.0)
        last = np.where(lifts, -0.03 * sign[:-1], 0.0)
        roll = _smooth(knots, [landing[:-1], middle, last, swung, landing[1:]], zero)
        yaw = c.heading_rad + c.toe_out_rad
        here, there = yaw[:-1], yaw[1:]
        whip = 0.03 * (2.0 + c.speed_m_s[:-1]) * np.sign(c.toe_out_rad[:-1] + 1e-12) * lifts
        times = [ic, ic + 0.6 * stance, tc + 0.1 * swing, tc + 0.4 * swing, tc + 0.7 * swing, end]
        turn = [here, here, here - 0.5 * whip, here + whip, there + 0.7 * whip, there]
        return roll, _smooth(np.column_stack(times), turn, zero)

    def _swing_knots(self) -> tuple[Quintics, Quintics, Quintics]:
        """The ball's path in swing, leaving and meeting the rolling stances exactly."""
        c, tc = self._c, self.tc_s
        yaw = c.heading_rad + c.toe_out_rad
        before = self._stance(self._pitch.at(tc), c.slope_rad[:-1], yaw[:-1])
        meets = Jet(
            c.slope_rad[1:] + c.strike_rad[1:],
            c.strike_rad_s[1:],
            _LANDING_PER_S * c.strike_rad_s[1:],
        )
        after = self._stance(meets, c.slope_rad[1:], yaw[1:])
        speed, angle = c.landing_m_s[1:], c.heading_rad[1:]
        fall = [speed * np.cos(angle), -c.falling_m_s[1:], -speed * np.sin(angle)]
        channels = []
        for axis, base in enumerate((c.x_m, c.y_m, c.z_m)):
            start, stop = before[axis].shift(base[:-1]), after[axis].shift(base[1:])
            stop = Jet(stop.value, stop.rate + fall[axis], stop.acc)
            if axis == 1:
                channels.append(self._lifted(start, stop, base[:-1]))
            else:
                channels.append(self._carried(start, stop))
        return channels[0], channels[1], channels[2]

    def _lifted(self, start: Jet, stop: Jet, ground_m: FloatArray) -> Quintics:
        """Height of the ball in swing: over the top in the first half, then down to land."""
        tc, end = self.tc_s, self.ic_s[1:]
        swing = np.maximum(end - tc, 0.1)
        way = stop.value - start.value
        lift = self._c.lift_m[:-1] * (end - tc > 1e-6)
        middle = np.maximum(start.value, ground_m) + 0.5 * way + lift
        values, rates = [start.value, middle, stop.value], [start.rate, way / swing, stop.rate]
        knots = np.column_stack([tc, tc + 0.47 * (end - tc), end])
        return Quintics(knots, values, rates, [start.acc, -20.0 * lift / swing**2, stop.acc])

    def _carried(self, start: Jet, stop: Jet) -> Quintics:
        """Level way of the ball in swing, with the speeds of real runners."""
        tc, swing = self.tc_s, self.ic_s[1:] - self.tc_s
        mean = (stop.value - start.value) / np.maximum(swing, 0.1)
        whole, added = _WAY[-1], _WAY_END[-1]
        gain = (mean - added * stop.rate) / whole
        values = [
            start.value + swing * (gain * way + stop.rate * more)
            for way, more in zip(_WAY, _WAY_END, strict=True)
        ]
        rates = [
            gain * speed + stop.rate * more
            for speed, more in zip(_SWING_SPEED, _SWING_END, strict=True)
        ]
        values[0], rates[0] = start.value, start.rate
        values[-1], rates[-1] = stop.value, stop.rate
        knots = tc[:, None] + swing[:, None] * _SWING_AT
        accs = smooth_accelerations(knots, values, rates, start.acc, stop.acc)
        return Quintics(knots, values, rates, accs)


def _smooth(knots_s: FloatArray, value: list[FloatArray], zero: FloatArray) -> Quintics:
    """A motion that rests for an instant at every knot."""
    rest = [zero] * len(value)
    return Quintics(knots_s, value, rest, rest)


def terminal_contacts(c: Contacts) -> FloatArray:
    """When the foot leaves the ground in each stride; at its end where it stands on."""
    ic, end = c.t_s[:-1], c.t_s[1:]
    length = end - ic
    usual = c.contact_s[:-1]
    stands = (c.hold[:-1] > 0.0) | (length > 1.6 * (usual + c.swing_s[:-1]))
    leaves = np.where(stands, np.maximum(end - c.swing_s[1:], ic + 0.05), ic + usual)
    leaves = np.minimum(leaves, end - np.minimum(0.18, 0.4 * length))
    return np.asarray(np.where(c.hold[1:] > 0.0, end, leaves))
