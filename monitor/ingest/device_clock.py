"""The map from a device's clock to the session's.

Arrival is never sample time: a packet arrives late by a delay that varies, and never early.
So the offset between the clocks is the lower envelope of arrival minus device time, a straight
line whose slope is the drift.
"""

from typing import NamedTuple

import numpy as np

from monitor.ingest.delay_envelope import Envelope
from monitor.ingest.limits import IngestLimits
from monitor.ingest.sample_buffer import SampleBuffer
from monitor.types import FloatArray


class _SetBack(NamedTuple):
    """Where time was set back: from which device time, and which session time is left out."""

    device_s: float
    from_s: float
    until_s: float


class StreamClock:
    """Map the device time of one stream to session time.

    Time is never squeezed or stretched by more than ``clock_slew``. An offset that turns out to be
    far off (the link stalled when the session began) is mended in one step: what was said before
    keeps its durations, and samples are lost there for long enough that no stride bridges it.

    Device time is cut into buckets. The line for a bucket is settled by the packets
    that ended before it, so a sample's session time does not depend on how packets are grouped.
    Error: the smallest delay of the link, some milliseconds, the same for both feet.

    Parameters
    ----------
    offset_s : float
        Session minus device time, as the first packets show it.

    Examples
    --------
    >>> clock = StreamClock(IngestLimits(), -6.98)
    >>> clock.feed(np.array([10.0, 10.1]), np.array([3.02, 3.11]))
    >>> clock.session_s(np.array([10.0])).round(3).tolist()
    [3.02]
    """

    def __init__(self, limits: IngestLimits, offset_s: float) -> None:
        self._start_s = offset_s
        self._bucket_s = limits.clock_bucket_s
        self._least = -(-limits.clock_buckets // 3)
        self._drift = limits.clock_drift_ppm * 1e-6
        self._slew = limits.clock_slew
        self._step_s = limits.clock_step_s
        self._lowest = Envelope(limits.clock_buckets)
        self._first = 0
        self._offsets_s = SampleBuffer(2)
        """At the start and at the end of each bucket; row 0 is that of bucket ``_first``."""
        self._gap_s = limits.clock_gap_s
        self._set_back: list[_SetBack] = []

    def feed(self, device_s: FloatArray, t_rx_s: FloatArray) -> None:
        """Consume packets in device order: time of the last sample, time of arrival, s."""
        delay_s = t_rx_s - device_s
        bucket = np.floor(device_s / self._bucket_s).astype(np.int64)
        edges = np.flatnonzero(bucket[1:] != bucket[:-1]) + 1
        for start, stop in zip([0, *edges.tolist()], [*edges.tolist(), len(bucket)], strict=True):
            if start == stop:
                continue
            number = int(bucket[start])
            self._settle(number)
            least = start + int(np.argmin(delay_s[start:stop]))
            self._lowest.note(number, (float(device_s[least]), float(delay_s[least])))

    def session_s(self, device_s: FloatArray) -> FloatArray:
        """Session time of device times, s; nothing may have been asked beyond what was fed.

        Samples that are lost have the time of the last one before them.
        """
        position = device_s / self._bucket_s - self._first
        index = np.clip(np.floor(position).astype(np.int64), 0, len(self._offsets_s) - 1)
        part = np.clip(position - index, 0.0, 1.0)
        start_s, end_s = self._offsets_s.view(0, len(self._offsets_s))[index].T
        session_s: FloatArray = device_s + (start_s + part * (end_s - start_s))
        for gap in self._set_back:
            lost = (device_s >= gap.device_s) & (session_s < gap.until_s)
            session_s = np.where(lost, gap.from_s, session_s)
        return session_s

    def _settle(self, bucket: int) -> None:
        """Fix the offsets of all buckets up to this one."""
        offsets_s = self._offsets_s
        if not len(offsets_s):
            self._first = bucket
            self._append(self._start_s, self._start_s)
            return
        while self._first + len(offsets_s) <= bucket:
            start = self._first + len(offsets_s)
            start_s = float(offsets_s.view(offsets_s.stop - 1, offsets_s.stop)[0, 1])
            end_s = self._line_at(start + 1)
            if start_s - end_s > self._step_s:
                self._append(self._line_at(start), end_s)
                self._leave_out(start * self._bucket_s, start_s)
                continue
            most_s = self._bucket_s * self._slew
            self._append(start_s, start_s + min(max(end_s - start_s, -most_s), most_s))

    def _leave_out(self, device_s: float, offset_s: float) -> None:
        """Lose what comes after a step back, until the session has gone on for long enough."""
        from_s = device_s + offset_s
        if self._set_back and from_s < self._set_back[-1].until_s:
            from_s = self._set_back[-1].from_s
        self._set_back.append(_SetBack(device_s, from_s, from_s + self._gap_s))

    def _append(self, start_s: float, end_s: float) -> None:
        self._offsets_s.extend(1)[0] = start_s, end_s

    def _line_at(self, edge: int) -> float:
        """The envelope's line, at the start of bucket ``edge``."""
        slope = min(max(self._lowest.slope(self._least), -self._drift), self._drift)
        return self._lowest.delay_s(edge * self._bucket_s, slope)
