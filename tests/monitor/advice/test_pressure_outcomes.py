"""Whether loosening helped: each foot by its own cells, strides of after the stop, a rest seen."""

from dataclasses import replace

import pytest

from monitor.advice.adviser import Adviser
from monitor.advice.runner import Runner
from monitor.types import (
    Action,
    Feeling,
    Finding,
    FindingKind,
    FindingStatus,
    Gait,
    GaitChange,
    HeartBeat,
    Outcome,
    OutcomeKind,
    Risk,
    Side,
    Symptom,
    Zone,
    stride_of,
)
from tests.monitor.advice.scene import (
    CLEAR,
    Out,
    advice,
    became,
    find,
    moves,
    numb,
    rests,
    risk,
    running,
    texts,
    wait,
)

Pressures = dict[Side, float]


def strides(
    adviser: Adviser, from_s: float, to_s: float, kpa: Pressures, *, sole: bool = False
) -> Out:
    """Run for a while with a pressure of each foot in its swings."""
    name = "plantar_swing_kpa" if sole else "instep_swing_kpa"
    out: Out = []
    t_s = from_s
    while t_s < to_s:
        for side, now_kpa in kpa.items():
            one = stride_of(
                side=side, ic_s=t_s, tc_s=t_s + 0.25, next_ic_s=t_s + 0.7, **{name: now_kpa}
            )
            out += adviser.push(one)
        t_s += 0.7
    return out


def outcomes(out: Out) -> list[tuple[OutcomeKind, str]]:
    return [(x.kind, x.evidence) for x in out if isinstance(x, Outcome)]


LEFT, RIGHT = Side


def both_said(left_kpa: float, right_kpa: float) -> Adviser:
    adviser = running()
    strides(adviser, 70.0, 100.0, {LEFT: left_kpa, RIGHT: right_kpa})
    adviser.push(find(100.0, FindingKind.LACING, LEFT))
    out = adviser.push(find(100.0, FindingKind.LACING, RIGHT))
    assert texts(out) == [
        "Laces on both feet are too tight. Loosen both a little at your next stop."
    ]
    return adviser


def test_of_both_shoes_that_were_named_each_must_press_less() -> None:
    adviser = both_said(21.0, 15.0)
    rests(adviser, 140.0, 170.0)
    adviser.push(find(185.0, FindingKind.LACING, LEFT, CLEAR))

    out = strides(adviser, 170.0, 320.0, {LEFT: 8.0, RIGHT: 15.0})

    assert outcomes(out) == [(OutcomeKind.IGNORED, "pressure in swing +0.0 kPa")]


def test_a_foot_that_is_not_measured_any_more_did_not_get_better() -> None:
    adviser = both_said(20.0, 20.0)

    out = rests(adviser, 140.0, 170.0) + strides(adviser, 170.0, 320.0, {RIGHT: 10.0})

    assert outcomes(out) == [
        (OutcomeKind.UNKNOWN, "pressure in swing -10.0 kPa right, the other not measured")
    ]


def test_cells_of_the_sole_do_not_stand_in_for_those_of_the_instep() -> None:
    adviser = running()
    strides(adviser, 70.0, 100.0, {LEFT: 15.0})
    adviser.push(find(100.0))
    strides(adviser, 100.0, 110.0, {LEFT: 15.0})
    rests(adviser, 140.0, 170.0)

    out = strides(adviser, 170.0, 320.0, {LEFT: 1.0}, sole=True)

    assert OutcomeKind.PRESSURE_FELL not in became(out)


def test_a_window_that_ends_in_a_stop_is_judged_by_the_strides_after_it() -> None:
    adviser = running()
    strides(adviser, 70.0, 100.0, {LEFT: 20.0})
    adviser.push(find(100.0))
    out = strides(adviser, 100.0, 250.0, {LEFT: 20.0})
    assert len(advice(out)) == 1

    stop = rests(adviser, 250.0, 320.0)  # the window of 180 s ends in it
    after = strides(adviser, 320.0, 360.0, {LEFT: 9.0})

    assert [x for x in stop if isinstance(x, Outcome)] == []
    assert outcomes(after) == [(OutcomeKind.PRESSURE_FELL, "pressure in swing -11.0 kPa")]
    assert not any("still" in text for text in texts([*stop, *after]))


