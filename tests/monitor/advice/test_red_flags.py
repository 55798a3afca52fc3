"""When a report is a red flag, in which words, and when it is none."""

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
    Notice,
    NoticeKind,
    OutcomeKind,
    ReferenceSpeed,
    Side,
    Symptom,
    Zone,
)
from tests.monitor.advice.scene import (
    ACTIVE,
    CLEAR,
    NOT_ASSESSED,
    actions,
    became,
    find,
    moves,
    numb,
    ok,
    red,
    rests,
    running,
    wait,
)

STILL_NUMB = (1920.0, "Still not well after half an hour. See a clinician.")


def numb_at_100_stopped_at_120(gait: Gait) -> Adviser:
    adviser = running()
    adviser.push(numb(100.0))
    moves(adviser, 120.0, gait)
    return adviser


@pytest.mark.parametrize("gait", [Gait.STAND, Gait.WALK])
def test_who_walks_home_numb_is_told_once_as_who_stands(gait: Gait) -> None:
    adviser = numb_at_100_stopped_at_120(gait)

    assert red(wait(adviser, 121, 6000)) == [STILL_NUMB]


@pytest.mark.parametrize(("dash_s", "told"), [(5.0, [STILL_NUMB]), (300.0, [])])
def test_only_running_again_for_a_while_undoes_that_running_ended(
    dash_s: float, told: list[tuple[float, str]]
) -> None:
    adviser = numb_at_100_stopped_at_120(Gait.WALK)
    wait(adviser, 121, 900)
    moves(adviser, 900.0, Gait.RUN)
    out = wait(adviser, 901, 900 + dash_s)
    moves(adviser, 900.0 + dash_s, Gait.WALK)

    assert red(out + wait(adviser, 901 + dash_s, 1950)) == told


def test_a_watch_that_says_walking_is_enough_to_know_that_running_ended() -> None:
    adviser = Adviser(AdviceLimits())
    adviser.push(ReferenceSpeed(10.0, 3.0))
    adviser.push(numb(100.0))

    out = [x for t in range(120, 2000) for x in adviser.push(ReferenceSpeed(float(t), 1.4))]

    assert red(out) == [STILL_NUMB]


@pytest.mark.parametrize(("run_s", "walk_s"), [(0, 1860), (45, 45), (600, 2400)])
def test_half_an_hour_counts_from_the_first_report_not_from_the_end_of_running(
    run_s: int, walk_s: int
) -> None:
    """A walker; a runner who walks every 45 s; one who walks home after 10 min."""
    adviser, t_s = Adviser(AdviceLimits()), 0.0
    while t_s < 1860.0:
        for gait, for_s in ((Gait.RUN, run_s), (Gait.WALK, walk_s)):
            moves(adviser, t_s, gait)
            t_s += for_s
    tingling = Symptom(t_s, Feeling.TINGLING, Side.LEFT, Zone.SOLE)

    out = adviser.push(tingling) + wait(adviser, t_s + 1, t_s + 900)

    assert red(out) == []


def test_a_runner_who_walks_every_45_s_and_then_goes_home_is_told() -> None:
    adviser = Adviser(AdviceLimits())
    for at in range(0, 900, 90):
        moves(adviser, float(at), Gait.RUN)
        moves(adviser, at + 45.0, Gait.WALK)
    adviser.push(numb(880.0))

    assert red(wait(adviser, 881, 3000)) == [(2680.0, STILL_NUMB[1])]


def test_a_symptom_that_comes_back_after_a_walk_is_a_red_flag_at_once() -> None:
    adviser = running()
    adviser.push(numb(100.0))
    rests(adviser, 120.0, 180.0, Gait.WALK)

    assert red(adviser.push(numb(240.0))) == [(240.0, "The break did not help. End the run here.")]


def lost(adviser: Adviser, t_s: float) -> None:
    for side in Side:
        adviser.push(Notice(NoticeKind.LOST, t_s, f"pod {side}", "lost", side))


