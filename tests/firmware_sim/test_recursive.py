import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy import signal

from firmware_sim.recursive import recursive
from tests.tries import tries

DRIVE = np.random.default_rng(5).normal(100.0, 50.0, (120, 3))
POLES = (-1.1, 0.4)


@tries(50)
@given(cuts=st.lists(st.integers(0, len(DRIVE)), max_size=20).map(sorted))
def test_output_does_not_depend_on_where_the_rows_are_cut(cuts: list[int]) -> None:
    before = DRIVE[:2]
    whole = recursive(DRIVE, POLES, before)

    parts, last = [], before
    for piece in np.split(DRIVE, cuts):
        parts.append(recursive(piece, POLES, last))
        last = np.concatenate([last, parts[-1]])[-2:]

    assert np.array_equal(np.concatenate(parts), whole)


def test_scipys_filter_gives_the_same() -> None:
    state = signal.lfiltic([1.0], [1.0, *POLES], [3.0, 2.0])

    mine = recursive(DRIVE[:, :1], POLES, np.array([[2.0], [3.0]]))
    theirs, _ = signal.lfilter([1.0], [1.0, *POLES], DRIVE[:, 0], zi=state)

    np.testing.assert_allclose(mine[:, 0], theirs, rtol=1e-12)