@pytest.mark.parametrize(
    ("stands_s", "kind"), [(2.0, OutcomeKind.PASSED), (30.0, OutcomeKind.SYMPTOM_EASED)]
)
def test_what_the_runner_felt_was_helped_by_a_stop_long_enough_to_loosen(
    stands_s: float, kind: OutcomeKind
) -> None:
    adviser = running()
    out = adviser.push(numb(300.0, Zone.TOP)) + wait(adviser, 301, 340)
    assert Action.LOOSEN_LACES in [x.action for x in advice(out)]
    rests(adviser, 340.0, 340.0 + stands_s)

    out = adviser.push(Symptom(375.0, Feeling.OK, LEFT, Zone.TOP))

    assert became(out)[:1] == [kind]


def at_risk(t_s: float, level: float, coverage: float = 1.0) -> Risk:
    return replace(risk(t_s, LACES=level), coverage=coverage)


@pytest.mark.parametrize(
    ("rest_s", "later", "coverage", "kind"),
    [
        (0.0, 1.3, 1.0, OutcomeKind.IGNORED),
        (0.0, 1.04, 1.0, OutcomeKind.IGNORED),
        (0.0, 0.75, 1.0, OutcomeKind.PASSED),
        (40.0, 1.04, 1.0, OutcomeKind.UNKNOWN),
        (40.0, 0.75, 1.0, OutcomeKind.RISK_FELL),
        (40.0, 0.75, 0.6, OutcomeKind.UNKNOWN),
    ],
)
def test_a_zone_is_helped_by_a_clear_fall_after_a_rest_as_far_as_as_much_is_measured(
    rest_s: float, later: float, coverage: float, kind: OutcomeKind
) -> None:
    adviser = running()
    (one,) = advice(adviser.push(at_risk(100.0, 1.1)) + wait(adviser, 101, 120))
    assert one.action is not Action.ASK
    if rest_s:
        rests(adviser, 130.0, 130.0 + rest_s, Gait.WALK)

    out = adviser.push(at_risk(200.0, later, coverage)) + wait(adviser, 201, 300)

    assert became(out) == [kind]


def tight(side: Side, t_s: float, *, from_start: bool) -> Finding:
    return Finding(
        kind=FindingKind.LACING,
        side=side,
        t_s=t_s,
        status=FindingStatus.ACTIVE,
        evidence="seen",
        from_start=from_start,
    )


@pytest.mark.parametrize(
    ("right_too", "start"),
    [(True, "Both laces are tight from the start."), (False, "Laces on both feet are too tight.")],
)
def test_both_laces_are_tight_from_the_start_only_if_both_are(right_too: bool, start: str) -> None:
    adviser = running()
    adviser.push(tight(LEFT, 200.0, from_start=True))
    out = adviser.push(tight(RIGHT, 201.0, from_start=right_too))

    assert texts(out)[0].startswith(start)


def test_a_heart_that_is_near_its_maximum_by_now_is_not_told_to_drink() -> None:
    runner = Runner(hot=True, heart_rate_most_bpm=180.0)
    adviser = running(runner=runner)
    adviser.push(HeartBeat(95.0, 150.0))
    out = adviser.push(find(100.0, FindingKind.CARDIAC_DRIFT, None)) + wait(adviser, 101, 120)
    assert any("Drink" in text for text in texts(out))

    later: Out = []
    for t_s in range(120, 4000):
        later += adviser.push(HeartBeat(float(t_s), 178.0))

    assert len(texts(later)) > 0
    assert not any("Drink" in text for text in texts(later))


def test_a_stop_of_one_foot_forgets_nothing_of_the_other() -> None:
    adviser = both_said(20.0, 20.0)
    adviser.push(GaitChange(LEFT, 140.0, Gait.STAND))
    out = strides(adviser, 140.0, 320.0, {RIGHT: 10.0})
    moves(adviser, 321.0, Gait.RUN)

    assert OutcomeKind.PRESSURE_FELL not in became(out)
