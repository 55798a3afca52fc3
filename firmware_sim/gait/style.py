"""How a runner lands at given times: the columns of every contact.

Sources of the numbers: docs/simulator.md.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from firmware_sim.runner.runner import Slow
from firmware_sim.runner.track import RUN, WALK
from firmware_sim.scenario.model import Person
from monitor.types import FloatArray

_DUTY_AT_REST, _DUTY_PER_M_S = 0.51, 0.0395
"""Duty factor of running = 0.51 − 0.0395 v [M]: within 5 % of all level recordings in the data."""
_STRIKE_DEG: Final = {"rearfoot": 16.0, "midfoot": 3.0, "forefoot": -7.0}
STEP_WIDTH_M = (0.10, 0.09, 0.04)
"""Distance of the feet's lines: standing, walking, running."""


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


@dataclass(frozen=True, slots=True)
class _Now:
    """How the runner runs at given times: columns, one row a time."""

    gait: FloatArray
    runs: npt.NDArray[np.bool_]
    speed_m_s: FloatArray
    slope: FloatArray
    fatigue: FloatArray
    overstride_m: FloatArray
    cadence_spm: FloatArray
    drop_rad: FloatArray
    slap: FloatArray
    contact: FloatArray
    landing: FloatArray
    heading_rad: FloatArray

    @classmethod
    def of(cls, slow: Slow, t_s: FloatArray, foot: FloatArray) -> "_Now":
        """Read what changes slowly; ``foot`` is 0 or 1 a row."""

        def of_foot(name: str) -> FloatArray:
            return np.where(foot == 0.0, slow.at(name, t_s, 0), slow.at(name, t_s, 1))

        second = np.clip(np.searchsorted(slow.t_s, t_s, side="right") - 1, 0, None)
        gait = slow.gait[second]
        return cls(
            gait=gait,
            runs=gait == RUN,
            speed_m_s=slow.at("speed_m_s", t_s),
            slope=slow.at("slope", t_s),
            fatigue=slow.at("fatigue", t_s),
            overstride_m=slow.at("overstride_m", t_s),
            cadence_spm=np.maximum(slow.at("cadence_spm", t_s), 60.0),
            drop_rad=of_foot("drop_rad"),
            slap=of_foot("slap"),
            contact=of_foot("contact"),
            landing=of_foot("landing"),
            heading_rad=slow.at("heading_rad", t_s),
        )


