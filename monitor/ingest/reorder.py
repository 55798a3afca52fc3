"""Put the packets of one stream in the order, and the boot, in which the device sent them.

Packets come with a sequence number and the device's tick. Both wrap, both restart at a reboot,
and either can be damaged on the way. A packet that agrees with those before it is taken in the
order of its sequence number. One that contradicts them is held until a second packet confirms it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final, NamedTuple

import numpy as np

from monitor.ingest.limits import IngestLimits
from monitor.ingest.packet_columns import (
    AT_END,
    TICK_HZ,
    BoolArray,
    OrderedPackets,
    Packets,
    Tally,
    joined,
    steps,
)
from monitor.types import FloatArray

_TICK_WRAP: Final = 1 << 32
_TOGETHER: Final = 256
"""Packets that are looked at together: one out of step lets only these be taken one by one."""


class Arrival(NamedTuple):
    """One packet: its numbers, unwrapped in relation to those before it, and its samples."""

    sequence: int
    tick: int
    samples: int
    t_rx_s: float
    values: FloatArray


@dataclass(frozen=True, slots=True)
class _Parameters:
    """How the packets of a stream count; see :class:`Sequencer`."""

    ticks_per_sample: float
    wrap: int
    limits: IngestLimits


@dataclass(slots=True)
class _State:
    """What is expected next, what waits for it, and what is ready.

    ``suspect`` disagrees with all before it, until a second packet takes a side; ``now`` is the
    place of the packet that is being looked at.
    """

    expected: int | None
    epoch: int = 0
    newest: Arrival | None = None
    suspect: Arrival | None = None
    waiting: dict[int, Arrival] = field(default_factory=dict)
    ready: list[tuple[int, int, Arrival]] = field(default_factory=list)
    now: int = AT_END


class Sequencer:
    """Put the packets of one stream in order.

    A packet is called lost once more than ``reorder_packets`` later ones have come. Latency: none
    while packets come in order; as many packets at the start, at a gap and when one comes late.
    Wrong where packets of two boots are mixed: those of the first that come late are bad.

    Parameters
    ----------
    ticks_per_sample : float
        0 for a stream without ticks, whose sequence number alone decides.
    sequence_wrap : int
        The sequence number counts modulo this.
    first : int or None
        Sequence number of the first packet where it is known; saves the wait at the start.
    """

    def __init__(
        self,
        ticks_per_sample: float,
        limits: IngestLimits,
        *,
        sequence_wrap: int = 1 << 16,
        first: int | None = None,
    ) -> None:
        self.tally = Tally()
        self._given = _Parameters(ticks_per_sample, sequence_wrap, limits)
        self._state = _State(expected=first)
        self.waits: BoolArray = np.zeros(0, dtype=np.bool_)
        """After each packet of the latest push, whether any waits for its order."""

    def push(self, packets: Packets) -> list[OrderedPackets]:
        """Consume packets as they arrived."""
        self.waits = np.zeros(len(packets.sequence), dtype=np.bool_)
        self.tally.received += len(packets.sequence)
        runs: list[OrderedPackets] = []
        for number, piece in enumerate(packets.pieces(_TOGETHER)):
            quick = self._in_step(piece)
            if quick is not None:
                runs.append(quick)
            else:
                self._one_by_one(number * _TOGETHER, piece)
                runs += self._take()
        boots = [list(group) for _, group in groupby(runs, key=lambda run: run.epoch)]
        return [boot[0] if len(boot) == 1 else joined(boot) for boot in boots]

    def _one_by_one(self, first: int, packets: Packets) -> None:
        """Consume packets, the first of which has this place in the push."""
        stops = np.cumsum(packets.count).tolist()
        rows = zip([0, *stops[:-1]], stops, strict=True)
        columns = (packets.sequence, packets.tick, packets.count, packets.t_rx_s)
        numbers = zip(*(column.tolist() for column in columns), strict=True)
        orders = packets.order.tolist()
        for place, (number, (start, stop)) in enumerate(zip(numbers, rows, strict=True)):
            self._state.now = orders[place]
            sequence, tick, samples, t_rx_s = number
            values = packets.values[start:stop]
            self._offer(Arrival(sequence, tick, samples, t_rx_s, values))
            self.waits[first + place] = bool(self._state.waiting) or self._state.suspect is not None

    def finish(self) -> list[OrderedPackets]:
        """Give up waiting and return what is left."""
        self._state.now = AT_END
        if self._state.suspect is not None:
            self.tally.bad += 1
            self._state.suspect = None
        self._flush()
        return self._take()

    def _in_step(self, packets: Packets) -> OrderedPackets | None:
        """Accept the packets all at once if each is the very next one."""
        state, n = self._state, len(packets.sequence)
        last = state.newest
        if last is None or state.expected is None or state.waiting or state.suspect:
            return None
        ahead = steps(packets.sequence, last.sequence % self._given.wrap) % self._given.wrap
        ticks = steps(packets.tick, last.tick % _TICK_WRAP)
        ticks = (ticks + _TICK_WRAP // 2) % _TICK_WRAP - _TICK_WRAP // 2
        counts = np.concatenate([[last.samples], packets.count[:-1]])
        predicted = counts * self._given.ticks_per_sample
        tolerated = np.maximum(counts, packets.count) * self._given.ticks_per_sample
        if (ahead != 1).any() or (np.abs(ticks - predicted) > tolerated).any():
            return None
        tick, t_rx_s = last.tick + np.cumsum(ticks), packets.t_rx_s
        n_last, rx_last_s = int(packets.count[-1]), float(t_rx_s[-1])
        none = packets.values[:0]
        state.newest = Arrival(last.sequence + n, int(tick[-1]), n_last, rx_last_s, none)
        state.expected += n
        return OrderedPackets(
            state.epoch, packets.order, tick, packets.count, t_rx_s, packets.values
        )

    def _offer(self, raw: Arrival) -> None:
        if self._state.newest is None:
            self._accept(raw)
            return
        arrival = self._unwrap(raw, self._state.newest)
        if self._agrees(arrival, self._state.newest):
            if self._state.suspect is not None:
                self.tally.bad += 1
                self._state.suspect = None
            self._accept(arrival)
            return
        suspect = self._state.suspect
        if suspect is not None:
            second = self._unwrap(raw, suspect)
            if second.sequence != suspect.sequence and self._agrees(second, suspect):
                self._switch(self._state.newest, suspect, second)
                return
            self.tally.bad += 1
        self._state.suspect = arrival

    def _unwrap(self, raw: Arrival, near: Arrival) -> Arrival:
        """Count on from a packet near it: the shortest way around both wraps."""
        return raw._replace(
            sequence=near.sequence + _shortest(raw.sequence - near.sequence, self._given.wrap),
            tick=near.tick + _shortest(raw.tick - near.tick, _TICK_WRAP),
        )

    def _agrees(self, arrival: Arrival, reference: Arrival) -> bool:
        """Whether sequence number and tick moved together, and not back to long ago."""
        limits, ahead = self._given.limits, arrival.sequence - reference.sequence
        if ahead < -limits.reorder_packets and arrival.t_rx_s > reference.t_rx_s:
            return False
        per_sample = self._given.ticks_per_sample
        off = abs(arrival.tick - reference.tick - ahead * (reference.samples * per_sample))
        packet = max(reference.samples, arrival.samples) * per_sample
        tolerated = packet * max(1.0, limits.drift_part * abs(ahead))
        return abs(ahead) <= limits.far_packets and off <= tolerated

    def _switch(self, newest: Arrival, first: Arrival, second: Arrival) -> None:
        """Two packets agree with each other and not with the past: a pause or a reboot."""
        self._state.suspect = None
        if self._state.expected is None and len(self._state.waiting) == 1:
            # nothing ever agreed with the very first packet: it is the one that is damaged
            self._state.waiting.clear()
            self.tally.bad += 1
        elif not self._rebooted(newest, first):
            self._flush()
            self.tally.lost += max(0, first.sequence - newest.sequence - 1)
        else:
            self._flush()
            self._state.epoch += 1
            self.tally.reboots += 1
            turn = _TICK_WRAP * (first.tick // _TICK_WRAP)
            first = first._replace(tick=first.tick - turn)
            second = second._replace(tick=second.tick - turn)
        self._begin([first, second])

    def _rebooted(self, newest: Arrival, first: Arrival) -> bool:
        """Whether the device's clock moved other than the time of arrival."""
        device_s = (first.tick - newest.tick) / TICK_HZ
        off_s = abs(device_s - (first.t_rx_s - newest.t_rx_s))
        return device_s < 0.0 or off_s > self._given.limits.tick_disagreement_s

    def _begin(self, arrivals: Iterable[Arrival]) -> None:
        """Start a line of packets; the first to arrive need not be the first sent."""
        self._state.expected = None
        self._state.newest = None
        for arrival in arrivals:
            self._accept(arrival)

    def _accept(self, arrival: Arrival) -> None:
        if arrival.sequence in self._state.waiting:
            self.tally.repeated += 1
            return
        if self._state.expected is not None and arrival.sequence < self._state.expected:
            self.tally.repeated += 1
            return
        self._state.waiting[arrival.sequence] = arrival
        if self._state.newest is None or arrival.sequence > self._state.newest.sequence:
            self._state.newest = arrival
        self._release()

    def _release(self) -> None:
        while self._state.waiting:
            if self._state.expected not in self._state.waiting:
                if len(self._state.waiting) <= self._given.limits.reorder_packets:
                    return
                self._skip()
            self._pop()

    def _flush(self) -> None:
        while self._state.waiting:
            if self._state.expected not in self._state.waiting:
                self._skip()
            self._pop()

    def _skip(self) -> None:
        """Call what was expected lost and go on with the oldest that is there."""
        oldest = min(self._state.waiting)
        if self._state.expected is not None:
            self.tally.lost += oldest - self._state.expected
        self._state.expected = oldest

    def _pop(self) -> None:
        """Release the oldest packet."""
        arrival = self._state.waiting.pop(min(self._state.waiting))
        self._state.ready.append((self._state.epoch, self._state.now, arrival))
        self._state.expected = arrival.sequence + 1

    def _take(self) -> list[OrderedPackets]:
        """Return what is ready, one run a boot."""
        ready, self._state.ready = self._state.ready, []
        runs = []
        for epoch, group in groupby(ready, key=lambda entry: entry[0]):
            entries = list(group)
            arrivals = [arrival for _, _, arrival in entries]
            runs.append(
                OrderedPackets(
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
