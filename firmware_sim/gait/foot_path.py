"""Motion of one foot: a smooth pose with exact contacts, and its exact derivatives.

In stance the sole rolls on the ground without slipping, from the heel over a short rocker to
the ball; the toes bend, then turn about their tip, which leaves last. In swing quintics lead the
ball to the next initial contact. The foot still moves when it lands; that velocity goes to zero
along a Gaussian of a few milliseconds: the impact. Frames: ISB, x forward at the start, y up, z
right; the foot frame starts at the back of the heel on the sole.
"""

from dataclasses import replace
from typing import Final

import numpy as np

from firmware_sim.gait.angles import LANDING_PER_S, pitch, roll_and_yaw
from firmware_sim.gait.heel_walk import SHARE_LOW
from firmware_sim.gait.impact import ringing, soften
from firmware_sim.gait.jet import Jet, Quintics, normal, pick, ramp, sin_cos, smooth_accelerations
from firmware_sim.gait.motion import Motion, Pose, felt
from firmware_sim.gait.style import Contacts
from firmware_sim.gait.swing_speeds import (
    RUN_END,
    RUN_MORE,
    RUN_SPEED,
    RUN_WAY,
    SWING_AT,
    WALK_END,
    WALK_MORE,
    WALK_SPEED,
    WALK_WAY,
)
from firmware_sim.runner.track import RUN
from monitor.types import FloatArray

