"""The odds that a foot lacks some degrees: against the plain formula, and what chance does."""

import numpy as np
import pytest

from monitor.report.lift_measure import FootLift
from monitor.report.lift_odds import LACKS_DEG, Assumed, Expectation, log_odds
from monitor.report.lift_test import BOTH, FEET, Lifts, LiftVerdict, judge_lift
from monitor.types import Side

RUNNERS = 1500


def test_where_the_scatter_is_known_it_is_the_likelihood_ratio_of_two_normals() -> None:
    known = Expectation(Assumed(scatter=1.0, spread=0.0), [0.0] * 1_000_000)

    left, right = log_odds(-4.0, 20.0, known, None)

    half = LACKS_DEG / 2.0
    assert left == pytest.approx(LACKS_DEG * (4.0 - half), abs=1e-4)
    assert right == pytest.approx(-LACKS_DEG * (4.0 + half), abs=1e-4)


def test_a_low_mean_adds_to_the_odds_of_both_feet() -> None:
    feet, both = Expectation(FEET, [1.0, 1.2, 0.8]), Expectation(BOTH, [20.0, 21.0, 19.5])

    usual, low = (log_odds(-3.0, level, feet, both) for level in (20.2, 15.0))

    assert low[0] - usual[0] == pytest.approx(low[1] - usual[1])
    assert low[0] > usual[0]


def test_a_mean_that_did_not_fall_excuses_no_foot() -> None:
    feet, both = Expectation(FEET, [1.0, 1.2, 0.8]), Expectation(BOTH, [20.0, 21.0, 19.5])

    assert log_odds(-3.0, 24.0, feet, both) == log_odds(-3.0, 24.0, feet, None)


def test_a_runner_who_scatters_more_is_alarmed_later() -> None:
    steady, restless = (
        Expectation(FEET, [factor * off for off in (-1.0, 1.0, -0.5, 0.5, 0.8, -0.8)])
        for factor in (1.0, 3.0)
    )

    assert log_odds(-5.0, 20.0, steady, None)[0] > log_odds(-5.0, 20.0, restless, None)[0]


@pytest.mark.parametrize("earlier", [1, 3, 8])
def test_of_well_runners_as_they_are_assumed_one_in_a_hundred_is_alarmed(earlier: int) -> None:
    rng = np.random.default_rng(earlier)

    def a_runner() -> bool:
        feet_sd = FEET.scatter * rng.lognormal(0.0, FEET.spread)
        both_sd = BOTH.scatter * rng.lognormal(0.0, BOTH.spread)
        differ, level = rng.normal(0.0, FEET.level), 25.0
        tests = [
            (mean + off / 2.0, mean - off / 2.0)
            for mean, off in zip(
                rng.normal(level, both_sd, earlier + 1).tolist(),
                rng.normal(differ, feet_sd, earlier + 1).tolist(),
                strict=True,
            )
        ]
        *before, now = [Lifts(*each) for each in tests]
        feet = [FootLift(side=side, lift_deg=getattr(now, side)) for side in Side]
        return judge_lift(feet, before).verdict is LiftVerdict.LOWER

    alarms = sum(a_runner() for _ in range(RUNNERS))

    # 15 are to be expected; three times their standard deviation about that
    assert 3 <= alarms <= 27, alarms / RUNNERS
