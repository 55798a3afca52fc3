"""What a foot's IMU says of swing and landing, against where the simulated foot was.

The runner's toes point ahead here: a quantity's frame is that of the direction of travel, and
docs/strides.md says what toe-out does to it.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from firmware_sim.scenario.model import Person, Phase, Scenario
from firmware_sim.table import join
from firmware_sim.truth.truth_files import StrideTruth, stride_truth
from monitor.gait.imu.limits import ImuLimits
from monitor.gait.imu.stride_detector import ImuStride, ImuStrides
from monitor.types import FloatArray, Gait, Side, StrideFlag
from tests.monitor.gait.simulated_foot import Simulated, simulated

RUN = Phase(duration_s=1e4, speed_m_s=3.0)
WALK = Phase(duration_s=1e4, gait=Gait.WALK, speed_m_s=1.3)
SECONDS = 20.0
EDGES = StrideFlag.FIRST | StrideFlag.LAST | StrideFlag.MOUNTING_GUESSED


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """Strides as said, with their truth row by row."""

    said: list[ImuStride]
    truth: StrideTruth
    foot: Simulated

    def median(self, name: str) -> float:
        """Median of what was said."""
        return float(np.median([getattr(stride.motion, name) for stride in self.said]))

    def true_median(self, name: str) -> float:
        """Median of the truth."""
        return float(np.median(getattr(self.truth, name)))

    def sampled(self, start_s: FloatArray, stop_s: FloatArray) -> FloatArray:
        """A thousand instants of each stride, one row a stride."""
        share = np.linspace(0.0, 1.0, 1000)
        return start_s[:, np.newaxis] + (stop_s - start_s)[:, np.newaxis] * share

    def seen(self, t_s: FloatArray, name: str) -> FloatArray:
        """The instep pod's true motion at sampled instants, one row a stride."""
        outward = 1.0 if self.foot.block.side is Side.RIGHT else -1.0
        out = []
        for row in t_s:
            [path] = [
                one.path
                for one in self.foot.stretches
                if one.path.ic_s[0] <= row[0] and row[-1] <= one.path.ic_s[-1]
            ]
            out.append(getattr(path.motion(row, "instep", outward), name))
        return np.array(out)


def runner(**values: Any) -> Person:
    return Person(toe_out_deg=0.0, **values)


def compared(phase: Phase, person: Person | None = None, side: Side = Side.LEFT) -> Compared:
    foot = simulated(
        Scenario(name="t", phase=(phase,), runner=person or runner()), SECONDS, side=side
    )
    truth = join([stride_truth(stretch) for stretch in foot.stretches])
    stage = ImuStrides(side, 200.0, ImuLimits())
    said = [
        one
        for one in stage.push(foot.block) + stage.finish()
        if isinstance(one, ImuStride) and not one.flags & EDGES
    ]
    ends = [stretch.path.ic_s[-1] for stretch in foot.stretches]
    whole = [
        one
        for one in said
        if not any(one.ic / 200.0 < end < one.motion.length_to_s + 0.1 for end in ends)
    ]
    rows = [int(np.abs(truth.ic_s - one.ic / 200.0).argmin()) for one in whole]
    assert len(whole) > 10
    kept = StrideTruth(*(getattr(truth, name)[rows] for name in StrideTruth.__slots__))
    return Compared(whole, kept, foot)


@pytest.mark.parametrize("phase", [RUN, WALK], ids=["run", "walk"])
def test_toe_clearance_changes_as_the_toe_does_and_is_off_by_the_shape_of_the_shoe(
    phase: Phase,
) -> None:
    low = compared(phase, runner(toe_clearance_m=0.015))
    high = compared(phase, runner(toe_clearance_m=0.1))

    said = high.median("toe_clearance_m") - low.median("toe_clearance_m")
    true = high.true_median("toe_clearance_m") - low.true_median("toe_clearance_m")
    assert said == pytest.approx(true, rel=0.1)
    assert low.median("toe_clearance_m") == pytest.approx(
        low.true_median("toe_clearance_m"), abs=0.02
    )


@pytest.mark.parametrize("strike_deg", [-10.0, 5.0, 20.0])
@pytest.mark.parametrize("pronation_deg", [0.0, 18.0])
def test_toe_clearance_does_not_follow_how_the_foot_lands(
    strike_deg: float, pronation_deg: float
) -> None:
    person = runner(strike_angle_deg=strike_deg, pronation_deg=pronation_deg)

    run = compared(RUN, person)

    off_m = run.median("toe_clearance_m") - run.true_median("toe_clearance_m")
    assert off_m == pytest.approx(0.018, abs=0.006)


