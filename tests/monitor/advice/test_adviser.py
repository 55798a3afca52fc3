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
    Side,
    Stride,
    Symptom,
    Wish,
    WishKind,
    Zone,
    stride_of,
)


def find(
    t_s: float,
    kind: FindingKind = FindingKind.LACING,
    side: Side | None = Side.LEFT,
    status: FindingStatus = FindingStatus.ACTIVE,
) -> Finding:
    return Finding(kind=kind, side=side, t_s=t_s, status=status, evidence="as measured")


def beat(t_s: float) -> HeartBeat:
    return HeartBeat(t_s, 150.0)


def stride(t_s: float, instep_swing_kpa: float | None = None) -> Stride:
    return stride_of(
        side=Side.LEFT,
        ic_s=t_s - 0.72,
        tc_s=t_s - 0.48,
        next_ic_s=t_s,
        instep_swing_kpa=instep_swing_kpa,
    )


def said(out: list[Advice | Outcome]) -> list[Action]:
    return [item.action for item in out if isinstance(item, Advice)]


def became(out: list[Advice | Outcome]) -> list[OutcomeKind]:
    return [item.kind for item in out if isinstance(item, Outcome)]


def test_tight_laces_are_said_in_one_sentence_with_foot_and_reason() -> None:
    adviser = Adviser(AdviceLimits())

    (advice,) = adviser.push(find(100.0))

    assert isinstance(advice, Advice)
    assert advice.text == "left laces tight, loosen a little over the midfoot at your next stop"
    assert advice.reason == "as measured"
    assert advice.number == 1


def test_on_a_treadmill_the_belt_stops_before_anybody_bends() -> None:
    adviser = Adviser(AdviceLimits(speech=SpeechSettings(treadmill=True)))

    (advice,) = adviser.push(find(100.0))

    assert isinstance(advice, Advice)
    assert advice.text.startswith("left laces tight, stop the treadmill first")


def test_loosened_laces_end_in_pressure_fell() -> None:
    adviser = Adviser(AdviceLimits())
    adviser.push(find(100.0))

    out = adviser.push(find(150.0, status=FindingStatus.CLEAR))

    assert became(out) == [OutcomeKind.PRESSURE_FELL]
    assert adviser.finish() == []


def test_the_next_rung_speaks_only_after_the_window_showed_no_improvement() -> None:
    adviser = Adviser(AdviceLimits(fit_outcome_s=60.0))
    adviser.push(stride(99.0, instep_swing_kpa=14.0))

    out = [adviser.push(find(100.0))]
    out += [adviser.push(stride(t, instep_swing_kpa=14.0)) for t in (130.0, 159.0, 160.5)]

    assert [said(o) for o in out] == [[Action.LOOSEN_LACES], [], [], [Action.WALK]]
    assert became(out[-1]) == [OutcomeKind.IGNORED]


def test_pressure_that_fell_keeps_the_ladder_where_it_is() -> None:
    adviser = Adviser(AdviceLimits(fit_outcome_s=60.0, pressure_strides=1))
    adviser.push(stride(99.0, instep_swing_kpa=14.0))

    out = [adviser.push(find(100.0))]
    out += [adviser.push(stride(t, instep_swing_kpa=9.0)) for t in (130.0, 160.5, 200.0)]

    assert [said(o) for o in out] == [[Action.LOOSEN_LACES], [], [], []]
    assert became(out[2]) == [OutcomeKind.PRESSURE_FELL]


def test_numb_top_asks_for_laces_then_a_walk_then_a_stop() -> None:
    adviser = Adviser(AdviceLimits())
    numb = Feeling.NUMB

    first = adviser.push(Symptom(10.0, numb, Side.LEFT, Zone.TOP))
    again = adviser.push(Symptom(100.0, numb, Side.LEFT, Zone.TOP))
    second = adviser.push(beat(191.0))
    adviser.push(GaitChange(Side.LEFT, 200.0, Gait.WALK))
    adviser.push(GaitChange(Side.LEFT, 262.0, Gait.RUN))
    third = adviser.push(Symptom(300.0, numb, Side.LEFT, Zone.TOP))

    assert [said(o) for o in (first, again, second, third)] == [
        [Action.LOOSEN_LACES],
        [],
        [Action.WALK],
        [Action.STOP],
    ]
    assert became(second) == [OutcomeKind.IGNORED]
    stop = third[-1]
    assert isinstance(stop, Advice)
    assert stop.red_flag
    assert "again after a walk" in stop.text
    assert "30 minutes" in stop.reason


def test_an_ok_tap_ends_it() -> None:
    adviser = Adviser(AdviceLimits())
    adviser.push(Symptom(10.0, Feeling.TINGLING, Side.RIGHT, Zone.SOLE))

    out = adviser.push(Symptom(70.0, Feeling.OK, Side.RIGHT))

    assert became(out) == [OutcomeKind.SYMPTOM_EASED]
    assert [adviser.push(beat(t)) for t in (200.0, 1000.0)] == [[], []]


