"""Stride times vary by about 2 %, and what a stride is like is remembered for hundreds of them."""

import numpy as np
import pytest

from firmware_sim.gait.steps import Steps
from firmware_sim.runner.runner import Runner
from firmware_sim.scenario.model import Person, Phase, Scenario
from firmware_sim.table import join
from monitor.types import FloatArray


def stride_times_s(seed: int, variability: float = 0.02) -> FloatArray:
    """An hour of even running."""
    scenario = Scenario(
        name="test",
        phase=(Phase(duration_s=1e4, speed_m_s=3.0),),
        runner=Person(variability=variability, fatigability=0.0),
    )
    runner, steps = Runner(scenario, seed), Steps(scenario, seed)
    contacts = join([steps.advance(runner.advance(60)) for _ in range(60)])
    return np.diff(contacts.t_s[contacts.foot == 0.0])[10:]


def scaling(x: FloatArray) -> float:
    """Exponent of detrended fluctuation analysis: 0.5 is no memory, 1.0 is a 1/f spectrum."""
    walk = np.cumsum(x - x.mean())
    sizes = np.unique(np.geomspace(8, len(x) // 8, 12).astype(int))
    spread = []
    for size in sizes:
        boxes = walk[: len(walk) // size * size].reshape(-1, size).T
        line = np.polynomial.polynomial.polyfit(np.arange(size), boxes, 1)
        trend = line[0] + np.outer(np.arange(size), line[1])
        spread.append(np.sqrt(np.mean((boxes - trend) ** 2)))
    return float(np.polyfit(np.log(sizes), np.log(spread), 1)[0])


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_stride_times_vary_by_2_percent_with_a_long_memory(seed: int) -> None:
    times_s = stride_times_s(seed)

    shuffled = np.random.default_rng(seed).permutation(times_s)

    assert len(times_s) > 4500
    assert 0.012 < times_s.std() / times_s.mean() < 0.028
    assert 0.7 < scaling(times_s) < 1.15
    assert scaling(shuffled) == pytest.approx(0.5, abs=0.08)


def test_a_runner_who_varies_less_varies_less() -> None:
    assert stride_times_s(1, 0.005).std() < 0.4 * stride_times_s(1).std()