def test_who_may_be_running_unseen_is_not_said_to_have_stopped_half_an_hour_ago() -> None:
    adviser = running()
    adviser.push(numb(600.0))
    moves(adviser, 600.0, Gait.WALK)
    lost(adviser, 610.0)

    assert red(wait(adviser, 611, 4000)) == []


@pytest.mark.parametrize("feeling", [Feeling.NUMB, Feeling.PAIN])
def test_what_nobody_saw_is_no_rest(feeling: Feeling) -> None:
    adviser = running()
    adviser.push(Symptom(300.0, feeling, Side.LEFT, Zone.HEEL))
    moves(adviser, 310.0, Gait.WALK)
    lost(adviser, 315.0)
    wait(adviser, 316, 1215)
    moves(adviser, 1215.0, Gait.RUN)

    (_, text) = red(adviser.push(Symptom(1226.0, feeling, Side.LEFT, Zone.HEEL)))[0]

    assert text in ("Left heel numb. End the run here.", "The pain is back. End the run here.")


@pytest.mark.parametrize(("walk_s", "again_s"), [(0.0, 400.0), (10.0, 400.0), (60.0, 6000.0)])
def test_without_a_walk_or_long_after_it_the_walk_is_asked_for_again(
    walk_s: float, again_s: float
) -> None:
    adviser = running()
    adviser.push(Symptom(100.0, Feeling.TINGLING, Side.LEFT, Zone.SOLE))
    if walk_s:
        rests(adviser, 120.0, 120.0 + walk_s, Gait.WALK)
    wait(adviser, 200, 380)

    out = adviser.push(Symptom(again_s, Feeling.TINGLING, Side.LEFT, Zone.SOLE))

    assert actions(out) == [Action.WALK]


@pytest.mark.parametrize("zone", [Zone.FOREFOOT, Zone.TOP, Zone.SOLE, Zone.HEEL, Zone.FOOT])
def test_a_swollen_foot_is_answered_as_such_and_is_no_swollen_calf(zone: Zone) -> None:
    adviser = running()

    out = adviser.push(Symptom(100.0, Feeling.SWOLLEN, Side.RIGHT, zone))

    (said,) = [x.text for x in out if isinstance(x, Advice)]
    assert red(out) == []
    assert "calf" not in said.lower()
    assert "swollen" in said


@pytest.mark.parametrize("zone", [None, Zone.CALF])
def test_swollen_without_a_place_is_the_calf(zone: Zone | None) -> None:
    out = running().push(Symptom(100.0, Feeling.SWOLLEN, Side.RIGHT, zone))

    assert red(out) == [(100.0, "Right calf is swollen. End the run here.")]


def test_what_cannot_wait_has_the_card_that_calls_for_help() -> None:
    adviser = running()
    told = [
        said.card or ""
        for symptom in (
            Symptom(100.0, Feeling.SWOLLEN, Side.LEFT),
            Symptom(130.0, Feeling.DIZZY),
            ok(160.0, None),
            Symptom(190.0, Feeling.PAIN, Side.LEFT, Zone.SOLE),
            Symptom(1190.0, Feeling.PAIN, Side.LEFT, Zone.SOLE),
        )
        for said in adviser.push(symptom)
        if isinstance(said, Advice) and said.red_flag
    ]

    assert ["emergency" in card for card in told] == [True, True, False]


DIZZY, SWOLLEN = Symptom(300.0, Feeling.DIZZY), Symptom(300.0, Feeling.SWOLLEN)


@pytest.mark.parametrize("flag", [DIZZY, SWOLLEN])
@pytest.mark.parametrize(
    "fine", [ok(360.0), ok(360.0, Side.RIGHT), Symptom(360.0, Feeling.OK, None, Zone.FOOT)]
)
def test_a_foot_that_is_fine_ends_nothing_that_needs_help(flag: Symptom, fine: Symptom) -> None:
    adviser = running()
    adviser.push(flag)
    adviser.push(fine)

    out = adviser.push(find(361.0, FindingKind.OVERSTRIDING)) + wait(adviser, 362, 800)

    assert actions(out) == []


