"""Measures of the sole and the laces, for each stride.

Equations, sources and limits of every quantity: docs/loads.md.
"""

import math
from collections.abc import Iterator

import numpy as np

from monitor.gait import segments
from monitor.gait.buffer import History
from monitor.gait.load.force_measures import (
    Columns,
    ankle_columns,
    force_columns,
    place_columns,
    width_columns,
)
from monitor.gait.load.limits import PressureLimits
from monitor.gait.load.sole_regions import SoleMap, sole_map
from monitor.gait.load.stance_phases import StancePhases, stance_phases
from monitor.gait.segments import IndexArray, MaskArray
from monitor.types import CellLayout, FloatArray, LoadMeasures
from monitor.units import PA_PER_KPA


class _Cells:
    """What each cell did in each stride, shape (cells, strides), and which can be believed."""

    def __init__(self, kpa: FloatArray, cut: StancePhases, limits: PressureLimits) -> None:
        self.stance = segments.sums(kpa, cut.on, cut.off)
        self.rest = segments.means(kpa, cut.rest_from, cut.rest_to)
        self.peak = segments.peaks(kpa, cut.on, cut.end)
        low = segments.lows(kpa, cut.on, cut.end)
        moved = np.nan_to_num(np.where(np.isfinite(self.peak), self.peak - low, 0.0)).max(axis=0)
        # a cell that never changes while another does is stuck
        self.stuck: MaskArray = (self.peak == low) & (moved > limits.stuck_span_kpa)
        self.healthy = np.isfinite(self.stance) & np.isfinite(self.rest) & ~self.stuck

    def mean_at_rest(self, chosen: MaskArray, weight: FloatArray) -> FloatArray:
        """Weighted mean of some cells over the unloaded part of swing; NaN where none is left."""
        use = np.isfinite(self.rest) & ~self.stuck & chosen[:, np.newaxis]
        weights = np.where(use, weight[:, np.newaxis], 0.0)
        total, area = _down(weights * np.where(use, self.rest, 0.0)), _down(weights)
        return np.where(area > 0.0, total / np.where(area > 0.0, area, 1.0), np.nan)


class LoadMeter:
    """Measure the load of the strides of one foot, many at a time.

    Cells that were lost or stuck within a stride are left out of it. Force needs a layout (areas)
    or a measured ``load_n``; places and regions need a layout.

    Parameters
    ----------
    rate_hz : float
        Grid of the foot.
    limits : PressureLimits
    layout : CellLayout or None
    shoe_length_m : float or None
    """

    def __init__(
        self,
        rate_hz: float,
        limits: PressureLimits,
        layout: CellLayout | None,
        shoe_length_m: float | None = None,
    ) -> None:
        self._rate_hz = rate_hz
        self._limits = limits
        self._map = sole_map(layout, limits, shoe_length_m) if layout else None

    def measure(
        self, history: History, contacts: FloatArray
    ) -> list[tuple[LoadMeasures | None, bool]]:
        """Measure strides that follow each other in time.

        With each, whether cells were left out of it because they were lost or stuck.

        Parameters
        ----------
        history : History
            The foot's samples.
        contacts : FloatArray, shape (3, strides)
            Initial, terminal and next initial contact as fractional sample numbers.
        """
        strides = contacts.shape[1]
        if not strides:
            return []
        limits = self._limits
        first = max(int(np.floor(contacts[0, 0])) - 1, history.first)
        stop = min(int(np.ceil(contacts[2, -1])) + 1, history.stop)
        cut = stance_phases(
            contacts, first, rest=(limits.swing_from, limits.swing_to), end_share=limits.end_share
        )
        plantar, instep = history.plantar_kpa(first, stop), history.instep_kpa(first, stop)
        columns: Columns = {}
        dead = np.zeros(strides, dtype=bool)
        if len(plantar):
            cells = _Cells(plantar, cut, limits)
            dead |= _some_but_not_all(~cells.healthy)
            columns |= self._sole(plantar, cells, cut)
        else:
            force_n = history.load_n(first, stop)
            columns |= force_columns(force_n, cut, self._rate_hz, limits)
        if len(instep):
            cells = _Cells(instep, cut, limits)
            dead |= _some_but_not_all(~cells.healthy)
            columns |= _instep(cells)
        return list(zip(_measures(columns, strides), dead.tolist(), strict=True))

    def _sole(self, plantar: FloatArray, cells: _Cells, cut: StancePhases) -> Columns:
        everywhere = np.ones(len(plantar), dtype=bool)
        if self._map is None:
            return {"plantar_swing_kpa": cells.mean_at_rest(everywhere, np.ones(len(plantar)))}
        sole = self._map
        columns = {
            "plantar_swing_kpa": cells.mean_at_rest(everywhere, sole.area_m2),
            "edge_medial_swing_kpa": cells.mean_at_rest(sole.medial_edge, sole.area_m2),
            "edge_lateral_swing_kpa": cells.mean_at_rest(sole.lateral_edge, sole.area_m2),
        }
        columns |= _shares(cells, sole, cut)
        for healthy, chosen in _by_health(cells.healthy):
            if 2 * int(healthy.sum()) > len(healthy):
                found = self._force_and_place(plantar, sole, healthy, (cut, chosen))
                _fill(columns, found, chosen, len(cut.ic))
        return columns

    def _force_and_place(
        self,
        plantar: FloatArray,
        sole: SoleMap,
        healthy: MaskArray,
        strides: tuple[StancePhases, IndexArray],
    ) -> Columns:
        """Quantities of force and its place, from the healthy cells, for some of the strides."""
        cut, chosen = strides
        low, high = max(0, int(cut.on[chosen[0]]) - 1), int(cut.end[chosen[-1]]) + 1
        part = plantar[:, low:high]
        force_n, moment_n_m, across_n_m = np.zeros((3, part.shape[1]))
        for cell in np.flatnonzero(healthy).tolist():
            cell_n = part[cell] * (sole.area_m2[cell] * PA_PER_KPA)
            force_n += cell_n
            moment_n_m += cell_n * sole.forward_m[cell]
            across_n_m += cell_n * sole.lateral_m[cell]
        own = cut.only(chosen, low)
        ankle_m = float(sole.forward_m[0] - sole.lever_m[0])
        rate_hz, limits = self._rate_hz, self._limits
        columns = force_columns(force_n, own, rate_hz, limits)
        columns |= place_columns(force_n, moment_n_m, own, rate_hz, limits.end_share)
        columns |= width_columns(force_n, across_n_m, own)
        ankle_n_m = moment_n_m - ankle_m * force_n
        return columns | ankle_columns(ankle_n_m, own, rate_hz, limits.achilles_arm_m)


