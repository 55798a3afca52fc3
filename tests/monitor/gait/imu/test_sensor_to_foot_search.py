"""A mounting that is wrong, guessed or no longer true is noticed while the foot moves on."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from benchmarks.gait.turning import turned_by
from monitor.gait.imu.limits import ImuLimits
from monitor.gait.imu.stride_detector import ImuStride, ImuStrides
from monitor.types import FloatArray, FootBlock, Side, StrideFlag
from tests.monitor.gait.walking_foot import Foot, losing, part

RUN = Foot(strides=40)
STEPS = Foot(stride_s=1.1, duty=0.62, length_m=1.4, strides=3)


def strides_of(block: FootBlock, *, mounted: bool = False) -> list[ImuStride]:
    stage = ImuStrides(Side.RIGHT, block.rate_hz, ImuLimits(), mounted=mounted)
    return [item for item in stage.push(block) + stage.finish() if isinstance(item, ImuStride)]


def joined(*pieces: tuple[FloatArray, FloatArray]) -> FootBlock:
    acc, gyr = (np.concatenate(parts) for parts in zip(*pieces, strict=True))
    n = len(acc)
    none = np.empty((n, 0))
    times_s = np.arange(n) / 200.0
    return FootBlock(Side.RIGHT, 0, 200.0, times_s, acc, gyr, none, none.copy(), np.full(n, np.nan))


def signals(block: FootBlock) -> tuple[FloatArray, FloatArray]:
    return block.acc_m_s2, block.gyr_rad_s


def still(block: FootBlock, seconds: float) -> tuple[FloatArray, FloatArray]:
    n = round(200 * seconds)
    return np.tile(block.acc_m_s2[100], (n, 1)), np.zeros((n, 3))


def fidgeting(axis: int, other: int | None, seconds: float = 10.0) -> tuple[FloatArray, FloatArray]:
    """A foot in the air that goes to and fro about an axis, or round and round about two."""
    n = round(200 * seconds)
    t_s = np.arange(n) / 200.0
    gyr = np.zeros((n, 3))
    gyr[:, axis] = 4.0 * np.cos(2.0 * np.pi * t_s)
    if other is not None:
        gyr[:, other] = 4.0 * np.sin(2.0 * np.pi * t_s)
    turned = turned_by(Rotation.from_rotvec(gyr[:-1] / 200.0))
    acc = turned.inv().apply([0.0, 9.80665, 0.0])
    return acc + np.random.default_rng(n - 1).normal(0.0, 0.3, acc.shape), gyr


@pytest.mark.parametrize(("axis", "other"), [(2, 0), (0, None), (1, None), (2, None)])
def test_moving_the_ankle_before_the_run_does_not_spoil_it(axis: int, other: int | None) -> None:
    run = RUN.block()
    known = strides_of(run, mounted=True)
    start_s = 13.0 + RUN.stand_s

    found = strides_of(joined(fidgeting(axis, other), still(run, 3.0), signals(run)))

    ran = [stride for stride in found if stride.motion.length_from_s > start_s - 0.2]
    assert len(ran) >= len(known) - 1
    sure = [stride for stride in ran if StrideFlag.MOUNTING_GUESSED not in stride.flags]
    assert len(sure) > 25
    for stride in sure[1:]:
        assert stride.motion.stride_length_m == pytest.approx(RUN.length_m, rel=0.02)
        assert np.degrees(stride.motion.foot_strike_angle_rad) == pytest.approx(16.0, abs=3.0)


@pytest.mark.parametrize(
    "axis", [(0.0, 0.0, 1.0), (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (1.0, 1.0, 1.0)]
)
def test_a_pod_that_slips_is_noticed_and_what_follows_is_right_again(
    axis: tuple[float, float, float],
) -> None:
    run = Foot(strides=80, onward_m_s=1.0, down_m_s=0.8).block()
    slip = len(run) // 2
    turn = Rotation.from_rotvec(np.radians(40.0) * np.array(axis) / np.linalg.norm(axis))
    acc, gyr = run.acc_m_s2.copy(), run.gyr_rad_s.copy()
    acc[slip:], gyr[slip:] = turn.apply(acc[slip:]), turn.apply(gyr[slip:])

    found = strides_of(part(run, 0, len(run), acc, gyr))

    assert len(found) >= 80 - 3
    assert any(StrideFlag.MOUNTING_GUESSED in stride.flags for stride in found)
    for stride in found[-12:]:
        assert stride.flags == StrideFlag.NONE
        assert stride.motion.stride_length_m == pytest.approx(2.2, rel=0.01)
        assert np.degrees(stride.motion.foot_strike_angle_rad) == pytest.approx(16.0, abs=2.0)


def test_a_mounting_that_holds_is_left_as_it_is() -> None:
    run = Foot(strides=80).block()

    found = strides_of(run)

    assert {stride.flags for stride in found[1:]} == {StrideFlag.NONE}


def test_an_early_loss_makes_a_guess_that_movement_after_it_corrects() -> None:
    run = RUN.block()

    found = strides_of(losing(run, [(round(200 * (RUN.stand_s + 1.6)), 60)]))

    flags = [StrideFlag.MOUNTING_GUESSED in stride.flags for stride in found]
    assert flags[0]
    assert sum(flags) <= 9
    assert not any(flags[9:])


@pytest.mark.parametrize("pause_s", [5.0, 20.0, 28.0, 35.0, 60.0])
def test_steps_between_long_pauses_are_not_forgotten(pause_s: float) -> None:
    few, run = STEPS.block(), RUN.block()
    pieces = [piece for _ in range(4) for piece in (signals(few), still(few, pause_s))]
    whole = joined(*pieces, signals(run))

    assert len(strides_of(whole)) >= len(strides_of(whole, mounted=True))


def test_a_dead_accelerometer_is_a_loss() -> None:
    run = RUN.block()
    dead = replace(run, acc_m_s2=np.zeros_like(run.acc_m_s2))

    assert strides_of(dead) == []
