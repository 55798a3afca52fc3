"""Holes of each kind of data are told once, with their length, when they are over."""

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from monitor.health.dropouts import Dropout, DropoutFinder
from monitor.ingest.limits import IngestLimits
from monitor.types import FootBlock, Side

RATE_HZ = 100.0
LIMITS = IngestLimits(dropout_s=1.0, dropout_back_s=0.5, silent_s=10.0)
Lost = list[tuple[float, float]]


def foot(motion: Lost, pressure: Lost) -> FootBlock:
    """Half a minute that has both kinds of data but where they are lost."""
    n = round(30.0 * RATE_HZ)
    acc, cells = np.ones((n, 3)), np.ones((n, 2))
    for values, lost in ((acc, motion), (cells, pressure)):
        for a, b in lost:
            values[round(a * RATE_HZ) : round(b * RATE_HZ)] = np.nan
    return part_of(acc, cells, 0, n)


def part_of(acc: np.ndarray, cells: np.ndarray, start: int, stop: int) -> FootBlock:
    n = stop - start
    return FootBlock(
        side=Side.LEFT,
        start=start,
        rate_hz=RATE_HZ,
        t_s=np.arange(start, stop) / RATE_HZ,
        acc_m_s2=acc[start:stop].copy(),
        gyr_rad_s=acc[start:stop].copy(),
        plantar_kpa=cells[start:stop].copy(),
        instep_kpa=np.empty((n, 0)),
        load_n=np.full(n, np.nan),
    )


def dropouts(block: FootBlock, edges: list[int], *, skip: bool = False) -> list[Dropout]:
    """What is said of a block that is cut; rows without data are left out if asked."""
    finder = DropoutFinder(RATE_HZ, LIMITS)
    bounds = sorted({0, len(block), *(edge % len(block) for edge in edges)})
    found = []
    for a, b in pairwise(bounds):
        piece = part_of(block.acc_m_s2, block.plantar_kpa, a, b)
        empty = np.isnan(piece.acc_m_s2).all() and np.isnan(piece.plantar_kpa).all()
        found += [] if skip and empty else finder.push(piece)
    return found


def test_a_hole_in_everything_is_told_once_half_a_second_after_it() -> None:
    block = foot([(8.0, 10.0)], [(8.02, 10.06)])

    assert dropouts(block, []) == [Dropout(10.55, ("motion", "pressure"), True, 2.04, True)]


def test_an_insole_that_falls_silent_is_told_while_the_pod_goes_on_and_when_it_is_back() -> None:
    block = foot([], [(5.0, 20.0)])

    assert dropouts(block, []) == [
        Dropout(14.99, ("pressure",), False, 10.0, False),
        Dropout(20.49, ("pressure",), False, 15.0, True),
    ]


def test_a_short_hole_and_data_that_never_came_are_not_told() -> None:
    assert dropouts(foot([(8.0, 8.9)], [(12.0, 12.9)]), []) == []
    assert dropouts(foot([], [(0.0, 30.0)]), []) == []
    assert dropouts(foot([(0.0, 7.0)], []), []) == []


def test_a_link_that_flutters_is_told_when_it_is_calm() -> None:
    flutter = [(8.0, 9.5), (9.7, 11.0), (11.3, 11.5)]

    (dropout,) = dropouts(foot(flutter, flutter), [])

    assert dropout == Dropout(11.99, ("motion", "pressure"), True, 2.8, True)


def test_rows_that_were_left_out_count_as_missing() -> None:
    block = foot([(6.0, 9.0)], [(6.0, 9.0)])

    said = dropouts(block, [600, 900], skip=True)

    assert said == dropouts(block, []) == [Dropout(9.49, ("motion", "pressure"), True, 3.0, True)]


def test_everything_was_silent_and_one_kind_comes_back_a_little_earlier() -> None:
    block = foot([(5.0, 16.0)], [(5.0, 16.3)])

    assert dropouts(block, []) == [Dropout(16.79, ("motion", "pressure"), True, 11.3, True)]


spans = st.lists(st.tuples(st.floats(0.0, 29.0), st.floats(0.05, 12.0)), max_size=4)


@given(motion=spans, pressure=spans, cuts=st.lists(st.integers(0, 2999), max_size=30))
def test_what_is_told_does_not_depend_on_cuts(
    motion: Lost, pressure: Lost, cuts: list[int]
) -> None:
    block = foot([(a, a + d) for a, d in motion], [(a, a + d) for a, d in pressure])

    said = dropouts(block, cuts)

    assert said == dropouts(block, [])
    assert [dropout.t_s for dropout in said] == sorted(dropout.t_s for dropout in said)
