"""Pushes are cut a bounded number of times for a foot that gets nowhere; no packet is lost."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import inf
from struct import Struct

import pytest

from monitor.ingest.limits import IngestLimits
from monitor.ingest.session_watermark import SessionWatermark
from monitor.types import Packet, Side
from monitor.wire import uuids

LIMITS = IngestLimits()
STOP_S = 300.0
STAMP = Struct("<IH")
SIDES = {"left": Side.LEFT, "right": Side.RIGHT}


@dataclass
class Foot:
    """A foot that has settled what it was told."""

    settled_s: float = -inf


def packets(sensor: str, from_s: float = 0.0) -> Iterator[Packet]:
    yield Packet(sensor, uuids.INFORMATION, from_s, b"")
    for i in range(int((STOP_S - from_s) * 20)):
        payload = STAMP.pack(i * 1600, i)
        yield Packet(sensor, uuids.IMU, from_s + 0.05 * (i + 1), payload)


def both() -> list[Packet]:
    made = [*packets("left"), *packets("right", 0.01)]
    return sorted(made, key=lambda packet: packet.t_rx_s)


def frozen(sent: list[Packet], from_s: float) -> list[Packet]:
    return [
        p._replace(payload=STAMP.pack(9, 9)) if p.sensor == "left" and p.t_rx_s > from_s else p
        for p in sent
    ]


def walk(sent: list[Packet], lag_s: float) -> tuple[list[Packet], int]:
    """What comes out, and in how many pieces; the left foot lags, for ever if infinitely."""
    feet = {side: Foot() for side in Side}
    watermark = SessionWatermark(LIMITS, feet)
    out: list[Packet] = []
    pieces = 0
    for piece in watermark.cut(sent, SIDES.get):
        pieces += bool(piece)
        out += piece
        for packet in piece:
            foot, late_s = feet[SIDES[packet.sensor]], 0.1
            if packet.sensor == "left":
                late_s = lag_s
            foot.settled_s = packet.t_rx_s - late_s
    return [*out, *watermark.rest()], pieces


@pytest.mark.parametrize("lag_s", [inf, 60.0])
def test_a_foot_that_gets_nowhere_costs_a_bounded_number_of_cuts(lag_s: float) -> None:
    out, pieces = walk(both(), lag_s)

    assert pieces <= 3.0 * STOP_S / LIMITS.foot_check_s + 10
    assert sorted(out) == sorted(both())


@pytest.mark.parametrize("lag_s", [0.1, 4.0])
def test_sound_feet_cost_a_cut_only_where_a_sensor_describes_itself(lag_s: float) -> None:
    out, pieces = walk(both(), lag_s)

    assert pieces <= 10
    assert out == both()


def test_packets_of_one_sensor_keep_their_order_while_they_are_held() -> None:
    out, _ = walk(both(), inf)

    for sensor in SIDES:
        times_s = [packet.t_rx_s for packet in out if packet.sensor == sensor]
        assert times_s == sorted(times_s)


def test_a_frozen_foot_costs_a_bounded_number_of_cuts_and_no_packet() -> None:
    sent = frozen(both(), 20.0)

    out, pieces = walk(sent, inf)

    assert pieces <= 3.0 * STOP_S / LIMITS.foot_check_s + 10
    assert sorted(out) == sorted(sent)
