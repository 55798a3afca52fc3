"""What the laces pressed in one trial of a lacing: by zone of the tongue, in swing and in stance.

The measures are those of the literature on dorsal pressure: contact, mean, peak, variability.
"""

from collections.abc import Sequence
from math import sqrt
from typing import Final

import numpy as np
from msgspec import Struct

from monitor.report.foot_log import Cycle, Window
from monitor.report.insole_log import Insole, Samples
from monitor.report.lace_spot import zones
from monitor.report.pressure_maps import middle_of_swing
from monitor.report.statistics import mean, variance_of_mean
from monitor.report.story import Place
from monitor.types import FloatArray, Side

TONGUE: Final = "tongue"
"""All cells under the tongue; the zones of :mod:`monitor.report.lace_spot` are parts of it."""
CONTACT_KPA: Final = 1.0
"""A cell that presses less has no contact. Rule of thumb: twice the noise of a cell."""
LEAST_STRIDES: Final = 20
"""Fewer strides make no trial. Rule of thumb: fifteen seconds."""
PIECE_STRIDES: Final = 5
"""Strides whose mean is one sample of a trial. Rule of thumb: neighbouring strides are alike."""
_HEEL_SHARE: Final = 0.35
"""Cells behind this share of the insole are the heel's. Rule of thumb."""


class Values(Struct, frozen=True, kw_only=True):
    """One zone in one phase of the stride, over a trial.

    ``contact`` is the share of cells and time with pressure, ``mean_kpa`` and ``peak_kpa`` are
    means over strides, ``spread_kpa`` is the standard deviation from stride to stride.
    """

    contact: float
    mean_kpa: float
    peak_kpa: float
    spread_kpa: float

    @property
    def variation(self) -> float | None:
        """Spread over mean; None where nothing presses."""
        return self.spread_kpa / self.mean_kpa if self.mean_kpa > 0.0 else None


class ZonePressure(Struct, frozen=True, kw_only=True):
    """One zone under the laces of one foot; ``variance`` is that of the mean in swing, kPa²."""

    side: Side
    zone: str
    strides: int
    swing: Values
    stance: Values
    variance: float


class Heel(Struct, frozen=True, kw_only=True):
    """Pressure that stays under heel and sole of one foot in swing, kPa."""

    side: Side
    heel_kpa: float
    sole_kpa: float


class Still(Struct, frozen=True, kw_only=True):
    """Pressure under the tongue of one foot that stands, or is lifted, kPa."""

    side: Side
    standing_kpa: float | None
    lifted_kpa: float | None


class Trial(Struct, frozen=True, kw_only=True):
    """One lacing, once: how it was tied (``A`` or ``B``) and what it pressed."""

    lacing: str
    zones: tuple[ZonePressure, ...]
    heels: tuple[Heel, ...]
    still: tuple[Still, ...] = ()

    def find(self, side: Side, zone: str) -> ZonePressure | None:
        """Give one zone of one foot; None where it was not measured."""
        return next((z for z in self.zones if (z.side, z.zone) == (side, zone)), None)

    def heel(self, side: Side) -> Heel | None:
        """Give the heel of one foot; None where it was not measured."""
        return next((heel for heel in self.heels if heel.side is side), None)


def zone_pressures(
    side: Side, insole: Insole, samples: Samples, cycles: Sequence[Cycle]
) -> list[ZonePressure]:
    """Give every zone under the laces of one foot; none where there are too few strides."""
    tongue = samples.kpa[:, samples.plantar_cells :]
    cells = tongue.shape[1]
    if not cells or len(cycles) < LEAST_STRIDES:
        return []
    places = insole.layout.instep if insole.layout is not None else ()
    parts = zones(cells, [Place(cell.forward_m, cell.lateral_m) for cell in places])
    parts = {TONGUE: list(range(cells)), **parts}
    told = []
    for name, mine in parts.items():
        kpa = tongue[:, mine]
        swings = _seen(samples.t_s, kpa, [middle_of_swing(cycle) for cycle in cycles])
        stances = _seen(samples.t_s, kpa, [Window(c.ic_s, c.tc_s) for c in cycles])
        if len(swings) < LEAST_STRIDES or len(stances) < LEAST_STRIDES:
            continue
        means = [float(part.mean()) for part in swings]
        pieces = [
            mean(means[at : at + PIECE_STRIDES])
            for at in range(0, len(means) - PIECE_STRIDES + 1, PIECE_STRIDES)
        ]
        told.append(
            ZonePressure(
                side=side,
                zone=name,
                strides=len(swings),
                swing=_values(swings),
                stance=_values(stances),
                variance=variance_of_mean(pieces),
            )
        )
    return told


def heel_of(side: Side, insole: Insole, samples: Samples, cycles: Sequence[Cycle]) -> Heel | None:
    """Give what stays under heel and sole in swing; None where nobody says where the cells are."""
    places = insole.layout.plantar if insole.layout is not None else ()
    if len(places) != samples.plantar_cells or len(cycles) < LEAST_STRIDES:
        return None
    ends_m = _HEEL_SHARE * max(cell.forward_m for cell in places)
    behind = [number for number, cell in enumerate(places) if cell.forward_m <= ends_m]
    sole = samples.kpa[:, : samples.plantar_cells]
    swings = _seen(samples.t_s, sole, [middle_of_swing(cycle) for cycle in cycles])
    if not behind or len(swings) < LEAST_STRIDES:
        return None
    return Heel(
        side=side,
        heel_kpa=round(mean([float(part[:, behind].mean()) for part in swings]), 4),
        sole_kpa=round(mean([float(part.mean()) for part in swings]), 4),
    )


def tongue_mean(samples: Samples | None, window: Window | None) -> float | None:
    """Give the mean pressure under the tongue in a span, kPa; None where it was not seen."""
    if samples is None or window is None:
        return None
    parts = _seen(samples.t_s, samples.kpa[:, samples.plantar_cells :], [window])
    return round(float(parts[0].mean()), 4) if parts and parts[0].size else None


def _seen(t_s: FloatArray, kpa: FloatArray, windows: Sequence[Window]) -> list[FloatArray]:
    """Give the samples of each span in which nothing is missing."""
    told = []
    for window in windows:
        begin, end = np.searchsorted(t_s, window)
        part = kpa[begin:end]
        if len(part) and np.isfinite(part).all():
            told.append(part)
    return told


def _values(parts: Sequence[FloatArray]) -> Values:
    means = [float(part.mean()) for part in parts]
    middle = mean(means)
    power = mean([(value - middle) ** 2 for value in means])
    return Values(
        contact=round(mean([float((part >= CONTACT_KPA).mean()) for part in parts]), 4),
        mean_kpa=round(middle, 4),
        peak_kpa=round(mean([float(part.max()) for part in parts]), 4),
        spread_kpa=round(sqrt(power), 4),
    )
