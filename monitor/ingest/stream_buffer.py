"""The samples of one stream, and what they say at the instants of a grid."""

from dataclasses import dataclass
from math import inf
from typing import Final

import numpy as np

from monitor.ingest.interpolate import on_line, put_on_line
from monitor.ingest.limits import IngestLimits
from monitor.ingest.packet_columns import BoolArray
from monitor.ingest.sample_buffer import SampleBuffer
from monitor.ingest.sensor_stream import TimedSamples
from monitor.types import FloatArray

_SESSION: Final = 0
_DEVICE: Final = 1
_TOO_LATE: Final = 2
_OWN: Final = 3
"""Columns before those of the values: both times, and how far the grid had come on arrival."""


@dataclass(frozen=True, slots=True, eq=False)
class Readings:
    """A stream at the instants of the grid: NaN rows where ``missing``, NaN times where unknown."""

    values: FloatArray
    session_s: FloatArray
    device_s: FloatArray
    missing: BoolArray


class StreamBuffer:
    """The samples of one stream that the grid has not passed yet.

    ``too_late_s`` of a sample is how far the grid had come when the sample arrived: instants up
    to there cannot use it any more. Thus a stalled stream that delivers late gives the same
    result whether its packets are pushed one by one or together.
    """

    def __init__(self, columns: int, rate_hz: float, device: str, limits: IngestLimits) -> None:
        self.device = device
        self.rate_hz = rate_hz
        self.newest_s = self.newest_device_s = -inf
        self._seen_s = self._seen_device_s = -inf
        self._longest_s = limits.lost_periods / rate_hz
        self._same_instant_s = limits.same_instant_s
        self._columns = columns
        self._buffer = SampleBuffer(_OWN + columns)

    def __len__(self) -> int:
        return len(self._buffer)

    def append(self, samples: TimedSamples, too_late_s: FloatArray) -> None:
        """Take samples; those whose time does not advance are dropped."""
        keep = _advances(samples.device_s, self._seen_device_s)
        keep &= _advances(samples.session_s, self._seen_s)
        self._seen_device_s = max(self._seen_device_s, float(samples.device_s.max()))
        self._seen_s = max(self._seen_s, float(samples.session_s.max()))
        if not keep.any():
            return
        pick = slice(None) if keep.all() else keep
        rows = self._buffer.extend(int(keep.sum()))
        rows[:, _SESSION] = samples.session_s[pick]
        rows[:, _DEVICE] = samples.device_s[pick]
        rows[:, _TOO_LATE] = too_late_s[pick]
        rows[:, _OWN:] = samples.values[pick]
        self.newest_s, self.newest_device_s = rows[-1, :_TOO_LATE].tolist()

    def session_of(self, device_s: float) -> float:
        """Session time of a device time, s; beyond the samples, at the nearest one's offset."""
        offset_s = np.interp(device_s, self._device_s, self._session_s - self._device_s)
        return device_s + float(offset_s)

    def next_after(self, session_s: float) -> float:
        """Session time of the first sample at or after an instant, s; infinite if there is none."""
        place = int(np.searchsorted(self._session_s, session_s, side="left"))
        return float(self._session_s[place]) if place < len(self) else inf

    def at(self, grid_s: FloatArray, device_s: FloatArray | None = None) -> Readings:
        """Interpolate at the grid's instants.

        Parameters
        ----------
        grid_s : FloatArray, shape (n,)
            Session time of the grid.
        device_s : FloatArray, shape (n,), optional
            The same instants on this stream's device clock, NaN where not known.
        """
        if not len(self):
            nothing = np.full(len(grid_s), np.nan)
            values = np.full((len(grid_s), self._columns), np.nan)
            return Readings(values, nothing, nothing, np.ones(len(grid_s), dtype=np.bool_))
        if device_s is None:
            return self._between(self._session_s, grid_s, grid_s)
        known = ~np.isnan(device_s)
        times_s = device_s if known.all() else np.where(known, device_s, self._device_s[0])
        by_device = self._between(self._device_s, times_s, grid_s)
        use = known & (np.abs(by_device.session_s - grid_s) < self._same_instant_s)
        if use.all():
            return by_device
        by_session = self._between(self._session_s, grid_s, grid_s)
        return Readings(
            np.where(use[:, np.newaxis], by_device.values, by_session.values),
            np.where(use, by_device.session_s, by_session.session_s),
            np.where(use, by_device.device_s, by_session.device_s),
            np.where(use, by_device.missing, by_session.missing),
        )

    def forget_before(self, session_s: float) -> None:
        """Drop what no later instant can need: all before the last two samples up to here."""
        before_s = session_s - self._same_instant_s
        keep = int(np.searchsorted(self._session_s, before_s, side="right")) - 2
        self._buffer.drop(self._buffer.start + keep)

    @property
    def _session_s(self) -> FloatArray:
        return self._channel(_SESSION)

    @property
    def _device_s(self) -> FloatArray:
        return self._channel(_DEVICE)

    def _channel(self, channel: int) -> FloatArray:
        return self._buffer.column(self._buffer.start, self._buffer.stop, channel)

    def _between(self, known_s: FloatArray, times_s: FloatArray, grid_s: FloatArray) -> Readings:
        """Interpolate at times on one of the stream's clocks; a sample's own instant is exact."""
        after = np.searchsorted(known_s, times_s, side="left")
        beyond = after == len(known_s)
        after[beyond] = len(known_s) - 1
        before = np.maximum(after - 1, 0)
        exact = known_s[after] == times_s
        span_s = known_s[after] - known_s[before]
        part = np.ones(len(times_s))
        np.divide(times_s - known_s[before], span_s, out=part, where=~exact & (span_s > 0.0))
        rows = self._buffer.view(self._buffer.start, self._buffer.stop)
        unknown = beyond | (~exact & (after == 0)) | (grid_s <= rows[after, _TOO_LATE])
        missing = unknown | (~exact & (span_s > self._longest_s))
        # channel by channel: a channel's samples lie together
        session_s, device_s = (
            on_line(channel[before], channel[after], part) for channel in rows.T[:_TOO_LATE]
        )
        lines = np.empty((self._columns, len(times_s)))
        for channel, line in zip(rows.T[_OWN:], lines, strict=True):
            put_on_line(channel[before], channel[after], part, line)
        values = lines.T
        # 0 · NaN is NaN: an instant on a sample takes it as it is
        values[exact] = rows[after[exact], _OWN:]
        values[missing] = np.nan
        device_s[unknown] = session_s[unknown] = np.nan
        return Readings(values, session_s, device_s, missing)


def _advances(times_s: FloatArray, last_s: float) -> BoolArray:
    """Whether each time lies beyond all before it."""
    before_s = np.maximum.accumulate(np.concatenate([[last_s], times_s]))[:-1]
    advances: BoolArray = times_s > before_s
    return advances
