"""Which samples of one foot belong together?

Every foot has one grid on the session's clock: sample ``k`` lies at ``k / rate``. Each stream is
interpolated linearly to it; two streams of one device are matched on the device's own clock,
which is exact, two devices on the session's. Where samples were lost the grid holds NaN.
"""

from collections.abc import Iterator, Mapping, Sequence
from math import ceil, floor
from typing import Final, NamedTuple

import numpy as np

from monitor.gait.lane import Lane, Readings
from monitor.gait.sequence import IntArray
from monitor.gait.streams import Samples
from monitor.limits.ingest import IngestLimits
from monitor.types import FloatArray, FootBlock, Side

_MARGIN_S: Final = 1e-6
"""Rounding of a clock conversion; an instant this close to a lane's end waits for more."""


class Delivery(NamedTuple):
    """Samples that one push released for one lane."""

    lane: str
    samples: Samples


class Aligner:
    """Bring the streams of one foot to one grid.

    A lane that falls behind the others by more than ``lane_wait_s`` of samples is waited for no
    longer. Latency: until every lane has reached an instant, at most ``lane_wait_s``.

    Parameters
    ----------
    lanes : Mapping[str, Lane]
        By name: ``imu``, ``pressure``, ``force``; the first gives the device clock.
    plantar_cells : int
        How many of the pressure lane's columns are plantar; the rest are instep cells.
    """

    def __init__(
        self, side: Side, rate_hz: float, lanes: Mapping[str, Lane], plantar_cells: int,
        limits: IngestLimits,
    ) -> None:  # fmt: skip
        self._side = side
        self._rate_hz = rate_hz
        self._lanes = dict(lanes)
        self._plantar_cells = plantar_cells
        self._wait_s = limits.lane_wait_s
        self._gap = round(limits.gap_s * rate_hz)
        self._leader_s = -np.inf
        self._origin_s: float | None = None
        self._next: int | None = None
        self._heard: int | None = None

    def push(self, deliveries: Sequence[Delivery]) -> list[FootBlock]:
        """Consume what the packets of one push released; return the rows that are settled."""
        self._take(deliveries)
        newest_s = [self._reach_s(name) for name in self._lanes]
        return self._advance(max(min(newest_s), self._leader_s - self._wait_s))

    def finish(self) -> list[FootBlock]:
        """Return the rows up to the last sample of any lane."""
        return self._advance(self._leader_s)

    def _take(self, deliveries: Sequence[Delivery]) -> None:
        """Append in the order of arrival, remembering how far the grid had come by then."""
        order = np.concatenate(
            [d.samples.order for d in deliveries] or [np.zeros(0, dtype=np.int64)]
        )
        session_s = np.concatenate([d.samples.session_s for d in deliveries] or [np.zeros(0)])
        packets, index = np.unique(order, return_inverse=True)
        reached_s = np.full(len(packets), -np.inf)
        np.maximum.at(reached_s, index, session_s)
        leader_s = np.maximum.accumulate(np.concatenate([[self._leader_s], reached_s]))
        too_late_s = leader_s[index] - self._wait_s
        start = 0
        for delivery in sorted(deliveries, key=lambda d: int(d.samples.order[0])):
            self._begin(
                delivery, float(leader_s[np.searchsorted(packets, delivery.samples.order[0])])
            )
        for delivery in deliveries:
            stop = start + len(delivery.samples.order)
            self._lanes[delivery.lane].append(delivery.samples, too_late_s[start:stop])
            start = stop
        self._leader_s = float(leader_s[-1])

    def _begin(self, delivery: Delivery, leader_s: float) -> None:
        """Let the grid start at the first sample of any lane, unless it has started already."""
        if self._next is not None or len(self._lanes[delivery.lane]):
            return
        first_s = float(delivery.samples.session_s[0])
        if self._origin_s is None:
            self._origin_s = first_s
        elif leader_s - self._wait_s < self._origin_s:
            self._origin_s = min(self._origin_s, first_s)

    def _reach_s(self, name: str) -> float:
        """Session time up to which a lane has samples, as the grid will read it."""
        lane, base = self._lanes[name], self._base
        if lane is base or not (len(base) and len(lane) and self._on_base_clock(lane)):
            return lane.newest_s
        return base.session_of(lane.newest_device_s) - _MARGIN_S

    @property
    def _base(self) -> Lane:
        return next(iter(self._lanes.values()))

    def _on_base_clock(self, lane: Lane) -> bool:
        base = self._base
        return lane.device == base.device

    def _advance(self, until_s: float) -> list[FootBlock]:
        if self._origin_s is None or until_s < self._origin_s:
            return []
        if self._next is None:
            self._next = ceil(self._origin_s * self._rate_hz)
        stop = floor(until_s * self._rate_hz) + 1
        if stop <= self._next:
            return []
        grid = np.arange(self._next, stop)
        self._next = stop
        readings = self._read(grid / self._rate_hz)
        for lane in self._lanes.values():
            lane.forget_before(stop / self._rate_hz - self._wait_s)
        return [
            self._block(first, last, int(grid[0]), readings)
            for first, last in self._pieces(grid, readings)
        ]

    def _read(self, grid_s: FloatArray) -> dict[str, Readings]:
        base = self._base.at(grid_s)
        readings = {}
        for name, lane in self._lanes.items():
            if lane is self._base:
                readings[name] = base
            else:
                shared = base.device_s if self._on_base_clock(lane) else None
                readings[name] = lane.at(grid_s, shared)
        return readings

    def _pieces(
        self, grid: IntArray, readings: Mapping[str, Readings]
    ) -> Iterator[tuple[int, int]]:
        """Ranges of rows between long gaps; silent rows wait for the next one that is heard."""
        missing = np.logical_and.reduce([r.missing for r in readings.values()])
        heard = grid[~missing]
        if not len(heard):
            return
        if self._heard is None:
            self._heard = int(heard[0]) - 1
        silent = np.diff(heard, prepend=self._heard) - 1
        first = self._heard + 1
        for cut in np.flatnonzero(silent > self._gap).tolist():
            if cut > 0:
                yield first, int(heard[cut - 1]) + 1
            first = int(heard[cut])
        yield first, int(heard[-1]) + 1
        self._heard = int(heard[-1])

    def _block(
        self, first: int, last: int, known: int, readings: Mapping[str, Readings]
    ) -> FootBlock:
        """Rows ``[first, last)``; those before ``known`` were silent."""
        rows = slice(max(first - known, 0), last - known)
        before = max(known - first, 0)

        def columns(name: str, pick: slice) -> FloatArray:
            if name not in readings:
                return np.zeros((last - first, 0))
            values = readings[name].values[rows, pick]
            return np.concatenate([np.full((before, values.shape[1]), np.nan), values])

        force = columns("force", slice(1))
        return FootBlock(
            side=self._side,
            start=first,
            rate_hz=self._rate_hz,
            t_s=np.arange(first, last) / self._rate_hz,
            acc_m_s2=columns("imu", slice(0, 3)),
            gyr_rad_s=columns("imu", slice(3, 6)),
            plantar_kpa=columns("pressure", slice(self._plantar_cells)),
            instep_kpa=columns("pressure", slice(self._plantar_cells, None)),
            load_n=force[:, 0] if force.shape[1] else np.full(last - first, np.nan),
        )
