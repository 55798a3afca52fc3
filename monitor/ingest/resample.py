"""Bring the streams of one foot to one grid of session time.

Every foot has one grid on the session's clock: sample ``k`` lies at ``phase + k / rate``. The phase
is 0, except that an imported recording's first sample lies on the grid: even ones pass unchanged.
Each stream is interpolated linearly to it; two streams of one device are matched on the device's
own clock, which is exact, two devices on the session's. Where samples were lost the grid holds NaN.
"""

import sys
from collections.abc import Iterator, Mapping, Sequence
from math import floor, inf
from typing import Final

import numpy as np

from monitor.ingest.limits import IngestLimits
from monitor.ingest.packet_columns import IntArray, steps
from monitor.ingest.stream_buffer import Readings, StreamBuffer
from monitor.ingest.watermark import Delivery, Watermark
from monitor.types import FloatArray, FootBlock, Side

_MARGIN_S: Final = 1e-6
"""Rounding of a clock conversion, s; an instant this close to a stream's end waits for more. By
definition: far above the rounding of a day in float64, far below a sample."""
_PIECE: Final = 16384
"""Rows that are read at once: hours without data cost no memory."""


class Aligner:
    """Bring the streams of one foot to one grid.

    A stream that falls behind the others by more than ``stream_wait_s`` of samples is waited for no
    longer, unless its packets have come and wait for their order (``Watermark``). Latency: until
    every stream has reached an instant, at most ``stream_wait_s`` and that of the order.

    Parameters
    ----------
    streams : Mapping[str, StreamBuffer]
        By name: ``imu``, ``pressure``, ``force``; the first gives the device clock.
    plantar_cells : int
        How many of the pressure stream's columns are plantar; the rest are instep cells.
    anchored : bool
        Lay the grid through the first sample: for samples that bring their own session time. A
        device's clock wanders against the session's, and which of its streams is heard first
        depends on the order of arrival.
    """

    def __init__(
        self, side: Side, rate_hz: float, streams: Mapping[str, StreamBuffer], plantar_cells: int,
        limits: IngestLimits, *, anchored: bool = False,
    ) -> None:  # fmt: skip
        self._side = side
        self._anchored = anchored
        self._rate_hz = rate_hz
        self._streams = dict(streams)
        self._plantar_cells = plantar_cells
        self._watermark = Watermark(self._streams, limits)
        self._limits = limits
        self._started: set[str] = set()
        self._origin_s: float | None = None
        self._phase_s = 0.0
        self._next: int | None = None
        self._heard: int | None = None

    def push(self, deliveries: Sequence[Delivery]) -> list[FootBlock]:
        """Consume what the packets of one push released; return the rows that are settled."""
        self._take(deliveries)
        newest_s = [self._reach_s(name) for name in self._streams]
        return self._advance(max(min(newest_s), self._watermark.until_s))

    def finish(self) -> list[FootBlock]:
        """Return the rows up to the last sample of any stream."""
        return self._advance(self._watermark.leader_s)

    def _take(self, deliveries: Sequence[Delivery]) -> None:
        """Append in the order of arrival, remembering how far the grid had come by then."""
        passed_s = self._watermark.take(deliveries)
        names = [one.stream for one in deliveries for _ in one.samples]
        released = [samples for one in deliveries for samples in one.samples]
        given = list(zip(names, released, passed_s, strict=True))
        for name, samples, until_s in sorted(given, key=lambda one: int(one[1].order[0])):
            self._begin(name, float(samples.session_s[0]), float(until_s[0]))
        for name, samples, until_s in given:
            self._streams[name].append(samples, np.repeat(until_s, samples.count))

    def _begin(self, name: str, first_s: float, passed_s: float) -> None:
        """Let the grid start at the first sample of any stream, unless it has started already."""
        if name in self._started:
            return
        self._started.add(name)
        if self._origin_s is None:
            self._origin_s = first_s
            self._anchor(first_s)
        elif passed_s < self._origin_s:
            self._origin_s = min(self._origin_s, first_s)
            if self._streams[name] is self._base:
                self._anchor(first_s)

    def _anchor(self, sample_s: float) -> None:
        """Lay the grid through a sample; a millionth of a second off counts as on it."""
        if not self._anchored:
            return
        row = round(sample_s * self._rate_hz)
        phase_s = sample_s - row / self._rate_hz
        self._phase_s = phase_s if abs(phase_s) > _MARGIN_S else 0.0

    def _time_s(self, row: int) -> float:
        """Session time of a row of the grid."""
        return self._phase_s + row / self._rate_hz

    def _reach_s(self, name: str) -> float:
        """Session time up to which a stream has samples, as the grid will read it."""
        stream, base = self._streams[name], self._base
        if stream is base or not (len(base) and len(stream) and self._on_base_clock(stream)):
            return stream.newest_s
        reach_s = base.session_of(stream.newest_device_s) - _MARGIN_S
        return (
            reach_s
            if abs(reach_s - stream.newest_s) < self._limits.same_instant_s
            else stream.newest_s
        )

    @property
    def _base(self) -> StreamBuffer:
        return next(iter(self._streams.values()))

    def _on_base_clock(self, stream: StreamBuffer) -> bool:
        base = self._base
        return stream.device == base.device

    def _advance(self, until_s: float) -> list[FootBlock]:
        if self._origin_s is None or until_s < self._origin_s:
            return []
        if self._next is None:
            self._next = self._rows_until(self._origin_s, or_at=False)
        stop = self._rows_until(until_s)
        blocks = []
        while self._next < stop:
            start = max(self._next, min(self._silent_until(self._next), stop))
            self._next = min(start + _PIECE, stop)
            blocks += self._rows(np.arange(start, self._next))
        for stream in self._streams.values():
            stream.forget_before(self._time_s(self._next))
        return blocks

    def _rows_until(self, until_s: float, *, or_at: bool = True) -> int:
        """Count the rows up to an instant; exactly those whose time compares so."""
        row = floor((until_s - self._phase_s) * self._rate_hz) - 1
        while self._time_s(row) < until_s or (or_at and self._time_s(row) == until_s):
            row += 1
        return row

    def _silent_until(self, row: int) -> int:
        """Number of a row before which, from this one on, no stream can say anything."""
        from_s = self._time_s(row) - self._limits.same_instant_s
        sample_s = min(stream.next_after(from_s) for stream in self._streams.values())
        if sample_s == inf:
            return sys.maxsize
        return self._rows_until(sample_s - self._limits.same_instant_s, or_at=False)

    def _rows(self, grid: IntArray) -> list[FootBlock]:
        if not len(grid):
            return []
        readings = self._read(self._phase_s + grid / self._rate_hz)
        return [
            self._block(first, last, int(grid[0]), readings)
            for first, last in self._pieces(grid, readings)
        ]

    def _read(self, grid_s: FloatArray) -> dict[str, Readings]:
        base = self._base.at(grid_s)
        readings = {}
        for name, stream in self._streams.items():
            if stream is self._base:
                readings[name] = base
            else:
                shared = base.device_s if self._on_base_clock(stream) else None
                readings[name] = stream.at(grid_s, shared)
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
        silent = steps(heard, self._heard) - 1
        first = self._heard + 1
        for cut in np.flatnonzero(silent > round(self._limits.gap_s * self._rate_hz)).tolist():
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
            # each channel's samples lie together, as most of what follows reads them
            out = np.empty((values.shape[1], last - first))
            out[:, :before], out[:, before:] = np.nan, values.T
            return out.T

        force = columns("force", slice(1))
        return FootBlock(
            side=self._side,
            start=first,
            rate_hz=self._rate_hz,
            t_s=self._phase_s + np.arange(first, last) / self._rate_hz,
            acc_m_s2=columns("imu", slice(0, 3)),
            gyr_rad_s=columns("imu", slice(3, 6)),
            plantar_kpa=columns("pressure", slice(self._plantar_cells)),
            instep_kpa=columns("pressure", slice(self._plantar_cells, None)),
            load_n=force[:, 0] if force.shape[1] else np.full(last - first, np.nan),
        )
