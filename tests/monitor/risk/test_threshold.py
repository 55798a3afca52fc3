"""One odd tap must not make every later run an alarm; a symptom must not be argued away."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from monitor.profile import AthleteProfile, Lesson, ThresholdState
from monitor.risk.limits import RiskLimits
from monitor.risk.model import RiskModel
from monitor.risk.threshold import Threshold
from monitor.types import Feeling, Side, Stride, Symptom, Zone
from tests.monitor.detectors.running import changed, run

LIMITS = RiskLimits()
Tap = tuple[Feeling, float]
"""Feeling and level."""


def taught(*runs: list[Tap]) -> Threshold:
    """Return the threshold after runs with these taps."""
    threshold = Threshold(Side.LEFT, Zone.SOLE, LIMITS)
    for taps in runs:
        state = threshold.state()
        threshold = Threshold(Side.LEFT, Zone.SOLE, LIMITS)
        if state is not None:
            threshold.recall(state)
        for number, (feeling, level) in enumerate(taps):
            threshold.teach(600.0 * number, feeling, level)
    return threshold


def numb(level: float) -> list[Tap]:
    return [(Feeling.NUMB, level)]


def fine(level: float) -> list[Tap]:
    return [(Feeling.OK, level)]


def test_two_runs_that_were_fine_give_back_what_one_odd_tap_took() -> None:
    values = [
        taught(*runs).value
        for runs in (
            [numb(0.18)],
            [numb(0.18), fine(0.4)],
            [numb(0.18), fine(0.4), fine(0.4)],
        )
    ]

    assert values == pytest.approx([0.25, 0.25, 0.9625])


@pytest.mark.parametrize(
    "runs",
    [
        [numb(0.5), [(Feeling.OK, 0.9)] * 4],
        [numb(0.5), fine(0.6), fine(0.6), fine(0.6)],
        [numb(0.5), numb(0.45), fine(0.9), fine(0.9), fine(0.9)],
        [numb(0.5), fine(0.9), numb(0.45), fine(0.9)],
        [fine(0.9), fine(0.9), numb(0.5)],
    ],
    ids=[
        "one run counts once",
        "just above says nothing",
        "two symptoms need four",
        "a new symptom starts again",
        "earlier ones say nothing",
    ],
)
def test_a_symptom_stands_until_it_is_outvoted(runs: list[list[Tap]]) -> None:
    assert taught(*runs).value <= 0.525


def test_what_is_given_back_ends_where_another_symptom_was() -> None:
    assert taught(numb(0.6), numb(0.2), fine(0.5), fine(0.5)).value == pytest.approx(0.6, abs=0.05)


@pytest.mark.parametrize(
    ("runs", "felt"),
    [
        ([numb(0.2)], None),
        ([[(Feeling.NUMB, 0.2), (Feeling.TINGLING, 0.3)]], None),
        ([numb(0.2), numb(0.4)], 0.3),
        ([numb(0.2), fine(0.6), numb(0.4)], 0.3),
        ([numb(0.2), fine(0.6), fine(0.6), numb(0.5)], None),
    ],
    ids=["one run", "one run twice", "two runs", "an OK between", "one of two was outvoted"],
)
def test_where_it_is_usually_felt_two_runs_tell(runs: list[list[Tap]], felt: float | None) -> None:
    assert taught(*runs, []).usually_felt == (None if felt is None else pytest.approx(felt))


def test_old_lessons_fade_and_the_threshold_stays() -> None:
    threshold = taught(numb(0.5), *[numb(0.6)] * 60)

    state = threshold.state()
    assert state is not None
    assert len(state.lessons) == LIMITS.lessons_most
    assert min(lesson.measured for lesson in state.lessons) == 0.5
    assert threshold.value == pytest.approx(0.525)


def test_a_run_leaves_its_lowest_symptom_and_its_highest_ok() -> None:
    state = taught(
        [(Feeling.OK, 1.1), (Feeling.OK, 1.2), (Feeling.NUMB, 0.8), (Feeling.TINGLING, 0.7)]
    ).state()

    assert state is not None
    assert [(x.feeling, x.measured) for x in state.lessons] == [
        (Feeling.OK, 1.2),
        (Feeling.TINGLING, 0.7),
    ]
    ok, symptom = state.lessons
    assert (ok.before, ok.after) == (1.0, symptom.before)
    assert symptom.after == state.threshold


@given(
    st.lists(
        st.lists(
            st.tuples(st.sampled_from(Feeling), st.floats(0.0, 3.0)),
            max_size=4,
        ),
        max_size=30,
    )
)
def test_a_symptom_never_raises_an_ok_never_lowers_and_bounds_hold(runs: list[list[Tap]]) -> None:
    state = taught(*runs).state()

    for lesson in () if state is None else state.lessons:
        assert LIMITS.threshold_least <= lesson.after <= LIMITS.threshold_most
        if lesson.feeling is Feeling.OK:
            assert lesson.after >= lesson.before
        else:
            assert lesson.feeling in (Feeling.NUMB, Feeling.TINGLING)
            assert lesson.after <= lesson.before


def easy(stride: Stride, _t: float, _noise: Random) -> Stride:
    return changed(stride, impulse_n_s=250.0)


def test_an_easy_runner_is_not_warned_for_ever_after_one_odd_tap() -> None:
    highest, profile = [], AthleteProfile()
    taps = {1: Symptom(601.0, Feeling.NUMB, Side.LEFT, Zone.SOLE)}
    taps |= {n: Symptom(1199.0, Feeling.OK, Side.LEFT, Zone.SOLE) for n in (2, 3)}
    for number in range(5):
        model = RiskModel(LIMITS)
        model.recall(profile)
        signs = [*run(1200.0, easy, seed=number), *([taps[number]] if number in taps else [])]
        signs.sort(key=lambda sign: sign.t_s if isinstance(sign, Symptom) else sign.next_ic_s)
        found = [risk for sign in signs for risk in model.push(sign) if risk.zone is Zone.SOLE]
        profile = AthleteProfile(thresholds=model.thresholds())
        highest.append(max(risk.level or 0.0 for risk in found))

    assert [level >= 1.0 for level in highest] == [False, True, True, True, False]
    assert highest[4] < 0.5


def test_lessons_that_an_older_profile_has_from_the_other_foot_count_no_more() -> None:
    own = taught(numb(0.6)).state()
    assert own is not None
    of_other = replace_lessons(own, [structs.replace(x, share=0.7) for x in own.lessons])
    mixed = replace_lessons(own, [*own.lessons, *of_other.lessons])

    for state, value in ((of_other, 1.0), (mixed, own.threshold)):
        threshold = Threshold(Side.LEFT, Zone.SOLE, LIMITS)
        threshold.recall(state)
        assert threshold.value == pytest.approx(value)


def replace_lessons(state: ThresholdState, lessons: list[Lesson]) -> ThresholdState:
    return structs.replace(state, lessons=tuple(lessons))
