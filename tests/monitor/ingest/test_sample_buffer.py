"""Memory follows what is kept."""

import tracemalloc

import numpy as np

from monitor.ingest.sample_buffer import SampleBuffer

CHANNELS, KEPT, PUSHED = 20, 100, 52


def go_on(buffer: SampleBuffer, pushes: int, kept: int) -> None:
    """Push some rows at a time, and keep only the latest."""
    for _ in range(pushes):
        rows = np.arange(buffer.stop, buffer.stop + PUSHED, dtype=np.float64)
        buffer.append(np.repeat(rows[:, np.newaxis], CHANNELS, axis=1))
        buffer.drop(buffer.stop - kept)


def test_what_a_silence_needed_is_given_back_after_it() -> None:
    tracemalloc.start()
    buffer = SampleBuffer(CHANNELS)
    go_on(buffer, 300, KEPT)
    usual_bytes, _ = tracemalloc.get_traced_memory()
    go_on(buffer, 300, 10_000)
    silence_bytes, _ = tracemalloc.get_traced_memory()
    go_on(buffer, 1_000, KEPT)
    after_bytes, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert silence_bytes > 10 * usual_bytes
    assert after_bytes < 2 * usual_bytes
    latest = np.arange(buffer.stop - KEPT, buffer.stop)
    assert np.array_equal(buffer.view(buffer.start, buffer.stop)[:, 7], latest)
