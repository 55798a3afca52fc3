"""Levels of load that tell a foot that stands from one that swings."""

from typing import Final

import numpy as np

from monitor.gait.load.limits import ContactLimits
from monitor.gait.segments import IndexArray, MaskArray
from monitor.types import CellLayout, FloatArray

_LONG: Final = 1024
"""Rows from which it is quicker to add cell by cell."""


class SoleMean:
    """Mean pressure over the sole, kPa, weighted by the cells' areas; lost cells are left out.

    Long blocks in which no cell was lost are summed cell by cell, others row by row, both in the
    order of the cells: the same bits, each the faster.

    Parameters
    ----------
    cells : int
        Number of plantar cells.
    layout : CellLayout or None
        Where they sit; without it all count the same.
    """

    def __init__(self, cells: int, layout: CellLayout | None) -> None:
        areas_m2 = [cell.area_m2 for cell in layout.plantar] if layout else [1.0] * cells
        if len(areas_m2) != cells:
            raise ValueError(f"layout of {len(areas_m2)} plantar cells for {cells}")
        self._areas_m2 = np.array(areas_m2)
        self._whole_m2 = float(np.add.accumulate(self._areas_m2)[-1])

    def __call__(self, plantar_kpa: FloatArray) -> FloatArray:
        """Mean of each row of shape (n, cells); NaN where every cell is lost."""
        if len(plantar_kpa) >= _LONG:
            load = np.zeros(len(plantar_kpa))
            for cell, one_m2 in zip(plantar_kpa.T, self._areas_m2.tolist(), strict=True):
                load += one_m2 * cell
            if np.isfinite(load).all():  # no cell was lost
                return load / self._whole_m2
        seen = np.isfinite(plantar_kpa)
        weighted = np.where(seen, plantar_kpa * self._areas_m2, 0.0)
        load = np.add.accumulate(weighted, axis=1)[:, -1]
        area_m2 = np.add.accumulate(np.where(seen, self._areas_m2, 0.0), axis=1)[:, -1]
        return np.where(area_m2 > 0.0, load / np.where(area_m2 > 0.0, area_m2, 1.0), np.nan)


class FixedLevel:
    """Levels of a measured force: the same for ever, known from the first sample."""

    def __init__(self, limits: ContactLimits) -> None:
        self._limits = limits

    def push(self, first: int, load: FloatArray) -> None:
        """Force needs no learning."""

    def known_to(self, stop: int) -> int:
        """Levels of samples before this number are known, of those before ``stop``."""
        return stop

    def close(self) -> None:
        """Nothing is waited for."""

    def at(self, index: IndexArray) -> FloatArray:
        """Levels of the samples with these numbers, shape (3, n): on, off and peak."""
        on_n, peak_n = self._limits.force_on_n, self._limits.force_peak_n
        return np.asarray(np.multiply.outer([on_n, on_n, peak_n], np.ones(len(index))))

    def forget_before(self, number: int) -> None:
        """There is nothing to forget."""


