"""When the runner's foot feels numb, and when the runner says so.

On purpose not the product's dose: blood flow through tissue under pressure falls along a Hill
curve, an oxygen store empties and refills, nerve conduction follows with a delay of its own,
and each of the three zones has another cause (laces and swelling, calf compartment, narrow
shoe). Sensitivity differs between runners and zones, the state wanders at random, and taps are
late, forgotten, or about nothing. No constant here has a source but plausibility.
"""

from typing import Final, NamedTuple

import numpy as np

from firmware_sim.scenario.model import Person
from monitor.types import Feeling, FloatArray, Side, Zone

ZONES: Final = (Zone.TOP, Zone.SOLE, Zone.FOREFOOT)

_STEP_S = 5
"""The nerves are slow: one step of the model, in whole seconds."""
_HALF_FLOW_KPA = np.array([14.0, 13.0, 9.0])
"""Pressure that halves the blood flow, by zone."""
_HILL = 3.0
_REFILL_S, _DRAIN_S = 60.0, 240.0
_NERVE_S = 150.0
_CALF_S = 900.0
_TINGLE, _NUMB, _WELL = 0.60, 0.45, 0.72
"""Conduction below which it tingles, is numb; above which it feels well again."""
_FALSE_PER_H = 0.02
_DAY = 0.2
"""How much the sensitivity of a zone differs from one day to another."""
_OK_TAP = 0.6
"""Probability that getting well is tapped too."""


class FeltTap(NamedTuple):
    """A tap of the runner, and what was truly felt."""

    t_s: float
    feeling: Feeling
    side: Side | None
    zone: Zone | None


class Nerves:
    """Both feet's nerves of one runner; state arrays have the shape (2 feet, 3 zones).

    ``who``: the seed of a run of the same runner on another day; the nerves are those, but for
    what differs from day to day. None: a runner of its own.
    """

    def __init__(self, person: Person, seed: list[int], who: list[int] | None = None) -> None:
        self._rng = np.random.default_rng(seed)
        own = self._rng if who is None else np.random.default_rng(who)
        self._forget = person.forget
        spread = np.exp(0.25 * own.standard_normal((1, 3)))
        feet = np.exp(0.08 * own.standard_normal((2, 3)))
        self._half_kpa = _HALF_FLOW_KPA * spread * feet / person.nerve_sensitivity
        self._nerve_s = _NERVE_S * np.exp(0.3 * own.standard_normal((1, 3)))
        if who is not None:
            self._half_kpa *= np.exp(_DAY * self._rng.standard_normal((2, 3)))
        self._store = np.ones((2, 3))
        self._conduction = np.ones((2, 3))
        self._wander = np.zeros((2, 3))
        self._calf = 0.3
        self._feeling = np.zeros((2, 3), dtype=int)
        self._numb = np.zeros(6)

    def advance(
        self,
        t_s: FloatArray,
        instep_kpa: FloatArray,
        edge_kpa: FloatArray,
        intensity: FloatArray,
        thirst_kg: FloatArray,
    ) -> tuple[FloatArray, list[FeltTap]]:
        """Loss of conduction, shape (seconds, 6), and the taps that are made."""
        lost = np.empty((len(t_s), 6))
        taps: list[FeltTap] = []
        for i, t in enumerate(t_s.astype(int).tolist()):
            if t % _STEP_S == 0:
                press = self._pressure(instep_kpa[i], edge_kpa[i], intensity[i], thirst_kg[i])
                self._flow(press)
                taps.extend(self._tap(float(t)))
                self._numb = np.clip(1.0 - self._conduction, 0.0, 1.0).ravel()
            lost[i] = self._numb
        return lost, taps

    def _pressure(
        self, instep: FloatArray, edge: FloatArray, intensity: float, thirst_kg: float
    ) -> FloatArray:
        """Pressure on the nerves' blood supply, kPa, by foot and zone."""
        self._calf += (intensity * (1.0 + 0.12 * thirst_kg) - self._calf) * _STEP_S / _CALF_S
        top = instep + 1.5 * (intensity > 0.0) + 1.5 * self._calf
        sole = 2.0 + 7.0 * self._calf + 0.15 * instep
        forefoot = 1.3 * edge + 0.1 * instep
        return np.column_stack([top, sole, forefoot])

    def _flow(self, pressure: FloatArray) -> None:
        """One step of blood flow, oxygen store and conduction."""
        flow = 1.0 / (1.0 + (pressure / self._half_kpa) ** _HILL)
        gain = flow * (1.0 - self._store) / _REFILL_S - (1.0 - flow) * self._store / _DRAIN_S
        self._store = np.clip(self._store + _STEP_S * gain, 0.0, 1.0)
        decay = np.exp(-_STEP_S / 90.0)
        noise = self._rng.standard_normal((2, 3))
        self._wander = decay * self._wander + 0.03 * np.sqrt(1.0 - decay * decay) * noise
        target = self._store + self._wander
        self._conduction += (target - self._conduction) * _STEP_S / self._nerve_s

    def _tap(self, t_s: float) -> list[FeltTap]:
        """Taps for feelings that changed just now."""
        now = np.where(self._conduction < _NUMB, 2, np.where(self._conduction < _TINGLE, 1, 0))
        easing = (now < self._feeling) & (self._conduction < _WELL)
        now = np.where(easing, self._feeling, now)
        luck, delay = self._rng.random((2, 3)), self._rng.exponential(25.0, (2, 3)) + 5.0
        chance, foot, zone = self._rng.random(), self._rng.integers(2), self._rng.integers(3)
        taps = []
        for i, side in enumerate(Side):
            for j, where in enumerate(ZONES):
                if now[i, j] == self._feeling[i, j]:
                    continue
                willing = _OK_TAP if now[i, j] == 0 else 1.0 - self._forget
                if luck[i, j] < willing:
                    feeling = (Feeling.OK, Feeling.TINGLING, Feeling.NUMB)[now[i, j]]
                    taps.append(FeltTap(t_s + float(delay[i, j]), feeling, side, where))
        self._feeling = now
        if chance < _FALSE_PER_H * _STEP_S / 3600.0:
            taps.append(FeltTap(t_s, Feeling.TINGLING, list(Side)[foot], ZONES[zone]))
        return taps
