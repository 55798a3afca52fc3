"""Which recorded insole belongs to which recorded motion, and that their cells are alive."""

import numpy as np
import pytest

from benchmarks.load.blocks import DATA, block
from benchmarks.load.walk import WALKS
from monitor.gait.limits import GaitLimits
from monitor.health.crossed_feet import CrossedFeet, TwoFeet
from monitor.health.dead_cells import DeadCells
from monitor.health.first_step import first_step
from monitor.health.left_right_swap import Crossed, SameFoot
from monitor.sources.importers.columns import Column
from monitor.sources.importers.opening import InputFile
from monitor.sources.importers.remarks import Remarks
from monitor.sources.importers.table import read_table
from monitor.types import FootBlock, Side
from monitor.units import KPA_PER_N_CM2, STANDARD_GRAVITY_M_S2
from tests.beside import needs

pytestmark = needs(DATA)
RATE_HZ = 100.0


def recorded(name: str, sole: Side, motion: Side) -> FootBlock:
    """The load of one foot beside the motion of one; single lost samples are bridged."""
    cells = [f"{sole} pressure {cell}[N/cm²]" for cell in range(1, 17)]
    axes = [f"{motion} acceleration {axis}[g]" for axis in "XYZ"]
    axes += [f"{motion} angular {axis}[dps]" for axis in "XYZ"]
    file = InputFile(DATA / "moticon_walk" / f"{name}.txt")
    columns = [Column(name, name) for name in ("time", *cells, *axes)]
    table = read_table(file, columns, Remarks(name))
    units = np.repeat([STANDARD_GRAVITY_M_S2, np.pi / 180.0], 3)
    values = np.hstack([table.block(axes) * units, table.block(cells) * KPA_PER_N_CM2])
    place = np.arange(len(values))
    for column in values.T:
        seen = np.isfinite(column)
        column[:] = np.interp(place, place[seen], column[seen])
    t_s = table.column("time").copy()
    return block(t_s, RATE_HZ, side=sole, plantar_kpa=values[:, 6:], imu=values[:, :6])


def crossed(name: str, sole: Side, motion: Side) -> list[Crossed]:
    limits = GaitLimits()
    crossing = type(limits.load.crossed)(windows=2)  # the walks are short
    finder = SameFoot(RATE_HZ, 16, crossing, limits.imu)
    return finder.push(recorded(name, sole, motion))


@pytest.mark.parametrize("side", Side)
@pytest.mark.parametrize("name", sorted(WALKS))
def test_motion_and_load_of_one_foot_agree_and_those_of_two_do_not(name: str, side: Side) -> None:
    assert crossed(name, side, side) == []

    (found,) = (told for told in crossed(name, side, side.other) if told.step is None)
    assert found.contrast > 1.0


@pytest.mark.parametrize("swapped", [False, True])
@pytest.mark.parametrize("late_s", [-0.4, 0.0, 0.4])
@pytest.mark.parametrize("name", sorted(WALKS))
def test_the_first_steps_tell_crossed_soles_from_clocks(
    name: str, late_s: float, swapped: bool
) -> None:
    limits = GaitLimits().load.crossed
    both = CrossedFeet(limits)
    said = []
    for side in Side:
        foot = recorded(name, side.other if swapped else side, side)
        spin_rad_s = np.sqrt((foot.gyr_rad_s * foot.gyr_rad_s).sum(axis=1))
        load_kpa = foot.plantar_kpa.mean(axis=1)
        step = first_step(foot.t_s, spin_rad_s, load_kpa, limits)
        assert step is not None
        step = step._replace(freed_s=step.freed_s + late_s)
        said += both.note(TwoFeet(10.0, f"pod-{side}", side, step))

    assert [notice.side for notice in said] == (list(Side) if swapped else [])


@pytest.mark.parametrize("side", Side)
@pytest.mark.parametrize("name", sorted(WALKS))
def test_no_cell_of_a_healthy_insole_is_taken_for_dead(name: str, side: Side) -> None:
    limits = GaitLimits().load.pressure
    eager = type(limits)(dead_windows=1)

    assert DeadCells(RATE_HZ, eager).push(recorded(name, side, side)) == []
