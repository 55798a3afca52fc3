"""A long run is judged by its recording alone."""

import struct
from pathlib import Path

from benchmarks.live.dropouts import PODS
from benchmarks.live.hours import missing_while_well, scenario, start_s
from firmware_sim.record import packets
from firmware_sim.scenario import scenario_file
from monitor.types import Packet
from monitor.wire import uuids

KNOWN = scenario_file.parse(scenario(3600.0), Path("hours.toml"))
AT_S = 60.0
"""No fault is near."""


def numbered(*numbers: int, from_s: float = AT_S) -> list[Packet]:
    return [
        Packet(PODS[0], uuids.IMU, from_s + 0.03 * i, struct.pack("<IH", 0, number) + b"\0")
        for i, number in enumerate(numbers)
    ]


def test_an_hour_has_a_loss_every_half_minute_bursts_and_one_reboot() -> None:
    kinds = [fault.kind for fault in KNOWN.fault]

    assert kinds.count("disconnect") == 119
    assert kinds.count("overflow") == 2 * 12
    assert kinds.count("reboot") == 1


def test_what_is_missing_counts_only_while_the_pod_is_well() -> None:
    first = next(fault for fault in KNOWN.fault if fault.kind == "disconnect")

    assert missing_while_well(numbered(65534, 65535, 0, 1), 0.0, KNOWN) == 0
    assert missing_while_well(numbered(7, 9, 12), 0.0, KNOWN) == 3
    assert missing_while_well(numbered(7, 90, from_s=first.at_s + 5.0), 0.0, KNOWN) == 0


def test_the_beginning_of_the_simulation_is_found_in_a_recording() -> None:
    calm = scenario_file.load("easy_run")
    heard = [p._replace(t_rx_s=p.t_rx_s + 3.5) for p in packets(calm, 4.0)]

    assert abs(start_s(heard, calm) - 3.5) < 1e-9
