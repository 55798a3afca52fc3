"""When, on the session's clock, did a device take a sample?

Arrival is never sample time: a packet arrives late by a delay that varies, and never early.
So the offset between the clocks is the lower envelope of arrival minus device time, a straight
line whose slope is the drift.
"""

from math import inf
from typing import Final

import numpy as np

from monitor.limits.ingest import IngestLimits
from monitor.types import FloatArray

_HURRY: Final = 0.5
"""Part of elapsed time by which a wrong offset is corrected: time goes on, at half the pace."""


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
        self._buckets = limits.clock_buckets
        self._drift = limits.clock_drift_ppm * 1e-6
        self._slew = limits.clock_slew
        self._step_s = limits.clock_step_s
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
            self._settle(number)
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
        # counted back from the last packets: after a pause only what came since it decides
        numbers = sorted(self._lowest)
        oldest = numbers[-1] - self._buckets
        while numbers[0] <= oldest:
            del self._lowest[numbers.pop(0)]
        points = [self._lowest[number] for number in numbers]
        slope = 0.0
        if 3 * len(points) >= self._buckets:
            slope = min(max(_slope(points), -self._drift), self._drift)
        t_s = edge * self._bucket_s
        return min([delay_s + slope * (t_s - at_s) for at_s, delay_s in points])


def _slope(points: list[tuple[float, float]]) -> float:
    """Slope of the highest line below points that are sorted by time.

    Of all lines below the points it is the one nearest to them on average: the edge of their
    lower convex hull at their mean time (Moon et al. 1999, doi:10.1109/INFCOM.1999.749287).
    """
    hull_s: list[float] = []
    lowest_s: list[float] = []
    for t_s, delay_s in points:
        while len(hull_s) > 1:
            t0_s, d0_s = hull_s[-2], lowest_s[-2]
            if (delay_s - d0_s) * (hull_s[-1] - t0_s) > (lowest_s[-1] - d0_s) * (t_s - t0_s):
                break  # the way turns upwards at the last point: it stays on the hull
            hull_s.pop()
            lowest_s.pop()
        hull_s.append(t_s)
        lowest_s.append(delay_s)
    mean_s = sum([at_s for at_s, _ in points]) / len(points)
    last = next((k for k, t_s in enumerate(hull_s) if k and t_s >= mean_s), 0)
    if not last:
        return 0.0
    return (lowest_s[last] - lowest_s[last - 1]) / (hull_s[last] - hull_s[last - 1])
