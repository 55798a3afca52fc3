"""Strides of recordings that were once too hard; bounds are what is reached, rounded up."""

import pytest

from benchmarks.gait.harder_strides import load_harder
from benchmarks.gait.strides_score import judge_all
from benchmarks.realdata import DATA

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="no recordings beside the clone")


def test_a_foot_that_leans_while_it_stands_does_not_shorten_the_walk_that_follows() -> None:
    s = judge_all(load_harder("walk of 2018"))

    assert (s.true, s.found, s.invented) == (26, 26, 0)
    assert s.mape <= 0.019  # target 0.019
    assert abs(s.bias) <= 0.006


def test_strides_of_a_runner_who_turns_and_runs_on_sideways_are_found() -> None:
    s = judge_all(load_harder("run52"))

    assert (s.true, s.found, s.invented) == (52, 52, 0)


def test_walks_outdoors_are_found() -> None:
    s = judge_all(load_harder("walks outdoors"))

    assert (s.true, s.found, s.invented) == (494, 494, 0)
    assert s.mape <= 0.017  # pseudo-truth
