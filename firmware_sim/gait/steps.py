"""Initial contacts of both feet: when, where and how each foot lands.

The runner's state gives cadence, speed and style; long-range correlated noise makes every step
a little different. Sources of the numbers: docs/simulator.md.
"""

import numpy as np

from firmware_sim.gait.heel_walk import land_on_heels
from firmware_sim.gait.noise import LongMemory
from firmware_sim.gait.style import STEP_WIDTH_M, Contacts, Style
from firmware_sim.runner.runner import Slow
from firmware_sim.runner.track import STAND
from firmware_sim.scenario.model import Scenario
from firmware_sim.table import join, take
from monitor.types import FloatArray

LONGEST_S = 2.5
"""A foot that stays longer on the ground stands; that is no stride."""
_CHUNK = 256
_HOLD_S = 1.5
"""A standing foot is known to stand on so long before a step may come."""
_STILL_SECONDS = 5
"""Whole seconds of standing after which both feet are at rest."""


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
        self._place[:, 2] = [-0.5 * STEP_WIDTH_M[0], 0.5 * STEP_WIDTH_M[0]]
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
        style = Style(self._person, slow, t_s, foot, noise)
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
        style = Style(self._person, slow, when, np.arange(2.0), np.zeros((count, 10)))
        held = style.contacts(self._place)
        for name in ("strike_rad", "strike_rad_s", "landing_m_s", "falling_m_s", "impact"):
            getattr(held, name)[:] = 0.0
        held.hold[:] = 1.0
        held.gait[:] = STAND
        return held
