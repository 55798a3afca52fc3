"""Contacts from load: instants, brushes, gaps, offsets, cells that are missing."""

import numpy as np
import pytest

from monitor.gait.gaps import without_jumps
from monitor.gait.load.contacts import LoadContacts, LoadEdge, LoadEdgeKind
from monitor.gait.load.limits import ContactLimits
from monitor.types import Cell, CellLayout, FloatArray, FootBlock, Side

RATE_HZ = 100.0
IC, TC, LOST = LoadEdgeKind.IC, LoadEdgeKind.TC, LoadEdgeKind.LOST


def bump(t_s: FloatArray, ic_s: float, contact_s: float, peak: float) -> FloatArray:
    """Half a sine squared: as smooth as a filtered force."""
    phase = (t_s - ic_s) / contact_s
    return np.where((phase > 0) & (phase < 1), peak * np.sin(np.pi * phase) ** 2, 0.0)


def running(duration_s: float, peak: float, *, contact_s: float = 0.25) -> FloatArray:
    t_s = np.arange(round(duration_s * RATE_HZ)) / RATE_HZ
    starts = np.arange(0.4, duration_s, 0.7)
    return np.sum([bump(t_s, ic, contact_s, peak) for ic in starts], axis=0)


def block(load_n: FloatArray, plantar_kpa: FloatArray | None = None, start: int = 0) -> FootBlock:
    n = len(load_n)
    return FootBlock(
        side=Side.LEFT,
        start=start,
        rate_hz=RATE_HZ,
        t_s=(start + np.arange(n)) / RATE_HZ,
        acc_m_s2=np.empty((n, 0)),
        gyr_rad_s=np.empty((n, 0)),
        plantar_kpa=np.empty((n, 0)) if plantar_kpa is None else plantar_kpa,
        instep_kpa=np.empty((n, 0)),
        load_n=load_n.copy(),
    )


def from_force(load_n: FloatArray) -> list[LoadEdge]:
    contacts = LoadContacts(RATE_HZ, ContactLimits())
    return contacts.push(block(load_n)) + contacts.finish()


def from_sole(plantar_kpa: FloatArray) -> list[LoadEdge]:
    contacts = LoadContacts(RATE_HZ, ContactLimits(), plantar_cells=plantar_kpa.shape[1])
    lost = np.full(len(plantar_kpa), np.nan)
    return contacts.push(block(lost, plantar_kpa)) + contacts.finish()


def instants_s(edges: list[LoadEdge], kind: LoadEdgeKind) -> FloatArray:
    return np.array([edge.at for edge in edges if edge.kind is kind]) / RATE_HZ


def test_instants_of_40_n_lie_between_samples_within_half_a_millisecond() -> None:
    ramp = np.arcsin(np.sqrt(40.0 / 1500.0)) / np.pi * 0.25
    starts_s = np.arange(0.4, 10.0, 0.7)

    edges = from_force(running(10.0, 1500.0))

    assert np.abs(instants_s(edges, IC) - starts_s - ramp).max() < 0.0005
    assert np.abs(instants_s(edges, TC) - starts_s - 0.25 + ramp).max() < 0.0005


def test_a_ringing_plate_before_landing_makes_no_contact() -> None:
    force_n = running(3.0, 1500.0)
    clean = from_force(force_n)
    force_n[37:39] = 60.0

    assert len(instants_s(from_force(force_n), IC)) == len(instants_s(clean, IC)) == 4


def test_a_short_unloading_within_stance_does_not_end_it() -> None:
    force_n = running(3.0, 1500.0)
    force_n[50] = 10.0

    assert len(instants_s(from_force(force_n), TC)) == 4


def test_offset_of_the_insole_and_pressure_of_the_shoe_in_swing_are_followed() -> None:
    clean = running(20.0, 300.0)
    cells = np.column_stack([clean, clean]) / 2.0
    drift_kpa = np.linspace(0.0, 12.0, len(cells))[:, np.newaxis]

    plain, shifted = from_sole(cells), from_sole(cells + drift_kpa)

    for kind in (IC, TC):
        assert len(instants_s(plain, kind)) == len(instants_s(shifted, kind)) == 28
        error_s = instants_s(shifted, kind) - instants_s(plain, kind)
        assert np.abs(error_s).max() < 0.010


