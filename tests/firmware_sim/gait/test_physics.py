"""The forces and motions that the simulator makes obey physics, before any sensor error."""

from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from scipy import integrate

from firmware_sim.gait.contact import GroundForce
from firmware_sim.gait.foot_path import FootPath
from firmware_sim.gait.steps import Steps
from firmware_sim.gait.style import Contacts
from firmware_sim.runner.runner import Runner
from firmware_sim.scenario.model import Person, Phase, Scenario
from firmware_sim.sensors.sampling import Sampler
from firmware_sim.table import join, take
from monitor.types import Gait
from monitor.units import STANDARD_GRAVITY_M_S2

LENGTH_M = Person().foot_length_m


@cache
def contacts_of(scenario: Scenario, seconds: int = 60, seed: int = 3) -> Contacts:
    runner, steps = Runner(scenario, seed), Steps(scenario, seed)
    return join([steps.advance(runner.advance(20)) for _ in range(seconds // 20)])


def moving(speed_m_s: float, gait: Gait = Gait.RUN, **person: Any) -> Scenario:
    phases = (
        Phase(duration_s=5.0, gait=Gait.STAND, speed_m_s=0.0),
        Phase(duration_s=1e4, gait=gait, speed_m_s=speed_m_s),
    )
    return Scenario(name="test", phase=phases, runner=Person(**person))


CASES = [
    moving(1.0, strike="midfoot"),
    moving(2.0),
    moving(3.0),
    moving(4.5),
    moving(6.0),
    moving(6.0, strike="forefoot"),
    moving(3.0, strike="forefoot"),
    moving(1.0, strike="forefoot"),
    moving(3.3, strike="midfoot"),
    moving(6.0, strike="midfoot"),
    moving(1.0, Gait.WALK),
    moving(1.4, Gait.WALK),
    moving(2.0, Gait.WALK),
]


def path_errors_m(scenario: Scenario, rate_hz: float) -> np.ndarray:
    """Greatest distance, in every stride, of the path that samples integrate to from the true one.

    Nothing but the samples is used from one mid-stance to the next: they turn the foot from its
    attitude there, and their acceleration in that frame gives velocity and place.
    """
    mine = take(contacts := contacts_of(scenario), np.flatnonzero(contacts.foot == 1.0))
    path, step = FootPath(mine, LENGTH_M), 1.0 / rate_hz
    ends = path.motion(np.arange(0.0, mine.t_s[-1] - 0.01, step), "instep", 1.0)
    force, turn = Sampler().means(ends, step)
    halves = _small_turns(turn * 0.5 * step)
    wholes, pushes = halves @ halves, (halves @ force[:, :, np.newaxis])[:, :, 0]
    weight = np.array([0.0, STANDARD_GRAVITY_M_S2, 0.0])

    middle = 0.5 * (path.ic_s[:-1] + path.tc_s)
    worst_m = []
    for a, b in pairwise(np.round(middle[4:-1] * rate_hz).astype(int)):
        attitude = _attitude(ends.pitch_rad[a], ends.roll_rad[a], ends.yaw_rad[a])
        speed, place, places = ends.velocity_m_s[a], ends.place_m[a], []
        for push, whole in zip(pushes[a:b], wholes[a:b], strict=True):
            acc = attitude @ push - weight
            attitude = attitude @ whole
            place = place + speed * step + 0.5 * acc * step**2
            speed = speed + acc * step
            places.append(place)
        off_m = np.linalg.norm(np.array(places) - ends.place_m[a + 1 : b + 1], axis=1)
        worst_m.append(off_m.max())
    assert len(worst_m) > 10
    return np.array(worst_m)


@pytest.mark.parametrize("rate_hz", [100.0, 200.0, 400.0])
@pytest.mark.parametrize("scenario", CASES)
def test_integrated_samples_return_the_path_within_5_mm_a_stride(
    scenario: Scenario, rate_hz: float
) -> None:
    assert path_errors_m(scenario, rate_hz).max() < 0.005


@pytest.mark.parametrize("scenario", CASES)
def test_velocity_and_place_are_the_integrals_of_acceleration(scenario: Scenario) -> None:
    mine = take(contacts := contacts_of(scenario), np.flatnonzero(contacts.foot == 1.0))
    path = FootPath(mine, LENGTH_M)
    t_s = np.arange(20.0, 25.0, 1.0 / 3200.0)
    motion = path.motion(t_s, "instep", 1.0)

    speed = integrate.cumulative_simpson(motion.acc_m_s2, x=t_s, axis=0, initial=0.0)
    place = integrate.cumulative_simpson(motion.velocity_m_s, x=t_s, axis=0, initial=0.0)

    np.testing.assert_allclose(speed, motion.velocity_m_s - motion.velocity_m_s[0], atol=2e-3)
    np.testing.assert_allclose(place, motion.place_m - motion.place_m[0], atol=2e-5)


@pytest.mark.parametrize("scenario", CASES)
def test_angular_rate_integrates_to_the_pose(scenario: Scenario) -> None:
    mine = contacts_of(scenario)
    mine = take(mine, np.flatnonzero(mine.foot == 0.0))
    path = FootPath(mine, LENGTH_M)
    t_s = np.arange(20.0, 22.0, 1e-3)
    motion = path.motion(t_s, "heel", -1.0)

    turned = _attitude(motion.pitch_rad[0], motion.roll_rad[0], motion.yaw_rad[0])
    for turn in _small_turns(0.5e-3 * (motion.turn_rad_s[1:] + motion.turn_rad_s[:-1])):
        turned = turned @ turn
    end = _attitude(motion.pitch_rad[-1], motion.roll_rad[-1], motion.yaw_rad[-1])

    angle = np.arccos(np.clip((np.trace(turned.T @ end) - 1.0) / 2.0, -1.0, 1.0))
    assert np.degrees(angle) < 0.05


@pytest.mark.parametrize("scenario", CASES)
def test_mean_vertical_force_over_a_stride_is_body_weight_within_1_percent(
    scenario: Scenario,
) -> None:
    contacts = contacts_of(scenario, 120)
    t_s = np.arange(0.0, 115.0, 1e-3)
    total = np.zeros(len(t_s))
    for foot in (0.0, 1.0):
        mine = take(contacts, np.flatnonzero(contacts.foot == foot))
        path = FootPath(mine, LENGTH_M)
        total += GroundForce(mine, path.tc_s, 70.0, LENGTH_M).at(t_s).force_n
    left = contacts.t_s[(contacts.foot == 0.0) & (contacts.hold == 0.0)]
    left = left[(left > 15.0) & (left < 114.0)]

    mean_bw = np.array([total[(t_s >= a) & (t_s < b)].mean() for a, b in pairwise(left)]) / (
        70.0 * 9.80665
    )

    assert abs(mean_bw.mean() - 1.0) < 0.002
    if scenario.phase[1].gait is Gait.RUN:
        assert np.abs(mean_bw - 1.0).max() < 0.01


def test_a_standing_runner_weighs_the_body_weight_and_does_not_move() -> None:
    phases = (Phase(duration_s=100.0, gait=Gait.STAND, speed_m_s=0.0),)
    contacts = contacts_of(Scenario(name="still", phase=phases))
    t_s = np.arange(0.5, 39.5, 0.01)
    feet = [take(contacts, np.flatnonzero(contacts.foot == foot)) for foot in (0.0, 1.0)]
    paths = [FootPath(mine, LENGTH_M) for mine in feet]

    force = sum(
        GroundForce(mine, path.tc_s, 70.0, LENGTH_M).at(t_s).force_n
        for mine, path in zip(feet, paths, strict=True)
    )

    np.testing.assert_allclose(force, 70.0 * 9.80665, rtol=1e-9)
    for path in paths:
        motion = path.motion(t_s, "instep", 1.0)
        np.testing.assert_allclose(motion.force_m_s2[:, 1], 9.80665, atol=1e-3)
        np.testing.assert_allclose(motion.turn_rad_s, 0.0, atol=1e-6)


@pytest.mark.parametrize("strike", ["rearfoot", "midfoot", "forefoot"])
@pytest.mark.parametrize("speed_m_s", [1.0, 2.0, 3.5, 6.0])
def test_toes_clear_the_ground_in_swing_and_no_foot_is_violent(
    strike: str, speed_m_s: float
) -> None:
    contacts = contacts_of(moving(speed_m_s, strike=strike))
    mine = take(contacts, np.flatnonzero(contacts.foot == 0.0))
    path = FootPath(mine, LENGTH_M)
    ic_s, tc_s = path.ic_s[10:-1], path.tc_s[9:-1]

    toes_m = [path.toe_height_m(tc_s + part * (ic_s - tc_s)) for part in (0.45, 0.6, 0.75)]
    motion = path.motion(np.arange(5.0, 50.0, 1e-3), "instep", -1.0)

    assert np.min(toes_m) > 0.002
    assert np.linalg.norm(motion.acc_m_s2, axis=1).max() < 80.0 * speed_m_s
    assert np.degrees(np.abs(motion.turn_rad_s).max()) < 2000.0


@pytest.mark.parametrize(("strike", "low", "high"), [("rearfoot", 8, 30), ("forefoot", -20, -1.6)])
def test_strike_angles_are_those_of_their_class(strike: str, low: float, high: float) -> None:
    contacts = contacts_of(moving(3.0, strike=strike))
    mine = take(contacts, np.flatnonzero(contacts.foot == 0.0))
    path = FootPath(mine, LENGTH_M)
    ic_s, middle_s = path.ic_s[8:-1], 0.5 * (path.ic_s[8:-1] + path.tc_s[8:])

    degrees = np.degrees(path.pitch_rad(ic_s) - path.pitch_rad(middle_s))

    assert low < degrees.min()
    assert degrees.max() < high


@pytest.mark.parametrize("scenario", [moving(1.3, Gait.WALK), moving(2.6)])
def test_a_foot_that_stood_lifts_its_heel_without_tipping_its_toes_up_first(
    scenario: Scenario,
) -> None:
    contacts = contacts_of(scenario, 20)
    mine = take(contacts, np.flatnonzero(contacts.foot == 0.0))
    path = FootPath(mine, LENGTH_M)
    t_s = np.arange(0.0, path.tc_s[0], 0.005)

    pitch_deg = np.degrees(path.pitch_rad(t_s))

    assert mine.hold[0] == 1.0
    assert pitch_deg.max() < 0.5
    assert pitch_deg[-1] < -30.0


def _attitude(pitch: float, roll: float, yaw: float) -> np.ndarray:
    cp, sp, cr, sr, cy, sy = (f(x) for x in (pitch, roll, yaw) for f in (np.cos, np.sin))
    about_z = np.array([[cp, -sp, 0], [sp, cp, 0], [0, 0, 1]])
    about_x = np.array([[1, 0, 0], [0, cr, -sr], [0, sr, cr]])
    about_y = np.array([[cy, 0, sy], [0, 1, 0], [-sy, 0, cy]])
    return about_y @ about_x @ about_z


def _small_turns(v: np.ndarray) -> np.ndarray:
    """Matrices of n rotation vectors, shape (n, 3) (Rodrigues)."""
    angle = np.linalg.norm(v, axis=1) + 1e-300
    x, y, z = v.T / angle
    k = np.zeros((len(v), 3, 3))
    k[:, 2, 1], k[:, 0, 2], k[:, 1, 0] = x, y, z
    k -= k.transpose(0, 2, 1)
    sin, cos = np.sin(angle)[:, np.newaxis, np.newaxis], np.cos(angle)[:, np.newaxis, np.newaxis]
    return np.eye(3) + sin * k + (1.0 - cos) * (k @ k)
