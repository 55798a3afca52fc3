"""A zone is foretold where it was felt in two earlier runs."""

import pytest

from monitor.profile import AthleteProfile, Lesson, ThresholdState
from monitor.risk.limits import RiskLimits
from monitor.risk.model import RiskModel
from monitor.types import Feeling, Side, Zone
from tests.monitor.detectors.running import run
from tests.monitor.risk.test_model import pressing


def felt_at(*levels: float) -> AthleteProfile:
    """Runs in which the left top was felt at these levels, at a threshold of 1."""
    lessons = tuple(
        Lesson(t_s=600.0, feeling=Feeling.NUMB, measured=level, before=1.0, after=1.0)
        for level in levels
    )
    state = ThresholdState(side=Side.LEFT, zone=Zone.TOP, threshold=1.0, lessons=lessons)
    return AthleteProfile(thresholds=(state,))


def test_what_was_felt_in_two_runs_is_foretold_and_kept_by_what_follows() -> None:
    model = RiskModel(RiskLimits())
    model.recall(felt_at(0.5, 0.7))

    found = [risk for sign in run(1200.0, pressing(12.0)) for risk in model.push(sign)]

    top = [r for r in found if r.side is Side.LEFT and r.zone is Zone.TOP and r.level is not None]
    reached_s = next(r.t_s for r in top if r.felt_s == 0.0)
    ahead = [r for r in top if 180.0 + RiskLimits().mean_s < r.t_s < reached_s]
    assert len(ahead) > 3
    assert [r.t_s + (r.felt_s or 0.0) for r in ahead] == pytest.approx(
        [reached_s] * len(ahead), abs=30.0
    )
    assert all(r.felt_s == 0.0 for r in top if r.t_s > reached_s)


def test_what_was_felt_in_one_run_is_not_foretold() -> None:
    model = RiskModel(RiskLimits())
    model.recall(felt_at(0.5))

    found = [risk for sign in run(1200.0, pressing(12.0)) for risk in model.push(sign)]

    assert {risk.felt_s for risk in found} == {None}
