"""Initial contacts of both feet: when, where and how each foot lands.

The runner's state gives cadence, speed and style; long-range correlated noise makes every step
a little different. Sources of the numbers: docs/simulator.md.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from firmware_sim.gait.heel_walk import land_on_heels
from firmware_sim.gait.noise import LongMemory
from firmware_sim.runner.runner import RUN, STAND, WALK, Slow
from firmware_sim.scenario.model import Person, Scenario
from firmware_sim.table import join, take
from monitor.types import FloatArray

_DUTY_AT_REST, _DUTY_PER_M_S = 0.51, 0.0395
"""Duty factor of running = 0.51 − 0.0395 v [M]: within 5 % of all level recordings in the data."""
_STRIKE_DEG: Final = {"rearfoot": 16.0, "midfoot": 3.0, "forefoot": -7.0}
_STEP_WIDTH_M = (0.10, 0.09, 0.04)
"""Distance of the feet's lines: standing, walking, running."""
LONGEST_S = 2.5
"""A foot that stays longer on the ground stands; that is no stride."""
_CHUNK = 256
_HOLD_S = 1.5
"""A standing foot is known to stand on so long before a step may come."""
_STILL_SECONDS = 5
"""Whole seconds of standing after which both feet are at rest."""


@dataclass(frozen=True, slots=True)
class Contacts:
    """Initial contacts in order of time, one row each.

    ``foot`` is 0 left, 1 right. ``hold`` 1 marks no landing: a foot that stands on, so that a
    standing runner's samples can be made piece by piece. ``x_m y_m z_m`` is where the heel
    lands, ``heading_rad`` the course, ``slope_rad`` the ground. Angles of the foot count from
    the ground, toes up positive. ``landing_m_s`` is the heel's velocity before contact, forward
    and down. ``step_s`` is the time to the other foot's next contact. ``heels_rad`` is the mean
    pitch of a foot that walks on its heel (``firmware_sim.gait.heel_walk``), else 0.
    """

    t_s: FloatArray
    foot: FloatArray
    gait: FloatArray
    hold: FloatArray
    speed_m_s: FloatArray
    x_m: FloatArray
    y_m: FloatArray
    z_m: FloatArray
    heading_rad: FloatArray
    slope_rad: FloatArray
    strike_rad: FloatArray
    strike_rad_s: FloatArray
    flat_s: FloatArray
    contact_s: FloatArray
    swing_s: FloatArray
    step_s: FloatArray
    toe_off_rad: FloatArray
    heel_up_rad: FloatArray
    toes_up_rad: FloatArray
    lift_m: FloatArray
    landing_m_s: FloatArray
    falling_m_s: FloatArray
    pronation_rad: FloatArray
    toe_out_rad: FloatArray
    impact: FloatArray
    overstride_m: FloatArray
    ahead_m: FloatArray
    drop_rad: FloatArray
    heels_rad: FloatArray