@pytest.mark.parametrize(("factor", "zero"), [(8.0, 300.0), (0.02, 0.0), (40.0, 2000.0)])
def test_cells_in_counts_of_any_scale_and_zero_have_the_contacts_of_kpa(
    factor: float, zero: float
) -> None:
    sole = running(20.0, 200.0)
    cells = np.column_stack([sole, sole])

    plain, counts = from_sole(cells), from_sole(zero + factor * cells)

    for kind in (IC, TC):
        both = instants_s(plain, kind), instants_s(counts, kind)
        late = both[0][-len(both[1]) :]
        assert len(both[1]) >= len(both[0]) - 3  # the first strides teach where zero is
        assert np.abs(both[1] - late).max() < 0.002


def test_one_who_shifts_weight_on_counts_makes_no_contact() -> None:
    t_s = np.arange(3000) / RATE_HZ
    shift = 300.0 + np.where(t_s % 10.0 < 5.0, 200.0, 350.0)

    edges = from_sole(np.column_stack([shift, shift]))

    assert instants_s(edges, IC).tolist() == []


def test_a_missing_cell_changes_no_contact_of_an_even_sole() -> None:
    sole = running(6.0, 200.0)
    cells = np.column_stack([sole, sole, sole])
    broken = cells.copy()
    broken[:, 1] = np.nan

    for kind in (IC, TC):
        np.testing.assert_allclose(
            instants_s(from_sole(broken), kind), instants_s(from_sole(cells), kind)
        )


def test_standing_makes_no_contact() -> None:
    sway = 30.0 + 6.0 * np.sin(np.arange(3000) / 40.0)

    edges = from_sole(np.column_stack([sway, sway]))

    assert instants_s(edges, IC).tolist() == instants_s(edges, TC).tolist() == []


@pytest.mark.parametrize("size", [7, 100, 5000])
def test_a_foot_laid_down_lightly_holds_nothing_back_until_it_gets_heavy(size: int) -> None:
    rest = [np.full(n, kpa) for n, kpa in ((500, 0.0), (1000, 6.0), (300, 60.0))]
    sole = np.concatenate([running(10.0, 200.0), *rest])[:, np.newaxis]
    whole = block(np.full(len(sole), np.nan), sole)
    contacts = LoadContacts(RATE_HZ, ContactLimits(), plantar_cells=1)

    edges, behind = [], []
    for start in range(0, len(sole), size):
        piece = slice(start, start + size)
        edges += contacts.push(block(whole.load_n[piece], sole[piece], start))
        behind.append(min(start + size, len(sole)) - contacts.settled)

    assert max(behind) <= 2.0 * RATE_HZ + size
    assert edges == from_sole(sole)[: len(edges)]
    assert edges[-1].kind is IC
    assert edges[-1].at == pytest.approx(2500.0, abs=5.0)
    assert not edges[-1].sure  # what came before was no landing


def test_a_long_gap_loses_the_foot_and_a_short_one_only_the_certainty() -> None:
    force_n = running(4.0, 1500.0)
    force_n[38:46] = np.nan
    force_n[180:230] = np.nan

    edges = from_force(force_n)

    assert [edge.kind for edge in edges] == [IC, TC, IC, TC, LOST, IC, TC, IC, TC, IC]
    assert [edge.sure for edge in edges].count(False) == 1
    assert not edges[0].sure


def test_a_jump_of_start_is_a_gap_of_lost_samples() -> None:
    whole = block(running(4.0, 1500.0))
    lost = running(4.0, 1500.0)
    lost[120:180] = np.nan
    contacts = LoadContacts(RATE_HZ, ContactLimits())

    edges = contacts.push(block(whole.load_n[:120]))
    for piece in without_jumps(block(whole.load_n[180:], start=180), 120, 1.19):
        edges += contacts.push(piece)

    assert edges + contacts.finish() == from_force(lost)


@pytest.mark.parametrize("cells", [0, 3])
def test_nothing_is_said_of_a_foot_without_samples(cells: int) -> None:
    contacts = LoadContacts(RATE_HZ, ContactLimits(), plantar_cells=cells)

    assert contacts.push(block(np.full(900, np.nan), np.full((900, cells), np.nan))) == []
    assert contacts.finish() == []
    assert contacts.settled == 899.0


def test_a_layout_of_another_insole_is_refused() -> None:
    layout = CellLayout("two", (Cell(0.1, 0.0, 1e-3), Cell(0.2, 0.0, 1e-3)))

    with pytest.raises(ValueError, match="layout of 2 plantar cells for 16"):
        LoadContacts(RATE_HZ, ContactLimits(), plantar_cells=16, layout=layout)
