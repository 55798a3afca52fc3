"""Which strides the report counts, and for what."""

from math import radians

import pytest

from monitor.report.foot_log import FootLog, Window
from monitor.types import Gait, MotionMeasures, Side, Stride, StrideFlag

ALL = Window(0.0, 100.0)


def log_of(flag: StrideFlag) -> FootLog:
    """Ten strides of 12° of strike angle, then thirty so flagged of 80°."""
    log = FootLog(Side.LEFT)
    for k in range(40):
        usual = k < 10
        log.push(
            Stride(
                side=Side.LEFT,
                ic_s=0.7 * k,
                tc_s=0.7 * k + (0.25 if usual else 0.30),
                next_ic_s=0.7 * (k + 1),
                gait=Gait.RUN,
                flags=StrideFlag.NONE if usual else flag,
                motion=MotionMeasures(
                    length_from_s=0.7 * k,
                    length_to_s=0.7 * (k + 1),
                    foot_strike_angle_rad=radians(12.0 if usual else 80.0),
                ),
            )
        )
    return log


def test_steps_sideways_say_nothing_of_how_somebody_runs() -> None:
    log = log_of(StrideFlag.SIDEWAYS)

    assert log.mean("strike", ALL) == pytest.approx(12.0)
    assert log.mean("contact", ALL) == pytest.approx(250.0)


def test_a_guessed_mounting_takes_the_angles_and_leaves_the_times() -> None:
    log = log_of(StrideFlag.MOUNTING_GUESSED)

    assert log.mean("strike", ALL) == pytest.approx(12.0)
    assert log.mean("contact", ALL) == pytest.approx(300.0)
