"""The map from a device's clock to the session's.

Arrival is never sample time: a packet arrives late by a delay that varies, and never early.
So the offset between the clocks is the lower envelope of arrival minus device time, a straight
line whose slope is the drift.
"""

from typing import Final

import numpy as np

from monitor.ingest.delay_envelope import Envelope
from monitor.ingest.limits import IngestLimits
from monitor.types import FloatArray

_HURRY: Final = 0.5
"""Part of elapsed time by which a wrong offset is corrected: time goes on, at half the pace. Rule
of thumb."""


class StreamClock:
    """Map the device time of one stream to session time, continuously and never backwards.

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
        self._offset_s: FloatArray = np.zeros(64)
        self._edges = 0

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
        """Session time of device times, s; nothing may have been asked beyond what was fed."""
        position = device_s / self._bucket_s - self._first
        index = np.clip(np.floor(position).astype(np.int64), 0, self._edges - 2)
        part = np.clip(position - index, 0.0, 1.0)
        before_s, after_s = self._offset_s[index], self._offset_s[index + 1]
        session_s: FloatArray = device_s + (before_s + part * (after_s - before_s))
        return session_s

    def _settle(self, bucket: int) -> None:
        """Fix the offsets at the edges of all buckets up to this one, its end included."""
        if not self._edges:
            self._first = bucket
            self._append(self._start_s)
            self._append(self._start_s)
            return
        while self._first + self._edges - 2 < bucket:
            before_s = float(self._offset_s[self._edges - 1])
            change_s = self._line_at(self._first + self._edges) - before_s
            most_s = self._bucket_s * (_HURRY if abs(change_s) > self._step_s else self._slew)
            self._append(before_s + min(max(change_s, -most_s), most_s))

    def _append(self, offset_s: float) -> None:
        if self._edges == len(self._offset_s):
            self._offset_s = np.concatenate([self._offset_s, np.zeros(self._edges)])
        self._offset_s[self._edges] = offset_s
        self._edges += 1

    def _line_at(self, edge: int) -> float:
        """The envelope's line, at the start of bucket ``edge``."""
        slope = min(max(self._lowest.slope(self._least), -self._drift), self._drift)
        return self._lowest.delay_s(edge * self._bucket_s, slope)
