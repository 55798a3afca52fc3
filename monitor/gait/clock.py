"""When, on the session's clock, did a device take a sample?

Arrival is never sample time: a packet arrives late by a delay that varies, and never early.
So the offset between the clocks is the lower envelope of arrival minus device time, a straight
line whose slope is the drift.
"""

from math import inf

import numpy as np

from monitor.limits.ingest import IngestLimits
from monitor.types import FloatArray


class StreamClock:
    """Map the device time of one stream to session time, continuously and never backwards.

    Device time is cut into buckets of one second. The line for a bucket is settled by the packets
    that ended before it, so a sample's session time does not depend on how packets are grouped.
    Error: the smallest delay of the link, some milliseconds, the same for both feet.

    Examples
    --------
    >>> clock = StreamClock(IngestLimits())
    >>> clock.feed(np.array([10.0, 10.1]), np.array([3.02, 3.11]))
    >>> clock.session_s(np.array([10.0])).round(3).tolist()
    [3.02]
    """

    def __init__(self, limits: IngestLimits) -> None:
        self._bucket_s = limits.clock_bucket_s
        self._buckets = limits.clock_buckets
        self._drift = limits.clock_drift_ppm * 1e-6
        self._slew = limits.clock_slew
        self._lowest: dict[int, tuple[float, float]] = {}
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
            self._settle(number, float(delay_s[start]))
            least = start + int(np.argmin(delay_s[start:stop]))
            known = self._lowest.get(number, (0.0, inf))
            if delay_s[least] < known[1]:
                self._lowest[number] = (float(device_s[least]), float(delay_s[least]))

    def session_s(self, device_s: FloatArray) -> FloatArray:
        """Session time of device times, s; nothing may have been asked beyond what was fed."""
        position = device_s / self._bucket_s - self._first
        index = np.clip(np.floor(position).astype(np.int64), 0, self._edges - 2)
        part = np.clip(position - index, 0.0, 1.0)
        before_s, after_s = self._offset_s[index], self._offset_s[index + 1]
        session_s: FloatArray = device_s + (before_s + part * (after_s - before_s))
        return session_s

    def _settle(self, bucket: int, delay_s: float) -> None:
        """Fix the offsets at the edges of all buckets up to this one, its end included."""
        if not self._edges:
            self._first = bucket
            self._append(delay_s)
            self._append(delay_s)
            return
        while self._first + self._edges - 2 < bucket:
            before_s = float(self._offset_s[self._edges - 1])
            step_s = self._slew * self._bucket_s
            change_s = self._line_at(self._first + self._edges) - before_s
            self._append(before_s + min(max(change_s, -step_s), step_s))

    def _append(self, offset_s: float) -> None:
        if self._edges == len(self._offset_s):
            self._offset_s = np.concatenate([self._offset_s, np.zeros(self._edges)])
        self._offset_s[self._edges] = offset_s
        self._edges += 1

    def _line_at(self, edge: int) -> float:
        """The envelope's line, at the start of bucket ``edge``."""
        recent = sorted(self._lowest)[-self._buckets :]
        self._lowest = {number: self._lowest[number] for number in recent}
        points = [self._lowest[number] for number in recent]
        n = len(points)
        mean_t = sum(t for t, _ in points) / n
        mean_d = sum(d for _, d in points) / n
        square = sum((t - mean_t) ** 2 for t, _ in points)
        slope = 0.0
        if n >= self._buckets // 3 and square > 0.0:
            slope = sum((t - mean_t) * (d - mean_d) for t, d in points) / square
            slope = min(max(slope, -self._drift), self._drift)
        t_s = edge * self._bucket_s
        return min(d + slope * (t_s - t) for t, d in points)
