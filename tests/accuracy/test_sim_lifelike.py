"""The simulator resembles the recordings; the reached distances stand here as bounds."""

import numpy as np
import pytest

from benchmarks import realdata
from benchmarks.lifelike import force, motion
from benchmarks.lifelike.motion import Distance
from monitor.types import Gait
from tests.beside import needs

pytestmark = needs(realdata.DATA)

# dB of the spectra of acceleration and angular rate; reached, plus about a quarter
BOUNDS_DB = {
    "walk 1.3": (9.0, 8.5),
    "jog 1.7": (5.0, 8.5),
    "run 2.9": (5.0, 5.0),
    "run 4.5": (5.5, 7.5),
}


def test_vertical_force_is_within_a_quarter_body_weight_and_contact_time_within_10_percent() -> (
    None
):
    matches = force.matches()

    assert len(matches) == 16
    for match in matches:
        assert abs(match.contact_error) < 0.10, match.name
        assert match.rmse_bw < 0.25, match.name


@pytest.mark.parametrize("chosen", motion.BINS, ids=lambda chosen: chosen.name)
def test_acceleration_and_angular_rate_resemble_those_of_real_feet(
    chosen: motion.Bin,
) -> None:
    real = motion.real_strides(chosen)

    far: Distance = motion.distance(real, motion.simulated_strides(real, chosen.gait, seconds=60.0))

    acc_db, gyr_db = BOUNDS_DB[chosen.name]
    assert far.acc_db < acc_db
    assert far.gyr_db < gyr_db
    assert 0.7 < far.turn < 1.4
    if chosen.gait is Gait.RUN:
        assert 0.7 < far.peak < 1.4


def test_stride_time_varies_as_little_as_that_of_a_runner_on_a_treadmill() -> None:
    real = motion.mocap_strides("hamner04_run400", 4.0)

    made = motion.simulated_strides(real, Gait.RUN, seconds=60.0)

    spread = float(np.std(made.stride_s) / np.mean(made.stride_s))
    assert 0.005 < spread < 0.03