class Steps:
    """The contacts of both feet, made stretch by stretch."""

    def __init__(self, scenario: Scenario, seed: int) -> None:
        self._person = scenario.runner
        self._noise = LongMemory([seed, 12], 10)
        self._drawn = np.empty((0, 10))
        self._phase = 0.0
        self._threshold = 0.6
        self._cadence_spm = 0.0
        self._number = 0
        self._place = np.zeros((2, 5))
        self._place[:, 2] = [-0.5 * _STEP_WIDTH_M[0], 0.5 * _STEP_WIDTH_M[0]]
        self._open: Contacts | None = None

    def advance(self, slow: Slow) -> Contacts:
        """Contacts whose following step is known, up to the end of the stretch."""
        made = [] if self._open is None else [self._open]
        if slow.t_s[0] == 0.0:
            made.append(self._holds(slow, -_HOLD_S))
        made.append(self._landings(slow))
        stands = bool((slow.gait[-_STILL_SECONDS:] == STAND).all())
        if stands:
            made.append(self._holds(slow, float(slow.t_s[-1]) - _HOLD_S))
        contacts = join(made)
        contacts.step_s[:-1] = np.diff(contacts.t_s)
        if stands:
            self._open = None
            return contacts
        self._open = take(contacts, slice(-1, None))
        return take(contacts, slice(0, -1))

    def _landings(self, slow: Slow) -> Contacts:
        """The steps that fall into a stretch."""
        cadence = np.where(slow.gait == STAND, 0.0, slow.cadence_spm)
        before = np.concatenate([[self._cadence_spm], cadence[:-1]])
        self._cadence_spm = float(cadence[-2])
        closing = (cadence == 0.0) & (before > 0.0)  # the other foot is drawn up
        rate = np.where(closing, before, cadence) / 60.0 + 1e-9
        phase = self._phase + np.concatenate([[0.0], np.cumsum(rate[:-1])])
        spread = self._person.variability * (1.0 + 0.5 * float(slow.fatigue[0]))
        marks, rows = [], []
        while self._threshold <= phase[-1]:
            noise = self._next_noise()
            marks.append(self._threshold)
            rows.append(noise)
            self._threshold += max(0.5, 1.0 + spread * noise[0])
        self._phase = float(phase[-1])
        count = len(marks)
        numbers = self._number + np.arange(count)
        self._number += count
        t_s = np.interp(np.array(marks), phase, slow.t_s)
        return self._contacts(
            slow, t_s, (numbers % 2).astype(np.float64), np.reshape(rows, (count, 10))
        )

    def _next_noise(self) -> FloatArray:
        """The next step's row of noise."""
        if len(self._drawn) == 0:
            self._drawn = self._noise.draw(_CHUNK)
        row, self._drawn = self._drawn[0], self._drawn[1:]
        return np.asarray(row)

    def _contacts(
        self, slow: Slow, t_s: FloatArray, foot: FloatArray, noise: FloatArray
    ) -> Contacts:
        """Contacts at given times with the style of the moment."""
        style = _Style(self._person, slow, t_s, foot, noise)
        place = style.place(slow)
        for i in range(2):
            mine = np.flatnonzero(foot == i)
            if len(mine):
                self._place[i] = place[mine[-1]]
        made = style.contacts(place)
        land_on_heels(made, slow, self._person, noise[:, 2])
        return made

    def _holds(self, slow: Slow, t_s: float) -> Contacts:
        """Both feet standing on where they are."""
        count = 2
        when = np.full(count, t_s)
        style = _Style(self._person, slow, when, np.arange(2.0), np.zeros((count, 10)))
        held = style.contacts(self._place)
        for name in ("strike_rad", "strike_rad_s", "landing_m_s", "falling_m_s", "impact"):
            getattr(held, name)[:] = 0.0
        held.hold[:] = 1.0
        held.gait[:] = STAND
        return held


