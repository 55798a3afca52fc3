"""Contacts of a running foot do not hang on what a sensor or a path adds."""

from dataclasses import replace

import numpy as np

from monitor.gait.imu import contacts_running
from monitor.gait.imu.contacts import find_contacts
from monitor.gait.imu.limits import ImuLimits
from monitor.gait.imu.strapdown import Paths, Windows, cut, integrate
from monitor.types import FloatArray
from tests.monitor.gait.walking_foot import Foot

RUN = Foot(onward_m_s=1.0, down_m_s=0.8, sensor_m=(0.0, 0.11))
LIMITS = ImuLimits()


def window() -> tuple[Windows, Paths]:
    """From one mid-stance to the next."""
    block = RUN.block()
    middle_s = RUN.ic_s[5:7] + 0.45 * RUN.duty * RUN.stride_s
    first, last = np.round(middle_s * RUN.rate_hz).astype(int).tolist()
    ends = [range(first, last + 1)]
    windows = cut(block.acc_m_s2, block.gyr_rad_s, ends, RUN.rate_hz, LIMITS.path)
    return windows, integrate(windows, LIMITS.path)


def contacts(windows: Windows, paths: Paths) -> FloatArray:
    found = find_contacts(windows, paths, LIMITS.contact)
    assert found.runs.all()
    return np.concatenate([found.tc, found.ic])


def test_a_path_that_drifts_at_mid_stance_does_not_move_the_end_of_contact() -> None:
    windows, paths = window()

    drifted = replace(paths, onward_m_s=paths.onward_m_s - 0.3)

    tc, ic = contacts(windows, paths)
    moved = contacts(windows, drifted)
    assert abs(moved[0] - tc) < 0.5
    assert abs(moved[1] - ic) < 2.0


def test_no_cue_is_followed_further_than_it_was_seen() -> None:
    windows, paths = window()
    run = LIMITS.contact.run
    lowest = find_contacts(windows, paths, LIMITS.contact).lowest

    thrown = replace(paths, height_m=paths.height_m * 1e3, length_m=paths.length_m * 10.0)
    cues = contacts_running.leaving_cues(windows, thrown, lowest, run)

    assert cues.speed_m_s.tolist() == [run.fastest_m_s]
    assert run.least_lift_m_s2 <= cues.lift_m_s2[0] <= run.most_lift_m_s2


def test_a_foot_that_is_thrown_up_has_left_sooner() -> None:
    windows, paths = window()
    lowest = find_contacts(windows, paths, LIMITS.contact).lowest
    t_s = np.arange(paths.height_m.shape[1]) * windows.dt_s

    softer, harder = (
        contacts_running.leaving(
            windows,
            replace(paths, height_m=paths.height_m * 0.0 + 0.5 * lift * t_s**2),
            lowest,
            LIMITS.contact.run,
        )
        for lift in (5.0, 20.0)
    )

    assert harder[0] < softer[0]
