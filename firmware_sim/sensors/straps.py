"""A simulated heart-rate strap and a simulated speed pod."""

from collections.abc import Iterator, Mapping
from typing import Literal

import numpy as np

from firmware_sim.runner.runner import RUN, Runner
from firmware_sim.scenario.model import PodSpec, Scenario
from firmware_sim.sensors.pod import PodPacket
from monitor.wire import battery, heart_rate, rsc, uuids

_STRETCH_S = 20
_SWING = 0.02
"""Beat-to-beat variation while running, as a part of the interval."""


class HeartStrap:
    """Heart rate and RR intervals, once a second."""

    kind: Literal["heart"] = "heart"

    def __init__(self, scenario: Scenario, spec: PodSpec, seed: int) -> None:
        self.name = spec.name
        self._spec = spec
        self._runner = Runner(scenario, seed)
        self._rng = np.random.default_rng([seed, 31])
        level = max(0, min(100, round(spec.battery_percent)))
        self.values: Mapping[str, bytes] = {
            uuids.BATTERY: battery.encode(battery.BatteryLevel(level))
        }

    def packets(self) -> Iterator[PodPacket]:
        """Everything that the strap sends, for ever."""
        beat_s, wander = 0.0, 0.0
        while True:
            slow = self._runner.advance(_STRETCH_S)
            for second, bpm in zip(slow.t_s[1:].tolist(), slow.heart_bpm[1:].tolist(), strict=True):
                intervals = []
                while beat_s < second:
                    wander = 0.9 * wander + _SWING * 0.4 * float(self._rng.standard_normal())
                    interval_s = round(60.0 / bpm * (1.0 + wander) * 1024.0) / 1024.0
                    beat_s += interval_s
                    intervals.append(interval_s)
                if second >= self._spec.starts_s:
                    said = heart_rate.HeartRate(round(bpm), tuple(intervals), contact=True)
                    late_s = self._spec.latency_s + self._spec.jitter_s * float(self._rng.random())
                    payload = heart_rate.encode(said)
                    yield PodPacket(second + late_s, uuids.HEART_RATE, payload)


class SpeedPod:
    """Running Speed and Cadence, once a second, as wrong as such pods are."""

    kind: Literal["rsc"] = "rsc"

    def __init__(self, scenario: Scenario, spec: PodSpec, seed: int) -> None:
        self.name = spec.name
        self._spec = spec
        self._runner = Runner(scenario, seed)
        self._rng = np.random.default_rng([seed, 32])
        self._gain = 1.0 + 0.02 * float(self._rng.uniform(-1.0, 1.0))
        level = max(0, min(100, round(spec.battery_percent)))
        feature = rsc.RscFeature(stride_length=True, distance=True, running=True)
        self.values: Mapping[str, bytes] = {
            uuids.BATTERY: battery.encode(battery.BatteryLevel(level)),
            uuids.RSC_FEATURE: rsc.encode_feature(feature),
        }

    def packets(self) -> Iterator[PodPacket]:
        """Everything that the pod sends, for ever."""
        seen_m_s = distance_m = 0.0
        while True:
            slow = self._runner.advance(_STRETCH_S)
            for i in range(1, len(slow.t_s)):
                true_m_s = float(slow.speed_m_s[i]) * self._gain
                seen_m_s += 0.4 * (true_m_s - seen_m_s)
                noisy_m_s = max(0.0, seen_m_s + 0.03 * float(self._rng.standard_normal()))
                distance_m += noisy_m_s
                steps = float(slow.cadence_spm[i])
                count = round(steps / 2.0 if self._spec.rsc_strides else steps)
                stride_m = None if steps == 0.0 else noisy_m_s * 120.0 / steps
                said = rsc.RscMeasurement(
                    noisy_m_s, min(count, 255), bool(slow.gait[i] == RUN), stride_m, distance_m
                )
                late_s = self._spec.latency_s + self._spec.jitter_s * float(self._rng.random())
                t_s = float(slow.t_s[i])
                if t_s >= self._spec.starts_s:
                    yield PodPacket(t_s + late_s, uuids.RSC_MEASUREMENT, rsc.encode(said))
