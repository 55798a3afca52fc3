"""Judge the packets of one stream as they arrive: none says anything new, or the rate is wrong.

What comes is followed packet by packet, on the clock of arrival, so that it does not matter how
packets are grouped.
"""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np

from monitor.gait.segments import MaskArray
from monitor.health.limits import HealthLimits
from monitor.ingest.packet_columns import TICK_HZ, Packets
from monitor.ingest.watermark import Delivery
from monitor.types import FloatArray, NoticeKind, Packet

_NEVER: Final = float("-inf")


class News(NamedTuple):
    """At which arrival something was known; ``fault`` None: it is over."""

    t_rx_s: float
    fault: NoticeKind | None


class ArrivalWatch:
    """Follow the packets of one stream.

    Latency: ``frozen_s``; for the rate, three times ``rate_packets``.

    Parameters
    ----------
    rate_hz : float
        What the sensor says.
    limits : HealthLimits
    has_ticks : bool
        Whether its packets carry the device's tick.
    """

    def __init__(self, rate_hz: float, limits: HealthLimits, *, has_ticks: bool) -> None:
        self._limits = limits
        self._newest_s = _NEVER
        self._since_s: float | None = None
        self._vain = 0
        self._frozen = False
        self._rate = _Rate(rate_hz, limits) if has_ticks else None

    def push(self, packets: Sequence[Packet], order: Sequence[int], given: Delivery) -> list[News]:
        """Consume packets, which have these numbers in their push, and what became of them."""
        news = list(self._frozen_by(packets, self._brought(order, given)))
        if self._rate is not None and given.arrived is not None:
            news += self._rate.push(given.arrived)
        return sorted(news, key=lambda one: one.t_rx_s)

    def _brought(self, order: Sequence[int], given: Delivery) -> MaskArray:
        """Whether each packet brought samples that are newer than any before."""
        brought = np.zeros(len(order), dtype=np.bool_)
        for samples in given.samples:
            last_s = samples.device_s[np.cumsum(samples.count) - 1]
            before_s = np.maximum.accumulate(np.concatenate([[self._newest_s], last_s]))
            self._newest_s = float(before_s[-1])
            newer = samples.order[last_s > before_s[:-1]]
            brought[np.searchsorted(np.asarray(order), newer)] = True
        return brought

    def _frozen_by(self, packets: Sequence[Packet], brought: MaskArray) -> Iterator[News]:
        if brought.all() and not self._frozen:
            self._since_s = None
            return
        for packet, new in zip(packets, brought.tolist(), strict=True):
            t_s = packet.t_rx_s
            if new:
                if self._frozen:
                    self._frozen = False
                    yield News(t_s, None)
                self._since_s = None
            elif self._since_s is None:
                self._since_s, self._vain = t_s, 1
            else:
                self._vain += 1
                if not self._frozen and self._lasts(t_s - self._since_s):
                    self._frozen = True
                    yield News(t_s, NoticeKind.FROZEN)

    def _lasts(self, for_s: float) -> bool:
        enough = self._vain >= self._limits.frozen_packets
        return enough and for_s >= self._limits.frozen_s


class _Rate:
    """Measure the rate of samples by the device's own ticks, over so many packets at a time."""

    def __init__(self, rate_hz: float, limits: HealthLimits) -> None:
        self._ticks_per_sample = TICK_HZ / rate_hz
        self._limits = limits
        self._last: tuple[int, int, int] | None = None
        self._pairs = self._ticks = self._samples = 0
        self._wrong = False
        self._otherwise = 0

    def push(self, arrived: Packets) -> Iterator[News]:
        """Consume packets as they came; pairs of neighbours count."""
        numbers = np.stack([arrived.sequence, arrived.tick, arrived.count])
        if self._last is not None:
            numbers = np.concatenate([np.array([self._last]).T, numbers], axis=1)
        if not numbers.shape[1]:
            return
        self._last = (int(numbers[0, -1]), int(numbers[1, -1]), int(numbers[2, -1]))
        sequence, tick, count = numbers
        expected = count[:-1] * self._ticks_per_sample
        ticks = np.diff(tick) % (1 << 32)
        good = np.diff(sequence) % (1 << 16) == 1
        far = self._limits.rate_far
        good &= (ticks > expected / far) & (ticks < expected * far)
        t_rx_s = arrived.t_rx_s[len(arrived.t_rx_s) - len(ticks) :]
        yield from self._measure(ticks[good], count[:-1][good], t_rx_s[good])

    def _measure(self, ticks: FloatArray, count: FloatArray, t_rx_s: FloatArray) -> Iterator[News]:
        """Take pairs; judge the rate each time that there are enough of them."""
        for one_ticks, samples, t_s in zip(
            ticks.tolist(), count.tolist(), t_rx_s.tolist(), strict=True
        ):
            self._ticks += one_ticks
            self._samples += samples
            self._pairs += 1
            if self._pairs == self._limits.rate_packets:
                yield from self._judge(t_s)

    def _judge(self, t_s: float) -> Iterator[News]:
        ratio = self._samples * self._ticks_per_sample / self._ticks
        self._pairs = self._ticks = self._samples = 0
        wrong = abs(ratio - 1.0) > self._limits.rate_part
        self._otherwise = self._otherwise + 1 if wrong is not self._wrong else 0
        if self._otherwise == self._limits.rate_times:
            self._wrong, self._otherwise = wrong, 0
            yield News(t_s, NoticeKind.WRONG_RATE if wrong else None)
