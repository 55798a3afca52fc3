"""The runners of the coach's benchmark, and what they feel."""

import numpy as np
import pytest

from benchmarks.coach.draw import CAUSES, scenario
from benchmarks.coach.models import MODELS
from firmware_sim.runner.runner import Runner


@pytest.mark.parametrize("cause", CAUSES)
def test_a_seed_is_one_run_and_another_seed_is_another(cause: str) -> None:
    assert scenario(cause, 3) == scenario(cause, 3)
    assert scenario(cause, 3) != scenario(cause, 4)


@pytest.mark.parametrize("model", MODELS)
def test_a_model_feels_nothing_one_or_two_at_each_second(model: str) -> None:
    slow = Runner(scenario("laces tighten", 5), 5).advance(600)

    felt = MODELS[model](slow, np.random.default_rng(5))

    assert felt.shape == (len(slow.t_s), 2, 3)
    assert set(np.unique(felt)) <= {0, 1, 2}


def test_tight_laces_are_felt_on_the_top_of_a_foot_by_the_dose() -> None:
    slow = Runner(scenario("tight from the start", 2), 2).advance(2400)

    felt = MODELS["dose"](slow, np.random.default_rng(2))

    assert felt[:, :, 0].max() > 0
