"""Levels of load that tell a foot that stands from one that swings."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from monitor.gait.load.limits import ContactLimits
from monitor.gait.segments import IndexArray, MaskArray
from monitor.ingest.sample_buffer import SampleBuffer
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

    def unloaded(self, stops: IndexArray) -> FloatArray:
        """Load of a foot in the air: a measured force has its zero already."""
        return np.zeros(len(stops))

    def forget_before(self, number: int) -> None:
        """There is nothing to forget."""


class _Bins:
    """Cut a signal into means over ``width`` samples, at multiples of that number."""

    def __init__(self, width: int) -> None:
        self.width = width
        self._open = np.empty(0)
        self._begun = False

    def push(self, first: int, load: FloatArray) -> FloatArray:
        """Take samples that follow the last ones; mean of each bin that is whole now."""
        if not self._begun:
            self._begun = True
            pad = np.full(first % self.width, np.nan)  # a bin that began before the first sample
            load = np.concatenate((pad, load))
        samples = np.concatenate((self._open, load))
        bins = len(samples) // self.width
        self._open = samples[bins * self.width :]
        total = np.zeros(bins)
        for column in samples[: bins * self.width].reshape(bins, self.width).T:
            total += column
        return total / self.width


class _WindowMean:
    """Mean of the latest bins, the lost ones left out."""

    def __init__(self, window: int) -> None:
        self._window = window
        self._sums = np.zeros(window)
        self._counts = np.zeros(window, dtype=np.int64)

    def push(self, means: FloatArray) -> FloatArray:
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


@dataclass(slots=True)
class _State:
    """Latest levels, kPa; whether the foot was seen to leave the ground; whether all has come.

    ``air_from`` is the bin from which on no sway of a standing foot can be taken for a swing.
    """

    low_kpa: float = 0.0
    weight_kpa: float = 0.0
    seen_gait: bool = False
    air_from: int | None = None
    closed: bool = False


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
        self._bins = _Bins(max(2, round(limits.bin_s * rate_hz)))
        self._window = max(2, round(limits.window_s * rate_hz / self._bins.width))
        self._hold = max(1, round(limits.hold_s * rate_hz / self._bins.width))
        self._history = np.full(self._window, np.nan)
        self._mean = _WindowMean(self._window)
        self._origin = 0
        """Number of the first bin."""
        self._learned: SampleBuffer | None = None
        """Unloaded sole and weight of each bin, kPa; None before the first sample."""
        self._state = _State()

    def push(self, first: int, load: FloatArray) -> None:
        """Learn from the next samples, which follow the last ones, kPa."""
        if self._learned is None:
            self._origin = first // self._bins.width
            self._learned = SampleBuffer(2, self._origin)
        means = self._bins.push(first, load)
        if len(means):
            self._learned.append(self._learn(means))

    def known_to(self, stop: int) -> int:
        """Levels of samples before this number are known, of those before ``stop``."""
        if self._state.closed:
            return stop
        width = self._bins.width
        learned_to = self._origin if self._learned is None else self._learned.stop
        if learned_to - self._origin < self._hold:
            return self._origin * width
        return min(stop, (learned_to + 1) * width)

    def close(self) -> None:
        """No more samples come: what is held is decided with the levels so far."""
        self._state.closed = True

    def at(self, index: IndexArray) -> FloatArray:
        """Levels of the samples with these numbers, shape (3, n): on, off and peak."""
        learned = self._learned
        if not learned:
            return self._levels(np.zeros(len(index)), np.zeros(len(index)))
        held = self._origin + self._hold - 1
        bins = np.maximum(index // self._bins.width - 1, held) - learned.start
        bins = np.clip(bins, 0, len(learned) - 1)
        low, weight = learned.view(learned.start, learned.stop).T
        return self._levels(low[bins], weight[bins])

    def unloaded(self, stops: IndexArray) -> FloatArray:
        """Load of the foot in the air, kPa, as known before each sample number.

        NaN until the foot was seen to leave the ground.
        """
        learned, air_from = self._learned, self._state.air_from
        if not learned or air_from is None:
            return np.full(len(stops), np.nan)
        bins = stops // self._bins.width - 1
        low = learned.column(learned.start, learned.stop, 0)
        places = np.clip(bins - learned.start, 0, len(learned) - 1)
        return np.where(bins >= air_from, low[places], np.nan)

    def forget_before(self, number: int) -> None:
        """Drop the levels that no sample from this number on asks for."""
        if self._learned is not None:  # the last bin speaks for what comes
            self._learned.drop(min(number // self._bins.width - 1, self._learned.stop - 1))

    def _levels(self, low: FloatArray, weight: FloatArray) -> FloatArray:
        limits = self._limits
        shares = (limits.on_weight, limits.off_weight, limits.peak_weight)
        least = np.minimum(limits.floor_kpa, limits.floor_weight * weight)
        floor = np.where(weight > 0.0, least, limits.floor_kpa)
        return np.stack([low + np.maximum(floor, share * weight) for share in shares])

    def _learn(self, bins: FloatArray) -> FloatArray:
        """Unloaded sole and weight of each bin, shape (bins, 2), from the means of whole bins."""
        means = np.concatenate((self._history, bins))
        self._history = means[-self._window :]
        mean = self._mean.push(bins)
        windows = np.lib.stride_tricks.sliding_window_view(means, self._window)[1:]
        # a window without any finite bin is known by its infinite extremes
        low = np.fmin.reduce(windows, axis=1, initial=np.inf)
        high = np.fmax.reduce(windows, axis=1, initial=-np.inf)
        span = high - low
        moving = (span >= self._limits.span_kpa) & (low <= self._limits.unloaded_share * high)
        sure = moving | np.isfinite(windows).all(axis=1)
        unsure = np.flatnonzero(~moving)
        if len(unsure):
            moving[unsure] = self._swings(windows[unsure], low[unsure], span[unsure])
        moving &= mean - low >= self._limits.loaded_share * span
        self._note_air(moving & sure)
        if not self._state.seen_gait:
            # until the foot was seen to leave the ground, an empty sole reads nothing
            first_moving = int(np.argmax(moving)) if moving.any() else len(moving)
            still = slice(0, first_moving)
            low[still] = np.minimum(np.where(np.isfinite(low[still]), low[still], 0.0), 0.0)
            moving[still] = np.isfinite(mean[still])
            self._state.seen_gait = first_moving < len(low)
        weight = 2.0 * np.maximum(mean - low, 0.0)
        last = np.maximum.accumulate(np.where(moving, np.arange(1, len(moving) + 1), 0))
        lows = np.concatenate(([self._state.low_kpa], low))[last]
        weights = np.concatenate(([self._state.weight_kpa], weight))[last]
        self._state.low_kpa, self._state.weight_kpa = float(lows[-1]), float(weights[-1])
        return np.stack((lows, weights), axis=1)

    def _note_air(self, seen: MaskArray) -> None:
        """Note the first bin of those learned now that surely knows a foot in the air."""
        if self._state.air_from is None and self._learned is not None and seen.any():
            self._state.air_from = self._learned.stop + int(np.argmax(seen))

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
