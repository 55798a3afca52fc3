"""What became of a sentence, on whose word, and what that does to the next one."""

from itertools import pairwise

import pytest

from monitor.advice.adviser import Adviser
from monitor.advice.limits import AdviceLimits
from monitor.settings.speech import SpeechSettings
from monitor.types import (
    Action,
    Advice,
    Feeling,
    Finding,
    FindingKind,
    FindingStatus,
    Gait,
    GaitChange,
    HeartBeat,
    Outcome,
    OutcomeKind,
    ReferenceSpeed,
    Side,
    Symptom,
    Wish,
    WishKind,
    Zone,
)

ACTIVE, CLEAR, NOT_ASSESSED = FindingStatus
LIMITS = AdviceLimits()
Out = list[Advice | Outcome]


def find(
    t_s: float,
    status: FindingStatus = ACTIVE,
    kind: FindingKind = FindingKind.LACING,
    side: Side | None = Side.LEFT,
) -> Finding:
    return Finding(kind=kind, side=side, t_s=t_s, status=status, evidence="seen")


def over(t_s: float, side: Side, status: FindingStatus = ACTIVE) -> Finding:
    return find(t_s, status, FindingKind.OVERSTRIDING, side)


def wait(adviser: Adviser, from_s: int, to_s: int) -> Out:
    return [x for t in range(from_s, to_s) for x in adviser.push(HeartBeat(float(t), 150.0))]


def became(out: Out) -> list[tuple[float, OutcomeKind]]:
    return [(x.t_s, x.kind) for x in out if isinstance(x, Outcome)]


def said(out: Out) -> list[float]:
    return [x.t_s for x in out if isinstance(x, Advice)]


def running(t_s: float = 10.0) -> Adviser:
    adviser = Adviser(LIMITS)
    adviser.push(GaitChange(Side.LEFT, t_s, Gait.RUN))
    return adviser


def asked_both_at_120() -> Adviser:
    adviser = running()
    adviser.push(find(100.0))
    for side in Side:
        adviser.push(over(101.0, side))
    (advice,) = wait(adviser, 102, 121)
    assert isinstance(advice, Advice)
    assert (advice.t_s, advice.side) == (120.0, None)
    return adviser


@pytest.mark.parametrize("first", Side)
def test_a_cue_for_both_feet_helped_when_both_have_recovered(first: Side) -> None:
    adviser = asked_both_at_120()

    one = adviser.push(over(150.0, first, CLEAR))
    both = adviser.push(over(170.0, first.other, CLEAR))

    assert (became(one), became(both)) == ([], [(170.0, OutcomeKind.GAIT_RECOVERED)])


@pytest.mark.parametrize("first", Side)
def test_a_cue_for_both_feet_of_which_one_recovers_was_not_enough(first: Side) -> None:
    adviser = asked_both_at_120()
    adviser.push(over(150.0, first, CLEAR))

    assert became(wait(adviser, 151, 250)) == [(210.0, OutcomeKind.IGNORED)]


@pytest.mark.parametrize("lost", Side)
def test_a_cue_for_both_feet_of_which_one_is_lost_cannot_be_judged(lost: Side) -> None:
    adviser = asked_both_at_120()

    assert became(adviser.push(over(150.0, lost, NOT_ASSESSED))) == [(150.0, OutcomeKind.UNKNOWN)]


def test_what_is_over_long_after_the_window_was_not_helped() -> None:
    adviser = running()
    adviser.push(find(100.0))

    out = adviser.push(find(2000.0, CLEAR))

    assert became(out) == [(2000.0, OutcomeKind.IGNORED)]


@pytest.mark.parametrize("stops", [True, False])
def test_laces_that_ease_while_the_runner_runs_on_have_eased_by_themselves(stops: bool) -> None:
    adviser = running()
    adviser.push(find(100.0))
    if stops:
        adviser.push(GaitChange(Side.LEFT, 130.0, Gait.STAND))
        adviser.push(GaitChange(Side.LEFT, 150.0, Gait.RUN))

    ((_, kind),) = became(adviser.push(find(200.0, CLEAR)))

    assert kind is (OutcomeKind.PRESSURE_FELL if stops else OutcomeKind.PASSED)


def test_form_that_recovers_before_anybody_can_have_changed_it_passed_by_itself() -> None:
    adviser = running()
    adviser.push(over(100.0, Side.LEFT))

    assert became(adviser.push(over(103.0, Side.LEFT, CLEAR))) == [(103.0, OutcomeKind.PASSED)]


