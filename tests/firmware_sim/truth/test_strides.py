import time
from itertools import pairwise

import numpy as np
import pytest

from firmware_sim.record import packets
from firmware_sim.scenario import scenario_file
from firmware_sim.sensors.pod import Seen
from firmware_sim.truth.strides import Sensing, StrideEvent, StrideRun, event_s
from firmware_sim.truth.truth_files import stride_truth
from monitor.types import Gait, HeartBeat, ReferenceSpeed, Side, Stride, StrideFlag, Symptom

EXACT = Sensing(ic_s=0.0, tc_s=0.0, length=0.0, length_bias=0.0)


def events_of(name: str, duration_s: float, seed: int, sensing: Sensing) -> list[StrideEvent]:
    run = StrideRun(scenario_file.load(name), seed, sensing)
    return [event for stretch in run.stretches(duration_s) for event in stretch.events]


def strides_of(events: list[StrideEvent], side: Side) -> list[Stride]:
    return [event for event in events if isinstance(event, Stride) and event.side is side]


def test_stride_level_gives_the_same_contacts_as_the_full_simulation() -> None:
    truth: list[Seen] = []
    for _ in packets(scenario_file.load("walk_run"), 330.0, seed=4, watch=truth.append):
        pass
    rows = [stride_truth(seen.stretch) for seen in truth if seen.stretch.side is Side.LEFT]
    full_s = np.concatenate([row.ic_s for row in rows])
    length_m = np.concatenate([row.stride_length_m for row in rows])

    quick = strides_of(events_of("walk_run", 320.0, 4, EXACT), Side.LEFT)

    count = len(quick)
    assert count > 400
    np.testing.assert_allclose([s.ic_s for s in quick], full_s[:count], atol=1e-9)
    np.testing.assert_allclose(
        [s.motion.stride_length_m for s in quick], length_m[:count], atol=1e-9
    )


def test_events_come_in_order_and_strides_follow_each_other() -> None:
    events = events_of("walk_run", 1800.0, 1, Sensing())

    times = [event_s(event) for event in events]

    assert times == sorted(times)
    for side in Side:
        for a, b in pairwise(strides_of(events, side)):
            assert b.ic_s >= a.next_ic_s - 1e-9
    gaits = {s.gait for s in strides_of(events, Side.LEFT)}
    assert gaits == {Gait.WALK, Gait.RUN}


def test_a_missing_sensor_leaves_its_fields_none() -> None:
    events = events_of("easy_run", 120.0, 1, Sensing(instep=False, heart=False))
    blind = events_of("easy_run", 120.0, 1, Sensing(imu=False, speed=True))

    assert all(s.load.instep_swing_kpa is None for s in strides_of(events, Side.LEFT))
    assert all(s.load.plantar_swing_kpa is not None for s in strides_of(events, Side.LEFT))
    assert not any(isinstance(event, HeartBeat) for event in events)
    assert all(s.motion is None for s in strides_of(blind, Side.RIGHT))
    assert any(isinstance(event, ReferenceSpeed) for event in blind)


def test_lost_strides_are_flagged_and_hold_nothing_but_contacts() -> None:
    strides = strides_of(events_of("easy_run", 600.0, 1, Sensing(loss=0.2)), Side.LEFT)

    lost = [s for s in strides if StrideFlag.GAP in s.flags]

    assert 0.1 < len(lost) / len(strides) < 0.3
    assert all((s.tc_s, s.motion, s.load) == (None, None, None) for s in lost)


def test_stride_time_varies_by_about_2_percent_with_long_memory() -> None:
    strides = strides_of(events_of("easy_run", 3600.0, 2, EXACT), Side.RIGHT)
    stride_s = np.array([s.stride_time_s for s in strides if s.flags is StrideFlag.NONE])

    spread = stride_s.std() / stride_s.mean()
    far = np.corrcoef(stride_s[:-30], stride_s[30:])[0, 1]

    assert 0.012 < spread < 0.025
    assert far > 0.1


@pytest.mark.parametrize(
    ("name", "side", "sign"), [("tight_laces", Side.LEFT, 1), ("swelling", Side.RIGHT, 1)]
)
def test_scenarios_raise_the_instep_pressure(name: str, side: Side, sign: int) -> None:
    strides = strides_of(events_of(name, 960.0, 3, Sensing()), side)
    kpa = np.array([s.load.instep_swing_kpa for s in strides])

    rise = np.median(kpa[-100:]) - np.median(kpa[:100])

    assert sign * rise > 2.0


def test_tight_laces_make_the_foot_of_a_sensitive_runner_numb() -> None:
    taps = [
        tap
        for seed in range(12)
        for tap in events_of("tight_laces", 1000.0, seed, Sensing())
        if isinstance(tap, Symptom)
    ]

    assert any(tap.side is Side.LEFT for tap in taps)
    assert all(tap.t_s > 360.0 for tap in taps if tap.side is Side.LEFT)


def test_an_hour_takes_less_than_four_seconds() -> None:
    run = StrideRun(scenario_file.load("easy_run"), 1)

    begun = time.process_time()
    for _ in run.stretches(3600.0):
        pass

    assert time.process_time() - begun < 3.6  # a thousand times life; ten thousand on a free core
