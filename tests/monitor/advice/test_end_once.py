"""That the run should end is said once in ten minutes, whatever else is felt."""

import pytest

from monitor.types import Feeling, Gait, Side, Symptom, Zone
from tests.monitor.advice.scene import Out, actions, moves, numb, red, running, texts, wait


def test_of_two_feet_that_stay_numb_the_run_is_ended_once() -> None:
    adviser = running()
    out: Out = []
    for t_s in range(300, 1800, 100):
        for late_s, side in ((0.0, Side.LEFT), (5.0, Side.RIGHT)):
            out += adviser.push(numb(t_s + late_s, Zone.TOP, side))

    assert [t_s for t_s, _ in red(out)] == [900.0, 1500.0]


@pytest.mark.parametrize(
    ("then", "told"),
    [
        (numb(110.0, Zone.TOP, Side.RIGHT), "Top of the right foot numb. I heard you."),
        (Symptom(110.0, Feeling.SWOLLEN, Side.RIGHT), "Right calf is swollen. End the run here."),
        (Symptom(110.0, Feeling.DIZZY), "You are dizzy. Stop, cool down and get help."),
    ],
)
def test_only_what_asks_for_more_is_said_right_after(then: Symptom, told: str) -> None:
    adviser = running()
    adviser.push(Symptom(100.0, Feeling.SWOLLEN, Side.LEFT))

    assert texts(adviser.push(then)) == [told]


def test_the_other_foot_counts_as_told_and_is_well_by_its_own_ok() -> None:
    adviser = running()
    adviser.push(numb(100.0))
    adviser.push(numb(110.0, side=Side.RIGHT))
    first = adviser.push(numb(800.0)) + adviser.push(numb(810.0, side=Side.RIGHT))

    adviser.push(Symptom(820.0, Feeling.OK, Side.LEFT))
    later = wait(adviser, 821, 1300) + adviser.push(numb(1300.0, side=Side.RIGHT))

    assert [t_s for t_s, _ in red(first)] == [800.0]
    assert red(later) == []
    assert len(actions(later)) == 1


def test_what_lasts_after_the_run_waits_for_another_end_that_was_just_told() -> None:
    adviser = running()
    adviser.push(numb(100.0))
    moves(adviser, 120.0, Gait.WALK)
    wait(adviser, 121, 1900)
    adviser.push(Symptom(1900.0, Feeling.DIZZY))

    out = wait(adviser, 1901, 4000)

    assert red(out) == [(2500.0, "Still not well after half an hour. See a clinician.")]
    assert len(texts(out)) == 1
