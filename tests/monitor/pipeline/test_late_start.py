"""A pod whose first packets arrive late gives the strides of one that was punctual, or none."""

from functools import cache

import numpy as np
import pytest

from firmware_sim import record
from firmware_sim.scenario import scenario_file
from monitor.config import Config
from monitor.pipeline import Pipeline
from monitor.types import Packet, Side, Stride
from monitor.wire import uuids

FROM_S, STOP_S = 6.0, 40.0
SAMPLES = (uuids.IMU, uuids.PRESSURE)
DURATION_PART, LENGTH_PART = 0.01, 0.02


@cache
def sent() -> list[Packet]:
    return list(record.packets(scenario_file.load("demo"), STOP_S))


def late(lateness_s: float, paced: float) -> list[Packet]:
    """A run that begins while the runner runs: what was sent first arrives late.

    After the lateness it comes all at once (``paced`` 0), or so many times slower than it was sent.
    """
    out = []
    for packet in sent():
        t_s = packet.t_rx_s
        if packet.characteristic in SAMPLES:
            if t_s < FROM_S:
                continue
            t_s = max(t_s, FROM_S + lateness_s + paced * (t_s - FROM_S))
        out.append(packet._replace(t_rx_s=t_s))
    return sorted(out, key=lambda packet: packet.t_rx_s)


@cache
def strides(lateness_s: float, paced: float) -> list[Stride]:
    pipeline = Pipeline(Config())
    events = pipeline.push(late(lateness_s, paced)) + pipeline.finish()
    return [event for event in events if isinstance(event, Stride)]


@pytest.mark.parametrize("paced", [0.0, 0.2])
@pytest.mark.parametrize("lateness_s", [0.5, 1.0, 2.0, 4.0])
def test_a_late_start_squeezes_no_stride(lateness_s: float, paced: float) -> None:
    if (lateness_s, paced) == (4.0, 0.2):
        pytest.skip("five seconds of trickling are longer than a clock waits")
    punctual = strides(0.0, 0.0)

    for side in Side:
        true = [stride for stride in punctual if stride.side is side]
        began_s = np.array([stride.ic_s for stride in true])
        found = [stride for stride in strides(lateness_s, paced) if stride.side is side]
        assert len(found) >= len(true) - 3
        for stride in found:
            nearest = true[int(np.argmin(np.abs(began_s - stride.ic_s)))]
            if abs(nearest.ic_s - stride.ic_s) > 0.3:
                continue  # at the start, of a punctual run one stride less is known
            assert stride.stride_time_s == pytest.approx(nearest.stride_time_s, rel=DURATION_PART)
            if stride.motion and nearest.motion and stride.motion.stride_length_m:
                length_m = nearest.motion.stride_length_m
                assert stride.motion.stride_length_m == pytest.approx(length_m, rel=LENGTH_PART)
