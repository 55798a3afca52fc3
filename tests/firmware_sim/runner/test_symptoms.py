"""The simulator's nerves belong to a runner, and differ a little from day to day."""

import numpy as np

from firmware_sim.runner.symptoms import Nerves
from firmware_sim.scenario.model import Person

RUNNERS = 12
ANOTHER_DAY = 1000


def lost(seed: int, who: int | None = None) -> float:
    """Conduction of the left top that is lost after a quarter of an hour in snug laces."""
    second = np.arange(900.0)
    nerves = Nerves(Person(), [seed, 11], None if who is None else [who, 11])
    instep, edge = np.full((900, 2), 10.0), np.full((900, 2), 1.0)
    effort = np.full(900, 0.7)
    numb, _ = nerves.advance(second, instep, edge, effort, 0.0 * effort)
    return float(numb[-60:, 0].mean())


def test_on_another_day_the_nerves_are_still_those_of_the_runner() -> None:
    today = [lost(seed) for seed in range(RUNNERS)]
    again = [lost(seed + ANOTHER_DAY, seed) for seed in range(RUNNERS)]

    assert again != today
    assert np.corrcoef(today, again)[0, 1] > 0.6
