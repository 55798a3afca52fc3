"""The clocks of slow walkers' sensors: an offset is found soon, and none where there is none."""

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.load.blocks import DATA
from benchmarks.load.walk import WALKS
from monitor.gait.limits import GaitLimits
from monitor.health.limits import ClockLimits
from monitor.health.two_clocks import ClockNews, ClockOffset
from monitor.types import NoticeKind, Side
from tests.beside import needs
from tests.real.test_sides import RATE_HZ, recorded

pytestmark = needs(DATA)
OFFSETS_S = [-0.4, -0.3, 0.3, 0.4]


def news(name: str, sole: Side, motion: Side, offset_s: float = 0.0) -> list[ClockNews]:
    """What is said of a walk whose load was stamped so much later."""
    foot = recorded(name, sole, motion)
    late = np.roll(foot.plantar_kpa, round(offset_s * RATE_HZ), axis=0)
    finder = ClockOffset(RATE_HZ, late.shape[1], ClockLimits(), GaitLimits().imu)
    return finder.push(replace(foot, plantar_kpa=late))


@pytest.mark.parametrize("side", Side)
@pytest.mark.parametrize("name", sorted(WALKS))
@pytest.mark.parametrize("offset_s", OFFSETS_S)
def test_an_offset_is_found_within_fifteen_seconds(name: str, side: Side, offset_s: float) -> None:
    (found,) = news(name, side, side, offset_s)

    assert found.kind is NoticeKind.CLOCKS_APART
    assert found.t_s <= 15.0
    assert found.offset_s == pytest.approx(offset_s, abs=0.08)


@pytest.mark.parametrize("side", Side)
@pytest.mark.parametrize("name", sorted(WALKS))
def test_neither_clocks_that_agree_nor_crossed_feet_are_doubted(name: str, side: Side) -> None:
    assert news(name, side, side) == []
    assert news(name, side, side.other) == []
