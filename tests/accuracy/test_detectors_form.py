"""Form and red flags against the simulator's truth; more runs: benchmarks/alerts."""

import pytest

from benchmarks.alerts.cases import draw
from benchmarks.alerts.play import Played, play
from benchmarks.alerts.run import brief
from monitor.types import Finding, FindingKind, FindingStatus


def active(run: Played, kind: FindingKind) -> list[Finding]:
    return [f for f in run.findings if f.kind is kind and f.status is FindingStatus.ACTIVE]


def delay_s(run: Played, kind: FindingKind) -> float:
    assert run.at_s is not None
    after = [f.t_s - run.at_s for f in active(run, kind) if f.t_s > run.at_s]
    return min(after)


@pytest.mark.parametrize("number", [0, pytest.param(1, marks=pytest.mark.soak)])
def test_fatigue_is_found_within_three_minutes(number: int) -> None:
    run = play(brief(draw("fatigue", number, unseen=False)))

    assert delay_s(run, FindingKind.FATIGUE) <= 180.0


@pytest.mark.parametrize("number", [0, pytest.param(1, marks=pytest.mark.soak)])
def test_five_centimetres_of_overstride_are_found_within_two_minutes(number: int) -> None:
    run = play(brief(draw("overstriding", number, unseen=False)))

    assert delay_s(run, FindingKind.OVERSTRIDING) <= 120.0


@pytest.mark.parametrize("number", [0, pytest.param(1, marks=pytest.mark.soak)])
def test_six_degrees_of_foot_drop_are_a_red_flag_within_a_minute(number: int) -> None:
    run = play(brief(draw("foot drop", number, unseen=False)))

    (finding,) = active(run, FindingKind.FOOT_DROP)
    assert finding.side is run.case.side
    assert delay_s(run, FindingKind.FOOT_DROP) <= 60.0
    red = [a for a in run.advice if a.red_flag]
    assert red[0].t_s - finding.t_s <= 5.0
