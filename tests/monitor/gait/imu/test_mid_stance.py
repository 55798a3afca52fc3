"""What the finder of stances tells of the pitch's falls and rises."""

import numpy as np

from monitor.gait.imu.calm_phases import contrast_of
from monitor.gait.imu.limits import ImuLimits
from monitor.gait.imu.mid_stance import StanceFinder

RATE_HZ = 200.0


def run(strides: int, *, turned: bool = False) -> StanceFinder:
    """A foot whose pitch swings once a second, and is calm where it falls, or where it rises."""
    t_s = np.arange(round(strides * RATE_HZ)) / RATE_HZ
    angle_rad = 0.5 * np.sin(2.0 * np.pi * t_s)
    calm = np.cos(2.0 * np.pi * t_s) * (1.0 if turned else -1.0)
    finder = StanceFinder(RATE_HZ, ImuLimits().segment)
    finder.push(angle_rad, np.exp(-3.0 * calm))
    return finder


def test_falls_are_calmer_than_rises_unless_the_frame_is_turned_about() -> None:
    straight, turned = run(4), run(4, turned=True)

    assert contrast_of(straight.phases(), 1e-3) > 2.0
    assert contrast_of(turned.phases(), 1e-3) < -2.0


def test_phases_are_told_once() -> None:
    finder = run(4)

    falls, rises = finder.phases()
    assert (len(falls), len(rises)) == (4, 4)
    assert finder.phases() == ([], [])


def test_phases_nobody_asks_for_do_not_pile_up() -> None:
    falls, rises = run(500).phases()

    assert 20 < len(falls) + len(rises) < 100
    assert falls[-1][0] > 498 * RATE_HZ
