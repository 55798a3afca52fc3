"""Fatigue, heart rate, water and warmth of a runner, second by second.

Equations: docs/simulator.md.
"""

import math

import numpy as np

from firmware_sim.runner.track import RUN, STAND, WALK
from firmware_sim.scenario.model import Person
from monitor.types import FloatArray

_HEART_S = 45.0
"""Time constant of the heart rate."""
_FATIGUE_PER_S = 1.8e-3
_RECOVERY_S = 1200.0


class Body:
    """Fatigue, heart rate, water balance and warmth, advanced second by second."""

    def __init__(self, person: Person, drink_kg_h: float) -> None:
        self._person = person
        self._drink_kg_s = drink_kg_h / 3600.0
        self._fatigue = 0.0
        self._heart_bpm = person.rest_bpm + 8.0
        self._water_kg = 0.0
        self._warm_s = 0.0
        self._drunk_kg = 0.0

    def advance(self, *columns: FloatArray) -> FloatArray:
        """Rows of fatigue, heart rate (bpm), water balance (kg) and seconds of warming up.

        Parameters
        ----------
        columns : FloatArray
            Intensity, temperature (°C), water drunk (kg), gait and added heart rate (bpm).
        """
        rows = zip(*(column.tolist() for column in columns), strict=True)
        return np.array([self._second(*row) for row in rows])

    def _second(
        self, intensity: float, temperature: float, drunk_kg: float, gait: float, added_bpm: float
    ) -> tuple[float, float, float, float]:
        """One second of the body."""
        person = self._person
        hard = max(0.0, intensity - 0.7)
        self._fatigue += person.fatigability * _FATIGUE_PER_S * hard * hard
        if gait != RUN:
            self._fatigue -= self._fatigue / _RECOVERY_S
        sweat_kg_h = (0.15 + 0.9 * intensity) * math.exp(0.045 * (temperature - 14.0))
        self._water_kg += self._drink_kg_s - sweat_kg_h / 3600.0 + drunk_kg - self._drunk_kg
        self._drunk_kg = drunk_kg
        dry = max(0.0, -self._water_kg / person.mass_kg)
        reserve = person.max_bpm - person.rest_bpm
        drift = 400.0 * dry + 0.25 * max(0.0, temperature - 14.0) + 6.0 * self._fatigue + added_bpm
        target = person.rest_bpm + reserve * min(1.0, 0.13 + 0.76 * intensity) + drift
        self._heart_bpm += (min(target, person.max_bpm) - self._heart_bpm) / _HEART_S
        self._warm_s += 1.0 if gait != STAND else 0.2
        return self._fatigue, self._heart_bpm, self._water_kg, self._warm_s


def intensity_of(
    person: Person, gait: FloatArray, speed: FloatArray, slope: FloatArray
) -> FloatArray:
    """Metabolic power over that at the threshold speed on the level (about 1)."""
    hill = np.clip(1.0 + 4.0 * slope + 12.0 * slope * slope, 0.6, 4.0)
    cost = np.where(gait == WALK, 0.75, 1.0)
    return np.asarray(np.where(gait == STAND, 0.0, cost * speed * hill / person.threshold_m_s))