def test_foot_drop_speaks_at_once_even_right_after_another_sentence() -> None:
    adviser = Adviser(AdviceLimits())
    adviser.push(find(100.0))

    (advice,) = adviser.push(find(101.0, FindingKind.FOOT_DROP, Side.RIGHT))

    assert isinstance(advice, Advice)
    assert advice.red_flag
    assert advice.text == "right foot is not lifting as before: stop, and see a clinician"


def test_never_two_sentences_within_twenty_seconds() -> None:
    adviser = Adviser(AdviceLimits())

    out = [adviser.push(find(100.0)), adviser.push(find(101.0, side=Side.RIGHT))]
    out += [adviser.push(beat(t)) for t in (110.0, 119.9, 120.0)]

    assert [said(o) for o in out] == [[Action.LOOSEN_LACES], [], [], [], [Action.LOOSEN_LACES]]


def test_at_most_six_form_cues_an_hour() -> None:
    adviser = Adviser(
        AdviceLimits(speech=SpeechSettings(cue_cooldown_s=30.0), cue_outcome_s=25.0, fade_s=1e9)
    )
    kinds = (FindingKind.OVERSTRIDING, FindingKind.FATIGUE, FindingKind.CARDIAC_DRIFT)

    out = [a for kind in kinds for a in adviser.push(find(100.0, kind, None))]
    out += [a for t in range(101, 3600) for a in adviser.push(beat(float(t)))]

    assert len(said(out)) == 6


def test_nothing_is_said_while_standing_nor_just_after() -> None:
    adviser = Adviser(AdviceLimits())
    for side in Side:
        adviser.push(GaitChange(side, 90.0, Gait.STAND))

    standing = adviser.push(find(100.0))
    moving = adviser.push(GaitChange(Side.LEFT, 110.0, Gait.RUN)) + adviser.push(beat(125.0))
    later = adviser.push(beat(131.0))

    assert [said(o) for o in (standing, moving, later)] == [[], [], [Action.LOOSEN_LACES]]


@pytest.mark.parametrize("wish", [WishKind.SNOOZE, WishKind.MUTE_CUES])
def test_form_cues_can_be_silenced_but_symptoms_never(wish: WishKind) -> None:
    adviser = Adviser(AdviceLimits())
    adviser.push(Wish(0.0, wish, for_s=1000.0))

    cue = adviser.push(find(100.0, FindingKind.OVERSTRIDING, None))
    felt = adviser.push(Symptom(130.0, Feeling.NUMB, Side.LEFT, Zone.TOP))

    assert said(cue) == []
    assert said(felt) == [Action.LOOSEN_LACES]


def test_of_two_findings_with_one_cause_the_cause_speaks() -> None:
    adviser = Adviser(AdviceLimits())

    adviser.push(find(100.0, FindingKind.OVERSTRIDING, Side.LEFT))
    out = [a for t in (101.0, 130.0) for a in adviser.push(find(t, FindingKind.IMPACT))]

    assert said(out) == []


def test_while_one_foot_drops_nothing_is_said_of_a_slap_of_the_other() -> None:
    adviser = Adviser(AdviceLimits())

    first = adviser.push(find(100.0, FindingKind.FOOT_DROP, Side.LEFT))
    later = [
        a for t in (101.0, 130.0) for a in adviser.push(find(t, FindingKind.FOOT_SLAP, Side.RIGHT))
    ]

    assert (said(first), said(later)) == ([Action.STOP], [])


def test_a_cue_that_is_ignored_is_repeated_less_and_less_often() -> None:
    limits = AdviceLimits(fade_s=1e9)
    adviser = Adviser(limits)
    adviser.push(find(0.0, FindingKind.OVERSTRIDING, None))

    times = [t for t in range(1, 2200) if said(adviser.push(beat(float(t))))]

    gaps_s = [b - a for a, b in pairwise([0, *times])]
    assert gaps_s == pytest.approx(
        [2 * limits.speech.cue_cooldown_s, 3 * limits.speech.cue_cooldown_s], abs=2.0
    )


def test_pain_that_rest_does_not_ease_is_a_red_flag() -> None:
    adviser = Adviser(AdviceLimits())
    adviser.push(Symptom(10.0, Feeling.PAIN, Side.LEFT))
    adviser.push(GaitChange(Side.LEFT, 20.0, Gait.STAND))

    out = adviser.push(Symptom(200.0, Feeling.PAIN, Side.LEFT))

    assert said(out) == [Action.STOP]
    assert became(out) == [OutcomeKind.UNKNOWN]


def test_numb_half_an_hour_after_stopping_asks_for_a_specialist() -> None:
    adviser = Adviser(AdviceLimits())
    adviser.push(Symptom(10.0, Feeling.NUMB, Side.LEFT))
    adviser.push(GaitChange(Side.LEFT, 20.0, Gait.STAND))

    out = [a for minute in range(1, 40) for a in adviser.push(beat(20.0 + 60.0 * minute))]

    assert [a.t_s for a in out if isinstance(a, Advice)] == [20.0 + 1800.0]


def test_the_end_of_the_session_leaves_no_outcome_open() -> None:
    adviser = Adviser(AdviceLimits())
    adviser.push(find(100.0))

    assert became(adviser.finish()) == [OutcomeKind.UNKNOWN]
