"""Say when something was truly there, from the simulator's state, none of it the product's.

Tight: the true 30-s mean of instep pressure 5 kPa above that of the run's first two minutes. A
heart that drifts: 10 beats above the trend of minutes 5–15, effort taken out.
"""

from typing import Final

import numpy as np
import numpy.typing as npt

from firmware_sim.runner.runner import SIDES, Slow
from firmware_sim.runner.track import RUN, track
from firmware_sim.scenario.model import Scenario
from monitor.types import FloatArray, Side

COMFORT_S, MEAN_S, RISE_KPA = 120, 30, 5.0
TREND_S: Final = (300, 900)
DRIFT_BPM: Final = 10.0
NEARLY: Final = 0.7
"""A quantity that has come this far on its way to a limit is no false alarm."""


def pressed_kpa(slow: Slow, side: Side) -> FloatArray:
    """Last half minute's mean pressure above that of the first two minutes."""
    kpa = slow.instep_kpa[:, SIDES.index(side)]
    mean = np.convolve(kpa, np.ones(MEAN_S) / MEAN_S)[: len(kpa)]
    mean[:MEAN_S] = kpa[:MEAN_S]
    return np.asarray(mean - np.median(kpa[:COMFORT_S]))


def drifted_bpm(slow: Slow, scenario: Scenario) -> FloatArray:
    """Heart rate above the trend of minutes 5–15, what effort asks for left out."""
    mass_kg = scenario.runner.mass_kg
    dry = np.maximum(0.0, -slow.water_kg / mass_kg)
    drift = 400.0 * dry + 6.0 * slow.fatigue + track(scenario, "heart_bpm", 0.0)(slow.t_s)
    early = (slow.t_s >= TREND_S[0]) & (slow.t_s < TREND_S[1])
    line = np.polyfit(slow.t_s[early], drift[early], 1) if early.sum() > 1 else (0.0, 0.0)
    return np.asarray(drift - np.polyval(line, slow.t_s))


def swollen_kpa(slow: Slow, scenario: Scenario, side: Side) -> FloatArray:
    """Pressure that the foot's own volume has added since the first minutes."""
    volume = slow.volume_percent[:, SIDES.index(side)]
    kpa = scenario.shoe(side).kpa_per_percent * volume
    return np.asarray(kpa - np.median(kpa[60:240]))


def first_s(slow: Slow, over: npt.NDArray[np.bool_]) -> float | None:
    """The first second at which something holds."""
    hits = np.flatnonzero(over)
    return float(slow.t_s[hits[0]]) if len(hits) else None


def run_s(slow: Slow, until_s: float) -> float:
    """Seconds of running before an instant."""
    return float(((slow.gait == RUN) & (slow.t_s < until_s)).sum())
