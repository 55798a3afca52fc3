"""Time the samples of one stream on the device's and on the session's clock."""

from dataclasses import dataclass, field
from math import inf
from typing import Final

import numpy as np

from monitor.ingest.device_clock import StreamClock
from monitor.ingest.limits import IngestLimits
from monitor.ingest.packet_columns import (
    AT_END,
    TICK_HZ,
    BoolArray,
    IntArray,
    OrderedPackets,
    Packets,
    Tally,
    joined,
    steps,
)
from monitor.ingest.reorder import Sequencer
from monitor.types import FloatArray

_BEFORE: Final = -1
"""Order of what came in an earlier push."""

_BOOT_S: Final = float(1 << 20)
"""Device time of each boot starts at a multiple of this, beyond any wrap of the tick."""


@dataclass(frozen=True, slots=True, eq=False)
class TimedSamples:
    """TimedSamples of one stream in device order, with their instants on both clocks.

    Parameters
    ----------
    order : IntArray, shape (packets,)
        The packet of this push whose arrival released each packet.
    count : IntArray, shape (packets,)
        TimedSamples of each packet.
    device_s, session_s : FloatArray, shape (samples,)
    values : FloatArray, shape (samples, channels)
    restarted : bool
        Whether these are the first samples after the device booted anew.
    """

    order: IntArray
    count: IntArray
    device_s: FloatArray
    session_s: FloatArray
    values: FloatArray
    restarted: bool = False


@dataclass(slots=True)
class _State:
    """The boot that is being heard, its clock, and the latest packet's numbers."""

    period_s: float
    epoch: int = 0
    restarted: bool = False
    clock: StreamClock | None = None
    last_tick: int = 0
    last_count: int = 0


@dataclass(slots=True)
class _Held:
    """Packets that wait for their clock, and the orders between which any waited."""

    runs: list[OrderedPackets] = field(default_factory=list)
    start: int = _BEFORE
    spans: list[tuple[int, float]] = field(default_factory=list)


