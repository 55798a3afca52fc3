"""Who goes backwards for some seconds turns with both feet; no sensor did."""

from collections.abc import Sequence

import numpy as np
import pytest
from msgspec.structs import replace

from firmware_sim.record import packets
from firmware_sim.scenario import scenario_file
from firmware_sim.scenario.model import Phase
from monitor.config import Config
from monitor.pipeline import Pipeline
from monitor.types import FloatArray, Notice, NoticeKind, Packet
from monitor.wire import uuids

FROM_S, UNTIL_S = 28.0, 48.0
HEAD_BYTES = 7
"""Tick, sequence number and number of samples of a notification."""
NEAR_S = 0.7
RATE_HZ = 200.0


def calm_at(rates: FloatArray, t_s: float) -> int:
    """The sample near an instant at which a pod turns least."""
    near, at = round(NEAR_S * RATE_HZ), round(t_s * RATE_HZ)
    power = np.convolve(np.square(rates).sum(axis=1), np.ones(15) / 15.0, "same")
    return at - near + int(np.argmin(power[at - near : at + near]))


def backwards(sent: Sequence[Packet], sensor: str, for_s: float) -> list[Packet]:
    """Play what a pod measured from 28 s on backwards in time, from one calm instant to another."""
    mine = [p for p in sent if p.sensor == sensor and p.characteristic == uuids.IMU]
    counts = [np.frombuffer(p.payload[HEAD_BYTES:], "<i2").reshape(-1, 6) for p in mine]
    samples = np.concatenate(counts).astype(np.int64)
    first, last = (
        calm_at(samples[:, 3:].astype(np.float64), t_s) for t_s in (FROM_S, FROM_S + for_s)
    )
    part = samples[first:last][::-1] * [1, 1, 1, -1, -1, -1]
    samples = np.concatenate([samples[:first], part, samples[last:]]).clip(-32768, 32767)
    bodies = iter(np.split(samples.astype("<i2"), np.cumsum([len(one) for one in counts])[:-1]))
    return [
        p._replace(payload=p.payload[:HEAD_BYTES] + next(bodies).tobytes())
        if p.sensor == sensor and p.characteristic == uuids.IMU
        else p
        for p in sent
    ]


@pytest.mark.parametrize(("pace_m_s", "for_s"), [(1.2, 6.0), (2.4, 4.0), (2.4, 6.0), (2.4, 10.0)])
def test_no_sensor_is_said_to_have_turned(pace_m_s: float, for_s: float) -> None:
    scenario = scenario_file.load("easy_run")
    phases = (scenario.phase[0], Phase(duration_s=1e4, speed_m_s=pace_m_s))
    sent = list(packets(replace(scenario, phase=phases), UNTIL_S))
    for pod in ("pod-left", "pod-right"):
        sent = backwards(sent, pod, for_s)

    pipeline = Pipeline(Config())
    said = [*pipeline.push(sent), *pipeline.finish()]

    turned = [e for e in said if isinstance(e, Notice) and e.kind is NoticeKind.TURNED]
    assert turned == []