class SoleLevel:
    """Levels that follow an insole's offset and the runner's weight.

    The load is averaged in bins of ``bin_s``. Over the last ``window_s`` the least bin is the
    unloaded sole and, because each foot carries half of the weight on average (walking, running
    and standing alike), twice the mean above it is the body's weight. Where the foot does not leave
    the ground, the levels stay as they were. Bins are cut at multiples of their width, so the
    levels do not depend on how the samples arrive. A sample uses the bins before its own; the
    first ``hold_s`` wait for their end.
    """

    def __init__(self, rate_hz: float, limits: ContactLimits) -> None:
        self._limits = limits
        self._width_samples = max(2, round(limits.bin_s * rate_hz))
        self._window = max(2, round(limits.window_s * rate_hz / self._width_samples))
        self._hold = max(1, round(limits.hold_s * rate_hz / self._width_samples))
        self._open = np.empty(0)
        self._open_first: int | None = None
        self._origin_bin = 0
        self._history = np.full(self._window, np.nan)
        self._sums = np.zeros(self._window)
        self._counts = np.zeros(self._window, dtype=np.int64)
        self._low_kpa = 0.0
        self._weight_kpa = 0.0
        self._seen_gait = False
        self._first_bin = 0
        self._low = np.empty(0)
        self._weight = np.empty(0)
        self._closed = False

    def push(self, first: int, load: FloatArray) -> None:
        """Learn from the next samples, which follow the last ones, kPa."""
        if self._open_first is None:
            self._start_at(first)
            if first % self._width_samples:
                pad = np.full(first % self._width_samples, np.nan)
                load, first = np.concatenate((pad, load)), first - len(pad)
            self._open_first = first
        samples = np.concatenate((self._open, load))
        bins = len(samples) // self._width_samples
        self._open = samples[bins * self._width_samples :]
        self._open_first += bins * self._width_samples
        if bins:
            self._learn(samples[: bins * self._width_samples].reshape(bins, self._width_samples))

    def known_to(self, stop: int) -> int:
        """Levels of samples before this number are known, of those before ``stop``."""
        if self._closed:
            return stop
        done = self._first_bin + len(self._low)
        held = done - self._origin_bin < self._hold
        return (
            self._origin_bin * self._width_samples
            if held
            else min(stop, (done + 1) * self._width_samples)
        )

    def close(self) -> None:
        """No more samples come: what is held is decided with the levels so far."""
        self._closed = True

    def at(self, index: IndexArray) -> FloatArray:
        """Levels of the samples with these numbers, shape (3, n): on, off and peak."""
        if not len(self._low):
            return self._levels(np.zeros(len(index)), np.zeros(len(index)))
        held = self._origin_bin + self._hold - 1
        bins = np.maximum(index // self._width_samples - 1, held) - self._first_bin
        bins = np.clip(bins, 0, len(self._low) - 1)
        return self._levels(self._low[bins], self._weight[bins])

    def forget_before(self, number: int) -> None:
        """Drop the levels that no sample from this number on asks for."""
        drop = number // self._width_samples - 1 - self._first_bin
        drop = min(drop, len(self._low) - 1)
        if drop > 0:
            self._first_bin += drop
            self._low, self._weight = self._low[drop:], self._weight[drop:]

    def _start_at(self, first: int) -> None:
        self._origin_bin = self._first_bin = first // self._width_samples

    def _levels(self, low: FloatArray, weight: FloatArray) -> FloatArray:
        limits = self._limits
        shares = (limits.on_weight, limits.off_weight, limits.peak_weight)
        # cells whose unit is not known may read far less than kPa
        floor = np.where(
            weight > 0.0, np.minimum(limits.floor_kpa, 0.05 * weight), limits.floor_kpa
        )
        return np.stack([low + np.maximum(floor, share * weight) for share in shares])

    def _learn(self, samples: FloatArray) -> None:
        """Follow the levels over complete bins, shape (bins, samples of a bin)."""
        total = np.zeros(len(samples))
        for column in samples.T:
            total += column
        means = np.concatenate((self._history, total / self._width_samples))
        self._history = means[-self._window :]
        mean = self._mean_of_windows(means[self._window :])
        windows = np.lib.stride_tricks.sliding_window_view(means, self._window)[1:]
        # a window without any finite bin is known by its infinite extremes
        low = np.fmin.reduce(windows, axis=1, initial=np.inf)
        high = np.fmax.reduce(windows, axis=1, initial=-np.inf)
        span = high - low
        moving = (span >= self._limits.span_kpa) & (low <= self._limits.unloaded_share * high)
        moving |= self._swings(windows, low, span)
        moving &= mean - low >= self._limits.loaded_share * span
        if not self._seen_gait:
            # until the foot was seen to leave the ground, an empty sole reads nothing
            first_moving = int(np.argmax(moving)) if moving.any() else len(moving)
            still = slice(0, first_moving)
            low[still] = np.minimum(np.where(np.isfinite(low[still]), low[still], 0.0), 0.0)
            moving[still] = np.isfinite(mean[still])
            self._seen_gait = first_moving < len(low)
        weight = 2.0 * np.maximum(mean - low, 0.0)
        last = np.maximum.accumulate(np.where(moving, np.arange(1, len(moving) + 1), 0))
        lows = np.concatenate(([self._low_kpa], low))[last]
        weights = np.concatenate(([self._weight_kpa], weight))[last]
        self._low_kpa, self._weight_kpa = float(lows[-1]), float(weights[-1])
        self._low = np.concatenate((self._low, lows))
        self._weight = np.concatenate((self._weight, weights))

    def _swings(self, windows: FloatArray, low: FloatArray, span: FloatArray) -> MaskArray:
        """Whether the foot leaves the ground in each window, whatever the zero of its cells.

        In the air the load stays the same, so that the window has a flat bottom, and strides come
        again and again. One who sways only passes through the least load, one who shifts
        weight does so once, and noise has no bottom at all.
        """
        limits = self._limits
        known = (span > 0.0) & np.isfinite(span)
        least, span = np.where(known, low, 0.0), np.where(known, span, 1.0)
        seen = np.isfinite(windows).sum(axis=1)
        near = windows <= (least + limits.flat_share * span)[:, np.newaxis]
        above = windows > (least + 0.5 * span)[:, np.newaxis]
        # between both nothing is new: each bin is as the last one that was near or above
        latest = np.maximum.accumulate(
            np.where(near | above, np.arange(windows.shape[1]), 0), axis=1
        )
        loaded = np.take_along_axis(above, latest, axis=1)
        rises = (loaded[:, 1:] & ~loaded[:, :-1]).sum(axis=1)
        flat = near.sum(axis=1) >= limits.air_share * seen
        return np.asarray(known & flat & (rises >= limits.air_rises))

    def _mean_of_windows(self, means: FloatArray) -> FloatArray:
        """Mean of the window that ends with each bin; NaN where all of its bins are lost."""
        lost = np.isnan(means)
        sums = np.cumsum(np.concatenate((self._sums[-1:], np.where(lost, 0.0, means))))[1:]
        counts = np.cumsum(np.concatenate((self._counts[-1:], ~lost)))[1:]
        sums = np.concatenate((self._sums, sums))
        counts = np.concatenate((self._counts, counts))
        self._sums, self._counts = sums[-self._window :], counts[-self._window :]
        total, count = sums[self._window :], counts[self._window :]
        total = total - sums[: len(total)]
        count = count - counts[: len(count)]
        return np.where(count > 0, total / np.maximum(count, 1), np.nan)
