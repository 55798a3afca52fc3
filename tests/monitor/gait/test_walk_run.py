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
    assert FootGait(Side.LEFT, StrideLimits()).of(contact_s, stride_s) is gait


def test_a_single_odd_stride_does_not_change_the_gait() -> None:
    follow = FootGait(Side.LEFT, StrideLimits())
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
    follow = FootGait(Side.LEFT, StrideLimits())
    follow.change(Gait.WALK, 0.0)

    assert follow.of(None, 1.0) is Gait.WALK
