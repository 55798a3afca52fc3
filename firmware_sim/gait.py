"""How does one foot move? A smooth pose with exact contacts, and its exact derivatives.

In stance the sole rolls on the ground without slipping, from the heel over a short rocker to
the ball; in swing quintics lead from terminal contact over heel-up and toes-up to the next
initial contact. The foot still moves when it lands; that velocity goes to zero along a Gaussian
of a few milliseconds: the impact. Frames: ISB, x forward at the start, y up, z right; the foot
frame starts at the back of the heel on the sole.
"""

from typing import Final

import numpy as np
from scipy import special

from firmware_sim.jet import Jet, Quintics, normal, pick, sin_cos, smooth_accelerations
from firmware_sim.motion import Motion, Pose, felt
from firmware_sim.runner import RUN
from firmware_sim.steps import Contacts
from monitor.types import FloatArray

_ROLL_RAD = 0.075
"""Pitch over which the contact rolls from the heel to the ball."""
_IMPACT_S = 5.5e-3
"""Standard deviation of the impact pulse."""
_REACH_S = 6.0 * _IMPACT_S
_RING_HZ, _RING_S, _RING_M_S = 42.0, 6.0e-3, 4.5e-4
"""Ringing of shoe and pod after impact: frequency, decay, amplitude per m/s."""
_LANDING_PER_S = 17.0
"""Pitch acceleration over pitch rate at contact: the foot is on its way down."""
_TOES_UP_S = 0.045
"""Toes are highest so long before a contact when running."""
_STANDS_S = 0.35
"""A foot that is flat for longer stands."""
_FLAT_RAD_S, _FLAT_END_RAD = -0.5, -0.06
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
        x, y, z = self._impact(t_s, k, (x, y, z))
        return Pose(pitch, self._roll.at(t_s), self._yaw.at(t_s), x, y, z)

    def motion(self, t_s: FloatArray, place: str, outward: float) -> Motion:
        """What a pod feels; ``outward`` is +1 where the right of the foot is its outside."""
        forward, up, out = _PLACE[place]
        point = np.array([forward, up, out * outward]) * self._length_m
        ball = np.array([self._ball_m, 0.0, 0.0])
        return felt(self.pose(t_s), point - ball, self._ringing(t_s))

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
        push = np.maximum(tc - 0.5 * np.minimum(stance, 1.2 * c.contact_s[:-1]), flat + 1e-3)
        lifts = swing > 1e-6
        up = tc + swing * np.where(run, np.clip(0.22 + 0.07 * c.speed_m_s[:-1], 0.3, 0.6), 0.14)
        toes = end - np.where(
            lifts, np.minimum(np.where(run, _TOES_UP_S, 1.4 * _TOES_UP_S), 0.2 * swing), 0.0
        )
        slope, next_slope = c.slope_rad[:-1], c.slope_rad[1:]
        flat_rate = _FLAT_RAD_S * np.minimum(1.0, 0.12 / (push - flat))
        flat_end = np.where(lifts, _FLAT_END_RAD, 0.0)
        zero = np.zeros_like(ic)
        values = [
            slope + c.strike_rad[:-1],
            slope,
            slope + flat_end,
            slope + np.where(lifts, c.toe_off_rad[:-1], 0.0),
            np.where(lifts, slope + c.heel_up_rad[:-1], next_slope),
            next_slope + np.where(lifts, c.toes_up_rad[1:], 0.0),
            next_slope + c.strike_rad[1:],
        ]
        flat_rate = np.where(lifts, flat_rate, 0.0)
        off = np.where(lifts, np.where(run, -4.6, -3.2), 0.0)
        rates = [c.strike_rad_s[:-1], flat_rate, 1.6 * flat_rate, off, zero, zero]
        rates.append(c.strike_rad_s[1:])
        landing = _LANDING_PER_S * c.strike_rad_s
        knots = np.column_stack([ic, flat, push, tc, up, toes, end])
        accs = smooth_accelerations(knots, values, rates, landing[:-1], landing[1:])
        stands = push - flat > _STANDS_S  # a quintic over a long rest would swing
        accs[1], accs[2] = np.where(stands, 0.0, accs[1]), np.where(stands, 0.0, accs[2])
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
        still = [np.zeros_like(ic)] * 5
        swung = np.where(lifts, -0.10 * sign[1:], 0.0)
        last = np.where(lifts, -0.03 * sign[:-1], 0.0)
        roll = Quintics(knots, [landing[:-1], middle, last, swung, landing[1:]], still, still)
        yaw = c.heading_rad + c.toe_out_rad
        here, there = yaw[:-1], yaw[1:]
        whip = 0.5 * (here + there) + 0.06 * np.sign(c.toe_out_rad[:-1]) * lifts
        return roll, Quintics(knots, [here, here, here, whip, there], still, still)

    def _swing_knots(self) -> tuple[Quintics, Quintics, Quintics]:
        """The ball's path in swing, leaving and meeting the rolling stances exactly."""
        c, tc, end = self._c, self.tc_s, self.ic_s[1:]
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
        swing = end - tc
        late = np.column_stack([tc, tc + 0.70 * swing, end])
        early = np.column_stack([tc, tc + 0.42 * swing, end])
        channels = []
        for axis, base in enumerate((c.x_m, c.y_m, c.z_m)):
            start, stop = before[axis].shift(base[:-1]), after[axis].shift(base[1:])
            way = stop.value - start.value
            if axis == 1:
                lift = c.lift_m[:-1] * (swing > 1e-6)
                middle = np.maximum(start.value, base[:-1]) + 0.5 * way + lift
                curve = -6.0 * lift / np.maximum(swing, 0.1) ** 2 / 0.3
                knots, rate = early, way / np.maximum(swing, 0.1)
            else:
                middle, knots = start.value + 0.66 * way, late
                rate, curve = 1.36 * way / np.maximum(swing, 0.1), np.zeros_like(way)
            channels.append(
                Quintics(
                    knots,
                    [start.value, middle, stop.value],
                    [start.rate, rate, stop.rate + fall[axis]],
                    [start.acc, curve, stop.acc],
                )
            )
        return channels[0], channels[1], channels[2]

    def _impact(
        self,
        t_s: FloatArray,
        k: "np.ndarray[tuple[int], np.dtype[np.intp]]",
        place: tuple[Jet, ...],
    ) -> tuple[Jet, Jet, Jet]:
        """Let the landing velocity vanish within milliseconds instead of at once.

        A ramp that stops at once differs from one that stops along a Gaussian by
        σ φ(u) − |τ| Φ(−|u|), u = τ/σ: small, and with the pulse as its second derivative.
        """
        c = self._c
        x, y, z = (Jet(j.value.copy(), j.rate.copy(), j.acc.copy()) for j in place)
        for contact in (k, k + 1):
            tau = t_s - self.ic_s[contact]
            near = np.flatnonzero(np.abs(tau) < _REACH_S)
            u, n = tau[near] / _IMPACT_S, contact[near]
            bell = np.exp(-0.5 * u * u) / np.sqrt(2.0 * np.pi)
            tail = special.ndtr(-np.abs(u))
            drift = _IMPACT_S * (bell - np.abs(u) * tail)
            step, pulse = -np.sign(u) * tail, bell / _IMPACT_S
            speed, angle = -c.landing_m_s[n], c.heading_rad[n]
            jumps = (speed * np.cos(angle), c.falling_m_s[n], -speed * np.sin(angle))
            for axis, jump in zip((x, y, z), jumps, strict=True):
                axis.value[near] += jump * drift
                axis.rate[near] += jump * step
                axis.acc[near] += jump * pulse
        return x, y, z

    def _ringing(self, t_s: FloatArray) -> Jet:
        """Vertical ringing of shoe and pod: s² e⁻ˢ sin(2πft), s in decay times."""
        k = self.stride(t_s)
        tau = t_s - self.ic_s[k]
        near = np.flatnonzero(tau < 25.0 * _RING_S)
        s, one = tau[near] / _RING_S, np.full(len(near), 1.0 / _RING_S)
        scale = _RING_M_S * self._c.falling_m_s[k[near]]
        envelope = np.exp(-s)
        decay = Jet(s, one, np.zeros_like(s)).chain(
            s * s * envelope, (2.0 * s - s * s) * envelope, (2.0 - 4.0 * s + s * s) * envelope
        )
        w = 2.0 * np.pi * _RING_HZ
        swing, _ = sin_cos(Jet(w * tau[near], np.full(len(near), w), np.zeros_like(s)))
        ring = (decay * swing).scale(scale)
        full = Jet(*(np.zeros(len(t_s)) for _ in range(3)))
        full.value[near], full.rate[near], full.acc[near] = ring.value, ring.rate, ring.acc
        return full


def terminal_contacts(c: Contacts) -> FloatArray:
    """When the foot leaves the ground in each stride; at its end where it stands on."""
    ic, end = c.t_s[:-1], c.t_s[1:]
    length = end - ic
    usual = c.contact_s[:-1]
    stands = (c.hold[:-1] > 0.0) | (length > 1.6 * (usual + c.swing_s[:-1]))
    leaves = np.where(stands, np.maximum(end - c.swing_s[1:], ic + 0.05), ic + usual)
    leaves = np.minimum(leaves, end - np.minimum(0.18, 0.4 * length))
    return np.asarray(np.where(c.hold[1:] > 0.0, end, leaves))
