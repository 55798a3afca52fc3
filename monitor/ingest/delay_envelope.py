"""The line that lies nearest below the latest delays.

The line is the edge of their lower convex hull at their mean time: of all lines below the points it
is the one nearest to them on average (Moon et al. 1999, doi:10.1109/INFCOM.1999.749287). Points
come and go one at a time, so the hull's corners are kept, not found anew.
"""

from collections.abc import Iterable

from monitor.total import total

Point = tuple[float, float]
"""When a bucket's least delay was seen, s, and that delay, s."""


class Envelope:
    """Lower envelope of the least delays of the latest buckets.

    Examples
    --------
    >>> envelope = Envelope(3)
    >>> for bucket, delay_s in enumerate([0.5, 0.2, 0.4, 0.3]):
    ...     envelope.note(bucket, (float(bucket), delay_s))
    >>> round(envelope.slope(), 3), round(envelope.delay_s(4.0, envelope.slope()), 3)
    (0.05, 0.35)
    """

    def __init__(self, buckets: int) -> None:
        self._buckets = buckets
        self._points: dict[int, Point] = {}
        self._corners: list[Point] = []
        self._newest: int | None = None
        self._is_open = False
        """Whether the newest bucket may still change, so that it is no corner yet."""

    def note(self, bucket: int, point: Point) -> None:
        """Take a delay; the least of its bucket counts. Buckets come in order but for damage.

        One that is too old beside the newest is too late.
        """
        known = self._points.get(bucket)
        if known is not None and point[1] >= known[1]:
            return
        if self._newest is not None and bucket <= self._newest - self._buckets:
            return
        if self._newest is None or bucket > self._newest:
            self._close()
            self._newest, self._is_open = bucket, True
            self._points[bucket] = point
        elif bucket == self._newest and self._is_open:
            self._points[bucket] = point
        else:
            self._close()
            self._points = dict(sorted((self._points | {bucket: point}).items()))
            self._corners = _hull(self._points.values())

    def slope(self, least: int = 0) -> float:
        """Slope of the nearest line below the points.

        0 with fewer than ``least`` points, and where one side of their mean has none.
        """
        self._close()
        if len(self._points) < least:
            return 0.0
        mean_s = total([t_s for t_s, _ in self._points.values()]) / len(self._points)
        before_t_s, before_delay_s = self._corners[0]
        for t_s, delay_s in self._corners[1:]:
            if t_s >= mean_s:
                return (delay_s - before_delay_s) / (t_s - before_t_s)
            before_t_s, before_delay_s = t_s, delay_s
        return 0.0

    def delay_s(self, t_s: float, slope: float) -> float:
        """Delay at an instant on the highest line of this slope that has no point below it, s."""
        self._close()
        return min([delay_s + slope * (t_s - at_s) for at_s, delay_s in self._corners])

    def _close(self) -> None:
        """Make the newest bucket a corner, and forget those that are too old beside it."""
        if self._newest is None or not self._is_open:
            return
        self._is_open = False
        _extend(self._corners, self._points[self._newest])
        while (first := next(iter(self._points))) <= self._newest - self._buckets:
            del self._points[first]
            # only what lies between the one that went and the next corner can be one now
            left = self._corners[1:]
            self._corners = _hull(self._until(left[0])) + left[1:]

    def _until(self, last: Point) -> Iterable[Point]:
        for point in self._points.values():
            yield point
            if point is last:
                return


def _hull(points: Iterable[Point]) -> list[Point]:
    corners: list[Point] = []
    for point in points:
        _extend(corners, point)
    return corners


def _extend(corners: list[Point], point: Point) -> None:
    """Add a point to the right of a lower hull."""
    t_s, delay_s = point
    while len(corners) > 1:
        (t0_s, d0_s), (t1_s, d1_s) = corners[-2:]
        if (delay_s - d0_s) * (t1_s - t0_s) > (d1_s - d0_s) * (t_s - t0_s):
            break  # the way turns upwards at the last point: it stays a corner
        corners.pop()
    corners.append(point)
