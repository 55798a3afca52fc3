"""Lacing, swelling, narrow shoe against the simulator's truth; more: benchmarks/alerts."""

import pytest

from benchmarks.alerts.cases import draw
from benchmarks.alerts.play import Played, play
from benchmarks.alerts.run import brief
from monitor.types import Finding, FindingKind, FindingStatus, OutcomeKind


def active(run: Played, kind: FindingKind) -> list[Finding]:
    return [f for f in run.findings if f.kind is kind and f.status is FindingStatus.ACTIVE]


@pytest.mark.parametrize("number", [0, pytest.param(1, marks=pytest.mark.soak)])
@pytest.mark.parametrize(
    ("family", "indirect"), [("tight laces", False), ("tight laces, indirect", True)]
)
def test_tight_laces_are_found_within_a_minute_of_the_limit(
    family: str, indirect: bool, number: int
) -> None:
    run = play(brief(draw(family, number, unseen=False)))

    (finding,) = active(run, FindingKind.LACING)
    assert finding.side is run.case.side
    assert finding.indirect is indirect
    assert run.at_s is not None
    assert finding.t_s - run.at_s <= 60.0


@pytest.mark.parametrize("number", [0, pytest.param(1, marks=pytest.mark.soak)])
def test_a_trend_of_two_kilopascal_is_found_with_its_sign_within_five_minutes(number: int) -> None:
    run = play(brief(draw("swelling", number, unseen=False)))

    finding = active(run, FindingKind.SWELLING)[0]
    assert finding.side is run.case.side
    assert finding.value is not None
    assert finding.value * run.case.change > 0.0
    assert run.at_s is not None
    assert finding.t_s - run.at_s <= 300.0


def test_a_narrow_shoe_is_found_on_its_foot_only() -> None:
    run = play(brief(draw("narrow shoe", 0, unseen=False)))

    assert [f.side for f in active(run, FindingKind.NARROW_SHOE)] == [run.case.side]


def test_a_fresh_run_hears_nothing_of_its_shoes_and_no_missing_sensor_is_clear() -> None:
    run = play(brief(draw("sensor missing", 1, unseen=False)))  # no insole

    assert [
        f for f in run.findings if f.kind is FindingKind.LACING and f.status != "not_assessed"
    ] == []
    assert [f.kind for f in run.findings if f.status is FindingStatus.ACTIVE] == []
    assert OutcomeKind.PRESSURE_FELL not in [o.kind for o in run.outcomes]
