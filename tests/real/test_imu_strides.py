"""Strides of a foot's IMU on real recordings: bounds are what is reached, rounded up.

What peers reach on the same recordings stands in docs/peers.md and beside the bounds here.
"""

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.gait.contacts_score import (
    HARDER,
    found_in,
    judge_contacts,
    landed,
    name_of,
    nearest,
    plate_contacts,
    recordings,
)
from benchmarks.gait.height_score import height_traces, marker_place_m, path_height_errors_m
from benchmarks.gait.strides_score import (
    biased,
    judge_all,
    judge_turned,
    motions_of,
    sampled,
    strides_of,
)
from benchmarks.realdata import DATA, FootRecording, load
from monitor.gait.imu.limits import ImuLimits
from monitor.gait.imu.stride_detector import ImuStride, ImuStrides
from monitor.types import StrideFlag
from tests.beside import needs

pytestmark = needs(DATA)


def group(name: str) -> list[FootRecording]:
    return load([name])


def test_running_strides_are_found_and_their_length_is_within_two_percent() -> None:
    s = judge_all(group("vicon running"))

    assert s.true == 228
    assert s.found == 228  # gaitmap 46, tuned on these recordings 156
    assert s.invented == 0
    # at our instants: gaitmap 0.168, stride level 0.031, vqf 0.017
    assert s.mape <= 0.018  # target 0.020
    assert abs(s.bias) <= 0.005  # target 0.010
    assert s.p95_m <= 0.052  # target 0.060


def test_walking_strides_are_found_and_their_length_is_within_two_percent() -> None:
    s = judge_all(group("vicon walking"))

    assert s.true == 362
    assert s.found == 362  # gaitmap 205, tuned on these recordings 333
    assert s.invented == 0
    # at our instants: gaitmap 0.027, stride level 0.023, vqf 0.027
    assert s.mape <= 0.016  # target 0.019
    assert abs(s.bias) <= 0.007  # no target
    assert s.p95_m <= 0.042  # no target


def test_rise_and_path_height_are_those_of_the_markers() -> None:
    running, walking = (height_traces(group(f"vicon {day}")) for day in ("running", "walking"))

    rise_mm = [1e3 * np.array([one.rise_error_m for one in day]) for day in (running, walking)]
    # where the marker sits is fitted on one day and used on the other
    height_mm = [
        1e3 * path_height_errors_m(running, marker_place_m(walking)),
        1e3 * path_height_errors_m(walking, marker_place_m(running)),
    ]
    assert [len(one) for one in rise_mm] == [224, 341]
    # no target, as no peer says what can be had; [M] docs/accuracy.md
    assert np.abs([one.mean() for one in rise_mm]).max() <= 9.0
    assert rise_mm[0].std() <= 30.0
    assert rise_mm[1].std() <= 13.0
    assert np.abs([one.mean() for one in height_mm]).max() <= 9.0
    assert max(one.std() for one in height_mm) <= 14.0


def test_sideways_and_backward_steps_are_all_found() -> None:
    s = judge_all(group("vicon tiny steps"))

    assert (s.true, s.found, s.invented) == (41, 41, 0)
    assert s.mape <= 0.022  # no target: 0.018 with a false bias that happened to help


def test_a_whole_foot_says_the_strides_that_its_imu_says() -> None:
    for recording in group("vicon running"):
        block = recording.block()
        stage = ImuStrides(block.side, block.rate_hz, ImuLimits())

        told = stage.push(block) + stage.finish()

        motions = [one.motion for one in told if isinstance(one, ImuStride)]
        assert [stride.motion for stride in strides_of(block)] == motions


def test_a_100_hz_sensor_with_its_own_filter_meets_the_targets_of_running() -> None:
    s = judge_all(group("vicon running"), change=sampled(100.0, 40.0))

    assert s.found == 228
    assert s.invented == 0
    assert s.mape <= 0.019  # target 0.020
    assert s.p95_m <= 0.060  # target 0.060


@pytest.mark.parametrize("axis", [0, 1, 2])
def test_a_gyroscope_far_off_zero_costs_little_once_the_runner_has_stood(axis: int) -> None:
    s = judge_all(group("vicon running"), change=biased(axis, 10.0))

    assert s.found >= 225
    assert s.invented <= 2
    assert s.mape <= 0.025  # no target: ten times what a calibrated gyroscope is off


def test_strides_of_a_gyroscope_of_500_degrees_a_second_are_nearly_those_of_a_larger_one() -> None:
    most_rad_s = 8.72
    pairs = [
        (one, other)
        for path in recordings()
        for one, other in zip(found_in(path), found_in(path, most_rad_s), strict=True)
    ]

    length = [b.motion.stride_length_m / a.motion.stride_length_m - 1.0 for a, b in pairs]
    ic_ms = [1e3 * (b.next_ic_s - a.next_ic_s) for a, b in pairs]
    tc_ms = [1e3 * (b.tc_s - a.tc_s) for a, b in pairs if a.tc_s is not None]
    strike_deg = [
        np.degrees(b.motion.foot_strike_angle_rad - a.motion.foot_strike_angle_rad)
        for a, b in pairs
        if a.motion.foot_strike_angle_rad is not None
    ]
    assert (len(pairs), len(strike_deg)) == (13, 10)
    # no target; beside the bounds, what it is when nothing is restored
    assert np.abs(length).max() <= 0.045  # 0.124
    assert np.abs(ic_ms).max() <= 8.0  # 6.2
    assert np.abs(tc_ms).max() <= 11.0  # 54.3
    assert np.abs(strike_deg).mean() <= 2.0  # 2.1


