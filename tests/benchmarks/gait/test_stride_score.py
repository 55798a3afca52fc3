"""A score must not reward a method for what it missed, doubled or made up."""

import numpy as np
import pytest

from benchmarks.gait.stride_score import FoundStride, pool, score
from benchmarks.realdata import Truth, tracked

STANCES_S = np.array([0.0, 1.0, 2.0, 3.0, 4.0])
LENGTHS_M = [1.0, 1.2, 0.1, 1.4]


def truth() -> Truth:
    """Four strides, the third too short to count; the foot moves in the middle of each."""
    where_m = np.concatenate([[0.0], np.cumsum(LENGTHS_M)])
    track_s = np.sort(np.concatenate([STANCES_S[:-1] + 0.3, STANCES_S[:-1] + 0.7]))
    track_s = np.concatenate([[0.0], track_s, [4.0]])
    track_m = np.repeat(where_m, 2)
    return Truth(
        STANCES_S,
        STANCES_S[:-1] + 0.5,
        track_s,
        np.column_stack([track_m, np.zeros_like(track_m)]),
        np.empty((0, 2)),
    )


def strides(*rows: tuple[float, float, float]) -> list[FoundStride]:
    return [FoundStride(*row) for row in rows]


def test_perfect_strides_are_all_found_and_the_short_one_is_left_out() -> None:
    result = score(truth(), strides((0, 1, 1.0), (1, 2, 1.2), (2, 3, 0.1), (3, 4, 1.4)))

    assert (result.true, result.found, result.invented) == (3, 3, 0)
    assert (result.mape, result.bias, result.p95_m) == pytest.approx((0.0, 0.0, 0.0))


def test_length_is_compared_between_the_instants_that_the_method_names() -> None:
    half_m = 0.5 * LENGTHS_M[0]

    result = score(truth(), strides((0.0, 0.5 + 1e-9, half_m)), at_stance=False)

    assert result.truth_m == pytest.approx([half_m])
    assert result.error_m == pytest.approx([0.0], abs=1e-6)


def test_borders_at_any_phase_of_the_cycle_find_the_stride() -> None:
    found = strides((0.4, 1.4, 1.0), (1.4, 2.4, 1.2), (3.4, 4.0, 1.0))

    assert score(truth(), found, at_stance=False).found == 3


def test_stride_said_to_begin_at_stance_but_begun_in_mid_swing_is_none() -> None:
    result = score(truth(), strides((0.45, 1.1, 0.6), (1, 2, 1.2)))

    assert (result.found, result.invented) == (1, 1)


def test_second_claim_to_the_same_swing_is_invented() -> None:
    result = score(truth(), strides((0, 1, 1.0), (0.1, 1.0, 1.0)))

    assert (result.found, result.invented) == (1, 1)


def test_two_strides_taken_for_one_are_missed_and_the_one_is_invented() -> None:
    result = score(truth(), strides((0, 2, 2.2)))

    assert (result.found, result.invented) == (0, 1)


def test_stride_claimed_while_the_foot_stood_is_invented_unless_it_claims_no_length() -> None:
    standing = strides((0.8, 1.2, 0.9), (1.8, 2.2, 0.05))

    assert score(truth(), standing).invented == 1


def test_bias_keeps_its_sign_and_recordings_are_pooled_by_stride() -> None:
    short = score(truth(), strides((0, 1, 0.9)))
    long = score(truth(), strides((0, 1, 1.1), (1, 2, 1.32)))

    both = pool([short, long])

    assert short.bias == pytest.approx(-0.1)
    assert both.mape == pytest.approx(0.1)
    assert (both.true, both.found) == (6, 3)


def test_no_length_is_judged_where_the_reference_lost_the_foot() -> None:
    known = truth()
    lost = Truth(
        known.stance_s, known.swing_s, known.track_s, known.track_m, np.array([[0.9, 1.1]])
    )

    result = score(lost, strides((0, 1, 5.0), (3, 4, 1.4)))

    assert (result.true, result.found) == (3, 2)
    assert result.error_m == pytest.approx([0.0], abs=1e-9)


def test_track_that_freezes_and_jumps_is_read_as_two_strides() -> None:
    t_s = np.arange(0.0, 4.0, 0.005)
    swings = [np.clip((t_s - start_s) / 0.4, 0.0, 1.0) for start_s in (0.7, 2.2)]
    x_m = 0.6 * (1 - np.cos(np.pi * swings[0])) + 0.7 * (1 - np.cos(np.pi * swings[1]))
    x_m += 1e-4 * np.sin(40.0 * t_s)
    x_m[300:330] = x_m[300]
    x_m[600] += 0.8

    known = tracked(np.column_stack([t_s, x_m, np.zeros_like(t_s)]))

    lengths_m = known.displacement_m(known.stance_s[:-1], known.stance_s[1:])
    assert known.swing_s == pytest.approx([0.9, 2.4], abs=0.02)
    assert lengths_m == pytest.approx([1.2, 1.4], abs=0.01)
    assert known.gaps_s == pytest.approx(np.array([[1.5, 1.65]]), abs=0.006)
