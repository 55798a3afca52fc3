"""The check before a run: an insole feels a standing foot, and nothing in the air."""

import numpy as np
import pytest

from monitor.types import Packet, Side
from monitor.web.fit_check import Fit, FitCheck
from monitor.wire import information, pressure, uuids

CELLS = (16, 4)


def told(side: Side, cells: int = CELLS[0]) -> Packet:
    bare = information.PodInformation(
        side=side, imu_rate_hz=200.0, acc_range_g=16, gyr_range_deg_s=2000, firmware="1"
    )
    said = (
        bare
        if cells == 0
        else information.PodInformation(
            side=side,
            pressure_rate_hz=100.0,
            plantar_cells=cells,
            instep_cells=CELLS[1],
            layout_id="toy",
            firmware="1",
        )
    )
    return Packet(f"pod {side}", uuids.INFORMATION, 0.0, information.encode(said))


def feels(side: Side, sole_kpa: float, laces_kpa: float = 4.0) -> Packet:
    frame = pressure.PressureFrame(
        0, 0, np.full((1, CELLS[0]), sole_kpa), np.full((1, CELLS[1]), laces_kpa)
    )
    return Packet(f"pod {side}", uuids.PRESSURE, 1.0, pressure.encode(frame))


@pytest.mark.parametrize(
    ("in_air_kpa", "on_ground_kpa", "fit"),
    [
        (0.0, 40.0, Fit.GOOD),
        (4.0, 25.0, Fit.GOOD),
        (0.0, 1.0, Fit.NOT_STOOD_ON),
        (60.0, 60.0, Fit.LOADED_IN_AIR),
        (60.0, 0.0, Fit.LOADED_IN_AIR),
    ],
)
def test_an_insole_is_good_if_it_feels_the_ground_and_nothing_in_the_air(
    in_air_kpa: float, on_ground_kpa: float, fit: Fit
) -> None:
    check = FitCheck()
    check.push(told(Side.LEFT), lifted=True)
    check.push(feels(Side.LEFT, in_air_kpa, laces_kpa=4.0), lifted=True)
    check.push(feels(Side.LEFT, on_ground_kpa, laces_kpa=9.0), lifted=False)

    assert check.fits() == {Side.LEFT: fit, Side.RIGHT: Fit.UNSEEN}
    assert check.laces_kpa(Side.LEFT) == 4.0
    assert check.laces_kpa(Side.RIGHT) is None


def test_only_a_pod_without_cells_has_no_insole_and_one_that_was_heard_partly_has() -> None:
    bare, late = FitCheck(), FitCheck()
    bare.push(told(Side.LEFT, cells=0), lifted=True)
    bare.push(told(Side.RIGHT), lifted=True)
    bare.push(feels(Side.RIGHT, 0.0), lifted=True)  # it goes before the foot stands
    late.push(told(Side.LEFT), lifted=True)
    late.push(feels(Side.LEFT, 0.0), lifted=True)
    late.push(told(Side.RIGHT), lifted=False)  # it connects when the feet are lifted already
    for side in Side:
        late.push(feels(side, 40.0), lifted=False)

    assert bare.fits() == {Side.LEFT: Fit.NO_INSOLE, Side.RIGHT: Fit.PARTLY}
    assert late.fits() == {Side.LEFT: Fit.GOOD, Side.RIGHT: Fit.PARTLY}


def test_the_check_begins_once_both_feet_are_heard_and_keeps_nothing_of_before() -> None:
    check = FitCheck()
    check.push(told(Side.LEFT), lifted=True)
    check.push(feels(Side.LEFT, 40.0), lifted=True)
    one = check.is_ready(set(Side))
    check.push(told(Side.RIGHT, cells=0), lifted=True)
    both = check.is_ready(set(Side))
    check.forget()
    check.push(feels(Side.LEFT, 0.0), lifted=True)
    check.push(feels(Side.LEFT, 40.0), lifted=False)

    assert (one, both) == (False, True)
    assert check.fits() == {Side.LEFT: Fit.GOOD, Side.RIGHT: Fit.NO_INSOLE}


def test_what_cannot_be_read_and_a_single_high_value_change_nothing() -> None:
    check = FitCheck()
    check.push(told(Side.LEFT), lifted=True)
    for sole_kpa in (0.0, 0.0, 200.0):
        check.push(feels(Side.LEFT, sole_kpa), lifted=True)
    check.push(Packet("pod left", uuids.PRESSURE, 1.0, b"\x00"), lifted=False)
    check.push(feels(Side.LEFT, 40.0), lifted=False)

    assert check.fits()[Side.LEFT] == Fit.GOOD


def test_an_insole_that_comes_after_the_pod_beside_it_is_waited_for() -> None:
    """Only a foot for which nothing but a sensor of a map is paired needs no check."""
    pods, mapped = FitCheck(), FitCheck()
    for side in Side:
        pods.push(told(side, cells=0), lifted=True)
        mapped.wears_none(f"own {side}", side)

    assert (pods.is_of_use(set(Side)), mapped.is_of_use(set(Side))) == (True, False)