def test_quiet_wanted_just_after_a_sentence_dismisses_it() -> None:
    adviser = running()
    adviser.push(over(100.0, Side.LEFT))

    assert became(adviser.push(Wish(110.0, WishKind.MUTE_CUES))) == [(110.0, OutcomeKind.DISMISSED)]


@pytest.mark.parametrize(("stops", "kinds"), [(False, [OutcomeKind.DISMISSED]), (True, [])])
def test_an_ok_before_anything_was_done_dismisses_what_was_said_of_that_foot(
    stops: bool, kinds: list[OutcomeKind]
) -> None:
    adviser = running()
    adviser.push(find(100.0))
    if stops:
        adviser.push(GaitChange(Side.LEFT, 104.0, Gait.STAND))

    out = adviser.push(Symptom(110.0, Feeling.OK, Side.RIGHT))
    out += adviser.push(Symptom(120.0, Feeling.OK, Side.LEFT))

    assert [kind for _, kind in became(out)] == kinds


def test_a_pod_that_drops_out_again_and_again_does_not_make_the_voice_forget() -> None:
    adviser = running()
    out: Out = []
    for t_s in range(100, 5500, 60):
        out += adviser.push(find(float(t_s)))
        out += adviser.push(find(t_s + 30.0, NOT_ASSESSED))

    gaps_s = [b - a for a, b in pairwise(said(out))]
    assert gaps_s == sorted(gaps_s)
    assert gaps_s[:3] == [600.0, 900.0, 1200.0]


def test_a_foot_that_alternates_between_numb_and_ok_is_answered_now_and_then() -> None:
    adviser = running()
    out: Out = []
    for t_s in range(100, 3700, 42):
        out += adviser.push(Symptom(float(t_s), Feeling.NUMB, Side.LEFT, Zone.TOP))
        out += adviser.push(Symptom(t_s + 21.0, Feeling.OK, Side.LEFT, Zone.TOP))

    assert len(said(out)) <= LIMITS.speech.answers_per_hour
    assert all(b - a >= LIMITS.fit_outcome_s for a, b in pairwise(said(out)))


def test_a_report_of_the_other_foot_is_answered_although_the_answer_is_the_same() -> None:
    adviser = running()
    out = adviser.push(Symptom(100.0, Feeling.NUMB, Side.LEFT, Zone.SOLE))
    out += adviser.push(Symptom(110.0, Feeling.NUMB, Side.RIGHT, Zone.SOLE))

    assert said(out + wait(adviser, 111, 140)) == [100.0, 120.0]


def test_answers_to_taps_leave_the_budget_of_what_is_measured_alone() -> None:
    speech = SpeechSettings(answers_per_hour=3, advice_per_hour=1)
    adviser = Adviser(AdviceLimits(speech=speech, fit_outcome_s=25.0))
    for t_s in range(100, 500, 60):
        adviser.push(Symptom(float(t_s), Feeling.NUMB, Side.LEFT, Zone.TOP))
        adviser.push(Symptom(t_s + 30.0, Feeling.OK, Side.LEFT, Zone.TOP))

    assert said(adviser.push(find(600.0, side=Side.RIGHT))) == [600.0]


def test_a_tap_while_standing_is_answered_with_what_can_be_done_now() -> None:
    adviser = Adviser(AdviceLimits(speech=SpeechSettings(treadmill=True)))
    adviser.push(GaitChange(Side.LEFT, 10.0, Gait.STAND))

    (advice,) = adviser.push(Symptom(100.0, Feeling.NUMB, Side.LEFT, Zone.TOP))

    assert isinstance(advice, Advice)
    assert advice.text == "left top of the foot not right, loosen a little over the midfoot"


def test_who_stands_by_the_watch_alone_is_left_in_peace() -> None:
    drift = find(100.0, kind=FindingKind.CARDIAC_DRIFT, side=None)
    still, moving = Adviser(LIMITS), Adviser(LIMITS)
    still.push(ReferenceSpeed(99.0, 0.0))
    moving.push(ReferenceSpeed(99.0, 3.0))

    assert [said(adviser.push(drift)) for adviser in (still, moving)] == [[], [100.0]]
    later = [x for t in range(101, 160) for x in still.push(ReferenceSpeed(float(t), 3.0))]
    assert [x.action for x in later if isinstance(x, Advice)] == [Action.DRINK]
    assert said(later) == [101.0 + LIMITS.speech.resume_s]