class TickStream:
    """Time the samples of packets that carry the device's tick.

    The tick belongs to the first sample of a packet; the others follow at the period that the
    previous packet showed, because a sensor's own rate may be some percent off its nominal one.
    Latency: that of the order; after a boot also ``reorder_packets`` packets, or more while they
    come all at once; the quickest of them gives the first offset of the clock.
    """

    def __init__(self, rate_hz: float, limits: IngestLimits) -> None:
        self._limits = limits
        self._sequencer = Sequencer(TICK_HZ / rate_hz, limits)
        self._nominal_s = 1.0 / rate_hz
        self._state = _State(self._nominal_s)
        self._held = _Held()
        self.waits: BoolArray = np.zeros(0, dtype=np.bool_)
        """After each packet of the latest push, whether any waits for its order or its clock."""

    @property
    def tally(self) -> Tally:
        """What became of the packets."""
        return self._sequencer.tally

    def push(self, packets: Packets) -> list[TimedSamples]:
        """Consume packets as they arrived; return the samples whose order is settled."""
        runs = self._sequencer.push(packets)
        given = [samples for run in runs for samples in self._take(run)]
        waits = self._sequencer.waits
        if self._held.runs:
            self._held.spans.append((self._held.start, inf))
        for start, stop in self._held.spans:
            waits = waits | ((packets.order >= start) & (packets.order < stop))
        self.waits = waits
        self._held.start, self._held.spans = _BEFORE, []
        return given

    def finish(self) -> list[TimedSamples]:
        """Return what still waited for its turn."""
        given = [samples for run in self._sequencer.finish() for samples in self._take(run)]
        return given + self._start(self._held_packets, AT_END)

    def _take(self, run: OrderedPackets) -> list[TimedSamples]:
        given = []
        if run.epoch != self._state.epoch:
            given = self._start(self._held_packets, int(run.order[0]))
            self._state.epoch, self._state.last_count = run.epoch, 0
            self._state.clock, self._state.restarted = None, True
        if self._state.clock is not None:
            return [*given, self._time(run, self._state.clock)]
        if not self._held.runs:
            self._held.start = int(run.order[0])
        known = self._held_packets
        self._held.runs.append(run)
        first = self._punctual(known)
        if first is None:
            return given
        return given + self._start(first, int(run.order[first - known - 1]))

    def _punctual(self, known: int) -> int | None:
        """How many packets start the clock, if so many have come; more than ``known``.

        A link that stalled delivers what waited all at once: all of that is late.
        """
        limits = self._limits
        t_rx_s = np.concatenate([run.t_rx_s for run in self._held.runs])
        tick = np.concatenate([run.tick for run in self._held.runs])
        number = np.arange(max(limits.reorder_packets, known + 1), len(tick) + 1)
        latest, before = number - 1, number - 1 - limits.reorder_packets // 2
        took_s = t_rx_s[latest] - t_rx_s[before]
        paced = took_s > limits.clock_pace * (tick[latest] - tick[before]) / TICK_HZ
        ready = np.flatnonzero(paced | (number >= limits.clock_hold_packets))
        return int(number[ready[0]]) if len(ready) else None

    @property
    def _held_packets(self) -> int:
        return sum(len(run.order) for run in self._held.runs)

    def _start(self, packets: int, order: int) -> list[TimedSamples]:
        """Start the clock from the first packets, released by packet ``order``."""
        if not self._held.runs:
            return []
        run = joined(self._held.runs)
        self._held.runs = []
        self._held.spans.append((self._held.start, order))
        run.order[:packets] = order
        # delays only add: the quickest of the first packets comes nearest to the true offset
        nominal_s = run.tick / TICK_HZ + (run.count - 1) * self._nominal_s
        offset_s = float((run.t_rx_s - nominal_s)[:packets].min()) - run.epoch * _BOOT_S
        self._state.clock = StreamClock(self._limits, offset_s)
        return [self._time(run, self._state.clock)]

    def _time(self, run: OrderedPackets, clock: StreamClock) -> TimedSamples:
        period_s = self._periods_s(run)
        first_s = run.tick / TICK_HZ + run.epoch * _BOOT_S
        clock.feed(first_s + (run.count - 1) * period_s, run.t_rx_s)
        before = np.cumsum(run.count) - run.count
        within = np.arange(len(run.values)) - np.repeat(before, run.count)
        device_s = np.repeat(first_s, run.count) + within * np.repeat(period_s, run.count)
        session_s = clock.session_s(device_s)
        restarted, self._state.restarted = self._state.restarted, False
        return TimedSamples(run.order, run.count, device_s, session_s, run.values, restarted)

    def _periods_s(self, run: OrderedPackets) -> FloatArray:
        """Return the sample period of each packet, as the packet before it showed."""
        ticks = steps(run.tick, self._state.last_tick)
        counts = np.concatenate([[self._state.last_count], run.count[:-1]])
        shown_s = ticks / TICK_HZ / np.maximum(counts, 1)
        off = np.abs(shown_s / self._nominal_s - 1.0)
        good = (counts > 0) & (off <= self._limits.period_part)
        # a lost packet shows no period: keep the last one that was shown
        latest = np.maximum.accumulate(np.where(good, np.arange(len(good)), -1))
        period_s: FloatArray = np.where(latest >= 0, shown_s[latest], self._state.period_s)
        self._state.last_tick, self._state.last_count = int(run.tick[-1]), int(run.count[-1])
        self._state.period_s = float(period_s[-1])
        return period_s


class TimedStream:
    """Order samples that bring their own session time (imported files): time comes first.

    The ``values`` pushed hold the time in their first column, and every ``tick`` is 0.
    """

    def __init__(self, limits: IngestLimits) -> None:
        self._sequencer = Sequencer(0.0, limits, sequence_wrap=1 << 32, first=0)
        self.waits: BoolArray = np.zeros(0, dtype=np.bool_)
        """After each packet of the latest push, whether any waits for its order or its clock."""

    @property
    def tally(self) -> Tally:
        """What became of the packets."""
        return self._sequencer.tally

    def push(self, packets: Packets) -> list[TimedSamples]:
        """Consume packets as they arrived; return the samples whose order is settled."""
        runs = self._sequencer.push(packets)
        self.waits = self._sequencer.waits
        return [self._time(run) for run in runs]

    def finish(self) -> list[TimedSamples]:
        """Return what still waited for its turn."""
        return [self._time(run) for run in self._sequencer.finish()]

    @staticmethod
    def _time(run: OrderedPackets) -> TimedSamples:
        time_s = run.values[:, 0]
        return TimedSamples(run.order, run.count, time_s, time_s, run.values[:, 1:])
