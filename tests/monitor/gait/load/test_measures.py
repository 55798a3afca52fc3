"""What the sole and the laces did in a stride: worked cases with numbers one can follow."""

import numpy as np
import pytest

from monitor.gait.buffer import History
from monitor.gait.load.limits import PressureLimits
from monitor.gait.load.measures import LoadMeter
from monitor.types import Cell, CellLayout, FloatArray, FootBlock, LoadMeasures, Side

RATE_HZ = 100.0
AREA_M2 = 0.002
# heel, arch, medial and lateral forefoot, toes; the insole is 0.27 m long
LAYOUT = CellLayout(
    "five",
    (
        Cell(0.03, 0.0, AREA_M2),
        Cell(0.10, 0.0, AREA_M2),
        Cell(0.19, -0.03, AREA_M2),
        Cell(0.19, 0.03, AREA_M2),
        Cell(0.24, 0.0, AREA_M2),
    ),
)
CELLS = len(LAYOUT.plantar)
FLICKER = np.where(np.arange(200) % 2, 0.01, -0.01)[:, np.newaxis]
CONTACTS = np.array([[99.5], [129.5], [169.5]])
STANCE, SWING = slice(100, 130), slice(130, 170)


def still(instep: int = 0) -> tuple[FloatArray, FloatArray]:
    """Two seconds of a foot in the air; no cell that lives reads the same for a whole stride."""
    flicker = np.where(np.arange(200) % 2, 1e-6, -1e-6)[:, np.newaxis]
    return np.tile(flicker, CELLS), np.tile(flicker, instep)


def measured(
    plantar_kpa: FloatArray,
    instep_kpa: FloatArray,
    layout: CellLayout | None = LAYOUT,
    load_n: FloatArray | None = None,
) -> LoadMeasures:
    measures, _ = measured_with_health(plantar_kpa, instep_kpa, layout, load_n)
    assert measures is not None
    return measures


def measured_with_health(
    plantar_kpa: FloatArray,
    instep_kpa: FloatArray,
    layout: CellLayout | None = LAYOUT,
    load_n: FloatArray | None = None,
) -> tuple[LoadMeasures | None, bool]:
    n = len(plantar_kpa)
    block = FootBlock(
        side=Side.LEFT,
        start=0,
        rate_hz=RATE_HZ,
        t_s=np.arange(n) / RATE_HZ,
        acc_m_s2=np.empty((n, 0)),
        gyr_rad_s=np.empty((n, 0)),
        plantar_kpa=plantar_kpa,
        instep_kpa=instep_kpa,
        load_n=np.full(n, np.nan) if load_n is None else load_n,
    )
    history = History()
    history.append(block, np.zeros(n))
    [measured] = LoadMeter(RATE_HZ, PressureLimits(), layout).measure(history, CONTACTS)
    return measured


def test_force_is_pressure_times_area_above_what_the_shoe_presses_in_swing() -> None:
    plantar, instep = still()
    plantar[:] = 10.0 + FLICKER
    plantar[STANCE, 0] += 200.0

    features = measured(plantar, instep)

    assert features.peak_force_n == pytest.approx(200.0 * AREA_M2 * 1000.0, rel=1e-3)
    assert features.impulse_n_s == pytest.approx(400.0 * 0.30)
    assert features.plantar_swing_kpa == pytest.approx(10.0)
    assert features.heel_share == pytest.approx(1.0)
    assert features.midfoot_share == pytest.approx(0.0)


def test_centre_of_pressure_runs_from_the_heel_to_the_toes() -> None:
    plantar, instep = still()
    plantar[100:110, 0] = 300.0
    plantar[110:120, 2:4] = 300.0
    plantar[120:130, 4] = 300.0

    features = measured(plantar, instep)

    assert features.cop_start_m == pytest.approx(0.03)
    assert features.cop_end_m == pytest.approx(0.24)
    assert features.heel_share == pytest.approx(0.25)
    assert features.forefoot_share == pytest.approx(0.75)


def test_the_path_of_the_centre_of_pressure_is_told_in_a_few_numbers() -> None:
    plantar, instep = still()
    plantar[100:110, 0] = 300.0
    plantar[110:120, 2:4] = [300.0, 100.0]  # 1.5 cm to the inside
    plantar[120:130, 4] = 300.0

    features = measured(plantar, instep)

    assert features.cop_middle_m == pytest.approx(0.19)
    assert features.cop_velocity_m_s == pytest.approx((0.24 - 0.03) / (0.9 * 0.30))
    assert features.cop_width_m == pytest.approx(0.015, abs=1e-6)


