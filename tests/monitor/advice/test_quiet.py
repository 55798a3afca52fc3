"""Gaps, budgets and silences that hold a sentence back."""

import pytest

from monitor.advice.adviser import Adviser
from monitor.types import (
    Action,
    FindingKind,
    Gait,
    ReferenceSpeed,
    Side,
    Wish,
    WishKind,
)
from tests.monitor.advice.scene import (
    Out,
    actions,
    advice,
    find,
    limits,
    moves,
    numb,
    ok,
    running,
    said,
    wait,
)
from tests.monitor.advice.test_adviser import LIMITS


def test_never_two_sentences_within_twenty_seconds() -> None:
    adviser = running()
    out = adviser.push(find(100.0)) + wait(adviser, 101, 107)
    out += adviser.push(find(107.0, side=Side.RIGHT)) + wait(adviser, 108, 200)

    assert said(out) == [(105.0, Action.LOOSEN_LACES), (125.0, Action.LOOSEN_LACES)]


def test_form_cues_have_a_budget() -> None:
    adviser = running(limits(cue_cooldown_s=30.0, cue_outcome_s=25.0, fade_s=1e9))
    kinds = (FindingKind.OVERSTRIDING, FindingKind.ASYMMETRY, FindingKind.CARDIAC_DRIFT)

    out = [a for kind in kinds for a in adviser.push(find(100.0, kind, None))]
    out += wait(adviser, 101, 3600)

    assert len(advice(out)) == LIMITS.speech.cues_per_hour


def test_form_cues_wait_until_the_runner_moves_again() -> None:
    adviser = running()
    moves(adviser, 90.0, Gait.STAND)
    standing = adviser.push(find(100.0, FindingKind.OVERSTRIDING, None))
    moving = moves(adviser, 110.0, Gait.RUN) + wait(adviser, 111, 130)
    later = wait(adviser, 130, 132)

    assert [actions(o) for o in (standing, moving, later)] == [[], [], [Action.SHORTER_STEPS]]


def test_who_stands_by_the_watch_alone_is_left_in_peace() -> None:
    drift = find(100.0, kind=FindingKind.CARDIAC_DRIFT, side=None)
    still, moving = Adviser(LIMITS), Adviser(LIMITS)
    still.push(ReferenceSpeed(99.0, 0.0))
    moving.push(ReferenceSpeed(99.0, 3.0))

    assert [said(a.push(drift)) for a in (still, moving)] == [[], [(100.0, Action.EASE_OFF)]]
    later = [x for t in range(101, 160) for x in still.push(ReferenceSpeed(float(t), 3.0))]
    assert said(later) == [(101.0 + LIMITS.speech.resume_s, Action.EASE_OFF)]


@pytest.mark.parametrize("wish", [WishKind.SNOOZE, WishKind.MUTE_CUES, WishKind.PAUSE])
def test_form_cues_can_be_silenced(wish: WishKind) -> None:
    adviser = running()
    adviser.push(Wish(0.0, wish, for_s=1000.0))

    assert said(adviser.push(find(100.0, FindingKind.OVERSTRIDING, None))) == []


def test_feet_whose_one_sentence_was_hushed_stay_in_one_sentence() -> None:
    adviser = running()
    out = [x for side in Side for x in adviser.push(find(100.0, FindingKind.NARROW_SHOE, side))]
    out += adviser.push(Wish(110.0, WishKind.SNOOZE, for_s=60.0))

    out += wait(adviser, 111, 800)

    assert [(one.t_s, one.both) for one in advice(out)] == [(100.0, True), (700.0, True)]


def test_a_foot_that_is_said_to_be_fine_lets_the_other_be_spoken_of_as_soon_as_before() -> None:
    adviser = running()
    out = [x for side in Side for x in adviser.push(find(100.0, FindingKind.NARROW_SHOE, side))]
    out += adviser.push(ok(110.0))

    out += wait(adviser, 111, 500)

    assert [(one.t_s, one.side) for one in advice(out) if one.cause] == [
        (100.0, None),
        (400.0, Side.RIGHT),
    ]


def test_who_was_asked_to_walk_is_not_asked_for_shorter_steps_meanwhile() -> None:
    adviser = running()
    out: Out = adviser.push(numb(100.0))
    out += adviser.push(find(120.0, FindingKind.OVERSTRIDING, None))

    out += wait(adviser, 121, 400)

    assert said(out) == [(100.0, Action.WALK), (280.0, Action.SHORTER_STEPS)]
