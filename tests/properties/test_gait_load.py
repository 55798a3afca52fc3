"""Load stages say the same however their samples are cut."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.gait.load.contacts import LoadContacts, LoadEdge
from monitor.gait.load.limits import ContactLimits
from monitor.types import FloatArray, FootBlock, Side
from tests.tries import tries

RATE_HZ = 100.0
SAMPLES = 1500


def block(start: int, load_n: FloatArray, plantar_kpa: FloatArray) -> FootBlock:
    n = len(load_n)
    return FootBlock(
        side=Side.RIGHT,
        start=start,
        rate_hz=RATE_HZ,
        t_s=(start + np.arange(n)) / RATE_HZ,
        acc_m_s2=np.empty((n, 0)),
        gyr_rad_s=np.empty((n, 0)),
        plantar_kpa=plantar_kpa.copy(),
        instep_kpa=np.empty((n, 0)),
        load_n=load_n.copy(),
    )


def noisy_gait(seed: int, cells: int, lost: list[tuple[int, int]]) -> FloatArray:
    """Steps of changing length and load, cell by cell, kPa, with an offset, noise and losses."""
    rng = np.random.default_rng(seed)
    phase = np.cumsum(rng.uniform(0.9, 1.1, SAMPLES)) / (RATE_HZ * 0.7)
    shape = np.maximum(0.0, np.sin(2.0 * np.pi * phase))[:, np.newaxis]
    kpa = 4.0 + rng.uniform(50.0, 200.0, cells) * shape + rng.normal(0.0, 2.0, (SAMPLES, cells))
    for start, length in lost:
        kpa[start : start + length] = np.nan
    return kpa


@pytest.mark.parametrize("cells", [0, 3])
@tries(50)
@given(
    seed=st.integers(0, 50),
    lost=st.lists(st.tuples(st.integers(0, SAMPLES), st.integers(1, 60)), max_size=4),
    cuts=st.lists(st.integers(0, SAMPLES), max_size=40),
)
def test_contacts_do_not_depend_on_where_blocks_are_cut(
    cells: int, seed: int, lost: list[tuple[int, int]], cuts: list[int]
) -> None:
    kpa = noisy_gait(seed, max(cells, 1), lost)
    force_n = 10.0 * kpa[:, 0]

    def said(edges: list[int]) -> tuple[list[LoadEdge], bool]:
        contacts = LoadContacts(RATE_HZ, ContactLimits(), plantar_cells=cells)
        out: list[LoadEdge] = []
        in_time = True
        for a, b in pairwise(edges):
            settled = contacts.settled
            new = contacts.push(block(a, force_n[a:b], kpa[a:b, :cells]))
            in_time &= all(edge.at >= settled for edge in new)
            in_time &= contacts.settled >= settled
            out += new
        return out + contacts.finish(), in_time

    whole, _ = said([0, SAMPLES])
    cut, in_time = said([0, *sorted(cuts), SAMPLES])

    assert cut == whole
    assert in_time
