"""Strides and contacts from a simulated sole, against the truth of the simulator."""

from functools import cache

import numpy as np
import pytest

from firmware_sim.scenario.model import Phase, Scenario
from monitor.gait.foot import Foot
from monitor.gait.limits import GaitLimits
from monitor.gait.load.limits import PressureLimits
from monitor.settings.athlete import Athlete
from monitor.types import FloatArray, Gait, Side, Stride
from tests.monitor.gait.simulated_foot import LAYOUT, Simulated, simulated

DURATION_S = 150.0
PHASES = (
    Phase(duration_s=6.0, gait=Gait.STAND, speed_m_s=0.0),
    Phase(duration_s=25.0, gait=Gait.WALK, speed_m_s=1.3),
    Phase(duration_s=35.0, gait=Gait.RUN, speed_m_s=2.6),
    Phase(duration_s=8.0, gait=Gait.STAND, speed_m_s=0.0),
    Phase(duration_s=60.0, gait=Gait.RUN, speed_m_s=3.6),
    Phase(duration_s=1e4, gait=Gait.STAND, speed_m_s=0.0),
)
LONGEST_STRIDE_S = 2.4


@cache
def session(imu: bool) -> Simulated:
    return simulated(Scenario(name="test", phase=PHASES), DURATION_S, imu=imu)


@cache
def strides(imu: bool) -> list[Stride]:
    foot = Foot(
        Side.LEFT,
        200.0,
        imu=imu,
        layout=LAYOUT,
        plantar_cells=len(LAYOUT.plantar),
        mounted=False,
        athlete=Athlete(),
        limits=GaitLimits(),
    )
    said = foot.push(session(imu).block) + foot.finish()
    return [event for event in said if isinstance(event, Stride)]


def true_middles_s(truth: Simulated) -> FloatArray:
    """Middles of the cycles that are strides."""
    ic_s = truth.ic_s[(truth.ic_s > 3.0) & (truth.ic_s < DURATION_S - 3.0)]
    short = np.diff(ic_s) < LONGEST_STRIDE_S
    return ((ic_s[1:] + ic_s[:-1]) / 2.0)[short]


@pytest.mark.parametrize("imu", [False, True])
def test_none_of_the_strides_is_missed_or_invented(imu: bool) -> None:
    true_s = true_middles_s(session(imu))
    own_s = np.array([(s.ic_s + s.next_ic_s) / 2.0 for s in strides(imu)])

    near = np.abs(own_s - true_s[:, np.newaxis]) < 0.25

    assert (~near.any(axis=1)).sum() == 0
    assert (~near.any(axis=0)).sum() == 0


@pytest.mark.parametrize("imu", [False, True])
def test_contacts_are_where_40_n_are(imu: bool) -> None:
    """Force takes 4 to 8 ms to 40 N after first touch, and 4 to 10 ms to nothing at the end."""
    truth = session(imu)
    ic_ms = [
        1e3 * (s.ic_s - truth.ic_s[np.abs(truth.ic_s - s.ic_s).argmin()]) for s in strides(imu)
    ]
    tcs_s = [s.tc_s for s in strides(imu) if s.tc_s is not None]
    tc_ms = [1e3 * (tc_s - truth.tc_s[np.abs(truth.tc_s - tc_s).argmin()]) for tc_s in tcs_s]

    assert 2.0 < np.mean(ic_ms) < 8.0
    assert -10.0 < np.mean(tc_ms) < -2.0
    assert np.std(ic_ms) < 4.0
    assert np.std(tc_ms) < 5.0


def test_the_moment_about_the_ankle_and_the_path_of_the_pressure_are_near_the_truth() -> None:
    truth = session(False)
    ankle_m = PressureLimits().ankle_share * Scenario(name="test").runner.foot_length_m
    moments, places_m, speeds_m_s = [], [], []
    for stride in strides(False):
        stretch = next(s for s in truth.stretches if stride.ic_s < s.stop_s)
        if stride.tc_s is None or stride.gait is not Gait.RUN or stride.tc_s > stretch.stop_s:
            continue
        load = stretch.force.at(np.linspace(stride.ic_s, stride.tc_s, 101))
        moment_n_m = (load.force_n * (load.cop_m - ankle_m)).max()
        moments.append((stride.load.plantarflexor_moment_peak_n_m or 0.0) / moment_n_m - 1.0)
        places_m.append((stride.load.cop_middle_m or 0.0) - load.cop_m[50])
        true_m_s = (load.cop_m[95] - load.cop_m[5]) / (0.9 * (stride.tc_s - stride.ic_s))
        speeds_m_s.append((stride.load.cop_velocity_m_s or 0.0) / true_m_s - 1.0)

    assert len(moments) > 100
    assert np.abs(moments).max() < 0.042
    # twenty cells blur the place, and pull its end back from the toes; they do so every time
    assert np.abs(places_m).max() < 0.015
    assert np.std(places_m) < 0.001
    assert -0.27 < np.mean(speeds_m_s) < 0.0
    assert np.std(speeds_m_s) < 0.02