def _by_health(healthy: MaskArray) -> Iterator[tuple[MaskArray, IndexArray]]:
    """Sets of healthy cells that occur, and the strides of each."""
    if healthy.all():
        yield healthy[:, 0], np.arange(healthy.shape[1])
        return
    sets, which = np.unique(healthy.T, axis=0, return_inverse=True)
    for number, one in enumerate(sets):
        yield one, np.flatnonzero(which.ravel() == number)


def _shares(cells: _Cells, sole: SoleMap, cut: StancePhases) -> Columns:
    """Parts of the stance's load that the regions carry, each above its unloaded pressure."""
    samples = cut.off - cut.on
    load = np.where(cells.healthy, cells.stance - samples * cells.rest, 0.0)
    load = np.maximum(load, 0.0) * sole.area_m2[:, np.newaxis]
    regions = {"heel": sole.heel, "midfoot": sole.midfoot, "forefoot": sole.forefoot}
    parts = {name: _down(load * region[:, np.newaxis]) for name, region in regions.items()}
    whole = parts["heel"] + parts["midfoot"] + parts["forefoot"]
    whole = np.where(whole > 0.0, whole, np.nan)
    return {f"{name}_share": part / whole for name, part in parts.items()}


def _down(rows: FloatArray) -> FloatArray:
    """Sum of each column, row by row: the same for a stride in whatever company."""
    total: FloatArray = np.add.accumulate(rows, axis=0)[-1]
    return total


def _instep(cells: _Cells) -> Columns:
    living = np.isfinite(cells.peak) & ~cells.stuck
    peak = np.where(living, cells.peak, -np.inf).max(axis=0)
    everywhere = np.ones(len(cells.peak), dtype=bool)
    return {
        "instep_peak_kpa": np.where(np.isfinite(peak), peak, np.nan),
        "instep_swing_kpa": cells.mean_at_rest(everywhere, np.ones(len(cells.peak))),
    }


def _some_but_not_all(flags: MaskArray) -> MaskArray:
    """Strides, shape (strides,), in which some but not all cells are flagged."""
    return np.asarray(flags.any(axis=0) & ~flags.all(axis=0), dtype=np.bool_)


def _fill(columns: Columns, found: Columns, chosen: IndexArray, strides: int) -> None:
    """Put the columns of some strides at their places among all."""
    for name, values in found.items():
        column = columns.setdefault(name, np.full(strides, np.nan))
        column[chosen] = values


def _measures(columns: Columns, strides: int) -> list[LoadMeasures | None]:
    """Build the measures of each stride, None where nothing is known."""
    rows = zip(*(_known(values) for values in columns.values()), strict=True)
    measures = [
        None
        if row.count(None) == len(row)
        else LoadMeasures(**dict(zip(columns, row, strict=True)))
        for row in rows
    ]
    return measures or [None] * strides


def _known(values: FloatArray) -> list[float | None]:
    """Values as they are, None where there is none."""
    if not np.isnan(values).any():
        known: list[float | None] = values.tolist()
        return known
    return [None if math.isnan(value) else value for value in values.tolist()]
