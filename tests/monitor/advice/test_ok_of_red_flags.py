"""Which OK ends a report that needs help at once."""

import pytest

from monitor.types import Action, Feeling, FindingKind, Side, Symptom, Zone
from tests.monitor.advice.scene import actions, find, ok, running, wait


def is_over(report: Symptom, *oks: Symptom) -> bool:
    """Whether what the sensors see is spoken of again after a red flag and these OKs."""
    adviser = running()
    adviser.push(report)
    for fine in oks:
        adviser.push(fine)
    out = adviser.push(find(401.0, FindingKind.OVERSTRIDING)) + wait(adviser, 402, 800)
    return Action.SHORTER_STEPS in actions(out)


def test_two_swollen_calves_are_over_when_each_is_fine() -> None:
    both = Symptom(300.0, Feeling.SWOLLEN, both=True)
    left, right = ok(360.0), ok(365.0, Side.RIGHT)

    over = [is_over(both, *oks) for oks in ((left,), (left, left), (left, right))]

    assert over == [False, False, True]


@pytest.mark.parametrize("said", [None, Zone.CALF])
@pytest.mark.parametrize(
    ("side", "zone", "over"),
    [
        (None, Zone.CALF, True),
        (None, None, True),
        (Side.LEFT, Zone.CALF, False),
        (None, Zone.FOOT, False),
    ],
)
def test_an_ok_of_the_calf_ends_that_a_calf_is_swollen_unless_it_is_of_one_leg(
    said: Zone | None, side: Side | None, zone: Zone | None, over: bool
) -> None:
    swollen = Symptom(300.0, Feeling.SWOLLEN, None, said)

    assert is_over(swollen, Symptom(360.0, Feeling.OK, side, zone)) is over


def test_dizziness_that_was_said_with_a_foot_is_not_over_when_the_foot_is_fine() -> None:
    dizzy = Symptom(300.0, Feeling.DIZZY, Side.LEFT)

    assert [is_over(dizzy, fine) for fine in (ok(360.0), ok(360.0, None))] == [False, True]
