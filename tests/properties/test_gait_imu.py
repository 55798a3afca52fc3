"""The strides of a foot's motion are the same however its samples are cut."""

from functools import cache
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation

from monitor.gait.imu.limits import ImuLimits
from monitor.gait.imu.stride_detector import ImuStride, ImuStrides
from monitor.types import FloatArray, FootBlock, GaitChange, Side, StrideFlag
from tests.monitor.gait.walking_foot import Foot, losing, part
from tests.tries import tries

RUN = Foot(strides=14).block(Rotation.random(random_state=1).as_matrix())
WALK = Foot(stride_s=1.1, duty=0.62, length_m=1.4, strides=9, stand_s=0.4).block()
LENGTH = min(len(RUN), len(WALK))
SINGLY = 160
"""Samples that are pushed one by one between two blocks: a stride."""


def slipping(block: FootBlock) -> FootBlock:
    """The same, but half-way the pod turns by 50° about a skew axis."""
    turn = Rotation.from_rotvec([0.4, 0.5, 0.6])
    acc, gyr = block.acc_m_s2.copy(), block.gyr_rad_s.copy()
    half = len(block) // 2
    acc[half:], gyr[half:] = turn.apply(acc[half:]), turn.apply(gyr[half:])
    return part(block, 0, len(block), acc, gyr)


Losses = list[tuple[int, int]]
losses_of = st.lists(st.tuples(st.integers(0, LENGTH), st.integers(1, 80)), max_size=5)


def said(blocks: list[FootBlock], *, mounted: bool = False) -> list[ImuStride | GaitChange]:
    strides = ImuStrides(Side.RIGHT, 200.0, ImuLimits(), mounted=mounted)
    return [item for block in blocks for item in strides.push(block)] + strides.finish()


def pieces(block: FootBlock, cuts: list[int]) -> list[FootBlock]:
    return [part(block, a, b) for a, b in pairwise([0, *sorted(cuts), len(block)])]


@pytest.mark.parametrize("whole", [RUN, WALK])
@tries(50)
@given(losses=losses_of, cuts=st.lists(st.integers(0, LENGTH), max_size=60))
def test_strides_do_not_depend_on_where_blocks_are_cut(
    whole: FootBlock, losses: Losses, cuts: list[int]
) -> None:
    lossy = losing(whole, losses)

    assert said(pieces(lossy, cuts)) == said([lossy])


