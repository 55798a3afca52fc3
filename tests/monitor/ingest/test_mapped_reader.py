"""Samples, numbers and ticks of sensors that a map describes."""

import struct
from typing import Any

import numpy as np
import pytest

from monitor.ingest.limits import IngestLimits
from monitor.ingest.mapped_reader import MappedReader
from monitor.types import Side
from monitor.wire.batch import Batch
from monitor.wire.sensor_map import Axes, Clock, Counter, NumberType, SensorMap

UUID = "0000ffe4-0000-1000-8000-00805f9a34fb"
ACC = Axes(at=6, type=NumberType.I16, scale=0.01)
GYR = Axes(at=12, type=NumberType.I16, scale=0.001)
COUNTER = Counter(at=1, type=NumberType.U8)
CLOCK = Clock(at=2, type=NumberType.U32, per_s=1000.0)


def mapped(
    clock: Clock | None = None, counter: Counter | None = None, big: bool = False
) -> SensorMap:
    return SensorMap(
        side=Side.LEFT, rate_hz=100.0, characteristic=UUID, prefix="aa", acc=ACC, gyr=GYR,
        samples=2, step=12, clock=clock, counter=counter, big_endian=big,
    )  # fmt: skip


def packet(number: int, order: str = "<") -> bytes:
    values = [0, 981, number, 1, 2, 3] * 2
    return struct.pack(f"{order}BBI12h", 0xAA, number % 256, 20 * number, *values)


def read(sensor_map: SensorMap, numbers: list[int], *, at_s: list[float] | None = None) -> Batch:
    times = np.array(at_s or [0.02 * number for number in numbers])
    return MappedReader(sensor_map, IngestLimits()).read(
        [packet(number) for number in numbers], times
    )


def test_values_are_scaled_and_samples_follow_each_other() -> None:
    batch = read(mapped(), [7])

    assert batch.values.tolist() == [[0.0, 9.81, 0.07, 0.001, 0.002, 0.003]] * 2
    assert batch.count.tolist() == [2]


def test_the_high_byte_may_come_first() -> None:
    batch = MappedReader(mapped(big=True), IngestLimits()).read([packet(7, ">")], np.zeros(1))

    assert batch.values[0].tolist() == [0.0, 9.81, 0.07, 0.001, 0.002, 0.003]


@pytest.mark.parametrize("known", [{"counter": COUNTER}, {"clock": CLOCK}])
def test_a_lost_notification_is_seen_by_the_counter_or_by_the_clock(known: dict[str, Any]) -> None:
    batch = read(mapped(**known), [254, 255, 256, 259], at_s=[0.0, 0.02, 0.04, 0.06])

    assert np.diff(batch.sequence).tolist() == [1, 1, 3]
    assert np.diff(batch.tick) / 32768 == pytest.approx([0.02, 0.02, 0.06], abs=1e-4)


def test_a_clock_that_wraps_soon_stays_right_when_the_link_only_held_packets_back() -> None:
    clock = Clock(at=2, type=NumberType.U8, per_s=1000.0)  # begins anew each quarter of a second
    times = [0.02 * max(number, 70) if number > 10 else 0.02 * number for number in range(80)]

    batch = read(mapped(clock=clock), list(range(80)), at_s=times)

    assert (batch.sequence == np.arange(80)).all()
    assert np.diff(batch.tick) / 32768 == pytest.approx(np.full(79, 0.02), abs=1e-4)


def test_a_counter_tells_what_a_held_up_link_dropped() -> None:
    numbers = [*range(10), *range(40, 80)]  # the oldest of what was held up went
    times = [0.02 * max(number, 70) if number > 10 else 0.02 * number for number in numbers]

    batch = read(mapped(counter=COUNTER), numbers, at_s=times)

    assert (batch.sequence == numbers).all()


def test_without_either_a_silence_has_lost_notifications() -> None:
    batch = read(mapped(), [0, 1, 2], at_s=[0.0, 0.02, 1.02])

    assert np.diff(batch.sequence).tolist() == [1, 50]


def test_what_is_no_sample_is_passed_over_and_what_is_cut_is_refused() -> None:
    good, other, cut = packet(1), b"\x55\x01", packet(2)[:20]

    batch = MappedReader(mapped(), IngestLimits()).read([other, good, cut], np.zeros(3))

    assert batch.packet.tolist() == [1]
    assert [(error.packet, error.error.reason) for error in batch.errors] == [
        (2, "20 bytes, the map wants 30")
    ]


def test_how_pushes_are_cut_changes_nothing() -> None:
    numbers = [0, 1, 2, 5, 6, 9, 10]
    payloads, t_s = [packet(n) for n in numbers], np.array([0.02 * n for n in numbers])
    whole = MappedReader(mapped(clock=CLOCK), IngestLimits()).read(payloads, t_s)

    reader = MappedReader(mapped(clock=CLOCK), IngestLimits())
    parts = [reader.read(payloads[a:b], t_s[a:b]) for a, b in ((0, 1), (1, 4), (4, 4), (4, 7))]

    for name in ("tick", "sequence", "count", "values"):
        joined = np.concatenate([getattr(part, name) for part in parts])
        assert joined.tolist() == getattr(whole, name).tolist()


HALVES = SensorMap(
    side=Side.LEFT, rate_hz=208.0, characteristic=UUID, prefix="02 63", rest="03 63",
    acc=Axes(at=6, type=NumberType.F32, scale=1.0), gyr=Axes(at=6, type=NumberType.F32, scale=1.0),
    blocks=True, further_blocks=1, clock=CLOCK,
)  # fmt: skip


def halves(number: int, cut: int = 100) -> list[bytes]:
    """A notification of eight samples with a magnetometer, in two halves."""
    acc, gyr, mag = ([float(kind + number)] * 24 for kind in (1000, 2000, 3000))
    body = struct.pack("<I72f", round(number * 8000 / 208), *acc, *gyr, *mag)
    return [b"\x02\x63" + body[:cut], b"\x03\x63" + body[cut:]]


@pytest.mark.parametrize("cut", [5, 100, 291])
def test_what_does_not_fit_goes_on_in_the_next_notification(cut: int) -> None:
    payloads = [half for number in range(4) for half in halves(number, cut)]
    whole = MappedReader(HALVES, IngestLimits()).read(payloads, np.arange(8) / 50.0)

    reader = MappedReader(HALVES, IngestLimits())
    parts = [
        reader.read(payloads[i : i + 3], np.arange(i, min(i + 3, 8)) / 50.0) for i in (0, 3, 6)
    ]

    assert whole.count.tolist() == [8] * 4
    assert whole.packet.tolist() == [1, 3, 5, 7]
    assert whole.values[8:16, 0].tolist() == [1001.0] * 8
    assert whole.values[8:16, 5].tolist() == [2001.0] * 8
    for name in ("tick", "sequence", "count", "values"):
        joined = np.concatenate([getattr(part, name) for part in parts])
        assert joined.tolist() == getattr(whole, name).tolist()


def test_a_half_without_its_other_is_lost_and_counted() -> None:
    first, second, third = halves(0), halves(1), halves(2)

    batch = MappedReader(HALVES, IngestLimits()).read(
        [*first, second[0], *third, third[1]], np.arange(6) / 26.0
    )

    assert batch.values[:, 0].tolist() == [1000.0] * 8 + [1002.0] * 8
    assert np.diff(batch.sequence).tolist() == [2]
    assert batch.errors == ()
