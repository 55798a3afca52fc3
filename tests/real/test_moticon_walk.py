"""Strides from instrumented insoles, against the vendor's own report."""

import pytest

from benchmarks.load.blocks import DATA
from benchmarks.load.walk import WALKS, walk
from tests.beside import needs

pytestmark = needs(DATA)


@pytest.mark.parametrize("imu", [False, True], ids=["sole", "sole and IMU"])
@pytest.mark.parametrize("name", sorted(WALKS))
def test_cycle_and_stance_are_within_2_percent_of_the_vendors_report(name: str, imu: bool) -> None:
    score = walk(name, imu=imu)

    assert abs(score.cycle_error) < 0.02
    assert abs(score.stance_error) < 0.015
