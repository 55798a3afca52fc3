"""Three models of what a runner feels, of different structure; one that no advice helps.

None uses anything of the product. A model gives, for each second, foot and zone, 0 well, 1 tingling
or 2 numb. It draws from two sources: what a runner is, and what is of the day.
"""

from collections.abc import Callable
from typing import Final

import numpy as np
import numpy.typing as npt

from firmware_sim.runner.runner import Slow
from firmware_sim.runner.track import RUN

Rng = np.random.Generator
Felt = npt.NDArray[np.int64]
"""Seconds × 2 feet × 3 zones (top, sole, forefoot)."""

TINGLES, NUMB = 0.40, 0.55
"""Loss of conduction from which the simulator's own nerves tingle, and are numb."""
DOSE_S, RELIEF_S = 240.0, 60.0
FEET, ZONES = 2, 3


def blood_flow(slow: Slow, _who: Rng, _day: Rng) -> Felt:
    """The simulator's own nerves: pressure against blood flow against an oxygen store."""
    lost = slow.numb.reshape(-1, FEET, ZONES)
    return (lost > TINGLES).astype(np.int64) + (lost > NUMB)


def dose(slow: Slow, who: Rng, day: Rng) -> Felt:
    """Pressure above a threshold of the day adds up, and drains quickly at rest."""
    least_kpa = who.uniform(9.0, 14.0) * np.exp(0.15 * day.standard_normal((FEET, ZONES)))
    running = (slow.gait == RUN).astype(float)
    effort = running * slow.speed_m_s / 3.0
    press = np.stack(
        [
            slow.instep_kpa,
            np.repeat((5.0 * effort)[:, None], FEET, axis=1),
            1.2 * slow.edge_kpa,
        ],
        axis=2,
    )
    level, felt = np.zeros((FEET, ZONES)), np.zeros((len(slow.t_s), FEET, ZONES), dtype=np.int64)
    for second, kpa in enumerate(press):
        over = np.maximum(kpa - least_kpa, 0.0) * (0.3 + 0.7 * running[second])
        level += over / least_kpa / DOSE_S * 3.0 - level / (DOSE_S if running[second] else RELIEF_S)
        felt[second] = (level > 0.5).astype(np.int64) + (level > 1.0)
    return felt


def cold(slow: Slow, who: Rng, day: Rng) -> Felt:
    """One foot tingles from some minute on and then goes numb, whatever anybody does."""
    felt = np.zeros((len(slow.t_s), FEET, ZONES), dtype=np.int64)
    foot, zone = int(who.integers(FEET)), int(who.integers(ZONES))
    from_s, numb_s = day.uniform(200.0, 900.0), day.uniform(60.0, 400.0)
    felt[slow.t_s >= from_s, foot, zone] = 1
    felt[slow.t_s >= from_s + numb_s, foot, zone] = 2
    return felt


MODELS: Final[dict[str, Callable[[Slow, Rng, Rng], Felt]]] = {
    "blood flow": blood_flow,
    "dose": dose,
    "cold, which no advice helps": cold,
}
