"""Steps from the strides of two feet."""

import pytest

from monitor.gait.both_feet import BothFeet
from monitor.gait.limits import GaitLimits
from monitor.settings.athlete import Athlete
from monitor.types import Side, Step, Stride, stride_of

ATHLETE = Athlete(mass_kg=70.0, height_m=1.75)


def stride(
    side: Side, ic_s: float, *, contact_s: float | None = 0.25, cycle_s: float = 0.70
) -> Stride:
    return stride_of(
        side=side,
        ic_s=ic_s,
        tc_s=None if contact_s is None else ic_s + contact_s,
        next_ic_s=ic_s + cycle_s,
        length_from_s=ic_s + 0.1,
        length_to_s=ic_s + 0.1 + cycle_s,
        stride_length_m=3.3 * cycle_s,
    )


def alternating(strides: int, **shape: float) -> list[Stride]:
    sides = [Side.LEFT, Side.RIGHT]
    return [stride(sides[i % 2], 10.0 + 0.35 * i, **shape) for i in range(strides)]


def steps(strides: list[Stride], athlete: Athlete = ATHLETE) -> list[Step]:
    both = BothFeet(athlete, GaitLimits())
    return [step for one in strides for step in both.push(one)] + both.finish()


def test_every_step_between_two_feet_is_said_once_and_in_order() -> None:
    found = steps(alternating(6))

    assert [step.side for step in found] == [Side.LEFT, Side.RIGHT] * 3
    assert [step.ic_s for step in found] == pytest.approx([10.0 + 0.35 * i for i in range(6)])
    assert [step.step_time_s for step in found] == pytest.approx([0.35] * 6)


def test_running_steps_fly_and_bounce_on_springs() -> None:
    step = steps(alternating(4))[1]

    assert step.flight_time_s == pytest.approx(0.10)
    assert step.speed_m_s == pytest.approx(3.3)
    assert step.braking_time_s == pytest.approx(0.125)
    assert step.vertical_stiffness_n_m == pytest.approx(25180, rel=1e-4)
    assert step.leg_stiffness_n_m == pytest.approx(9632, rel=1e-4)


def test_walking_steps_overlap_and_have_no_springs() -> None:
    step = steps(alternating(4, contact_s=0.45))[1]

    assert step.flight_time_s == pytest.approx(-0.10)
    assert step.vertical_stiffness_n_m is None
    assert step.leg_stiffness_n_m is None


def test_stiffness_needs_a_mass_and_that_of_the_leg_a_height() -> None:
    massless = steps(alternating(4), Athlete())[0]
    heightless = steps(alternating(4), Athlete(mass_kg=70.0))[0]

    assert massless.vertical_stiffness_n_m is None
    assert heightless.vertical_stiffness_n_m is not None
    assert heightless.leg_stiffness_n_m is None


def test_one_foot_makes_no_steps() -> None:
    assert steps([one for one in alternating(10) if one.side is Side.LEFT]) == []


def test_steps_stop_while_a_foot_is_missing_and_go_on_after_it() -> None:
    strides = alternating(20)
    gap = [s for s in strides if s.side is Side.LEFT or not 12.0 < s.ic_s < 15.0]

    found = steps(gap)

    assert all(step.step_time_s == pytest.approx(0.35) for step in found)
    assert len([step for step in found if 13.0 < step.ic_s < 14.0]) == 0
    assert found[-1].ic_s > 16.0


def test_feet_that_land_together_make_no_steps() -> None:
    strides = [stride(side, 10.0 + 0.7 * i) for i in range(4) for side in Side]

    assert steps(strides) == []


def test_a_contact_that_was_not_seen_to_end_leaves_the_times_of_the_step() -> None:
    step = steps(alternating(3, contact_s=None))[1]  # a contact that is not known

    assert step.flight_time_s is None
    assert step.braking_time_s is None
    assert step.step_time_s == pytest.approx(0.35)
