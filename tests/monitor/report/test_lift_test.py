"""A foot that is held up less is told from chance; a pass excludes nothing."""

import pytest

from monitor.report.lift_guide import LiftGuide, LiftSpan, LiftStep, LiftTimes, spans_around
from monitor.report.lift_measure import FootLift, Why, foot_lift
from monitor.report.lift_test import LiftResult, Lifts, LiftVerdict, judge_lift
from monitor.report.lift_words import lift_lines
from monitor.report.wording import LANGUAGES, Words
from monitor.types import Side

USUAL = [Lifts(18.0, 16.5), Lifts(17.0, 16.2), Lifts(19.5, 18.1), Lifts(16.8, 15.0)]


def feet(left: float | None, right: float | None) -> list[FootLift]:
    return [
        FootLift(side=side, lift_deg=lift, why=Why.LOST if lift is None else None)
        for side, lift in zip(Side, (left, right), strict=True)
    ]


def test_a_foot_that_is_lower_than_the_other_is_told_beside_what_is_usual() -> None:
    result = judge_lift(feet(11.5, 16.5), USUAL)

    assert (result.verdict, result.lower, result.against_other) == (
        LiftVerdict.LOWER,
        (Side.LEFT,),
        True,
    )
    assert result.by == pytest.approx(6.2, abs=0.2)  # 1.2° more on the left are usual


def test_without_earlier_tests_only_a_large_difference_is_told() -> None:
    assert judge_lift(feet(18.0, 12.0), []).verdict is LiftVerdict.ALIKE
    assert judge_lift(feet(18.0, 5.0), []).lower == (Side.RIGHT,)


def test_both_feet_that_fall_are_held_against_themselves() -> None:
    steady = [Lifts(18.0 + 0.1 * n, 16.5 + 0.1 * n) for n in range(8)]

    result = judge_lift(feet(6.0, 5.0), steady)

    assert (result.lower, result.against_other) == (tuple(Side), False)


def test_feet_that_were_not_held_up_and_feet_that_were_not_seen_are_no_pass() -> None:
    assert judge_lift(feet(2.0, -3.0), USUAL).verdict is LiftVerdict.NOT_HELD
    assert judge_lift(feet(18.0, None), USUAL).verdict is LiftVerdict.UNKNOWN


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "result",
    [
        judge_lift(feet(18.0, 16.0), USUAL),
        judge_lift(feet(18.0, 16.0), []),
        judge_lift(feet(18.0, None), USUAL),
    ],
    ids=["alike", "first", "unknown"],
)
def test_a_pass_never_excludes_foot_drop(result: LiftResult, language: str) -> None:
    words = Words(language)

    assert lift_lines(result, words)[-1] == words["lift.not_excluded"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_has_words(language: str) -> None:
    known = Words(language).keys

    assert {f"lift.why_{why}" for why in Why} - known == set()


def test_the_guide_goes_through_its_steps_and_keeps_their_times() -> None:
    guide, times = LiftGuide(), LiftTimes()

    begun = [step for t_s in range(200) for step in guide.tick(float(t_s))]

    assert begun == list(LiftStep)
    lasted = [span.until_s - span.from_s for span in guide.spans]
    assert lasted == [times.of(span.step) for span in guide.spans]
    heels = next(span for span in guide.spans if span.step is LiftStep.HEELS)
    assert spans_around(heels.from_s) == guide.spans


def test_a_foot_without_a_pod_or_steps_is_not_assessed() -> None:
    span = LiftSpan(step=LiftStep.HEELS, from_s=0.0, until_s=20.0)

    assert foot_lift(Side.LEFT, None, [span]).why is Why.UNSEEN
