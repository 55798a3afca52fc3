"""Simulated sensors that say a number a second: strap, speed and power pod, treadmill, air."""

from collections.abc import Iterator, Mapping
from typing import Literal

import numpy as np

from firmware_sim.runner.runner import Runner
from firmware_sim.runner.track import RUN
from firmware_sim.scenario.model import PodSpec, Scenario
from firmware_sim.sensors.pod import PodPacket
from monitor.wire import battery, heart_rate, power, rsc, temperature, treadmill, uuids

_STRETCH_S = 20
_EVERY_S = 10
_COST_J_KG_M = 1.04
"""Power over mass and speed on flat ground. Rule of thumb."""
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


class PowerPod:
    """A speed pod that says power too, in a service of its own, as Stryd does."""

    kind: Literal["power"] = "power"

    def __init__(self, scenario: Scenario, spec: PodSpec, seed: int) -> None:
        self.name = spec.name
        self._speed = SpeedPod(scenario, spec, seed)
        self._mass_kg = scenario.runner.mass_kg
        self.values = self._speed.values

    def packets(self) -> Iterator[PodPacket]:
        """Everything that the pod sends, for ever."""
        for packet in self._speed.packets():
            yield packet
            speed_m_s = rsc.decode(packet.payload).speed_m_s
            said = power.PowerMeasurement(round(_COST_J_KG_M * self._mass_kg * speed_m_s))
            yield PodPacket(packet.t_s, uuids.POWER, power.encode(said))


class Treadmill:
    """Speed and incline of a belt, once a second; what is set, not what is run."""

    kind: Literal["treadmill"] = "treadmill"

    def __init__(self, scenario: Scenario, spec: PodSpec, seed: int) -> None:
        self.name = spec.name
        self._spec = spec
        self._runner = Runner(scenario, seed)
        self.values: Mapping[str, bytes] = {}

    def packets(self) -> Iterator[PodPacket]:
        """Everything that the treadmill sends, for ever."""
        distance_m = 0.0
        while True:
            slow = self._runner.advance(_STRETCH_S)
            for i in range(1, len(slow.t_s)):
                t_s, speed_m_s = float(slow.t_s[i]), float(slow.speed_m_s[i])
                distance_m += speed_m_s
                said = treadmill.TreadmillData(speed_m_s, round(distance_m), float(slow.slope[i]))
                if t_s >= self._spec.starts_s:
                    payload = treadmill.encode(said)
                    yield PodPacket(t_s + self._spec.latency_s, uuids.TREADMILL, payload)


class Thermometer:
    """The air's temperature, every ten seconds."""

    kind: Literal["thermometer"] = "thermometer"

    def __init__(self, scenario: Scenario, spec: PodSpec, seed: int) -> None:
        self.name = spec.name
        self._spec = spec
        self._runner = Runner(scenario, seed)
        first = temperature.TemperatureReading(scenario.climate.temperature_c)
        self.values: Mapping[str, bytes] = {uuids.TEMPERATURE: temperature.encode(first)}

    def packets(self) -> Iterator[PodPacket]:
        """Everything that the thermometer sends, for ever."""
        while True:
            slow = self._runner.advance(_EVERY_S)
            t_s, celsius = float(slow.t_s[-1]), float(slow.temperature_c[-1])
            if t_s >= self._spec.starts_s:
                payload = temperature.encode(temperature.TemperatureReading(celsius))
                yield PodPacket(t_s + self._spec.latency_s, uuids.TEMPERATURE, payload)
