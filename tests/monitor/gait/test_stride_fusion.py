"""Motion and load correct each other."""

import numpy as np

from monitor.gait.buffer import History
from monitor.gait.imu.stride_detector import ImuStride
from monitor.gait.load.contacts import LoadEdge, LoadEdgeKind
from monitor.gait.load.limits import StrideLimits
from monitor.gait.stride_fusion import FusedStride, StrideFusion
from monitor.types import FloatArray, FootBlock, Gait, MotionMeasures, Side, StrideFlag

RATE_HZ = 100.0
N = 1000
CYCLE, CONTACT = 70.0, 25.0
STARTS = [100.0 + CYCLE * i for i in range(8)]
EVERYTHING = float("inf")


def motion(
    ic: float,
    *,
    late: float = 0.0,
    cycle: float = CYCLE,
    flags: StrideFlag = StrideFlag.NONE,
    length_m: float = 2.0,
) -> ImuStride:
    """Stride of the inertial sensor, its contacts ``late`` samples off."""
    ic, tc, next_ic = ic + late, ic + CONTACT - late, ic + cycle + late
    return ImuStride(
        ic=ic,
        tc=tc,
        next_ic=next_ic,
        gait=Gait.RUN,
        flags=flags,
        motion=MotionMeasures(
            length_from_s=(int(ic) + 10) / RATE_HZ,
            length_to_s=(int(next_ic) + 10) / RATE_HZ,
            stride_length_m=length_m,
        ),
    )


def load(starts: list[float]) -> list[LoadEdge]:
    return [
        edge
        for ic in starts
        for edge in (
            LoadEdge(LoadEdgeKind.IC, ic),
            LoadEdge(LoadEdgeKind.TC, ic + CONTACT),
        )
    ]


def signal(starts: list[float]) -> FloatArray:
    index = np.arange(N, dtype=np.float64)
    return np.max([np.where((index >= s) & (index < s + CONTACT), 90.0, 1.0) for s in starts], 0)


def fused(
    edges: list[LoadEdge],
    strides: list[ImuStride],
    sole: FloatArray,
    *,
    has_imu: bool = True,
    silent: slice | None = None,
    swings: bool = True,
) -> list[tuple[float, float | None, float, bool]]:
    """Instants of what comes out, and whether motion saw it."""
    swing = np.where(sole > 50.0, 0.5, 6.0 if swings else 0.5)
    imu = np.tile(swing[:, np.newaxis], 3 if has_imu else 0)
    if silent is not None:
        imu[silent] = np.nan
    block = FootBlock(
        side=Side.LEFT,
        start=0,
        rate_hz=RATE_HZ,
        t_s=np.arange(N) / RATE_HZ,
        acc_m_s2=imu,
        gyr_rad_s=imu.copy(),
        plantar_kpa=np.empty((N, 0)),
        instep_kpa=np.empty((N, 0)),
        load_n=np.full(N, np.nan),
    )
    history = History()
    history.append(block, sole)
    fusion = StrideFusion(RATE_HZ, StrideLimits(), history, has_imu=has_imu)
    out = fusion.fuse(edges, strides, load_known=EVERYTHING, motion_known=EVERYTHING)
    return [
        (item.ic, item.tc, item.next_ic, item.motion is not None)
        for item in out
        if isinstance(item, FusedStride)
    ]


def expected(starts: list[float], *, seen: bool) -> list[tuple[float, float | None, float, bool]]:
    return [(ic, ic + CONTACT, ic + CYCLE, seen) for ic in starts]


def test_contacts_of_load_replace_those_of_motion() -> None:
    strides = [motion(ic, late=4.0) for ic in STARTS[:-1]]

    assert fused(load(STARTS), strides, signal(STARTS)) == expected(STARTS[:-1], seen=True)


def test_a_dead_insole_leaves_the_contacts_of_motion() -> None:
    strides = [motion(ic) for ic in STARTS[:-1]]

    assert fused([], strides, np.full(N, np.nan)) == expected(STARTS[:-1], seen=True)


