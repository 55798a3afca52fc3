"""Session time of samples: within a millisecond of the link's least delay, never backwards."""

import numpy as np
import pytest

from monitor.ingest.device_clock import StreamClock
from monitor.ingest.limits import IngestLimits
from monitor.types import FloatArray

PACKET_S = 0.095
LEAST_DELAY_S = 0.015
JITTER_S = 0.008


def link(sent_s: FloatArray, seed: int) -> FloatArray:
    """When packets arrive: a least delay, jitter, and in order."""
    noise = np.random.default_rng(seed)
    late_s = LEAST_DELAY_S + JITTER_S * noise.exponential(1.0, len(sent_s))
    return np.maximum.accumulate(sent_s + late_s)


def stalled(sent_s: FloatArray, arrived_s: FloatArray, start_s: float, stop_s: float) -> FloatArray:
    """Nothing passes for a while, then everything at once."""
    return np.where(
        (sent_s >= start_s) & (sent_s < stop_s), np.maximum(arrived_s, stop_s), arrived_s
    )


def session_s(device_s: FloatArray, arrived_s: FloatArray) -> FloatArray:
    """What the clock says, asked now and then."""
    clock = StreamClock(IngestLimits(), float((arrived_s - device_s)[:8].min()))
    said = []
    for start in range(0, len(device_s), 50):
        part = slice(start, start + 50)
        clock.feed(device_s[part], arrived_s[part])
        said.append(clock.session_s(device_s[part]))
    return np.concatenate(said)


def error_ms(said_s: FloatArray, sent_s: FloatArray) -> FloatArray:
    """Error beyond the least delay, which no clock can see."""
    return 1e3 * (said_s - sent_s - LEAST_DELAY_S)


@pytest.mark.parametrize("skew_ppm", [-100.0, 0.0, 100.0])
@pytest.mark.parametrize("seed", [1, 2])
def test_error_stays_below_half_a_millisecond_with_skew_and_jitter(
    skew_ppm: float, seed: int
) -> None:
    sent_s = np.arange(1.0, 600.0, PACKET_S)
    device_s = 4000.0 + sent_s * (1.0 + skew_ppm * 1e-6)

    error = error_ms(session_s(device_s, link(sent_s, seed)), sent_s)

    assert np.abs(error).max() < 2.5
    assert np.abs(error[sent_s > 30.0]).max() < 0.5


@pytest.mark.parametrize("skew_ppm", [-100.0, 0.0, 100.0])
def test_stalls_of_the_link_move_no_sample(skew_ppm: float) -> None:
    sent_s = np.arange(1.0, 400.0, PACKET_S)
    device_s = 4000.0 + sent_s * (1.0 + skew_ppm * 1e-6)
    arrived_s = link(sent_s, 3)
    for start_s in (60.0, 64.0, 200.0, 300.0):
        arrived_s = stalled(sent_s, arrived_s, start_s, start_s + 2.5)

    error = error_ms(session_s(device_s, arrived_s), sent_s)

    assert np.abs(error[sent_s > 30.0]).max() < 0.5


def test_a_stall_at_the_start_is_mended_in_one_step_and_squeezes_no_time() -> None:
    sent_s = np.arange(1.0, 60.0, PACKET_S)
    device_s = 4000.0 + sent_s

    said_s = session_s(device_s, stalled(sent_s, link(sent_s, 4), 0.0, 4.0))

    assert np.abs(error_ms(said_s, sent_s)[sent_s > 18.0]).max() < 1.5
    steps = np.diff(said_s) / PACKET_S
    lost, jumps = steps == 0.0, steps > 2.0 / PACKET_S
    assert jumps.sum() == 1
    assert lost.sum() > 2.0 / PACKET_S
    wrong = np.abs(steps - 1.0) > 0.01
    assert (wrong & ~lost & ~jumps).sum() <= 1  # where the step begins


def test_time_of_a_sample_does_not_depend_on_how_packets_are_grouped() -> None:
    sent_s = np.arange(1.0, 100.0, PACKET_S)
    device_s = 4000.0 + sent_s * (1.0 + 80e-6)
    arrived_s = link(sent_s, 5)
    whole, single = (StreamClock(IngestLimits(), -3999.98) for _ in range(2))
    whole.feed(device_s, arrived_s)

    one_by_one = []
    for i in range(len(device_s)):
        single.feed(device_s[i : i + 1], arrived_s[i : i + 1])
        one_by_one += single.session_s(device_s[i : i + 1]).tolist()

    assert whole.session_s(device_s).tolist() == one_by_one


def test_hours_without_packets_are_bridged() -> None:
    sent_s = np.concatenate(
        [np.arange(1.0, 60.0, PACKET_S), np.arange(36_000.0, 36_060.0, PACKET_S)]
    )
    device_s = 4000.0 + sent_s

    error = error_ms(session_s(device_s, link(sent_s, 6)), sent_s)

    assert np.abs(error).max() < 100.0
    assert np.abs(error[sent_s > 36_020.0]).max() < 1.5
