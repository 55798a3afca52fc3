"""The watermark of one foot: how far its grid may go without the streams that lag behind.

docs/architecture.md tells the whole fate of a late packet, with a picture.
"""

from collections.abc import Mapping, Sequence
from math import inf
from typing import Final, NamedTuple

import numpy as np

from monitor.ingest.limits import IngestLimits
from monitor.ingest.packet_columns import BoolArray, IntArray, Packets
from monitor.ingest.sensor_stream import TimedSamples
from monitor.ingest.stream_buffer import StreamBuffer
from monitor.types import FloatArray
from monitor.wire.batch import Refused

_TICK_HZ: Final = 1_000_000
"""Released time is counted in whole ticks: sums are exact however the packets are grouped."""


_NO_ORDER: Final = np.zeros(0, dtype=np.int64)
_NO_WAITS: Final = np.zeros(0, dtype=np.bool_)


class Delivery(NamedTuple):
    """What one push brought of one stream.

    Parameters
    ----------
    stream : str
        Name of the stream within its foot.
    samples : list of TimedSamples
        What was released, in device order.
    order : IntArray, shape (packets,)
        Numbers in the push of the packets that came, whether or not they released anything.
    waits : BoolArray, shape (packets,)
        Whether, after each, packets of the stream wait: for their order, or for its clock.
    refused : list of Refused
        Packets that could not be read.
    arrived : Packets, optional
        The packets that could be read, as they came.
    """

    stream: str
    samples: list[TimedSamples]
    order: IntArray = _NO_ORDER
    waits: BoolArray = _NO_WAITS
    refused: Sequence[Refused] = ()
    arrived: Packets | None = None


class Watermark:
    """Follow, packet by packet, how far the grid may go although a stream has not got there.

    A stream that falls behind the foremost by more than ``stream_wait_s`` is waited for no longer.
    But packets of it that have come, and wait for their order or their clock, are waited for, until
    nothing more has come of it during ``stream_wait_s`` of samples of the other streams.
    """

    def __init__(self, streams: Mapping[str, StreamBuffer], limits: IngestLimits) -> None:
        self._rates_hz = {name: stream.rate_hz for name, stream in streams.items()}
        self._limits = limits
        self._newest_s = dict.fromkeys(streams, -inf)
        self._until_s = -inf
        self._waits = dict.fromkeys(streams, False)
        self._silent = dict.fromkeys(streams, 0)

    @property
    def leader_s(self) -> float:
        """Session time of the newest sample of any stream."""
        return max(self._newest_s.values())

    @property
    def until_s(self) -> float:
        """Session time up to which no stream is waited for any more."""
        return self._until_s

    def take(self, deliveries: Sequence[Delivery]) -> list[FloatArray]:
        """Follow the packets of one push.

        Returns
        -------
        list of FloatArray, shape (packets,)
            For the samples of each delivery, one after the other: ``until_s`` as it was when each
            of their packets was released.
        """
        released = [(one.stream, samples) for one in deliveries for samples in one.samples]
        orders = [samples.order for _, samples in released]
        orders += [one.order for one in deliveries]
        if not any(map(len, orders)):
            return []
        # the packets of all streams, in the order of their arrival, are the marks of one axis
        every = np.concatenate(orders)
        came = np.zeros(int(every.max()) + 1, dtype=np.bool_)
        came[every] = True
        mark = np.cumsum(came) - 1
        at, marks = [mark[order] for order in orders], int(mark[-1]) + 1
        newest_s = self._advance(released, at, marks)
        bound_s = np.maximum.reduce(list(newest_s.values())) - self._limits.stream_wait_s
        heard = {
            one.stream: (places, one.waits)
            for one, places in zip(deliveries, at[len(released) :], strict=True)
            if len(places)
        }
        if any(self._waits.values()) or any(waits.any() for _, waits in heard.values()):
            passed = self._released(released, at, marks)
            for stream, stream_s in newest_s.items():
                waited = self._waited(stream, heard.get(stream), passed)
                # where two streams share a device, the grid reads one by the clock of the other
                bound_s[waited] = np.minimum(bound_s, stream_s - self._limits.same_instant_s)[
                    waited
                ]
        # a watermark never goes back
        until_s = np.maximum.accumulate(np.concatenate([[self._until_s], bound_s]))
        self._until_s = float(until_s[-1])
        return [until_s[places] for places in at[: len(released)]]

    def _advance(
        self, released: Sequence[tuple[str, TimedSamples]], at: Sequence[IntArray], marks: int
    ) -> dict[str, FloatArray]:
        """Session time of the newest sample of each stream, after each mark."""
        newest_s = {stream: np.full(marks, known_s) for stream, known_s in self._newest_s.items()}
        for (stream, samples), places in zip(released, at, strict=False):
            np.maximum.at(newest_s[stream], places, samples.session_s[np.cumsum(samples.count) - 1])
        for stream, stream_s in newest_s.items():
            np.maximum.accumulate(stream_s, out=stream_s)
            self._newest_s[stream] = float(stream_s[-1])
        return newest_s

    def _released(
        self, released: Sequence[tuple[str, TimedSamples]], at: Sequence[IntArray], marks: int
    ) -> IntArray:
        """Ticks of samples that all streams together released in this push, up to each mark."""
        passed = np.zeros(marks, dtype=np.int64)
        for (stream, samples), places in zip(released, at, strict=False):
            ticks = np.rint(samples.count * (_TICK_HZ / self._rates_hz[stream]))
            np.add.at(passed, places, ticks.astype(np.int64))
        # what a clock held back until it started comes at once, and is no reason for impatience
        return np.cumsum(
            np.minimum(
                passed, int(self._limits.stream_wait_s * _TICK_HZ * self._limits.release_part)
            )
        )

    def _waited(
        self, stream: str, heard: tuple[IntArray, BoolArray] | None, passed: IntArray
    ) -> BoolArray:
        """Whether a stream is worth waiting for, after each mark: its packets wait, more come."""
        waits = np.full(len(passed), self._waits[stream])
        silent = passed + self._silent[stream]
        if heard is not None:
            places, waited = heard
            latest = np.full(len(passed), -1)
            latest[places] = np.arange(len(places))
            np.maximum.accumulate(latest, out=latest)
            known = latest >= 0
            waits[known] = waited[latest[known]]
            silent[known] = (passed - passed[places[latest]])[known]
        self._waits[stream], self._silent[stream] = bool(waits[-1]), int(silent[-1])
        still_waited: BoolArray = waits & (silent <= self._limits.stream_wait_s * _TICK_HZ)
        return still_waited
