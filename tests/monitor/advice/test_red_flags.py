"""When is a report a red flag, in which words, and when is it none?"""

from itertools import pairwise

import pytest

from monitor.advice.adviser import Adviser
from monitor.advice.limits import AdviceLimits
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
    ReferenceSpeed,
    Side,
    Stride,
    Symptom,
    Zone,
)

LIMITS = AdviceLimits()
Out = list[Advice | Outcome]


def both(adviser: Adviser, t_s: float, gait: Gait) -> Out:
    return [x for side in Side for x in adviser.push(GaitChange(side, t_s, gait))]


def wait(adviser: Adviser, from_s: int, to_s: int) -> Out:
    return [x for t in range(from_s, to_s) for x in adviser.push(HeartBeat(float(t), 150.0))]


def red(out: Out) -> list[tuple[float, str]]:
    return [(x.t_s, x.text) for x in out if isinstance(x, Advice) and x.red_flag]


def numb(t_s: float, feeling: Feeling = Feeling.NUMB) -> Symptom:
    return Symptom(t_s, feeling, Side.LEFT, Zone.SOLE)


def drop(t_s: float, status: FindingStatus = FindingStatus.ACTIVE) -> Finding:
    return Finding(kind=FindingKind.FOOT_DROP, side=Side.LEFT, t_s=t_s, status=status)


def numb_at_100_stopped_at_120(gait: Gait) -> Adviser:
    adviser = Adviser(LIMITS)
    both(adviser, 10.0, Gait.RUN)
    adviser.push(numb(100.0))
    both(adviser, 120.0, gait)
    return adviser


STILL_NUMB = (1920.0, "left sole not right 30 minutes after running: see a clinician")


@pytest.mark.parametrize("gait", [Gait.STAND, Gait.WALK])
def test_who_walks_home_numb_is_told_as_who_stands(gait: Gait) -> None:
    adviser = numb_at_100_stopped_at_120(gait)

    assert red(wait(adviser, 121, 3000)) == [STILL_NUMB]


@pytest.mark.parametrize(("dash_s", "told"), [(5.0, [STILL_NUMB]), (300.0, [])])
def test_only_running_again_for_a_while_undoes_that_running_ended(
    dash_s: float, told: list[tuple[float, str]]
) -> None:
    adviser = numb_at_100_stopped_at_120(Gait.WALK)
    wait(adviser, 121, 900)
    both(adviser, 900.0, Gait.RUN)
    out = wait(adviser, 901, int(900 + dash_s))
    both(adviser, 900.0 + dash_s, Gait.WALK)

    assert red(out + wait(adviser, int(901 + dash_s), 1950)) == told


def test_a_watch_that_says_walking_is_enough_to_know_that_running_ended() -> None:
    adviser = Adviser(LIMITS)
    adviser.push(ReferenceSpeed(10.0, 3.0))
    adviser.push(numb(100.0))

    out = [x for t in range(120, 2000) for x in adviser.push(ReferenceSpeed(float(t), 1.4))]

    assert red(out) == [STILL_NUMB]


def test_pain_that_rest_does_not_ease_has_its_own_words() -> None:
    adviser = Adviser(LIMITS)
    both(adviser, 10.0, Gait.RUN)
    adviser.push(numb(100.0, Feeling.PAIN))
    both(adviser, 120.0, Gait.STAND)

    out = adviser.push(numb(260.0, Feeling.PAIN))

    assert red(out) == [
        (260.0, "left sole: pain that rest does not ease: stop for today, and see a clinician")
    ]


def test_a_symptom_that_comes_back_after_a_walk_is_a_red_flag_at_once() -> None:
    adviser = Adviser(LIMITS)
    both(adviser, 10.0, Gait.RUN)
    adviser.push(numb(100.0))
    both(adviser, 120.0, Gait.WALK)
    both(adviser, 180.0, Gait.RUN)

    out = adviser.push(numb(240.0))

    words = (
        "left sole not right again after a walk: stop for today, and see a clinician if it stays"
    )
    assert red(out) == [(240.0, words)]


@pytest.mark.parametrize(("walk_s", "again_s"), [(0.0, 600.0), (10.0, 600.0), (60.0, 6000.0)])
def test_without_a_walk_or_long_after_it_the_walk_is_asked_for_again(
    walk_s: float, again_s: float
) -> None:
    adviser = Adviser(LIMITS)
    both(adviser, 10.0, Gait.RUN)
    adviser.push(numb(100.0))
    if walk_s:
        both(adviser, 120.0, Gait.WALK)
        both(adviser, 120.0 + walk_s, Gait.RUN)
    wait(adviser, 200, 600)

    out = adviser.push(numb(again_s))

    assert [x.action for x in out if isinstance(x, Advice)] == [Action.WALK]


def test_a_tap_after_a_red_flag_is_answered_with_it_again_but_not_at_every_tap() -> None:
    adviser = Adviser(LIMITS)
    both(adviser, 10.0, Gait.RUN)
    adviser.push(numb(100.0))
    both(adviser, 120.0, Gait.WALK)
    both(adviser, 180.0, Gait.RUN)
    adviser.push(numb(240.0))

    out = [x for t in range(250, 2000, 25) for x in adviser.push(numb(float(t)))]

    times_s = [t_s for t_s, _ in red(out)]
    assert times_s
    assert all(b - a >= LIMITS.speech.red_flag_cooldown_s for a, b in pairwise([240.0, *times_s]))


def test_a_foot_that_stays_dropped_is_said_less_and_less_often_but_never_for_the_last_time() -> (
    None
):
    adviser = Adviser(LIMITS)
    adviser.push(Stride(side=Side.LEFT, ic_s=9.0, tc_s=None, next_ic_s=10.0))
    out = adviser.push(drop(100.0))
    out += wait(adviser, 101, 4 * 3600)

    gaps_s = [b - a for (a, _), (b, _) in pairwise(red(out))]
    assert gaps_s == [600.0, 900.0, 1200.0, 1500.0, 1800.0, 2100.0, 2400.0, 2700.0]


def test_a_foot_that_is_seen_dropped_now_and_then_is_said_less_and_less_often() -> None:
    adviser = Adviser(LIMITS)
    out: Out = []
    for t_s in range(100, 3700, 30):
        out += adviser.push(GaitChange(Side.LEFT, float(t_s), Gait.RUN))
        out += adviser.push(drop(float(t_s)))
        out += adviser.push(drop(t_s + 10.0, FindingStatus.NOT_ASSESSED))

    assert [t_s for t_s, _ in red(out)] == [100.0, 700.0, 1600.0, 2800.0]


def test_a_foot_that_drops_again_after_it_was_well_is_said_at_once() -> None:
    adviser = Adviser(LIMITS)
    adviser.push(GaitChange(Side.LEFT, 10.0, Gait.RUN))
    out = adviser.push(drop(100.0))
    out += adviser.push(drop(200.0, FindingStatus.CLEAR)) + adviser.push(drop(260.0))

    assert [t_s for t_s, _ in red(out)] == [100.0, 260.0]
