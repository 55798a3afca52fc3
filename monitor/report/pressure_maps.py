"""From a recording's pressure packets to mean maps of the foot: start, middle and end.

A map needs no exact clock: the greatest pressure of a cell within a cycle, and its mean in the
middle of swing, move little when samples are some hundredths of a second off.
"""

from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np

from monitor.report.foot_log import Cycle, Window
from monitor.report.insole_log import Insole as Sensor
from monitor.report.insole_log import InsoleLog, Samples
from monitor.report.story import CellMap, Insole, Place
from monitor.types import Cell, FloatArray, Packet, Side

PARTS: Final = ("start", "middle", "end")
WINDOW_S: Final = 180.0
"""Length of a part, s: some two hundred strides. Rule of thumb."""
_SHARE: Final = 0.25
"""A part is at most this share of what was run, so that the three do not overlap. Rule of thumb."""
_LEAST_STRIDES: Final = 5
"""Fewer strides make no mean. Rule of thumb."""
_SWING_MARGIN: Final = 0.2
"""This share of swing is left out at both ends: the foot may still, or already, be loaded, and
arrival is no exact clock. Rule of thumb."""
_DIGITS: Final = 2


def windows(from_s: float, until_s: float) -> tuple[Window, ...]:
    """Give the three parts of a run.

    >>> [(w.from_s, w.until_s) for w in windows(0.0, 1000.0)]
    [(0.0, 180.0), (410.0, 590.0), (820.0, 1000.0)]
    """
    length_s = min(WINDOW_S, (until_s - from_s) * _SHARE)
    starts_s = (from_s, (from_s + until_s - length_s) / 2.0, until_s - length_s)
    return tuple(Window(start_s, start_s + length_s) for start_s in starts_s)


def middle_of_swing(cycle: Cycle) -> Window:
    """Give the part of swing in which the foot is surely in the air."""
    margin_s = _SWING_MARGIN * (cycle.next_ic_s - cycle.tc_s)
    return Window(cycle.tc_s + margin_s, cycle.next_ic_s - margin_s)


class PressureMaps:
    """Take the packets of a recording, in its order; then ask for the maps.

    Parameters
    ----------
    parts : Sequence of Window
        Start, middle and end, session time.
    """

    def __init__(self, parts: Sequence[Window]) -> None:
        self._parts = parts
        self._log = InsoleLog(parts)

    def push(self, packets: Iterable[Packet]) -> None:
        """Consume packets."""
        self._log.push(packets)

    def insoles(self, cycles: dict[Side, Sequence[Cycle]]) -> tuple[Insole, ...]:
        """Give the maps of each foot that has an insole, with the cycles of its strides."""
        made = (
            self._insole(sensor, side, cycles.get(side, ()))
            for side, sensor in self._log.insoles().items()
        )
        return tuple(insole for insole in made if insole is not None)

    def _insole(self, sensor: Sensor, side: Side, cycles: Sequence[Cycle]) -> Insole | None:
        maps = []
        for number, (name, part) in enumerate(zip(PARTS, self._parts, strict=True)):
            samples = sensor.samples(number)
            inside = [c for c in cycles if part.from_s <= c.ic_s and c.next_ic_s <= part.until_s]
            if samples is not None and len(inside) >= _LEAST_STRIDES:
                made = _map(side, name, part, samples, inside)
                maps += [made] if made else []
        if not maps:
            return None
        plantar = len(maps[0].plantar_peak)
        known = sensor.layout
        fits = known is not None and len(known.plantar) == plantar
        return Insole(
            side=side,
            name=known.name if known else "",
            plantar=_places(known.plantar) if known and fits else (),
            instep=_places(known.instep) if known and fits else (),
            maps=tuple(maps),
        )


def _places(cells: Iterable[Cell]) -> tuple[Place, ...]:
    return tuple(Place(round(cell.forward_m, 4), round(cell.lateral_m, 4)) for cell in cells)


def _map(
    side: Side, name: str, part: Window, samples: Samples, cycles: Sequence[Cycle]
) -> CellMap | None:
    peaks, swings = [], []
    t_s, kpa = samples.t_s, samples.kpa
    for cycle in cycles:
        begin, end = np.searchsorted(t_s, (cycle.ic_s, cycle.next_ic_s))
        if end > begin:
            peaks.append(np.fmax.reduce(kpa[begin:end]))
        begin, end = np.searchsorted(t_s, middle_of_swing(cycle))
        if end > begin:
            swings.append(kpa[begin:end].mean(axis=0))
    if len(peaks) < _LEAST_STRIDES:
        return None
    peak, swing = _mean(peaks), _mean(swings or [np.full(kpa.shape[1], np.nan)])
    cut = samples.plantar_cells
    return CellMap(
        side=side,
        part=name,
        from_s=round(part.from_s, 1),
        until_s=round(part.until_s, 1),
        strides=len(peaks),
        plantar_peak=peak[:cut],
        plantar_swing=swing[:cut],
        instep_peak=peak[cut:],
        instep_swing=swing[cut:],
    )


def _mean(rows: Sequence[FloatArray]) -> tuple[float | None, ...]:
    """Give the mean of each column without what is not known; None where nothing is."""
    table = np.vstack(rows)
    seen = np.isfinite(table)
    counts = seen.sum(axis=0)
    sums = np.where(seen, table, 0.0).sum(axis=0)
    return tuple(
        round(float(total / count), _DIGITS) if count else None
        for total, count in zip(sums, counts, strict=True)
    )
