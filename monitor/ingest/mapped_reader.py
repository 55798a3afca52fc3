"""Read the notifications of a sensor that a map describes, one after the other.

Such a sensor may have neither number nor time in what it sends. A lost notification is then seen
by what it does have: its counter, else its clock, else a silence.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np

from monitor.errors import WireError
from monitor.ingest.followed_rate import FollowedRate
from monitor.ingest.limits import IngestLimits
from monitor.ingest.packet_columns import TICK_HZ
from monitor.types import FloatArray
from monitor.wire.batch import Batch, Refused
from monitor.wire.sensor_map import Axes, NumberType, SensorMap

CHANNELS: Final = 6
_NUMBERS: Final = 1 << 16
_TICKS: Final = 1 << 32


class MappedReader:
    """Turn notifications into samples with number and tick; keeps count between pushes."""

    def __init__(self, sensor_map: SensorMap, limits: IngestLimits) -> None:
        self._map = sensor_map
        self._limits = limits
        self._prefix = bytes.fromhex(sensor_map.prefix)
        self._rest = bytes.fromhex(sensor_map.rest)
        self._half: bytes | None = None
        self._number = 0
        self._followed = FollowedRate(sensor_map.rate_hz, limits)
        self._clock_s = 0.0
        self._last_clock: int | None = None
        self._last_counter: int | None = None
        self._last_rx_s: float | None = None
        self._last_count = 0

    def read(self, payloads: Sequence[bytes], t_rx_s: FloatArray) -> Batch:
        """Read notifications in the order of their arrival."""
        packet, tick, sequence, count, values = [], [], [], [], [np.zeros((0, CHANNELS))]
        errors = []
        for place, (said, at_s) in enumerate(zip(payloads, t_rx_s.tolist(), strict=True)):
            payload = self._whole(said)
            if payload is None:
                continue  # something else that the sensor says, or a first half
            if len(payload) < self._map.length:
                reason = f"{len(payload)} bytes, the map wants {self._map.length}"
                errors.append(Refused(place, WireError(reason, payload)))
                continue
            samples = self._samples_of(payload)
            if not np.isfinite(samples).all():
                errors.append(Refused(place, WireError("a sample that is no number", payload)))
                continue
            self._go_on(payload, at_s)
            packet.append(place)
            sequence.append(self._number % _NUMBERS)
            tick.append(round(self._device_s * TICK_HZ) % _TICKS)
            count.append(len(samples))
            values.append(samples)
            self._last_count = len(samples)
        return Batch(
            np.array(packet, dtype=np.int64),
            np.array(tick, dtype=np.int64),
            np.array(sequence, dtype=np.int64),
            np.array(count, dtype=np.int64),
            np.concatenate(values),
            tuple(errors),
        )

    def _whole(self, said: bytes) -> bytes | None:
        """Give a notification once it is whole; a half without its other half is lost."""
        if not self._rest:
            return said if said.startswith(self._prefix) else None
        if said.startswith(self._prefix):
            self._half = said
            return None
        if self._half is None or not said.startswith(self._rest):
            return None
        whole, self._half = self._half + said[len(self._rest) :], None
        return whole

    @property
    def _device_s(self) -> float:
        """Time of the first sample of the latest notification, on the sensor's clock."""
        return self._clock_s if self._map.clock else self._followed.device_s

    def _samples_of(self, payload: bytes) -> FloatArray:
        """Give the samples of one notification, shape (n, 6)."""
        asked = self._map
        if asked.blocks:
            n = (len(payload) - asked.acc.at) // ((2 + asked.further_blocks) * asked.acc.size)
            acc = self._numbers(payload, asked.acc, asked.acc.at, n)
            gyr = self._numbers(payload, asked.gyr, asked.acc.at + n * asked.acc.size, n)
            return np.hstack([acc, gyr])
        rows = [
            np.hstack(
                [
                    self._numbers(payload, axes, axes.at + k * asked.step, 1)
                    for axes in (asked.acc, asked.gyr)
                ]
            )
            for k in range(asked.samples)
        ]
        return np.concatenate(rows)

    def _numbers(self, payload: bytes, axes: Axes, at: int, n: int) -> FloatArray:
        raw = np.frombuffer(payload, self._map.dtype(axes.type), 3 * n, at)
        scaled: FloatArray = raw.reshape(n, 3).astype(np.float64) * axes.scale
        return scaled

    def _go_on(self, payload: bytes, at_s: float) -> None:
        """Move number and time on to this notification."""
        steps = 1 if self._last_count else 0
        silent_s = 0.0 if self._last_rx_s is None else max(0.0, at_s - self._last_rx_s)
        if self._map.clock is not None:
            went_s = self._clock_step_s(payload, silent_s)
            self._clock_s += went_s
            if 0.0 < went_s < self._limits.clock_set_s and self._last_count:
                steps = max(1, round(went_s * self._map.rate_hz / self._last_count))
        elif silent_s > self._limits.counterless_s:
            steps = max(1, round(silent_s * self._followed.rate_hz / self._last_count))
            if steps > 1:  # else it sends as seldom as this
                self._followed.begin_anew()
        if self._map.counter is not None:
            steps = self._counter_step(payload, steps)
        self._number += steps
        self._followed.push(steps * self._last_count, at_s)
        self._last_rx_s = at_s

    def _clock_step_s(self, payload: bytes, silent_s: float) -> float:
        """How far the sensor's clock went on, s; it may have wrapped in a silence."""
        clock = self._map.clock
        if clock is None:
            return 0.0
        now = self._count(payload, clock.at, clock.type)
        before, self._last_clock = self._last_clock, now
        if before is None:
            return now / clock.per_s
        wrap = 1 << (8 * clock.type.size)
        one = self._last_count / self._map.rate_hz * clock.per_s
        if abs((now - before) % wrap - one) < one / 2.0:  # the next one: it was only held up
            return ((now - before) % wrap) / clock.per_s
        return _nearest(now - before, wrap, round(silent_s * clock.per_s)) / clock.per_s

    def _counter_step(self, payload: bytes, otherwise: int) -> int:
        """How many notifications the counter went on; it may have wrapped in a silence.

        One that was set anew, as by a sensor that was switched off and on, says nothing.
        """
        counter = self._map.counter
        if counter is None:
            return otherwise
        now = self._count(payload, counter.at, counter.type)
        before, self._last_counter = self._last_counter, now
        wrap = 1 << (8 * counter.type.size)
        if before is None:
            return otherwise
        step = (now - before) % wrap
        if otherwise == 1 or step == 1:  # none was lost: what is held up comes late, and comes all
            return step if step < wrap // 2 else otherwise
        likely = _nearest(step, wrap, otherwise)
        if now > before and likely == step < otherwise:  # held up, and the oldest were dropped
            return step
        off_s = abs(likely - otherwise) * self._last_count / self._map.rate_hz
        return likely if off_s <= self._limits.counter_off_s else otherwise

    def _count(self, payload: bytes, at: int, kind: NumberType) -> int:
        return int(np.frombuffer(payload, self._map.dtype(kind), 1, at)[0])


def _nearest(step: int, wrap: int, expected: int) -> int:
    """Of all steps that a count of this wrap shows alike, the one nearest to what is expected.

    >>> _nearest(44, 256, 300), _nearest(250, 256, 0)
    (300, -6)
    """
    return step + wrap * round((expected - step) / wrap)
