"""A stream is read between its samples, never across a loss nor from what came too late."""

import numpy as np
import pytest

from monitor.ingest.limits import IngestLimits
from monitor.ingest.sensor_stream import TimedSamples
from monitor.ingest.stream_buffer import StreamBuffer
from monitor.types import FloatArray

RATE_HZ = 100.0
NEVER = -np.inf


def samples(session_s: list[float], device_s: list[float] | None = None) -> TimedSamples:
    """Samples whose value is a hundred times their time."""
    times_s = np.array(session_s)
    n = len(times_s)
    device = times_s if device_s is None else np.array(device_s)
    return TimedSamples(
        np.zeros(n, int), np.ones(n, int), device, times_s, 100.0 * times_s[:, None]
    )


def stream(session_s: list[float], device_s: list[float] | None = None) -> StreamBuffer:
    made = StreamBuffer(1, RATE_HZ, "pod", IngestLimits())
    made.append(samples(session_s, device_s), np.full(len(session_s), NEVER))
    return made


def read(
    made: StreamBuffer, grid_s: list[float], device_s: list[float] | None = None
) -> list[float]:
    device = None if device_s is None else np.array(device_s)
    return made.at(np.array(grid_s), device).values[:, 0].tolist()


def same(said: list[float], expected: list[float]) -> bool:
    return np.allclose(said, expected, rtol=0.0, atol=1e-9, equal_nan=True)


nan = np.nan


def test_values_lie_on_the_line_between_neighbours_and_are_unknown_beyond() -> None:
    made = stream([1.00, 1.01, 1.02])

    assert same(read(made, [0.99, 1.0, 1.004, 1.02, 1.021]), [nan, 100.0, 100.4, 102.0, nan])


def test_one_sample_is_known_at_its_own_instant_only() -> None:
    assert same(read(stream([1.0]), [0.99, 1.0, 1.01]), [nan, 100.0, nan])


def test_nothing_is_invented_in_a_hole_but_its_edges_are_known() -> None:
    made = stream([1.00, 1.01, 1.04, 1.05])

    assert same(read(made, [1.01, 1.015, 1.03, 1.04]), [101.0, nan, nan, 104.0])


def test_one_lost_sample_is_bridged() -> None:
    made = stream([1.00, 1.01, 1.03, 1.04])

    assert read(made, [1.01, 1.02, 1.03]) == pytest.approx([101.0, 102.0, 103.0])


def test_a_lost_value_does_not_reach_its_neighbours_instants() -> None:
    made = StreamBuffer(1, RATE_HZ, "pod", IngestLimits())
    given = samples([1.0, 1.01, 1.02])
    given.values[1] = np.nan

    made.append(given, np.full(3, NEVER))

    assert same(read(made, [1.0, 1.005, 1.01, 1.02]), [100.0, nan, nan, 102.0])


def test_a_sample_that_came_too_late_is_not_used_for_what_was_said_already() -> None:
    made = stream([1.00])
    made.append(samples([1.01, 1.02]), np.array([1.005, 1.005]))

    assert same(read(made, [1.0, 1.004, 1.006, 1.02]), [100.0, nan, 100.6, 102.0])


def test_one_device_is_matched_on_its_own_clock() -> None:
    # the session clock of this stream is 3 ms off, its device clock is exact
    made = stream([1.003, 1.013, 1.023], [7.00, 7.01, 7.02])

    assert same(read(made, [1.0, 1.01], [7.0, 7.01]), [100.3, 101.3])


@pytest.mark.parametrize("device_s", [[nan], [900.0]])
def test_session_time_serves_where_the_device_clock_cannot(device_s: list[float]) -> None:
    made = stream([1.00, 1.01, 1.02], [7.00, 7.01, 7.02])

    assert same(read(made, [1.015], device_s), [101.5])


def test_samples_that_do_not_advance_are_dropped() -> None:
    made = stream([1.00, 1.01])

    made.append(samples([1.005, 1.01, 1.02]), np.full(3, NEVER))

    assert same(read(made, [1.0, 1.005, 1.02]), [100.0, 100.5, 102.0])


def test_forgetting_changes_nothing_that_can_still_be_asked() -> None:
    times_s = (np.arange(500) / RATE_HZ).tolist()
    whole, short = stream(times_s), stream(times_s)
    grid_s: FloatArray = np.arange(3.0, 4.9, 0.0037)

    short.forget_before(3.0)

    assert len(short) < len(whole)
    assert read(short, grid_s.tolist()) == read(whole, grid_s.tolist())