class Style:
    """How the runner lands at given times."""

    def __init__(
        self, person: Person, slow: Slow, t_s: FloatArray, foot: FloatArray, noise: FloatArray
    ) -> None:
        self._person, self._t_s, self._foot, self._noise = person, t_s, foot, noise
        self._now = now = _Now.of(slow, t_s, foot)
        sway = (1.0 + 0.5 * now.fatigue) * person.variability / 0.02
        self._ahead = (
            np.clip(0.08 + 0.0567 * (now.speed_m_s - 2.0), 0.0, 0.4)
            * np.minimum(now.speed_m_s, 1.0)
            + now.overstride_m
            + 0.010 * noise[:, 9] * sway * (now.speed_m_s > 0.1)
        )
        self._harder = np.clip(1.0 + 0.08 * noise[:, 5], 0.5, 1.6)  # than the mean landing

    def place(self, slow: Slow) -> FloatArray:
        """Where the heels land: x, y, z, and the course and slope there."""
        width = np.asarray(STEP_WIDTH_M)[self._now.gait.astype(int)]
        side_m = (self._foot - 0.5) * width + 0.008 * self._noise[:, 3]
        cos, sin = np.cos(self._now.heading_rad), np.sin(self._now.heading_rad)
        x, y, z = (slow.at(name, self._t_s) for name in ("x_m", "y_m", "z_m"))
        angle = np.arctan(self._now.slope)
        level = self._ahead * np.cos(angle)
        return np.column_stack(
            [
                x + level * cos + side_m * sin,
                y + self._ahead * np.sin(angle),
                z - level * sin + side_m * cos,
                self._now.heading_rad,
                angle,
            ]
        )

    def contacts(self, place: FloatArray) -> Contacts:
        """All columns."""
        n, v, run = self._noise, self._now.speed_m_s, self._now.runs
        strike = self._strike_rad()
        contact_s, swing_s = self._times_s()
        falls = np.where(run, 11.8, 5.0) * np.sqrt(self._now.slap)
        heel_up = self._heel_up_rad()
        side = np.where(self._foot == 0.0, 1.0, -1.0)
        forth = np.clip(1.0 + 0.1 * n[:, 4], 0.5, 1.5)
        return Contacts(
            t_s=self._t_s.copy(),
            foot=self._foot.copy(),
            gait=self._now.gait.copy(),
            hold=np.zeros_like(v),
            speed_m_s=v,
            x_m=place[:, 0].copy(),
            y_m=place[:, 1].copy(),
            z_m=place[:, 2].copy(),
            heading_rad=place[:, 3].copy(),
            slope_rad=place[:, 4].copy(),
            strike_rad=strike,
            strike_rad_s=-falls * strike,
            flat_s=np.where(run, 0.045, 0.12) / self._now.slap,
            contact_s=contact_s,
            swing_s=swing_s,
            step_s=60.0 / self._now.cadence_spm,
            toe_off_rad=np.radians(np.where(run, -(38.0 + 2.75 * v), -58.0) + 1.5 * n[:, 8]),
            heel_up_rad=heel_up,
            toes_up_rad=strike + np.where(run, 0.011, 0.02) * falls * strike,
            lift_m=self._lift_m(strike, heel_up),
            landing_m_s=np.where(run, 0.43, 0.70) * v * forth * self._now.landing,
            falling_m_s=np.where(run, 0.17, 0.05) * v * self._harder * self._now.landing,
            pronation_rad=side * np.radians(self._person.pronation_deg + 1.0 * n[:, 6]),
            toe_out_rad=side * np.radians(self._person.toe_out_deg),
            impact=self._impact() * self._harder * self._now.landing,
            overstride_m=self._now.overstride_m,
            ahead_m=self._ahead,
            drop_rad=self._now.drop_rad,
            heels_rad=np.zeros_like(v),
        )

    def _heel_up_rad(self) -> FloatArray:
        """Lowest pitch of the foot in swing, from the ground."""
        v, runs = self._now.speed_m_s, self._now.runs
        degrees = np.where(runs, -(54.0 + 5.5 * v), -70.0) + 1.5 * self._noise[:, 8]
        return np.asarray(np.radians(degrees) - self._now.drop_rad)

    def _lift_m(self, strike: FloatArray, heel_up: FloatArray) -> FloatArray:
        """How high the ball of the foot rises in swing."""
        clearance = self._person.toe_clearance_m * (1.0 + 0.15 * self._noise[:, 7])
        clearance = np.maximum(clearance - 0.12 * self._now.drop_rad, 0.008)
        high = np.where(self._now.runs, 0.11 * np.maximum(self._now.speed_m_s - 2.0, 0.0), 0.0)
        low = 0.03 * np.clip(1.0 - strike / 0.28, 0.0, 1.0)  # who lands flat lifts more
        return np.asarray(clearance + 0.02 + 0.07 * np.abs(np.sin(heel_up)) + high + low)

    def _strike_rad(self) -> FloatArray:
        """Pitch of the foot at initial contact, from the ground."""
        person = self._person
        at_3 = person.strike_angle_deg
        at_3 = _STRIKE_DEG[person.strike] if at_3 is None else at_3
        heel = np.clip(at_3 / 16.0, 0.0, 1.0)
        run = at_3 + 1.5 * heel * (self._now.speed_m_s - 3.0) + 120.0 * self._now.overstride_m
        run = run - 3.0 * self._now.fatigue - 40.0 * np.maximum(self._now.slope, 0.0) * heel
        angle = np.where(self._now.runs, run, 20.0 + 4.0 * (self._now.speed_m_s - 1.4))
        drop = 0.8 * np.degrees(self._now.drop_rad) * (angle > 0.0)
        noise = 1.3 * self._noise[:, 2] * (1.0 + 0.3 * self._now.fatigue)
        return np.asarray(np.radians(np.maximum(angle - drop + noise, -25.0)))

    def _times_s(self) -> tuple[FloatArray, FloatArray]:
        """Contact time and swing time that the runner aims at."""
        v, person = self._now.speed_m_s, self._person
        own = 1.0 if person.duty_factor is None else person.duty_factor / 0.3915
        hill = np.where(
            self._now.slope > 0.0, 0.1 * self._now.slope, np.maximum(0.5 * self._now.slope, -0.045)
        )
        run = np.clip(_DUTY_AT_REST - _DUTY_PER_M_S * v + hill, 0.2, 0.485) * own
        walk = np.clip(0.61 + 0.05 * (1.4 - v), 0.56, 0.7)
        duty = np.where(self._now.runs, np.minimum(run, 0.49), walk)
        stride_s = 120.0 / self._now.cadence_spm
        contact_s = duty * stride_s * self._now.contact * (1.0 + 0.015 * self._noise[:, 1])
        return contact_s, np.maximum(stride_s - contact_s, 0.25)

    def _impact(self) -> FloatArray:
        """Impact peak of the vertical force, body weights, above the slow part [M]."""
        heel = np.clip((np.degrees(self._strike_rad()) + 2.0) / 10.0, 0.25, 1.0)
        hill = np.exp(np.where(self._now.slope > 0.0, -4.3, -3.0) * self._now.slope)
        run = 0.24 * self._now.speed_m_s * heel * hill * (1.0 + 2.0 * self._now.overstride_m)
        walk = 0.10 * self._now.speed_m_s
        return np.asarray(
            np.where(self._now.runs, run, np.where(self._now.gait == WALK, walk, 0.0))
        )