_ROLL_RAD = 0.075
"""Pitch over which the contact rolls from the heel to the ball."""
_BEND_RAD, _BEND_OVER_RAD = 0.42, 0.12
"""The toes stay flat until the foot has risen so far, and then rise with it; the transition."""
_TOP, _LOW, _LOW_SHARE = 0.4, 0.74, 0.36
"""Where in swing the ball is highest and, when the toes come by, lowest; and how low [M]."""
_PLACE: Final = {
    "instep": (0.45, 0.30, 0.0),
    "heel": (0.04, 0.22, 0.0),
    "lateral": (0.35, 0.15, 0.14),
}
"""Where a pod sits: forward, up, outward, in foot lengths."""


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
        self._pitch = pitch(contacts, self.tc_s)
        self._roll, self._yaw = roll_and_yaw(contacts, self.tc_s)
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
        pose = self.pose(t_s)
        rocks = pose.pitch + ringing(self._c, t_s, self.stride(t_s))
        return felt(replace(pose, pitch=rocks), point - ball)

    def pitch_rad(self, t_s: FloatArray) -> FloatArray:
        """Pitch of the foot against the horizontal at ascending times."""
        return self._pitch.at(t_s).value

    def pitch_rate_rad_s(self, t_s: FloatArray) -> FloatArray:
        """Rate of the pitch at ascending times."""
        return self._pitch.at(t_s).rate

    def toe_height_m(self, t_s: FloatArray) -> FloatArray:
        """Height of the shoe's tip, were the toes straight, over the ground of the last contact."""
        pose = self.pose(t_s)
        tip = self._length_m - self._ball_m
        height = pose.y.value + tip * np.sin(pose.pitch.value)
        return np.asarray(height - self._c.y_m[self.stride(t_s)])

    def _stance(self, pitch: Jet, slope: FloatArray, yaw: FloatArray) -> tuple[Jet, Jet, Jet]:
        """The ball over a sole that rolls without slipping, from where the heel landed.

        Contact at c(θ) on the sole with tangent angle −θ: the contact advances on the ground by
        the sole's arc, and the ball is at contact + R(θ)(ball − c). Late in stance the toes, flat
        until then, turn about their tip and lift the ball.
        """
        width_m = self._ball_m - self._heel_m
        theta = pitch.shift(-slope)
        below, density = normal(theta.scale(1.0 / _ROLL_RAD))
        advance = below.shift(-0.5).scale(-width_m).shift(0.5 * (self._ball_m + self._heel_m))
        high = density.shift(-1.0 / np.sqrt(2.0 * np.pi)).scale(-width_m * _ROLL_RAD)
        sin, cos = sin_cos(theta)
        left = advance.scale(-1.0).shift(self._ball_m)
        toes_m = self._length_m - self._ball_m
        bent = ramp(theta.scale(-1.0).shift(-_BEND_RAD), _BEND_OVER_RAD)
        toes_sin, toes_cos = sin_cos(bent)
        along = advance + cos * left + sin * high + toes_cos.scale(-toes_m).shift(toes_m)
        up = sin * left - cos * high + toes_sin.scale(toes_m)
        s, c = np.sin(slope), np.cos(slope)
        level = along.scale(c) - up.scale(s)
        return level.scale(np.cos(yaw)), along.scale(s) + up.scale(c), level.scale(-np.sin(yaw))

    def _swing_knots(self) -> tuple[Quintics, Quintics, Quintics]:
        """The ball's path in swing, leaving and meeting the rolling stances exactly."""
        c, tc = self._c, self.tc_s
        yaw = c.heading_rad + c.toe_out_rad
        before = self._stance(self._pitch.at(tc), c.slope_rad[:-1], yaw[:-1])
        meets = Jet(
            c.slope_rad[1:] + c.strike_rad[1:],
            c.strike_rad_s[1:],
            LANDING_PER_S * c.strike_rad_s[1:],
        )
        after = self._stance(meets, c.slope_rad[1:], yaw[1:])
        speed, angle = c.landing_m_s[1:], c.heading_rad[1:]
        fall = [speed * np.cos(angle), -c.falling_m_s[1:], -speed * np.sin(angle)]
        channels = []
        for axis, base in enumerate((c.x_m, c.y_m, c.z_m)):
            start, stop = before[axis].shift(base[:-1]), after[axis].shift(base[1:])
            stop = Jet(stop.value, stop.rate + fall[axis], stop.acc)
            if axis == 1:
                channels.append(self._lifted(start, stop, base))
            else:
                channels.append(self._carried(start, stop))
        return channels[0], channels[1], channels[2]

    def _lifted(self, start: Jet, stop: Jet, ground_m: FloatArray) -> Quintics:
        """Height of the ball in swing: over the top, low when the toes come by, then to land."""
        tc, end = self.tc_s, self.ic_s[1:]
        swing = np.maximum(end - tc, 0.1)
        climb = ground_m[1:] - ground_m[:-1]
        lift = self._c.lift_m[:-1] * (end - tc > 1e-6)
        top = ground_m[:-1] + _TOP * climb + lift
        share = np.where(self._c.heels_rad[:-1] > 0.0, SHARE_LOW, _LOW_SHARE)
        low = ground_m[:-1] + _LOW * climb + share * lift
        values = [start.value, top, low, stop.value]
        rates = [start.rate, climb / swing, climb / swing, stop.rate]
        knots = np.column_stack([tc, tc + _TOP * (end - tc), tc + _LOW * (end - tc), end])
        accs = smooth_accelerations(knots, values, rates, start.acc, stop.acc)
        return Quintics(knots, values, rates, accs)

    def _carried(self, start: Jet, stop: Jet) -> Quintics:
        """Horizontal position of the ball in swing, with the speeds of real runners."""
        tc, swing = self.tc_s, self.ic_s[1:] - self.tc_s
        mean = (stop.value - start.value) / np.maximum(swing, 0.1)
        run = self._c.gait[:-1, None] == RUN
        usual = np.where(run, RUN_SPEED, WALK_SPEED)
        added = np.where(run, RUN_END, WALK_END)
        way, more = np.where(run, RUN_WAY, WALK_WAY), np.where(run, RUN_MORE, WALK_MORE)
        gain = (mean - more[:, -1] * stop.rate) / way[:, -1]
        places = start.value + swing * (gain * way.T + stop.rate * more.T)
        speeds = gain * usual.T + stop.rate * added.T
        values, rates = list(places), list(speeds)
        values[0], rates[0] = start.value, start.rate
        values[-1], rates[-1] = stop.value, stop.rate
        knots = tc[:, None] + swing[:, None] * SWING_AT
        accs = smooth_accelerations(knots, values, rates, start.acc, stop.acc)
        return Quintics(knots, values, rates, accs)


def terminal_contacts(c: Contacts) -> FloatArray:
    """When the foot leaves the ground in each stride; at its end where it stands on."""
    ic, end = c.t_s[:-1], c.t_s[1:]
    length = end - ic
    usual = c.contact_s[:-1]
    stands = (c.hold[:-1] > 0.0) | (length > 1.6 * (usual + c.swing_s[:-1]))
    leaves = np.where(stands, np.maximum(end - c.swing_s[1:], ic + 0.05), ic + usual)
    leaves = np.minimum(leaves, end - np.minimum(0.18, 0.4 * length))
    return np.asarray(np.where(c.hold[1:] > 0.0, end, leaves))