def test_a_foot_without_inertial_sensor_strides_from_contact_to_contact() -> None:
    found = fused(load(STARTS), [], signal(STARTS), has_imu=False)

    assert found == expected(STARTS[:-1], seen=False)


def test_load_speaks_alone_while_the_inertial_sensor_is_silent() -> None:
    strides = [motion(ic) for ic in (*STARTS[:2], *STARTS[5:7])]

    found = fused(load(STARTS), strides, signal(STARTS), silent=slice(250, 440))

    assert [seen for *_, seen in found] == [True, True, False, False, False, True, True]
    assert [instants for *instants, _ in found] == [
        list(instants) for *instants, _ in expected(STARTS[:-1], seen=True)
    ]


def test_contacts_of_load_without_a_swing_of_the_foot_are_no_strides() -> None:
    assert fused(load(STARTS), [], signal(STARTS), swings=False) == []


def test_strides_that_the_motion_core_missed_are_told_by_load() -> None:
    strides = [motion(ic) for ic in (*STARTS[:2], *STARTS[4:7])]

    found = fused(load(STARTS), strides, signal(STARTS))

    assert [seen for *_, seen in found] == [True, True, False, False, True, True, True]


def test_a_cycle_of_motion_on_the_spot_on_a_loaded_sole_is_no_stride() -> None:
    strides = [motion(ic, length_m=0.1) for ic in STARTS[:-1]]

    assert fused([], strides, np.full(N, 60.0)) == []


def test_a_sole_that_is_stuck_does_not_silence_the_foot() -> None:
    strides = [motion(ic) for ic in STARTS[:-1]]
    stuck = [LoadEdge(LoadEdgeKind.IC, STARTS[0])]

    found = fused(stuck, strides, np.full(N, 60.0))

    assert [ic for ic, *_ in found] == STARTS[4:-1]


def test_a_stride_of_motion_that_hides_a_contact_is_told_by_load() -> None:
    strides = [motion(STARTS[0]), motion(STARTS[1], cycle=2 * CYCLE)]

    found = fused(load(STARTS[:4]), strides, signal(STARTS[:4]))

    assert [seen for *_, seen in found] == [True, False, False]
    assert [ic for ic, *_ in found] == STARTS[:3]


def test_a_cycle_of_motion_that_ends_within_a_contact_gives_way_to_load() -> None:
    strides = [motion(STARTS[0], cycle=20.0), motion(STARTS[0] + 20.0, cycle=50.0)]
    strides += [motion(ic) for ic in STARTS[1:3]]

    found = fused(load(STARTS), strides, signal(STARTS))

    assert [ic for ic, *_ in found] == STARTS[:-1]
    assert [seen for *_, seen in found][:3] == [False, True, True]


def test_a_landing_in_the_air_and_what_starts_with_it_are_no_strides() -> None:
    strides = [motion(STARTS[0]), motion(STARTS[1], cycle=40.0)]
    strides += [motion(STARTS[1] + 40.0, cycle=100.0), motion(STARTS[3])]
    down = [STARTS[0], STARTS[1], STARTS[3], STARTS[4]]

    found = fused(load(down), strides, signal(down))

    assert [(ic, seen) for ic, *_, seen in found][:1] == [(STARTS[0], True)]
    assert STARTS[1] + 40.0 not in [ic for ic, *_ in found]


def test_a_first_step_from_standing_starts_with_no_contact() -> None:
    strides = [motion(STARTS[0], flags=StrideFlag.FIRST), motion(STARTS[1])]

    found = fused(load(STARTS[1:3]), strides, signal(STARTS[:3]))

    assert found == expected(STARTS[1:2], seen=True)


def test_a_long_pause_between_contacts_is_no_stride() -> None:
    starts = [100.0, 170.0, 600.0, 670.0]

    found = fused(load(starts), [], signal(starts), has_imu=False)

    assert [ic for ic, *_ in found] == [100.0, 600.0]
