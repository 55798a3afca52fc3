"""Samples get their times from the ticks of the device, at the rate it really has."""

from typing import Any

import numpy as np
import pytest

from monitor.ingest.limits import IngestLimits
from monitor.ingest.packet_columns import TICK_HZ, Packets
from monitor.ingest.sensor_stream import TickStream, TimedSamples, TimedStream

LIMITS = IngestLimits()
RATE_HZ = 200.0
SIZE = 19


def notified(
    packets: int, *, rate_error: float = 0.0, tick: int = 1000, rx_s: float = 5.0
) -> tuple[Packets, np.ndarray]:
    """Packets that arrive 20 ms after their last sample; and the true device times."""
    samples = np.arange(packets * SIZE)
    taken_s = tick / TICK_HZ + samples / (RATE_HZ * (1.0 + rate_error))
    first_s, last_s = taken_s[::SIZE], taken_s[SIZE - 1 :: SIZE]
    columns = Packets(
        order=np.arange(packets),
        sequence=np.arange(packets) % 2**16,
        tick=(first_s * TICK_HZ).astype(np.int64) % 2**32,
        count=np.full(packets, SIZE),
        t_rx_s=rx_s + last_s - taken_s[0] + 0.02,
        values=samples[:, np.newaxis].astype(np.float64),
    )
    return columns, taken_s


def without(packets: Packets, lost: list[int]) -> Packets:
    keep = ~np.isin(np.arange(len(packets.tick)), lost)
    columns = ("order", "sequence", "tick", "count", "t_rx_s")
    kept: dict[str, Any] = {name: getattr(packets, name)[keep] for name in columns}
    return Packets(**kept, values=packets.values[np.repeat(keep, SIZE)])


def all_of(stream: TickStream | TimedStream, packets: Packets) -> list[TimedSamples]:
    return [*stream.push(packets), *stream.finish()]


@pytest.mark.parametrize("rate_error", [-0.08, -0.01, 0.0, 0.03, 0.08])
def test_device_times_are_within_a_tick_though_the_rate_is_percents_off(rate_error: float) -> None:
    packets, taken_s = notified(60, rate_error=rate_error)

    (samples,) = all_of(TickStream(RATE_HZ, LIMITS), packets)

    # the first packet can only be timed at the nominal rate
    error_s = np.abs(samples.device_s - taken_s)[SIZE:]
    assert error_s.max() < 3.0 / TICK_HZ


def test_a_loss_does_not_teach_a_wrong_rate() -> None:
    packets, taken_s = notified(60, rate_error=0.04)

    (samples,) = all_of(TickStream(RATE_HZ, LIMITS), without(packets, [20, 21, 30]))

    true_s = np.delete(taken_s.reshape(60, SIZE), [20, 21, 30], axis=0).ravel()
    assert np.abs(samples.device_s - true_s)[SIZE:].max() < 3.0 / TICK_HZ


def test_session_times_are_those_of_arrival_less_the_delay() -> None:
    packets, taken_s = notified(100)

    (samples,) = all_of(TickStream(RATE_HZ, LIMITS), packets)

    true_s = 5.0 + taken_s - taken_s[0]
    assert np.abs(samples.session_s - true_s - 0.02).max() < 1e-4


def test_the_first_samples_after_a_reboot_say_so_and_time_goes_on() -> None:
    before, _ = notified(40, tick=50_000_000)
    after, _ = notified(40, tick=900, rx_s=15.0)
    stream = TickStream(RATE_HZ, LIMITS)

    given = [*stream.push(before), *stream.push(after), *stream.finish()]

    assert [samples.restarted for samples in given] == [False, True]
    assert stream.tally.reboots == 1
    session_s = np.concatenate([samples.session_s for samples in given])
    device_s = np.concatenate([samples.device_s for samples in given])
    assert (np.diff(session_s) > 0.0).all()
    assert (np.diff(device_s) > 0.0).all()
    assert abs(given[1].session_s[0] - 15.02) < 1e-3


def test_imported_samples_keep_their_own_times() -> None:
    times_s = np.array([3.0, 3.01, 3.05, 3.051])
    packets = Packets(
        order=np.arange(2),
        sequence=np.arange(2),
        tick=np.zeros(2, dtype=np.int64),
        count=np.array([3, 1]),
        t_rx_s=np.array([3.05, 3.051]),
        values=np.column_stack([times_s, np.arange(4.0)]),
    )

    (samples,) = TimedStream(LIMITS).push(packets)

    assert samples.session_s.tolist() == times_s.tolist()
    assert samples.device_s.tolist() == times_s.tolist()
    assert samples.values.tolist() == [[0.0], [1.0], [2.0], [3.0]]
