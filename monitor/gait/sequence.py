"""In which order, and from which boot, did a device send the packets of one stream?

Packets come with a sequence number and the device's tick. Both wrap, both restart at a reboot,
and either can be damaged on the way. What agrees with the packets before it is taken in the
order of its sequence number; what does not waits until a second packet takes its side.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from monitor.limits.ingest import IngestLimits
from monitor.types import FloatArray

IntArray = npt.NDArray[np.int64]
TICK_HZ: Final = 32768
_TICK_WRAP: Final = 1 << 32
_FAR_PACKETS: Final = 4096
_DRIFT_PART: Final = 0.1
"""Sample counts and rates of lost packets are unknown; their sum may be off by this part."""


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """Packets in device order, columnar: ``values`` holds the samples of all, end to end.

    ``order`` is the caller's number of the packet whose arrival released each packet.
    """

    epoch: int
    order: IntArray
    tick: IntArray
    count: IntArray
    t_rx_s: FloatArray
    values: FloatArray


@dataclass(slots=True)
class Tally:
    """What became of the packets of one stream."""

    received: int = 0
    lost: int = 0
    repeated: int = 0
    """Came twice, or after their place was given up."""
    bad: int = 0
    reboots: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Packets:
    """Packets of one stream as they arrived, columnar; ``order`` numbers them in their push."""

    order: IntArray
    sequence: IntArray
    tick: IntArray
    count: IntArray
    t_rx_s: FloatArray
    values: FloatArray


class Arrival(NamedTuple):
    """One packet: its numbers, unwrapped once accepted, and its samples."""

    sequence: int
    tick: int
    samples: int
    t_rx_s: float
    values: FloatArray


class Sequencer:
    """Put the packets of one stream in order.

    Latency: none while packets come in order; up to ``reorder_packets`` packets at the start, at
    a gap and when one comes late.

    Parameters
    ----------
    ticks_per_sample : float
        0 for a stream without ticks, whose sequence number alone decides.
    sequence_wrap : int
        The sequence number counts modulo this.
    """

    def __init__(
        self, ticks_per_sample: float, limits: IngestLimits, *, sequence_wrap: int = 1 << 16
    ) -> None:
        self.tally = Tally()
        self._ticks_per_sample = ticks_per_sample
        self._wrap = sequence_wrap
        self._window = limits.reorder_packets
        self._disagreement_s = limits.tick_disagreement_s
        self._epoch = 0
        self._expected: int | None = None
        self._newest: Arrival | None = None
        self._waiting: dict[int, Arrival] = {}
        self._suspect: Arrival | None = None
        self._ready: list[tuple[int, int, Arrival]] = []
        self._now = 0

    def push(self, packets: Packets) -> list[Run]:
        """Consume packets as they arrived."""
        self.tally.received += len(packets.sequence)
        quick = self._in_step(packets)
        if quick is not None:
            return [quick]
        stops = np.cumsum(packets.count).tolist()
        rows = zip([0, *stops[:-1]], stops, strict=True)
        columns = (packets.sequence, packets.tick, packets.count, packets.t_rx_s)
        numbers = zip(*(column.tolist() for column in columns), strict=True)
        for order, number, (start, stop) in zip(packets.order.tolist(), numbers, rows, strict=True):
            self._now = order
            sequence, tick, samples, t_rx_s = number
            values = packets.values[start:stop]
            self._offer(Arrival(sequence, tick, samples, t_rx_s, values))
        return self._take()

    def finish(self) -> list[Run]:
        """Give up waiting and return what is left."""
        self._flush()
        return self._take()

    def _in_step(self, packets: Packets) -> Run | None:
        """Accept the packets all at once if each is the very next one."""
        last, n = self._newest, len(packets.sequence)
        if last is None or self._expected is None or self._waiting or self._suspect or not n:
            return None
        ahead = np.diff(packets.sequence, prepend=last.sequence % self._wrap) % self._wrap
        ticks = np.diff(packets.tick, prepend=last.tick % _TICK_WRAP)
        ticks = (ticks + _TICK_WRAP // 2) % _TICK_WRAP - _TICK_WRAP // 2
        counts = np.concatenate([[last.samples], packets.count[:-1]])
        predicted = counts * self._ticks_per_sample
        if (ahead != 1).any() or (np.abs(ticks - predicted) > predicted).any():
            return None
        tick, t_rx_s = last.tick + np.cumsum(ticks), packets.t_rx_s
        n_last, rx_last_s = int(packets.count[-1]), float(t_rx_s[-1])
        none = packets.values[:0]
        self._newest = Arrival(last.sequence + n, int(tick[-1]), n_last, rx_last_s, none)
        self._expected += n
        return Run(self._epoch, packets.order, tick, packets.count, t_rx_s, packets.values)

    def _offer(self, raw: Arrival) -> None:
        if self._newest is None:
            self._begin([raw])
            return
        arrival = self._unwrap(raw, self._newest)
        if self._agrees(arrival, self._newest):
            if self._suspect is not None:
                self.tally.bad += 1
                self._suspect = None
            self._accept(arrival)
            return
        suspect = self._suspect
        if suspect is not None:
            second = self._unwrap(raw, suspect)
            if second.sequence != suspect.sequence and self._agrees(second, suspect):
                self._switch(suspect, second)
                return
            self.tally.bad += 1
        self._suspect = arrival

    def _unwrap(self, raw: Arrival, near: Arrival) -> Arrival:
        """Count on from a packet near it: the shortest way around both wraps."""
        return raw._replace(
            sequence=near.sequence + _shortest(raw.sequence - near.sequence, self._wrap),
            tick=near.tick + _shortest(raw.tick - near.tick, _TICK_WRAP),
        )

    def _agrees(self, arrival: Arrival, reference: Arrival) -> bool:
        """Whether sequence number and tick moved together."""
        ahead = arrival.sequence - reference.sequence
        packet = reference.samples * self._ticks_per_sample
        off = abs(arrival.tick - reference.tick - ahead * packet)
        return abs(ahead) <= _FAR_PACKETS and off <= packet * max(1.0, _DRIFT_PART * abs(ahead))

    def _switch(self, first: Arrival, second: Arrival) -> None:
        """Two packets agree with each other and not with the past: a pause or a reboot."""
        self._suspect = None
        newest = self._newest
        self._flush()
        if newest is not None:
            device_s = (first.tick - newest.tick) / TICK_HZ
            rebooted = abs(device_s - (first.t_rx_s - newest.t_rx_s)) > self._disagreement_s
            if not rebooted:
                self.tally.lost += max(0, first.sequence - newest.sequence - 1)
            else:
                self._epoch += 1
                self.tally.reboots += 1
                turn = _TICK_WRAP * (first.tick // _TICK_WRAP)
                first = first._replace(tick=first.tick - turn)
                second = second._replace(tick=second.tick - turn)
        self._begin([first, second])

    def _begin(self, arrivals: Iterable[Arrival]) -> None:
        """Start a line of packets; the first to arrive need not be the first sent."""
        self._expected = None
        self._newest = None
        for arrival in arrivals:
            self._accept(arrival)

    def _accept(self, arrival: Arrival) -> None:
        if arrival.sequence in self._waiting:
            self.tally.repeated += 1
            return
        if self._expected is not None and arrival.sequence < self._expected:
            self.tally.repeated += 1
            return
        self._waiting[arrival.sequence] = arrival
        if self._newest is None or arrival.sequence > self._newest.sequence:
            self._newest = arrival
        self._release()

    def _release(self) -> None:
        if self._expected is None:
            if len(self._waiting) < self._window:
                return
            self._expected = min(self._waiting)
        while self._waiting:
            if self._expected not in self._waiting:
                if max(self._waiting) - self._expected < self._window:
                    return
                self._skip()
            self._ready.append((self._epoch, self._now, self._waiting.pop(self._expected)))
            self._expected += 1

    def _skip(self) -> None:
        """Call what was expected lost and go on with the oldest that is there."""
        oldest = min(self._waiting)
        if self._expected is not None:
            self.tally.lost += oldest - self._expected
        self._expected = oldest

    def _flush(self) -> None:
        while self._waiting:
            if self._expected not in self._waiting:
                self._skip()
            oldest = min(self._waiting)
            self._ready.append((self._epoch, self._now, self._waiting.pop(oldest)))
            self._expected = oldest + 1

    def _take(self) -> list[Run]:
        """Return what is ready, one run a boot."""
        ready, self._ready = self._ready, []
        runs = []
        for epoch, group in groupby(ready, key=lambda entry: entry[0]):
            entries = list(group)
            arrivals = [arrival for _, _, arrival in entries]
            runs.append(
                Run(
                    epoch,
                    np.array([order for _, order, _ in entries], dtype=np.int64),
                    np.array([a.tick for a in arrivals], dtype=np.int64),
                    np.array([a.samples for a in arrivals], dtype=np.int64),
                    np.array([a.t_rx_s for a in arrivals]),
                    np.concatenate([a.values for a in arrivals]),
                )
            )
        return runs


def _shortest(difference: int, wrap: int) -> int:
    """Return the difference modulo ``wrap`` that is nearest to zero."""
    return (difference + wrap // 2) % wrap - wrap // 2
