"""Every fault of payloads and packets shows in what the host receives."""

from functools import cache

import numpy as np
import pytest

from firmware_sim import record
from firmware_sim.scenario import scenario_file
from firmware_sim.scenario.model import Fault, Phase, Scenario
from monitor.errors import WireError
from monitor.types import Packet, Side
from monitor.wire import battery, foot_imu, information, link, pressure, uuids
from monitor.wire.link import Link

RUN_S = 40.0


def with_fault(fault: Fault | None) -> list[Packet]:
    scenario = Scenario(
        name="test",
        phase=(Phase(duration_s=100.0, speed_m_s=3.0),),
        fault=() if fault is None else (fault,),
        taps=False,
    )
    return list(record.packets(scenario, RUN_S))


def of(packets: list[Packet], characteristic: str, sensor: str = "pod-left") -> list[Packet]:
    return [p for p in packets if (p.sensor, p.characteristic) == (sensor, characteristic)]


def sequences(packets: list[Packet]) -> list[int]:
    return [foot_imu.decode(p.payload).sequence for p in of(packets, uuids.IMU)]


@cache
def whole() -> list[Packet]:
    return with_fault(None)


def test_bit_flips_change_one_bit_in_some_packets() -> None:
    flipped = with_fault(Fault(kind="bit_flips", at_s=10.0, rate=0.05))

    assert len(flipped) == len(whole())
    bits = [
        int.from_bytes(a.payload) ^ int.from_bytes(b.payload)
        for a, b in zip(whole(), flipped, strict=True)
    ]
    changed = [(a.t_rx_s, b.bit_count()) for a, b in zip(whole(), bits, strict=True) if b]
    assert 50 < len(changed) < 150
    assert all(t_s >= 10.0 and count == 1 for t_s, count in changed)


def test_reordered_packets_are_all_there_but_overtaken() -> None:
    shuffled = with_fault(Fault(kind="reorder", rate=0.05))

    numbers = sequences(shuffled)

    assert numbers != sorted(numbers)
    assert abs(len(numbers) - len(sequences(whole()))) <= 1
    assert {p.payload for p in shuffled} <= {p.payload for p in whole()}


def test_duplicates_come_twice() -> None:
    doubled = with_fault(Fault(kind="duplicate", rate=0.05, pod="pod-left"))

    numbers = sequences(doubled)

    assert sorted(set(numbers)) == sequences(whole())
    assert 5 < len(numbers) - len(set(numbers)) < 60


def test_an_overflow_skips_sequence_numbers() -> None:
    holes = with_fault(Fault(kind="overflow", pod="pod-left", at_s=10.0, for_s=20.0, rate=0.2))

    skipped = set(sequences(whole())) - set(sequences(holes))

    assert len(skipped) == pytest.approx(0.2 * 20.0 * 200.0 / 19.0, abs=3)
    assert len(of(holes, uuids.IMU, "pod-right")) == len(of(whole(), uuids.IMU, "pod-right"))


def test_a_disconnect_is_noted_with_the_return_and_nothing_comes_between() -> None:
    packets = with_fault(Fault(kind="disconnect", pod="pod-left", at_s=10.0, for_s=8.0))

    notes = [(p.t_rx_s, link.decode(p.payload).state) for p in of(packets, uuids.LINK)]

    assert [state for _, state in notes] == [Link.CONNECTED, Link.LOST, Link.RETURNED]
    assert notes[1][0] == pytest.approx(10.42)
    assert notes[2][0] == pytest.approx(18.0, abs=0.2)
    times = np.array([p.t_rx_s for p in of(packets, uuids.IMU)])
    assert not ((times > 10.0) & (times < 18.0)).any()
    assert len(of(packets, uuids.INFORMATION)) == 2


def test_a_stall_is_silence_while_connected() -> None:
    packets = with_fault(Fault(kind="stall", pod="pod-left", at_s=10.0, for_s=8.0))

    states = [link.decode(p.payload).state for p in of(packets, uuids.LINK)]

    assert states == [Link.CONNECTED, Link.STALLED, Link.RETURNED]
    times = np.array([p.t_rx_s for p in of(packets, uuids.PRESSURE)])
    assert np.diff(times).max() == pytest.approx(8.0, abs=0.2)


def test_a_reboot_resets_tick_and_sequence() -> None:
    packets = with_fault(Fault(kind="reboot", pod="pod-left", at_s=20.0))

    frames = [foot_imu.decode(p.payload) for p in of(packets, uuids.IMU)]

    numbers = [frame.sequence for frame in frames]
    again = next(i for i in range(1, len(frames)) if numbers[i] < numbers[i - 1])
    assert numbers[again] < 60
    assert frames[again].tick < 5 * 32768 < frames[again - 1].tick


def test_swapped_sides_are_what_the_pods_say() -> None:
    packets = with_fault(Fault(kind="swap_sides"))

    said = {
        name: information.decode(of(packets, uuids.INFORMATION, name)[0].payload).side
        for name in ("pod-left", "pod-right")
    }

    assert said == {"pod-left": Side.RIGHT, "pod-right": Side.LEFT}


def test_a_low_battery_says_so() -> None:
    packets = with_fault(Fault(kind="low_battery", pod="pod-left", at_s=10.0))

    levels = [battery.decode(p.payload).percent for p in of(packets, uuids.BATTERY)]

    assert levels[0] == 90
    assert levels[-1] == 7


def test_a_dead_cell_never_feels_anything() -> None:
    packets = with_fault(Fault(kind="dead_cell", pod="pod-left", cell=2))

    kpa = np.vstack([pressure.decode(p.payload).plantar_kpa for p in of(packets, uuids.PRESSURE)])

    assert (kpa.max(axis=0) == 0.0).tolist() == [cell == 2 for cell in range(20)]


def test_a_wrong_version_is_refused() -> None:
    packets = with_fault(Fault(kind="wrong_version", pod="pod-right"))

    with pytest.raises(WireError, match="version 2"):
        information.decode(of(packets, uuids.INFORMATION, "pod-right")[0].payload)


def test_a_late_pod_appears_late() -> None:
    packets = with_fault(Fault(kind="late", pod="pod-left", at_s=0.0, for_s=12.0))

    def first(name: str) -> float:
        return next(p.t_rx_s for p in packets if p.sensor == name)

    assert first("pod-left") == pytest.approx(12.0, abs=0.2)
    assert first("pod-right") < 1.0


def test_every_kind_of_fault_has_a_scenario() -> None:
    kinds = {
        fault.kind for name in scenario_file.names() for fault in scenario_file.load(name).fault
    }

    assert kinds == {
        *("bit_flips", "reorder", "duplicate", "wrong_version", "overflow", "disconnect"),
        *("stall", "reboot", "swap_sides", "low_battery", "dead_cell", "late"),
    }
