"""Aligned samples depend on the packets, never on how they are grouped or mixed up on the way."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.ingest.limits import IngestLimits
from monitor.ingest.resample import Aligner
from monitor.ingest.sensor_directory import Stream
from monitor.ingest.stream_buffer import StreamBuffer
from monitor.ingest.stream_spec import StreamSpec
from monitor.types import FootBlock, Packet, Side
from monitor.wire import uuids
from monitor.wire.imported import StreamKind
from tests.monitor.pipeline.devices import Device, merged, pieces, shuffled
from tests.tries import tries

LIMITS = IngestLimits()
WINDOW = LIMITS.reorder_packets
POD = Device(tick=2**32 - 400_000, sequence=65_400, rate_error=0.03)
IMU = Device("imu", pressure_hz=0.0, skew_ppm=90.0, sequence=65_500)
SOLE = Device("sole", imu_hz=0.0, skew_ppm=-70.0, tick=2**32 - 300_000, latency_s=0.04)
STOP_S = 24.0
SINGLY = 80
"""Packets that are pushed one by one between two deliveries."""
RUNS = {"one device": [POD], "two devices": [IMU, SOLE], "only a sole": [SOLE]}
SENT = {
    name: merged(*(device.packets(1.0, STOP_S) for device in devices))
    for name, devices in RUNS.items()
}

Cuts = st.lists(st.integers(0, 800), max_size=60)
Lost = st.lists(st.tuples(st.floats(1.0, STOP_S), st.floats(0.0, 6.0)), max_size=4)
Name = st.sampled_from(sorted(RUNS))


class Feed:
    """One foot up to its blocks."""

    def __init__(self, devices: list[Device]) -> None:
        self._streams: dict[tuple[str, str], Stream] = {}
        streams: dict[str, StreamBuffer] = {}
        for device in devices:
            if device.imu_hz:
                spec = StreamSpec(device.name, StreamKind.IMU, device.imu_hz)
                self._streams[device.name, uuids.IMU] = Stream(Side.LEFT, spec, LIMITS)
                streams[StreamKind.IMU] = StreamBuffer(6, device.imu_hz, device.name, LIMITS)
            if device.pressure_hz:
                cells = (device.plantar, device.instep)
                spec = StreamSpec(device.name, StreamKind.PRESSURE, device.pressure_hz, *cells)
                self._streams[device.name, uuids.PRESSURE] = Stream(Side.LEFT, spec, LIMITS)
                streams[StreamKind.PRESSURE] = StreamBuffer(
                    sum(cells), device.pressure_hz, device.name, LIMITS
                )
        rate_hz = devices[0].imu_hz or devices[0].pressure_hz
        self._aligner = Aligner(Side.LEFT, rate_hz, streams, devices[0].plantar, LIMITS)

    @property
    def tallies(self) -> list[Any]:
        return [stream.tally for stream in self._streams.values()]

    def push(self, packets: list[Packet]) -> list[FootBlock]:
        deliveries = []
        for (sensor, characteristic), stream in self._streams.items():
            order = [
                place
                for place, packet in enumerate(packets)
                if (packet.sensor, packet.characteristic) == (sensor, characteristic)
            ]
            if order:
                deliveries.append(stream.push(order, [packets[place] for place in order]))
        return self._aligner.push(deliveries)

    def finish(self) -> list[FootBlock]:
        left = [stream.finish() for stream in self._streams.values()]
        return self._aligner.push(left) + self._aligner.finish()


def rows(name: str, packets: list[Packet], cuts: list[int]) -> dict[str, bytes]:
    """Every sample of the foot, as bytes; and what became of the packets."""
    feed = Feed(RUNS[name])
    blocks = [block for piece in pieces(packets, cuts) for block in feed.push(piece)]
    blocks += feed.finish()
    columns = ("t_s", "acc_m_s2", "gyr_rad_s", "plantar_kpa", "instep_kpa", "load_n")
    said = {
        column: b"".join(np.ascontiguousarray(getattr(block, column)).tobytes() for block in blocks)
        for column in columns
    }
    said["number"] = b"".join(np.arange(b.start, b.stop).tobytes() for b in blocks)
    said["tally"] = repr(feed.tallies).encode()
    return said


def without(packets: list[Packet], lost: list[tuple[float, float]]) -> list[Packet]:
    """The packets that arrive outside these stretches (start, length)."""
    return [p for p in packets if not any(a <= p.t_rx_s < a + length for a, length in lost)]


def sprinkled(packets: list[Packet], share: float, seed: int) -> list[bool]:
    return (np.random.default_rng(seed).random(len(packets)) < share).tolist()


def damaged(packets: list[Packet], share: float, seed: int) -> list[Packet]:
    """Some packets with one bit flipped, or cut short."""
    noise = np.random.default_rng(seed)
    out = []
    for packet, hit in zip(packets, sprinkled(packets, share, seed), strict=True):
        payload = bytearray(packet.payload)
        if hit and noise.random() < 0.5:
            payload = payload[: noise.integers(0, len(payload))]
        elif hit:
            payload[noise.integers(0, min(len(payload), 14))] ^= 1 << noise.integers(0, 8)
        out.append(packet._replace(payload=bytes(payload)))
    return out


@tries(50)
@given(
    name=Name,
    cuts=Cuts,
    lost=Lost,
    share=st.sampled_from([0.0, 0.02, 0.3]),
    seed=st.integers(0, 99),
)
def test_rows_do_not_depend_on_grouping_whatever_is_lost_repeated_or_damaged(
    name: str, cuts: list[int], lost: list[tuple[float, float]], share: float, seed: int
) -> None:
    sent = without(SENT[name], lost)
    again = [p for p, hit in zip(sent, sprinkled(sent, share, seed + 1), strict=True) if hit]
    came = damaged(merged(sent, again), share, seed)

    whole = rows(name, came, [])

    assert rows(name, came, cuts) == whole


@pytest.mark.parametrize("name", RUNS)
def test_rows_of_packets_one_by_one_are_those_of_all_at_once(name: str) -> None:
    came = shuffled(without(SENT[name], [(6.0, 1.0), (12.0, 5.0)]), 3 * WINDOW, 1)

    assert rows(name, came, list(range(len(came)))) == rows(name, came, [])


@tries(50)
@given(name=Name, seed=st.integers(0, 999), lost=Lost, start=st.integers(0, 800))
def test_a_while_of_packets_one_by_one_changes_no_row(
    name: str, seed: int, lost: list[tuple[float, float]], start: int
) -> None:
    came = shuffled(without(SENT[name], lost), 3 * WINDOW, seed)
    first = min(start, max(0, len(came) - SINGLY))

    assert rows(name, came, list(range(first, min(first + SINGLY, len(came))))) == rows(
        name, came, []
    )


@tries(50)
@given(name=Name, seed=st.integers(0, 999), cuts=Cuts, lost=Lost)
def test_packets_out_of_order_within_the_window_change_nothing(
    name: str, seed: int, cuts: list[int], lost: list[tuple[float, float]]
) -> None:
    sent = without(SENT[name], lost)

    assert rows(name, shuffled(sent, WINDOW, seed), cuts) == rows(name, sent, [])


@tries(50)
@given(name=Name, until_s=st.floats(0.0, 4.0), start_s=st.floats(3.0, 20.0), cuts=Cuts)
def test_a_link_that_stalls_and_delivers_late_gives_the_same_however_it_is_pushed(
    name: str, start_s: float, until_s: float, cuts: list[int]
) -> None:
    stop_s = start_s + until_s
    late = [
        p._replace(t_rx_s=max(p.t_rx_s, stop_s))
        if p.t_rx_s >= start_s and p.characteristic == uuids.PRESSURE
        else p
        for p in SENT[name]
    ]
    came = merged(late)

    assert rows(name, came, cuts) == rows(name, came, [])


@tries(50)
@given(name=Name, share=st.floats(0.0, 0.2), seed=st.integers(0, 99))
def test_packets_that_come_twice_change_no_sample(name: str, share: float, seed: int) -> None:
    sent = SENT[name]
    again = [p for p, hit in zip(sent, sprinkled(sent, share, seed), strict=True) if hit]

    twice, once = rows(name, merged(sent, again), []), rows(name, sent, [])

    del twice["tally"], once["tally"]
    assert twice == once
