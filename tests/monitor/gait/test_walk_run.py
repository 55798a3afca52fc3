"""Stand, walk or run."""

import pytest

from monitor.gait.load.limits import StrideLimits
from monitor.gait.walk_run import FootGait
from monitor.types import Gait, GaitChange, Side


@pytest.mark.parametrize(
    ("contact_s", "stride_s", "gait"),
    [
        (0.25, 0.70, Gait.RUN),
        (0.38, 0.75, Gait.RUN),
        (0.60, 1.00, Gait.WALK),
        (1.30, 2.05, Gait.WALK),
        (0.19, 0.33, Gait.RUN),  # both feet in one signal
    ],
)
def test_contact_time_and_duty_factor_tell_the_gait(
    contact_s: float, stride_s: float, gait: Gait
) -> None:
    assert FootGait(Side.LEFT, StrideLimits(), one_foot=False).of(contact_s, stride_s, None) is gait


@pytest.mark.parametrize("by_motion", [None, Gait.WALK])
@pytest.mark.parametrize(("contact_s", "stride_s"), [(0.378, 0.62), (0.402, 0.66), (0.41, 0.70)])
def test_quick_steps_of_a_child_or_a_race_walker_walk(
    contact_s: float, stride_s: float, by_motion: Gait | None
) -> None:
    insole = FootGait(Side.LEFT, StrideLimits(), one_foot=True)

    assert insole.of(contact_s, stride_s, by_motion) is Gait.WALK
    assert insole.of(contact_s, stride_s, Gait.RUN) is Gait.RUN
    assert insole.of(0.38, 0.75, by_motion) is Gait.RUN


def test_a_single_odd_stride_does_not_change_the_gait() -> None:
    follow = FootGait(Side.LEFT, StrideLimits(), one_foot=True)
    seen = [Gait.RUN, Gait.RUN, Gait.WALK, Gait.RUN, Gait.WALK, Gait.WALK]

    said = [
        change
        for t, gait in enumerate(seen)
        for change in follow.observe(gait, float(t), by_load=True)
    ]

    assert said == [
        GaitChange(Side.LEFT, 1.0, Gait.RUN),
        GaitChange(Side.LEFT, 5.0, Gait.WALK),
    ]


def test_a_contact_without_end_goes_on_as_before() -> None:
    follow = FootGait(Side.LEFT, StrideLimits(), one_foot=True)
    follow.change(Gait.WALK, 0.0)

    assert follow.of(None, 0.7, None) is Gait.WALK


@pytest.mark.parametrize(
    ("stride_s", "by_motion", "gait"),
    [
        (1.1, None, Gait.WALK),
        (0.7, None, Gait.RUN),
        (0.7, Gait.WALK, Gait.WALK),
        (1.1, Gait.RUN, Gait.RUN),
    ],
)
def test_a_first_contact_without_end_is_judged_by_motion_or_by_its_stride(
    stride_s: float, by_motion: Gait | None, gait: Gait
) -> None:
    after_standing = FootGait(Side.LEFT, StrideLimits(), one_foot=True)

    assert after_standing.of(None, stride_s, by_motion) is gait
