"""What became of a sentence, on whose word, and what that does to the next one."""

from itertools import pairwise

import pytest

from monitor.advice.adviser import Adviser
from monitor.types import (
    FindingKind,
    Gait,
    Outcome,
    OutcomeKind,
    Side,
    Wish,
    WishKind,
)
from tests.monitor.advice.scene import (
    CLEAR,
    NOT_ASSESSED,
    Out,
    advice,
    became,
    find,
    moves,
    ok,
    rests,
    running,
    said,
    wait,
)


def over(t_s: float, side: Side) -> object:
    return find(t_s, FindingKind.OVERSTRIDING, side)


def laces_at_105() -> Adviser:
    adviser = running()
    assert [t_s for t_s, _ in said(adviser.push(find(100.0)) + wait(adviser, 101, 107))] == [105.0]
    return adviser


def asked_both_at_100() -> Adviser:
    adviser = running()
    adviser.push(find(99.0, FindingKind.OVERSTRIDING, Side.LEFT))
    out = adviser.push(find(100.0, FindingKind.OVERSTRIDING, Side.RIGHT)) + wait(adviser, 101, 103)
    (one,) = advice(out)
    assert (one.t_s, one.both) == (100.0, True)
    return adviser


def times(out: Out) -> list[tuple[float, OutcomeKind]]:
    return [(x.t_s, x.kind) for x in out if isinstance(x, Outcome)]


@pytest.mark.parametrize("first", Side)
def test_a_cue_for_both_feet_helped_when_both_have_recovered(first: Side) -> None:
    adviser = asked_both_at_100()

    one = adviser.push(find(150.0, FindingKind.OVERSTRIDING, first, CLEAR))
    both = adviser.push(find(170.0, FindingKind.OVERSTRIDING, first.other, CLEAR))

    assert (times(one), times(both)) == ([], [(170.0, OutcomeKind.GAIT_RECOVERED)])


@pytest.mark.parametrize("first", Side)
def test_a_cue_for_both_feet_of_which_one_recovers_was_not_enough(first: Side) -> None:
    adviser = asked_both_at_100()
    adviser.push(find(150.0, FindingKind.OVERSTRIDING, first, CLEAR))

    assert times(wait(adviser, 151, 250)) == [(190.0, OutcomeKind.IGNORED)]


@pytest.mark.parametrize("lost", Side)
def test_a_cue_for_both_feet_of_which_one_is_lost_cannot_be_judged(lost: Side) -> None:
    adviser = asked_both_at_100()

    out = adviser.push(find(150.0, FindingKind.OVERSTRIDING, lost, NOT_ASSESSED))
    assert times(out) == [(150.0, OutcomeKind.UNKNOWN)]


def test_what_is_over_long_after_the_window_was_not_helped() -> None:
    adviser = laces_at_105()

    assert times(adviser.push(find(2000.0, status=CLEAR))) == [(2000.0, OutcomeKind.IGNORED)]


@pytest.mark.parametrize("stops", [True, False])
def test_laces_that_ease_while_the_runner_runs_on_have_eased_by_themselves(stops: bool) -> None:
    adviser = laces_at_105()
    if stops:
        rests(adviser, 130.0, 150.0)

    assert became(adviser.push(find(200.0, status=CLEAR))) == [
        OutcomeKind.PRESSURE_FELL if stops else OutcomeKind.PASSED
    ]


def test_form_that_recovers_before_anybody_can_have_changed_it_passed_by_itself() -> None:
    adviser = running()
    adviser.push(find(100.0, FindingKind.OVERSTRIDING, None))

    out = adviser.push(find(103.0, FindingKind.OVERSTRIDING, None, CLEAR))
    assert became(out) == [OutcomeKind.PASSED]


def test_quiet_wanted_just_after_a_sentence_dismisses_it() -> None:
    adviser = running()
    adviser.push(find(100.0, FindingKind.OVERSTRIDING, None))

    assert became(adviser.push(Wish(110.0, WishKind.MUTE_CUES))) == [OutcomeKind.DISMISSED]


@pytest.mark.parametrize(("stops", "kinds"), [(False, [OutcomeKind.DISMISSED]), (True, [])])
def test_an_ok_before_anything_was_done_dismisses_what_was_said_of_that_foot(
    stops: bool, kinds: list[OutcomeKind]
) -> None:
    adviser = laces_at_105()
    if stops:
        moves(adviser, 108.0, Gait.STAND)

    out = adviser.push(ok(110.0, Side.RIGHT)) + adviser.push(ok(120.0, Side.LEFT))

    assert became(out) == kinds


def test_a_pod_that_drops_out_again_and_again_does_not_make_the_voice_forget() -> None:
    adviser = running()
    out: Out = []
    for t_s in range(100, 5500, 60):
        out += adviser.push(find(float(t_s))) + wait(adviser, t_s + 1, t_s + 10)
        out += adviser.push(find(t_s + 30.0, status=NOT_ASSESSED))

    gaps_s = [b - a for (a, _), (b, _) in pairwise(said(out))]
    assert gaps_s == sorted(gaps_s)
    assert gaps_s[0] >= 600.0


def test_the_end_of_the_session_leaves_no_outcome_open() -> None:
    assert became(laces_at_105().finish()) == [OutcomeKind.UNKNOWN]