@pytest.mark.parametrize("flag", [DIZZY, SWOLLEN])
def test_an_ok_of_all_ends_what_needed_help(flag: Symptom) -> None:
    adviser = running()
    adviser.push(flag)
    adviser.push(ok(360.0, None))

    out = adviser.push(find(361.0, FindingKind.OVERSTRIDING)) + wait(adviser, 362, 800)

    assert Action.SHORTER_STEPS in actions(out)


def test_a_numb_foot_that_was_not_said_does_not_take_the_place_of_dizziness() -> None:
    adviser = running()
    adviser.push(DIZZY)
    for minute in range(6, 20):
        adviser.push(numb(60.0 * minute, None, None))
    adviser.push(ok(1201.0))

    (_, text), *_ = red(adviser.push(Symptom(1202.0, Feeling.DIZZY)))

    assert text == "You are dizzy. Stop, cool down and get help."
    assert actions(adviser.push(find(1203.0, FindingKind.OVERSTRIDING))) == []


def test_of_two_feet_it_is_said_once_that_they_are_still_not_well() -> None:
    adviser = numb_at_100_stopped_at_120(Gait.STAND)
    adviser.push(numb(130.0, side=Side.RIGHT))

    assert red(wait(adviser, 131, 4000)) == [STILL_NUMB]


def test_a_foot_that_stays_numb_ends_the_run_once_in_ten_minutes_however_it_is_noticed() -> None:
    adviser = running()
    out = adviser.push(numb(100.0))
    rests(adviser, 120.0, 190.0, Gait.WALK)

    for t_s in range(710, 1300, 60):
        out += wait(adviser, t_s - 59, t_s) + adviser.push(numb(float(t_s)))

    assert [round(t_s) for t_s, _ in red(out)] == [710]


def dropped(t_s: float, status: FindingStatus = ACTIVE) -> Finding:
    return find(t_s, FindingKind.FOOT_DROP, Side.RIGHT, status)


def test_a_drop_that_is_no_longer_measured_still_ends_the_run() -> None:
    adviser = running()
    adviser.push(dropped(600.0))
    out = adviser.push(dropped(640.0, NOT_ASSESSED))
    out += adviser.push(find(641.0, FindingKind.OVERSTRIDING)) + wait(adviser, 642, 1500)

    again = adviser.push(dropped(1500.0)) + wait(adviser, 1501, 1510)

    assert actions(out) == []
    assert [t_s for t_s, _ in red(again)] == [1500.0]


def test_a_drop_that_is_measured_again_is_said_after_ten_minutes() -> None:
    adviser = running()
    adviser.push(dropped(600.0))
    adviser.push(dropped(640.0, NOT_ASSESSED))
    adviser.push(dropped(700.0))

    assert [round(t_s) for t_s, _ in red(wait(adviser, 701, 1800))] == [1200]


def test_a_foot_that_lifts_again_was_not_helped_by_the_stop() -> None:
    adviser = running()
    adviser.push(dropped(600.0))
    rests(adviser, 610.0, 700.0, Gait.WALK)

    assert became(adviser.push(dropped(747.0, CLEAR))) == [OutcomeKind.UNKNOWN]


def test_a_symptom_of_seconds_ago_is_not_told_to_last_since_the_run() -> None:
    adviser = numb_at_100_stopped_at_120(Gait.WALK)
    wait(adviser, 121, 1916)
    adviser.push(Symptom(1916.0, Feeling.TINGLING, Side.RIGHT, Zone.SOLE))

    out = wait(adviser, 1917, 1950)
    adviser.push(ok(1950.0))
    later = wait(adviser, 1951, 5000)

    assert red(out) == [STILL_NUMB]
    assert red(later) == [(3716.0, STILL_NUMB[1])]