def test_strides_are_the_same_one_sample_at_a_time() -> None:
    lossy = losing(RUN, [(LENGTH // 3, 60), (LENGTH // 2, 9)])

    assert said(pieces(lossy, list(range(1, len(lossy))))) == said([lossy])


@pytest.mark.soak
@tries(50)
@given(losses=losses_of, start=st.integers(0, LENGTH))
def test_a_while_of_one_sample_at_a_time_changes_no_stride(losses: Losses, start: int) -> None:
    lossy = losing(RUN, losses)
    singly = list(range(start, min(start + SINGLY, LENGTH)))

    assert said(pieces(lossy, singly)) == said([lossy])


@tries(50)
@given(losses=losses_of)
def test_a_jump_of_the_sample_number_says_the_same_as_lost_samples(losses: Losses) -> None:
    lossy = losing(RUN, losses)
    lost = np.isnan(lossy.acc_m_s2[:, 0])
    edges = [0, *(np.flatnonzero(lost[1:] != lost[:-1]) + 1).tolist(), len(lost)]
    kept = [part(lossy, a, b) for a, b in pairwise(edges) if not lost[a]]

    assert [round_times(x) for x in said(kept)] == [round_times(x) for x in said([lossy])]


def round_times(item: ImuStride | GaitChange) -> tuple[object, ...]:
    """What was said, with times to the microsecond: those of lost samples are interpolated."""
    if isinstance(item, GaitChange):
        return (item.gait, round(item.t_s, 6))
    return (
        item.ic,
        item.tc,
        item.next_ic,
        item.flags,
        round(item.motion.length_from_s, 6),
        item.motion.stride_length_m,
    )


@tries(50)
@given(losses=losses_of, cuts=st.lists(st.integers(0, LENGTH), max_size=20))
def test_strides_come_in_order_and_do_not_overlap(losses: Losses, cuts: list[int]) -> None:
    strides = [x for x in said(pieces(losing(RUN, losses), cuts)) if isinstance(x, ImuStride)]

    for one in strides:
        assert one.ic < one.next_ic
        assert one.motion.length_from_s < one.motion.length_to_s
        assert one.tc is None or one.ic < one.tc < one.next_ic
    for one, two in pairwise(strides):
        assert one.next_ic <= two.ic
        assert one.motion.length_to_s <= two.motion.length_from_s


@tries(50)
@given(cuts=st.lists(st.integers(0, LENGTH), max_size=20))
def test_nothing_that_was_called_settled_is_added_later(cuts: list[int]) -> None:
    strides = ImuStrides(Side.RIGHT, 200.0, ImuLimits())
    settled = strides.settled
    for block in pieces(RUN, cuts):
        said_now = strides.push(block)

        assert all(x.ic >= settled for x in said_now if isinstance(x, ImuStride))
        assert strides.settled >= settled
        settled = strides.settled


SLIPPED = slipping(Foot(strides=36).block())


@cache
def slipped_at_once() -> list[ImuStride | GaitChange]:
    return said([SLIPPED])


@tries(50)
@given(cuts=st.lists(st.integers(0, len(SLIPPED)), max_size=40))
def test_a_slip_is_found_at_the_same_sample_however_blocks_are_cut(cuts: list[int]) -> None:
    whole = slipped_at_once()

    assert said(pieces(SLIPPED, cuts)) == whole
    assert any(isinstance(x, ImuStride) and StrideFlag.MOUNTING_GUESSED in x.flags for x in whole)


def one_axis(kind: str, value: float, true: FloatArray) -> FloatArray:
    """What a sensor says that is broken in some way."""
    n = len(true)
    match kind:
        case "constant":
            return np.full(n, value)
        case "noise":
            return np.random.default_rng(n).normal(0.0, abs(value), n)
        case "steps":
            return value * np.round(np.random.default_rng(n).normal(0.0, 1.0, n))
        case "spikes":
            return np.where(np.arange(n) % 97 == 3, np.inf, true)
        case _:
            return true


junk_of = st.tuples(
    st.sampled_from(["constant", "noise", "steps", "spikes", "true", "true"]),
    st.sampled_from([0.0, 1e-308, 9.8, -50.0, 1e300, np.nan]) | st.floats(-50.0, 50.0),
)


@tries(50)
@given(
    axes=st.lists(junk_of, min_size=6, max_size=6), at=st.integers(0, LENGTH), known=st.booleans()
)
def test_no_sensor_is_so_broken_that_it_stops_the_session(
    axes: list[tuple[str, float]], at: int, known: bool
) -> None:
    acc, gyr = RUN.acc_m_s2.copy(), RUN.gyr_rad_s.copy()
    for column, (kind, value) in enumerate(axes):
        signal = (acc if column < 3 else gyr)[:, column % 3]
        signal[at:] = one_axis(kind, value, signal[at:])

    broken = part(RUN, 0, len(RUN), acc, gyr)

    for one in said([broken], mounted=known):
        if isinstance(one, ImuStride) and one.motion.stride_length_m is not None:
            assert np.isfinite(one.motion.stride_length_m)


def test_the_input_is_left_as_it_was() -> None:
    before = RUN.acc_m_s2.copy(), RUN.gyr_rad_s.copy()

    said([RUN])

    np.testing.assert_array_equal(RUN.acc_m_s2, before[0])
    np.testing.assert_array_equal(RUN.gyr_rad_s, before[1])
