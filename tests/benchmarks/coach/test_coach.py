"""The benchmark of the coach, on a few known runs, and that it can fail."""

from dataclasses import replace

import pytest

from benchmarks.alerts.judge import active
from benchmarks.alerts.line import Line
from benchmarks.coach import drops
from benchmarks.coach.cases import FAMILIES, draw_case
from benchmarks.coach.judge import delays_s, false_findings
from benchmarks.coach.listening import Pair, pair
from benchmarks.coach.models import MODELS
from benchmarks.coach.page import report
from benchmarks.coach.play import Found, play
from benchmarks.coach.run import main, plan
from monitor.types import Action, Advice, FindingKind, FindingStatus


@pytest.fixture(scope="module")
def tight() -> Found:
    return play(draw_case("laces at start", 0, unseen=False))


def missed(lines: list[Line]) -> list[str]:
    return [line.what for line in lines if line.met is False]


@pytest.mark.timeout(900)
def test_the_quick_benchmark_misses_nothing_beyond_chance_on_known_seeds(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Of the families whose rows are named; ``make soak`` plays all.

    The others are held by tests/accuracy/test_detectors_*.py and test_cardiac_drift.py.
    """
    families = ("laces", "foot drop", "listen")

    code = main(["--quick", *(word for name in families for word in ("--only", name))])

    said = capsys.readouterr().out
    assert code == 0, said
    for what in (
        "tight laces: within 60 s",
        "reports answered within 3 s",
        "foot drop: side named",
    ):
        assert what in said


def test_laces_that_are_tight_from_the_start_are_found_within_three_minutes(tight: Found) -> None:
    assert max(delays_s(tight)) <= tight.case.within_s
    assert false_findings([tight], FindingKind.LACING) == []


def test_detectors_that_find_nothing_are_missed(tight: Found) -> None:
    deaf = replace(tight, findings=[])

    lines, _ = report([deaf] * 12, quick=True, unseen=False)

    assert "18 kPa from the start: within 3 min" in missed(lines)


def test_a_finding_on_the_other_foot_is_false(tight: Found) -> None:
    found = [f for f in tight.findings if f.status is FindingStatus.ACTIVE]
    assert {f.side for f in found} == set(tight.case.sides)
    other = draw_case("quiet", 0, unseen=False)

    assert false_findings([replace(tight, case=other)], FindingKind.LACING)


def test_a_coach_that_does_not_help_is_missed() -> None:
    useless = _pair(with_min=30.0)

    lines, _ = report([useless] * 12, quick=True, unseen=False)

    assert any(what.startswith("obeys: tingling") for what in missed(lines))


def test_a_coach_that_harms_is_missed() -> None:
    lines, _ = report([_pair(with_min=31.0)] * 12, quick=True, unseen=False)

    assert "groups with more tingling than without" in missed(lines)


def test_a_report_without_an_answer_is_missed() -> None:
    lines, _ = report([_pair(with_min=0.0, late=9)] * 12, quick=True, unseen=False)

    assert "reports answered within 3 s" in missed(lines)


@pytest.mark.parametrize(("action", "met"), [(Action.ACKNOWLEDGE, True), (Action.WALK, False)])
def test_who_goes_on_advising_once_nothing_helped_is_missed(action: Action, *, met: bool) -> None:
    said = [
        Advice(
            number=minute,
            t_s=60.0 * minute,
            expires_s=0.0,
            action=Action.STOP if minute == 20 else action if minute > 20 else Action.WALK,
            cause=None,
            side=None,
            text="",
            reason="",
            card="see somebody" if minute == 20 else None,
        )
        for minute in (10, *range(20, 60))
    ]
    cold = replace(_pair(with_min=30.0), model=list(MODELS)[-1], said=said)

    lines, _ = report([cold] * 12, quick=False, unseen=False)

    assert {line.what: line.met for line in lines}["cold: the same, once referred"] is met


def test_no_work_is_done_twice_and_seeds_are_split() -> None:
    known = plan(0.1, unseen=False, quick=False, only=None)
    unseen = plan(0.1, unseen=True, quick=False, only=None)

    assert len({str(work) for work in (*known, *unseen)}) == len(known) + len(unseen)
    assert {work.family for work in known} > set(FAMILIES)


def test_a_runner_without_sensors_is_answered() -> None:
    heard = pair("tight from the start", list(MODELS)[1], "obeys", 1, sensors=False)

    assert heard.taps
    assert not heard.late


def test_hours_without_a_drop_are_heard_by_its_detectors_alone(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code = drops.main(["--hours", "0.5", "--from", "11"])

    said = capsys.readouterr().out
    assert code == 0, said
    assert "foot drop: false" in said


def test_a_drop_is_heard_by_its_detectors_alone() -> None:
    case = draw_case("foot drop", 1, unseen=False)

    assert {f.side for f in active(drops.heard(case), FindingKind.FOOT_DROP)} == set(case.sides)


def _pair(*, with_min: float, late: int = 0) -> Pair:
    return Pair(
        cause="laces tighten",
        model=next(iter(MODELS)),
        ear="obeys",
        sensors=True,
        hours=1.0,
        without_min=30.0,
        with_min=with_min,
        said=[],
        outcomes=[],
        taps=10,
        late=late,
        numb_min=0.0,
    )
