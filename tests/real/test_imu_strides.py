"""Strides of a foot's IMU on real recordings; bounds are what is reached, peers beside them.

Peers on the same recordings (SCIENCE §2): running strides found gaitmap 18 % (tuned 60 %), length
MAPE gaitmap 18.8 %, PyShoe 7.7 % (best threshold a trial 3.8 %); walking found gaitmap 51 %
(tuned 83 %), length gaitmap 3.1 %, PyShoe 4.4 % (1.9 %).
"""

import numpy as np
import pytest

from benchmarks.imu_contacts_score import judge_contacts, recordings
from benchmarks.imu_strides_score import judge_all, judge_turned
from benchmarks.realdata import DATA, FootRecording, load

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="no recordings beside the clone")


def group(name: str) -> list[FootRecording]:
    return load([name])


def test_running_strides_are_found_and_their_length_is_within_two_percent() -> None:
    s = judge_all(group("vicon running"))

    assert s.true > 220
    assert s.found / s.true >= 0.995  # gaitmap 0.18
    assert s.invented / s.true <= 0.005
    assert s.mape <= 0.018  # gaitmap 0.188, PyShoe 0.077
    assert abs(s.bias) <= 0.005
    assert s.p95_m <= 0.058


def test_walking_strides_are_found_and_their_length_is_within_two_percent() -> None:
    s = judge_all(group("vicon walking"))

    assert s.true > 350
    assert s.found / s.true >= 0.99  # gaitmap 0.51
    assert s.mape <= 0.0175  # PyShoe 0.044, 0.019 with the best threshold a trial
    assert abs(s.bias) <= 0.005


@pytest.mark.parametrize("rate_hz", [119.0, 416.0])
def test_what_is_found_does_not_hang_on_the_sampling_rate(rate_hz: float) -> None:
    running = judge_all(group("vicon running"), rate_hz)
    walking = judge_all(group("vicon walking"), rate_hz)

    assert running.found / running.true >= 0.99  # one side-step rests for 79 ms, 80 make a stance
    assert running.invented / running.true <= 0.005
    assert running.mape <= 0.0185
    assert walking.found / walking.true >= 0.99
    assert walking.mape <= 0.0175


def test_outdoor_strides_are_all_found_up_to_a_sprint() -> None:
    s = judge_all(group("surveyed"))

    assert s.true == 97
    assert s.found / s.true >= 0.995
    assert s.invented == 0


def test_the_pod_may_sit_at_any_angle() -> None:
    straight = judge_all(group("vicon running"))
    turned = judge_turned(group("vicon running"), angles=2)

    assert turned.least_found >= straight.found / straight.true - 0.005
    assert turned.worst_mape <= 0.018


def test_contacts_and_strike_angle_of_running_come_near_plates_and_markers() -> None:
    scores = [judge_contacts(path) for path in recordings()]
    ic_ms, tc_ms, stance, stance_ms, strike_deg = (
        np.concatenate([getattr(s, name) for s in scores])
        for name in ("ic_ms", "tc_ms", "stance", "stance_ms", "strike_deg")
    )

    assert len(ic_ms) == 12
    assert abs(ic_ms.mean()) <= 5.0
    assert ic_ms.std() <= 5.0
    assert abs(tc_ms.mean()) <= 5.0
    assert tc_ms.std() <= 8.0
    assert abs(stance.mean()) <= 0.02
    assert stance_ms.std() <= 8.0
    assert abs(strike_deg.mean()) <= 2.0
    assert strike_deg.std() <= 4.0