@pytest.mark.parametrize("phase", [RUN, WALK], ids=["run", "walk"])
@pytest.mark.parametrize("side", Side)
def test_path_height_is_right_within_3_mm(phase: Phase, side: Side) -> None:
    foot = compared(phase, side=side)

    from_s = np.array([one.motion.length_from_s for one in foot.said])
    to_s = np.array([one.motion.length_to_s for one in foot.said])
    height = foot.seen(foot.sampled(from_s, to_s), "place_m")[:, :, 1]
    over = height - height[:, :1] - (height[:, -1:] - height[:, :1]) * np.linspace(0.0, 1.0, 1000)
    error = np.array([one.motion.path_height_m for one in foot.said]) - over.max(axis=1)
    assert abs(np.median(error)) < 0.003
    assert np.percentile(np.abs(error), 95) < 0.006


@pytest.mark.parametrize("slope", [-0.1, -0.03, 0.0, 0.03, 0.1])
@pytest.mark.parametrize("phase", [RUN, WALK], ids=["run", "walk"])
def test_slope_is_right_within_a_hundredth(phase: Phase, slope: float) -> None:
    hill = Phase(duration_s=1e4, speed_m_s=phase.speed_m_s, gait=phase.gait, slope=slope)

    foot = compared(hill)

    said = np.array([one.motion.rise_m / one.motion.stride_length_m for one in foot.said])
    assert np.median(said) == pytest.approx(slope, abs=0.01)


@pytest.mark.parametrize("strike_deg", [-10.0, 5.0, 20.0])
@pytest.mark.parametrize("pronation_deg", [0.0, 9.0, 18.0])
def test_pronation_is_right_within_1_4_degrees_however_the_foot_lands(
    strike_deg: float, pronation_deg: float
) -> None:
    foot = compared(RUN, runner(strike_angle_deg=strike_deg, pronation_deg=pronation_deg))

    roll = foot.seen(foot.sampled(foot.truth.ic_s, foot.truth.mid_s), "roll_rad")
    true_deg = np.degrees(np.median((roll - roll[:, :1]).max(axis=1)))
    assert np.degrees(foot.median("pronation_rad")) == pytest.approx(true_deg, abs=1.4)


@pytest.mark.parametrize("phase", [RUN, WALK], ids=["run", "walk"])
@pytest.mark.parametrize("strike_deg", [-10.0, 5.0, 20.0])
def test_pitch_in_mid_swing_is_right_within_2_degrees(phase: Phase, strike_deg: float) -> None:
    foot = compared(phase, runner(strike_angle_deg=strike_deg))

    swing = foot.sampled(foot.truth.tc_s, foot.truth.next_ic_s)
    fastest = foot.seen(swing, "turn_rad_s")[:, :, 2].argmax(axis=1)
    flat_s = np.array([one.motion.length_to_s for one in foot.said])
    flat = foot.seen(flat_s[:, np.newaxis], "pitch_rad")[:, 0]
    rows = np.arange(len(fastest))
    true = np.degrees(np.median(foot.seen(swing, "pitch_rad")[rows, fastest] - flat))
    assert np.degrees(foot.median("pitch_mid_swing_rad")) == pytest.approx(true, abs=2.0)


@pytest.mark.parametrize("slap", [0.7, 1.0, 1.5])
def test_slap_and_impact_are_right_within_a_tenth(slap: float) -> None:
    foot = compared(RUN, runner(slap=slap))

    around = foot.sampled(foot.truth.ic_s - 0.02, foot.truth.ic_s + 0.06)
    rate = foot.seen(around, "turn_rad_s")[:, :, 2]
    force = np.linalg.norm(foot.seen(around, "force_m_s2"), axis=2)
    assert foot.median("foot_slap_rad_s") == pytest.approx(-np.median(rate.min(axis=1)), rel=0.1)
    assert foot.median("impact_m_s2") == pytest.approx(np.median(force.max(axis=1)), rel=0.1)


@pytest.mark.parametrize("turn_deg_s", [-40.0, -10.0, 0.0, 10.0, 40.0])
def test_a_turn_is_told_within_2_degrees_to_the_left_positive(turn_deg_s: float) -> None:
    foot = compared(Phase(duration_s=1e4, speed_m_s=3.0, turn_deg_s=turn_deg_s), Person())

    ends_s = np.array([[one.motion.length_from_s, one.motion.length_to_s] for one in foot.said])
    yaw = foot.seen(ends_s, "yaw_rad")
    said_deg = np.degrees([one.motion.turn_rad for one in foot.said])
    assert np.abs(said_deg - np.degrees(yaw[:, 1] - yaw[:, 0])).max() < 2.0
    assert np.sign(np.median(said_deg).round()) == np.sign(turn_deg_s)
    turning = [StrideFlag.TURNING in one.flags for one in foot.said]
    assert turning == [abs(turn_deg_s) == 40.0] * len(turning)
