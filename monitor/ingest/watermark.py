"""How far may the grid of a foot go without the streams that lag behind?"""

from collections.abc import Mapping, Sequence
from math import inf
from typing import Final, NamedTuple

import numpy as np

from monitor.ingest.packet_columns import BoolArray, Heard, IntArray
from monitor.ingest.sensor_stream import Samples
from monitor.ingest.stream_buffer import SAME_INSTANT_S, Lane
from monitor.types import FloatArray

_TICK_HZ: Final = 1_000_000
"""Released time is counted in whole ticks: sums are exact however the packets are grouped."""


class Delivery(NamedTuple):
    """Samples that one push released for one lane."""

    lane: str
    samples: Samples


class Arrived(NamedTuple):
    """What one push heard of one lane, whether or not it released samples."""

    lane: str
    heard: Heard


class Patience:
    """Follow, packet by packet, how far the grid may go although a lane has not got there.

    A lane that falls behind the foremost by more than ``wait_s`` is waited for no longer. But
    packets of it that have come, and wait for their order or their clock, are waited for, until
    nothing more has come of it during ``wait_s`` of samples of the other lanes.
    """

    def __init__(self, lanes: Mapping[str, Lane], wait_s: float) -> None:
        self._rates_hz = {name: lane.rate_hz for name, lane in lanes.items()}
        self._wait_s = wait_s
        self._newest_s = dict.fromkeys(lanes, -inf)
        self._until_s = -inf
        self._waits = dict.fromkeys(lanes, False)
        self._silent = dict.fromkeys(lanes, 0)

    @property
    def leader_s(self) -> float:
        """Session time of the newest sample of any lane."""
        return max(self._newest_s.values())

    @property
    def until_s(self) -> float:
        """Session time up to which no lane is waited for any more."""
        return self._until_s

    def take(
        self, deliveries: Sequence[Delivery], arrived: Sequence[Arrived] = ()
    ) -> list[FloatArray]:
        """Follow the packets of one push.

        Returns
        -------
        list of FloatArray, shape (packets,)
            For each delivery, ``until_s`` as it was when each of its packets was released.
        """
        orders = [given.samples.order for given in deliveries]
        orders += [heard.order for _, heard in arrived]
        if not any(map(len, orders)):
            return []
        every = np.concatenate(orders)
        came = np.zeros(int(every.max()) + 1, dtype=np.bool_)
        came[every] = True
        mark = np.cumsum(came) - 1
        at, marks = [mark[order] for order in orders], int(mark[-1]) + 1
        newest_s = self._advance(deliveries, at, marks)
        bound_s = np.maximum.reduce(list(newest_s.values())) - self._wait_s
        said = {
            lane: (places, heard.waits)
            for (lane, heard), places in zip(arrived, at[len(deliveries) :], strict=True)
            if len(places)
        }
        if any(self._waits.values()) or any(waits.any() for _, waits in said.values()):
            released = self._released(deliveries, at, marks)
            for lane, lane_s in newest_s.items():
                waited = self._waited(lane, said.get(lane), released)
                # where two streams share a device, the grid reads one by the clock of the other
                bound_s[waited] = np.minimum(bound_s, lane_s - SAME_INSTANT_S)[waited]
        until_s = np.maximum.accumulate(np.concatenate([[self._until_s], bound_s]))
        self._until_s = float(until_s[-1])
        return [until_s[places] for places in at[: len(deliveries)]]

    def _advance(
        self, deliveries: Sequence[Delivery], at: Sequence[IntArray], marks: int
    ) -> dict[str, FloatArray]:
        """Session time of the newest sample of each lane, after each mark."""
        newest_s = {lane: np.full(marks, known_s) for lane, known_s in self._newest_s.items()}
        for (lane, samples), places in zip(deliveries, at, strict=False):
            np.maximum.at(newest_s[lane], places, samples.session_s[np.cumsum(samples.count) - 1])
        for lane, lane_s in newest_s.items():
            np.maximum.accumulate(lane_s, out=lane_s)
            self._newest_s[lane] = float(lane_s[-1])
        return newest_s

    def _released(
        self, deliveries: Sequence[Delivery], at: Sequence[IntArray], marks: int
    ) -> IntArray:
        """Ticks of samples that all lanes together released in this push, up to each mark."""
        released = np.zeros(marks, dtype=np.int64)
        for (lane, samples), places in zip(deliveries, at, strict=False):
            ticks = np.rint(samples.count * (_TICK_HZ / self._rates_hz[lane]))
            np.add.at(released, places, ticks.astype(np.int64))
        return np.cumsum(released)

    def _waited(
        self, lane: str, said: tuple[IntArray, BoolArray] | None, released: IntArray
    ) -> BoolArray:
        """Whether a lane is worth waiting for, after each mark: its packets wait, more come."""
        waits = np.full(len(released), self._waits[lane])
        silent = released + self._silent[lane]
        if said is not None:
            places, waited = said
            latest = np.full(len(released), -1)
            latest[places] = np.arange(len(places))
            np.maximum.accumulate(latest, out=latest)
            known = latest >= 0
            waits[known] = waited[latest[known]]
            silent[known] = (released - released[places[latest]])[known]
        self._waits[lane], self._silent[lane] = bool(waits[-1]), int(silent[-1])
        patient: BoolArray = waits & (silent <= self._wait_s * _TICK_HZ)
        return patient
