"""Strides of recordings that were once too hard; bounds are what is reached, rounded up."""

from dataclasses import replace

import numpy as np

from benchmarks.gait.harder_strides import load_harder, slowed
from benchmarks.gait.strides_score import judge_all, strides_of
from benchmarks.realdata import DATA, load
from monitor.types import FootBlock, StrideFlag
from tests.beside import needs

pytestmark = needs(DATA)


def test_a_foot_that_leans_while_it_stands_does_not_shorten_the_walk_that_follows() -> None:
    s = judge_all(load_harder("walk of 2018"))

    assert (s.true, s.found, s.invented) == (26, 26, 0)
    assert s.mape <= 0.019  # target 0.019
    assert abs(s.bias) <= 0.006  # no target


def test_strides_of_a_runner_who_turns_and_runs_on_sideways_are_found() -> None:
    s = judge_all(load_harder("run52"))

    assert (s.true, s.found, s.invented) == (52, 52, 0)


def test_walks_outdoors_are_found() -> None:
    s = judge_all(load_harder("walks outdoors"))

    assert (s.true, s.found, s.invented) == (494, 494, 0)
    assert s.mape <= 0.017  # no target, as lengths are pseudo-truth


def test_the_same_walks_at_half_their_speed_lose_one_stride_in_a_hundred() -> None:
    slow = [slowed(one, 2.0) for one in load(["vicon walking"])]

    s = judge_all(slow)

    assert s.true == 362
    assert s.found >= 357  # target 98 %
    assert s.invented <= 1  # no target


def test_a_slow_walker_who_rests_on_the_toes_does_not_begin_anew() -> None:
    walk = next(one for one in load(["vicon walking"]) if one.name == "2017-11-22-11-22-46")

    first = [StrideFlag.FIRST in one.flags for one in strides_of(slowed(walk, 2.0).block())]

    assert first == [True] + [False] * 20


def test_strides_sideways_are_flagged_and_those_before_are_not() -> None:
    strides = strides_of(load_harder("run52")[0].block())

    flagged = [(one.ic_s > 26.0, StrideFlag.SIDEWAYS in one.flags) for one in strides]
    # no target
    assert sum(flag for after, flag in flagged if not after) <= 2
    assert sum(flag for after, flag in flagged if after) >= 24


def test_a_pod_that_is_turned_about_during_a_walk_loses_hardly_a_stride() -> None:
    def turned(block: FootBlock) -> FootBlock:
        acc, gyr = block.acc_m_s2.copy(), block.gyr_rad_s.copy()
        late = block.t_s > 0.5 * block.t_s[-1]
        up = np.mean(acc, axis=0) / np.linalg.norm(np.mean(acc, axis=0))
        for v in (acc, gyr):  # half a turn about what is up
            v[late] = 2.0 * np.outer(v[late] @ up, up) - v[late]
        return replace(block, acc_m_s2=acc, gyr_rad_s=gyr)

    s = judge_all(load_harder("walks outdoors"), change=turned)

    # no target
    assert s.found >= 490
    assert s.invented <= 3
    assert s.mape <= 0.03