@pytest.mark.parametrize("most_rad_s", [4.36, 8.72])
def test_a_gyroscope_of_too_small_a_range_is_noticed(most_rad_s: float) -> None:
    blocks = [recording.block() for recording in group("vicon running")]
    cut = [
        replace(one, gyr_rad_s=np.clip(one.gyr_rad_s, -most_rad_s, most_rad_s)) for one in blocks
    ]

    beyond = [
        (np.abs(block.gyr_rad_s[slice(*ends)]) > most_rad_s).sum(axis=0).max() > 4
        for block, flat in zip(blocks, cut, strict=True)
        for one in motions_of(flat)
        for ends in [np.searchsorted(block.t_s, [one.length_from_s, one.length_to_s])]
    ]
    told = [StrideFlag.CLIPPED in stride.flags for flat in cut for stride in strides_of(flat)]

    assert sum(beyond) > 30
    noticed = [flag for flag, is_beyond in zip(told, beyond, strict=True) if is_beyond]
    assert sum(noticed) >= 0.95 * len(noticed)


@pytest.mark.parametrize(
    "rate_hz", [119.0, *(pytest.param(hz, marks=pytest.mark.soak) for hz in (333.0, 416.0)), 625.0]
)
def test_what_is_found_does_not_hang_on_the_sampling_rate(rate_hz: float) -> None:
    running = judge_all(group("vicon running"), rate_hz)
    walking = judge_all(group("vicon walking"), rate_hz)

    assert running.found == running.true
    assert running.invented == 0
    assert running.mape <= 0.020  # target 0.020
    assert walking.found / walking.true >= 0.99
    assert walking.mape <= 0.019  # target 0.019


def test_outdoor_strides_are_all_found_up_to_a_sprint() -> None:
    s = judge_all(group("surveyed"))

    assert s.true == 97
    assert s.found == 97
    assert s.invented == 0
    # no target, as lengths are pseudo-truth; others: gaitmap 1.093, stride level 0.061, vqf 0.053
    assert s.mape <= 0.030


def test_the_pod_may_sit_at_any_angle() -> None:
    straight = judge_all(group("vicon running"))
    turned = judge_turned(group("vicon running"), angles=3)

    assert turned.least_found >= straight.found / straight.true
    assert turned.most_invented <= 1
    assert turned.worst_mape <= 0.019  # target 0.022


def test_contacts_and_strike_angle_of_running_come_near_plates_and_markers() -> None:
    scores = [judge_contacts(path) for path in recordings()]
    ic_ms, tc_ms, stance, stance_ms, strike_deg = (
        np.concatenate([getattr(s, name) for s in scores])
        for name in ("ic_ms", "tc_ms", "stance", "stance_ms", "strike_deg")
    )

    # three feet start less than 50 ms before they land: those landings were not seen
    assert (len(ic_ms), len(tc_ms), len(stance), len(strike_deg)) == (10, 6, 6, 10)
    # in sample: the lines were fitted on this runner too, among 28
    assert abs(ic_ms.mean()) <= 2.0  # target 5
    assert ic_ms.std() <= 3.5  # target 5
    assert abs(tc_ms.mean()) <= 2.0  # target 5
    assert tc_ms.std() <= 5.0  # target 8
    assert abs(stance.mean()) <= 0.015  # target 0.02
    assert stance_ms.std() <= 6.5  # target 8
    assert abs(strike_deg.mean()) <= 1.0  # target 2
    assert strike_deg.std() <= 1.5  # target 4


def test_a_runner_at_3_m_s_and_a_forefoot_striker_have_the_contacts_of_their_plates() -> None:
    scores = {name_of(path): judge_contacts(path) for path in recordings(HARDER)}
    forefoot = scores.pop("forefoot_run466_L")

    assert (len(forefoot.ic_ms), len(forefoot.tc_ms)) == (27, 26)
    assert abs(forefoot.ic_ms.mean()) <= 1.0  # target 5
    assert forefoot.ic_ms.std() <= 3.5  # target 5
    assert abs(forefoot.tc_ms.mean()) <= 2.0  # target 5
    assert forefoot.tc_ms.std() <= 4.5  # target 8
    assert abs(forefoot.stance.mean()) <= 0.015  # target 0.02
    stance = np.concatenate([s.stance for s in scores.values()])
    stance_ms = np.concatenate([s.stance_ms for s in scores.values()])
    assert len(stance) == 3
    assert abs(stance.mean()) <= 0.02  # target 0.02
    assert stance_ms.std() <= 4.0  # target 8


@pytest.mark.parametrize("rate_hz", [80.0, 100.0, 104.0])
def test_a_slow_sensor_takes_no_smooth_landing_for_a_shock(rate_hz: float) -> None:
    paths = [p for p in [*recordings(), *recordings(HARDER)] if "hamner" in p.name]
    scores = [judge_contacts(path, sampled(rate_hz, 0.4 * rate_hz)) for path in paths]

    ic_ms = np.concatenate([s.ic_ms for s in scores])

    # contacts came 24 and 47 ms early, or too early to be meant for any
    assert len(ic_ms) == 15
    assert np.abs(ic_ms).max() <= 15.0  # no target


def test_no_recording_starts_with_a_contact_that_was_not_seen() -> None:
    for path in [*recordings(), *recordings(HARDER)]:
        first = found_in(path)[0]
        true = plate_contacts(path)

        assert StrideFlag.FIRST in first.flags
        if landed(first):
            assert not len(true) or nearest(true, first.ic_s) is not None
        else:
            assert first.contact_time_s is None
            assert first.motion is not None
            assert first.motion.foot_strike_angle_rad is None  # so that it has no distance either