def test_a_centre_of_pressure_without_force_is_none() -> None:
    plantar, instep = still()
    plantar[100:112, 0] = 300.0
    plantar[118:130, 4] = 300.0
    plantar[112:118] = -1.0

    features = measured(plantar, instep)

    assert features.cop_middle_m is None
    assert features.cop_width_m is None
    assert features.cop_velocity_m_s is not None


def test_achilles_pulls_when_the_force_stands_before_the_ankle_and_never_pushes() -> None:
    plantar, instep = still()
    plantar[100:115, 0] = 300.0
    plantar[115:130, 4] = 300.0
    ankle_m = 0.25 * (0.03 + 0.24)

    features = measured(plantar, instep)

    pull_n = 600.0 * (0.24 - ankle_m) / 0.05
    assert features.plantarflexor_moment_peak_n_m == pytest.approx(0.05 * pull_n)
    assert features.achilles_peak_n == pytest.approx(pull_n)
    assert features.achilles_impulse_n_s == pytest.approx(pull_n * 0.15)


def test_loading_rate_is_the_slope_of_the_first_part_of_stance() -> None:
    plantar, instep = still()
    ramp = np.clip((np.arange(200) - 99.5) * 40.0, 0.0, 400.0)
    plantar[STANCE, 0] = ramp[STANCE]

    features = measured(plantar, instep)

    assert features.loading_rate_n_s == pytest.approx(40.0 * RATE_HZ * AREA_M2 * 1000.0)


def test_edges_and_laces_are_read_while_the_foot_is_in_the_air() -> None:
    plantar, instep = still(instep=2)
    plantar[SWING, 2], plantar[SWING, 3] = 8.0, 5.0
    instep[:] = np.array([12.0, 18.0]) + FLICKER
    instep[STANCE, 1] = 40.0

    features = measured(plantar, instep)

    assert features.edge_medial_swing_kpa == pytest.approx(8.0)
    assert features.edge_lateral_swing_kpa == pytest.approx(5.0)
    assert features.instep_swing_kpa == pytest.approx(15.0)
    assert features.instep_peak_kpa == 40.0


@pytest.mark.parametrize("reading", [np.nan, 77.0, 0.0])
def test_a_lost_or_stuck_cell_is_left_out_and_flagged(reading: float) -> None:
    plantar, instep = still()
    plantar[STANCE] = 100.0
    plantar[:, 4] = reading

    features, has_dead_cells = measured_with_health(plantar, instep)

    assert has_dead_cells
    assert features.peak_force_n == pytest.approx(4 * 200.0)
    assert features.cop_end_m == pytest.approx((0.03 + 0.10 + 0.19 + 0.19) / 4)
    assert features.plantar_swing_kpa == pytest.approx(0.0, abs=1e-5)


def test_samples_lost_in_stance_take_the_forces_and_leave_the_swing() -> None:
    plantar, instep = still()
    plantar[SWING] = 6.0
    plantar[110] = np.nan

    features = measured(plantar, instep)

    assert features == LoadMeasures(
        plantar_swing_kpa=6.0, edge_medial_swing_kpa=6.0, edge_lateral_swing_kpa=6.0
    )


def test_a_sole_that_is_lost_altogether_says_nothing() -> None:
    plantar, instep = still()
    plantar[:] = np.nan

    assert measured_with_health(plantar, instep) == (None, False)


def test_without_a_layout_there_is_a_mean_and_no_force() -> None:
    plantar, instep = still()
    plantar[SWING] = [1.0, 2.0, 3.0, 4.0, 5.0]
    plantar[STANCE] = 200.0

    assert measured(plantar, instep, layout=None) == LoadMeasures(plantar_swing_kpa=3.0)


def test_measured_force_needs_no_cells() -> None:
    force_n = np.zeros(200)
    force_n[STANCE] = 1200.0

    features = measured(np.empty((200, 0)), np.empty((200, 0)), None, force_n)

    assert features.peak_force_n == 1200.0
    assert features.impulse_n_s == pytest.approx(360.0)
    assert features.plantar_swing_kpa is None
