"""A runner who stops and is restless: it is standing, and no stride leads over it."""

import numpy as np
import pytest

from monitor.gait.imu.limits import ImuLimits
from monitor.gait.imu.stride_detector import ImuStride, ImuStrides
from monitor.types import FloatArray, FootBlock, Gait, GaitChange, Side, StrideFlag
from tests.monitor.gait.walking_foot import Foot, part

RATE_HZ = 200.0
WALK = Foot(strides=14, stride_s=1.1, duty=0.6, length_m=1.3)
RUN = Foot(strides=30)


def block_of(*pieces: tuple[FloatArray, FloatArray]) -> FootBlock:
    """Acceleration and rate of these pieces, one after the other, with a sensor's noise."""
    rng = np.random.default_rng(0)
    acc, gyr = (np.vstack(one) for one in zip(*pieces, strict=True))
    n = len(acc)
    return FootBlock(
        side=Side.RIGHT,
        start=0,
        rate_hz=RATE_HZ,
        t_s=np.arange(n) / RATE_HZ,
        acc_m_s2=acc + rng.normal(0.0, 0.03, acc.shape),
        gyr_rad_s=gyr + rng.normal(0.0, 0.005, gyr.shape),
        plantar_kpa=np.empty((n, 0)),
        instep_kpa=np.empty((n, 0)),
        load_n=np.full(n, np.nan),
    )


def moving(foot: Foot, *, strides: int | None = None) -> tuple[FloatArray, FloatArray]:
    """The foot's samples up to the middle of its last stance, or that after so many strides."""
    block = foot.block()
    last_s = foot.ic_s[-1 if strides is None else strides] + 0.45 * foot.duty * foot.stride_s
    stop = round(last_s * RATE_HZ)
    return block.acc_m_s2[:stop], block.gyr_rad_s[:stop]


def still(seconds: float) -> tuple[FloatArray, FloatArray]:
    n = round(seconds * RATE_HZ)
    return np.tile([0.0, 9.80665, 0.0], (n, 1)), np.zeros((n, 3))


def restless(seconds: float) -> tuple[FloatArray, FloatArray]:
    """A foot that rocks by 1.1 rad/s: it neither rests nor moves clearly."""
    acc, gyr = still(seconds)
    gyr[:, 2] = np.where((np.arange(len(gyr)) // 20) % 2 == 0, 1.1, -1.1)
    return acc, gyr


def said(block: FootBlock, size: int, *, mounted: bool) -> list[ImuStride | GaitChange]:
    stage = ImuStrides(Side.RIGHT, RATE_HZ, ImuLimits(), mounted=mounted)
    starts = range(0, len(block), size)
    pieces = [part(block, start, min(start + size, len(block))) for start in starts]
    return [item for piece in pieces for item in stage.push(piece)] + stage.finish()


@pytest.mark.parametrize("restless_s", [0.3, 0.5, 1.0])
@pytest.mark.parametrize("mounted", [True, False])
def test_a_restless_stop_ends_no_session_however_the_samples_are_cut(
    restless_s: float, mounted: bool
) -> None:
    again = moving(Foot(strides=14, stand_s=0.8, stride_s=1.1, duty=0.6, length_m=1.3))
    block = block_of(moving(WALK), still(0.8), restless(restless_s), again)

    whole = said(block, len(block), mounted=mounted)

    assert said(block, 10, mounted=mounted) == whole
    assert said(block, 50, mounted=mounted) == whole


@pytest.mark.parametrize("stop_s", [3.0, 4.0])
def test_a_step_between_two_restless_stops_ends_no_session(stop_s: float) -> None:
    step = moving(Foot(strides=2, stand_s=0.3, stride_s=1.2, duty=0.6, length_m=1.2), strides=1)
    again = moving(Foot(strides=14, stand_s=0.8, stride_s=1.1, duty=0.6, length_m=1.3))
    stops = still(0.8), restless(stop_s), still(0.3), step, restless(3.0)
    block = block_of(moving(WALK), *stops, again)

    whole = said(block, len(block), mounted=False)

    assert said(block, 50, mounted=False) == whole


@pytest.mark.parametrize("restless_s", [1.0, 2.0, 4.0])
def test_a_restless_stop_is_standing_and_no_stride_leads_over_it(restless_s: float) -> None:
    before, pause = moving(RUN), still(0.8)
    block = block_of(before, pause, restless(restless_s), moving(Foot(strides=20, stand_s=0.5)))
    stopped = len(before[0])

    items = said(block, 40, mounted=False)

    strides = [item for item in items if isinstance(item, ImuStride)]
    last = next(s for s in reversed(strides) if s.ic < stopped - RATE_HZ * RUN.duty * RUN.stride_s)
    first = next(s for s in strides if s.next_ic > stopped)
    stands = [item.t_s for item in items if isinstance(item, GaitChange)]
    assert max(s.next_ic - s.ic for s in strides) < 1.5 * RUN.stride_s * RATE_HZ
    assert (last.flags, first.flags) == (StrideFlag.LAST, StrideFlag.FIRST)
    assert any(stopped / RATE_HZ < t_s < first.next_ic / RATE_HZ for t_s in stands)
    assert {item.gait for item in items if isinstance(item, GaitChange)} == {Gait.STAND}