class _Style:
    """How the runner lands at given times."""

    def __init__(
        self, person: Person, slow: Slow, t_s: FloatArray, foot: FloatArray, noise: FloatArray
    ) -> None:
        self._person, self._t_s, self._foot, self._noise = person, t_s, foot, noise
        second = np.clip(np.searchsorted(slow.t_s, t_s, side="right") - 1, 0, None)
        self._gait = slow.gait[second]
        self._run = self._gait == RUN
        self._v = slow.at("speed_m_s", t_s)
        self._slope = slow.at("slope", t_s)
        self._fatigue = slow.at("fatigue", t_s)
        self._overstride = slow.at("overstride_m", t_s)
        self._cadence = np.maximum(slow.at("cadence_spm", t_s), 60.0)
        self._drop, self._slap, self._contact, self._hard = (
            np.where(foot == 0.0, slow.at(name, t_s, 0), slow.at(name, t_s, 1))
            for name in ("drop_rad", "slap", "contact", "landing")
        )
        self._heading = slow.at("heading_rad", t_s)
        sway = (1.0 + 0.5 * self._fatigue) * person.variability / 0.02
        self._ahead = (
            np.clip(0.08 + 0.0567 * (self._v - 2.0), 0.0, 0.4) * np.minimum(self._v, 1.0)
            + self._overstride
            + 0.010 * noise[:, 9] * sway * (self._v > 0.1)
        )

    def place(self, slow: Slow) -> FloatArray:
        """Where the heels land: x, y, z, and the course and slope there."""
        width = np.asarray(_STEP_WIDTH_M)[self._gait.astype(int)]
        side_m = (self._foot - 0.5) * width + 0.008 * self._noise[:, 3]
        cos, sin = np.cos(self._heading), np.sin(self._heading)
        x, y, z = (slow.at(name, self._t_s) for name in ("x_m", "y_m", "z_m"))
        angle = np.arctan(self._slope)
        level = self._ahead * np.cos(angle)
        return np.column_stack(
            [
                x + level * cos + side_m * sin,
                y + self._ahead * np.sin(angle),
                z - level * sin + side_m * cos,
                self._heading,
                angle,
            ]
        )

    def contacts(self, place: FloatArray) -> Contacts:
        """All columns."""
        n, v, run = self._noise, self._v, self._run
        strike = self._strike_rad()
        contact_s, swing_s = self._times_s()
        falls = np.where(run, 11.8, 5.0) * np.sqrt(self._slap)
        heel_up = np.radians(np.where(run, -(54.0 + 5.5 * v), -70.0) + 1.5 * n[:, 8]) - self._drop
        side = np.where(self._foot == 0.0, 1.0, -1.0)
        soft = np.clip(1.0 + 0.08 * n[:, 5], 0.5, 1.6)
        forth = np.clip(1.0 + 0.1 * n[:, 4], 0.5, 1.5)
        return Contacts(
            t_s=self._t_s.copy(),
            foot=self._foot.copy(),
            gait=self._gait.copy(),
            hold=np.zeros_like(v),
            speed_m_s=v,
            x_m=place[:, 0].copy(),
            y_m=place[:, 1].copy(),
            z_m=place[:, 2].copy(),
            heading_rad=place[:, 3].copy(),
            slope_rad=place[:, 4].copy(),
            strike_rad=strike,
            strike_rad_s=-falls * strike,
            flat_s=np.where(run, 0.045, 0.12) / self._slap,
            contact_s=contact_s,
            swing_s=swing_s,
            step_s=60.0 / self._cadence,
            toe_off_rad=np.radians(np.where(run, -(38.0 + 2.75 * v), -58.0) + 1.5 * n[:, 8]),
            heel_up_rad=heel_up,
            toes_up_rad=strike + np.where(run, 0.011, 0.02) * falls * strike,
            lift_m=self._lift_m(strike, heel_up),
            landing_m_s=np.where(run, 0.43, 0.70) * v * forth * self._hard,
            falling_m_s=np.where(run, 0.17, 0.05) * v * soft * self._hard,
            pronation_rad=side * np.radians(self._person.pronation_deg + 1.0 * n[:, 6]),
            toe_out_rad=side * np.radians(self._person.toe_out_deg),
            impact=self._impact() * soft * self._hard,
            overstride_m=self._overstride,
            ahead_m=self._ahead,
            drop_rad=self._drop,
            heels_rad=np.zeros_like(v),
        )

    def _lift_m(self, strike: FloatArray, heel_up: FloatArray) -> FloatArray:
        """How high the ball of the foot rises in swing."""
        clearance = self._person.toe_clearance_m * (1.0 + 0.15 * self._noise[:, 7])
        clearance = np.maximum(clearance - 0.12 * self._drop, 0.008)
        high = np.where(self._run, 0.11 * np.maximum(self._v - 2.0, 0.0), 0.0)
        low = 0.03 * np.clip(1.0 - strike / 0.28, 0.0, 1.0)  # who lands flat lifts more
        return np.asarray(clearance + 0.02 + 0.07 * np.abs(np.sin(heel_up)) + high + low)

    def _strike_rad(self) -> FloatArray:
        """Pitch of the foot at initial contact, from the ground."""
        person = self._person
        at_3 = person.strike_angle_deg
        at_3 = _STRIKE_DEG[person.strike] if at_3 is None else at_3
        heel = np.clip(at_3 / 16.0, 0.0, 1.0)
        run = at_3 + 1.5 * heel * (self._v - 3.0) + 120.0 * self._overstride
        run = run - 3.0 * self._fatigue - 40.0 * np.maximum(self._slope, 0.0) * heel
        angle = np.where(self._run, run, 20.0 + 4.0 * (self._v - 1.4))
        drop = 0.8 * np.degrees(self._drop) * (angle > 0.0)
        noise = 1.3 * self._noise[:, 2] * (1.0 + 0.3 * self._fatigue)
        return np.asarray(np.radians(np.maximum(angle - drop + noise, -25.0)))

    def _times_s(self) -> tuple[FloatArray, FloatArray]:
        """Contact time and swing time that the runner aims at."""
        v, person = self._v, self._person
        own = 1.0 if person.duty_factor is None else person.duty_factor / 0.3915
        hill = np.where(self._slope > 0.0, 0.1 * self._slope, np.maximum(0.5 * self._slope, -0.045))
        run = np.clip(_DUTY_AT_REST - _DUTY_PER_M_S * v + hill, 0.2, 0.485) * own
        walk = np.clip(0.61 + 0.05 * (1.4 - v), 0.56, 0.7)
        duty = np.where(self._run, np.minimum(run, 0.49), walk)
        stride_s = 120.0 / self._cadence
        contact_s = duty * stride_s * self._contact * (1.0 + 0.015 * self._noise[:, 1])
        return contact_s, np.maximum(stride_s - contact_s, 0.25)

    def _impact(self) -> FloatArray:
        """Impact peak of the vertical force, body weights, above the slow part [M]."""
        heel = np.clip((np.degrees(self._strike_rad()) + 2.0) / 10.0, 0.25, 1.0)
        hill = np.exp(np.where(self._slope > 0.0, -4.3, -3.0) * self._slope)
        run = 0.24 * self._v * heel * hill * (1.0 + 2.0 * self._overstride)
        walk = 0.10 * self._v
        return np.asarray(np.where(self._run, run, np.where(self._gait == WALK, walk, 0.0)))
