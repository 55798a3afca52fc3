"""Who steps first tells sensors on two feet from clocks that differ."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from monitor.gait.load.limits_crossed import CrossedLimits
from monitor.health.crossed_feet import CrossedFeet, TwoFeet
from monitor.health.first_step import FirstStep, first_step
from monitor.types import FloatArray, Notice, NoticeKind, Side

LIMITS = CrossedLimits()
STEP_S = 0.45
LEFT_S, RIGHT_S = 8.0, 8.0 + STEP_S


def samples(began_s: float, freed_s: float) -> tuple[FloatArray, FloatArray, FloatArray]:
    """A foot stands, and then swings at every second step."""
    t_s = np.arange(1200) / 100.0
    swing = np.maximum(0.0, np.sin(np.pi * (t_s - began_s) / STEP_S)) * (t_s >= began_s)
    freed = (np.sin(np.pi * (t_s - freed_s) / STEP_S) > 0.0) & (t_s >= freed_s)
    return t_s, 0.02 + 6.0 * swing, np.where(freed, 2.0, 25.0)


def test_the_first_step_is_found_in_motion_and_in_load() -> None:
    found = first_step(*samples(LEFT_S, LEFT_S + 0.1), LIMITS)

    assert found is not None
    assert found.moved_s == pytest.approx(LEFT_S + STEP_S / 6.0, abs=0.02)
    assert found.freed_s == pytest.approx(LEFT_S + 0.1, abs=0.02)


def test_a_foot_that_did_not_stand_or_was_not_seen_began_unknown() -> None:
    t_s, spin_rad_s, load_kpa = samples(LEFT_S, LEFT_S)
    unseen = load_kpa.copy()
    unseen[820] = np.nan
    before = t_s < LEFT_S - 1.0

    assert first_step(t_s[~before], spin_rad_s[~before], load_kpa[~before], LIMITS) is None
    assert first_step(t_s, spin_rad_s, unseen, LIMITS) is None
    assert first_step(t_s, np.zeros_like(t_s), load_kpa, LIMITS) is None
    assert first_step(t_s, spin_rad_s, np.full_like(t_s, 25.0), LIMITS) is None


def test_standing_that_was_partly_seen_is_enough() -> None:
    t_s, spin_rad_s, load_kpa = samples(LEFT_S, LEFT_S)
    load_kpa[:100] = np.nan

    assert first_step(t_s, spin_rad_s, load_kpa, LIMITS) is not None


def said(left: FirstStep, right: FirstStep) -> list[Notice]:
    crossed = CrossedFeet(LIMITS)
    feet = [
        TwoFeet(14.0 + 2.0 * turn, f"pod-{side}", side, step)
        for turn, (side, step) in product(range(5), ((Side.LEFT, left), (Side.RIGHT, right)))
    ]
    return [notice for foot in feet for notice in crossed.note(foot)]


def test_soles_that_go_with_the_other_foot_are_crossed_and_that_is_said_once() -> None:
    notices = said(FirstStep(LEFT_S, RIGHT_S + 0.1), FirstStep(RIGHT_S, LEFT_S + 0.1))

    assert [(n.kind, n.sensor, n.t_s) for n in notices] == [
        (NoticeKind.CROSSED, "pod-left", 14.0),
        (NoticeKind.CROSSED, "pod-right", 14.0),
    ]


@pytest.mark.parametrize("late_s", [-0.45, -0.35, 0.0, 0.35, 0.45])
def test_clocks_of_half_a_stride_are_not_crossed_feet(late_s: float) -> None:
    left, right = FirstStep(LEFT_S, LEFT_S + late_s), FirstStep(RIGHT_S, RIGHT_S + late_s)

    assert said(left, right) == []
    assert said(left, right._replace(freed_s=RIGHT_S)) == []


def test_what_looks_alike_is_not_said_of_crossed_feet() -> None:
    crossed = CrossedFeet(LIMITS)
    notice = Notice(NoticeKind.CROSSED, 14.0, "pod-left", "", Side.LEFT)

    def admitted(kind: NoticeKind, t_s: float, side: Side = Side.LEFT) -> bool:
        return crossed.admits(replace(notice, kind=kind, t_s=t_s, side=side))

    assert admitted(NoticeKind.CLOCKS_APART, 13.0)
    assert admitted(NoticeKind.CROSSED, 14.0)
    assert not admitted(NoticeKind.CLOCKS_APART, 15.0)
    assert not admitted(NoticeKind.CROSSED, 30.0)
    assert admitted(NoticeKind.CLOCKS_APART, 15.0, Side.RIGHT)
    assert admitted(NoticeKind.MISSING, 15.0)
    assert admitted(NoticeKind.CLOCKS_APART, 100.0)
