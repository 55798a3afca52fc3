"""Error of stride length by speed: bounds are what is reached, rounded up."""

import pytest

from benchmarks.gait.by_speed import belt_errors, biases
from benchmarks.realdata import DATA, load
from tests.beside import needs

pytestmark = needs(DATA)


@pytest.mark.parametrize("name", ["vicon running", "vicon walking"])
def test_lengths_err_alike_at_every_speed(name: str) -> None:
    errors = [error for _, error in biases(load([name]))]

    assert max(errors) - min(errors) <= 0.016  # target 0.02


def test_speeds_err_alike_at_every_speed_of_a_belt() -> None:
    errors = belt_errors()

    assert list(errors) == [2.0, 3.0, 4.0]
    assert max(errors.values()) - min(errors.values()) <= 0.019  # target 0.02
