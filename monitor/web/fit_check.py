"""Check that each insole feels a foot on the ground, and nothing in the air; pure."""

from collections import defaultdict
from collections.abc import Collection
from enum import StrEnum, auto
from typing import Final

import numpy as np

from monitor.errors import WireError
from monitor.types import Packet, Side
from monitor.wire import information, pressure, uuids

_LIFTED_KPA: Final = 15.0
"""Mean pressure below a sole in the air that is too much. Rule of thumb: an insole's own bend and
its zero give less, a foot that stands ten times as much."""
_STANDS_KPA: Final = 5.0
"""Standing presses at least so much more than the air, in the mean of all cells. Rule of thumb:
a fifth of what half a light runner's weight gives."""


class Fit(StrEnum):
    """How the check of one foot came out."""

    UNSEEN = auto()
    """Nothing was heard of the foot."""
    NO_INSOLE = auto()
    """It has no insole: load and laces are not assessed."""
    PARTLY = auto()
    """Its insole was not heard both in the air and on the ground: it connected late, or went."""
    LOADED_IN_AIR = auto()
    """The insole says that it is stood on while the foot is lifted."""
    NOT_STOOD_ON = auto()
    """It feels no more when the foot stands."""
    GOOD = auto()


class FitCheck:
    """Gather what insoles say of a foot in the air and on the ground."""

    def __init__(self) -> None:
        self._sides: dict[str, Side] = {}
        self._insoles: set[Side] = set()
        self._bare: set[Side] = set()
        self._begun: set[Side] = set()
        self._soles: dict[tuple[Side, bool], list[float]] = defaultdict(list)
        self._laces: dict[Side, list[float]] = defaultdict(list)

    def push(self, packet: Packet, *, lifted: bool) -> None:
        """Take a packet of a pod; what cannot be read says nothing."""
        try:
            if packet.characteristic == uuids.INFORMATION:
                self._introduce(packet.sensor, information.decode(packet.payload))
            elif packet.characteristic == uuids.PRESSURE and packet.sensor in self._sides:
                self._take(self._sides[packet.sensor], pressure.decode(packet.payload), lifted)
        except WireError:
            return

    def wears_none(self, sensor: str, side: Side) -> None:
        """Know a foot for which nothing is paired but a sensor of a map: it has no cells."""
        self._sides[sensor] = side
        self._bare.add(side)

    def is_of_use(self, sides: Collection[Side]) -> bool:
        """Whether one of these feet may have an insole; it may come later than its pod."""
        return not set(sides) <= self._bare

    def is_ready(self, sides: Collection[Side]) -> bool:
        """Whether all these feet say how they are pressed, or that they have no insole."""
        without = set(self._sides.values()) - self._insoles
        return set(sides) <= self._begun | without

    def forget(self) -> None:
        """Forget what was measured, not who is there: nobody has lifted a foot yet."""
        self._soles.clear()
        self._laces.clear()

    def fits(self) -> dict[Side, Fit]:
        """Give how each foot came out."""
        return {side: self._fit(side) for side in Side}

    def laces_kpa(self, side: Side) -> float | None:
        """Give what the laces press a foot in the air, kPa; None where it was not measured."""
        return round(float(np.median(self._laces[side])), 1) if self._laces[side] else None

    def _introduce(self, sensor: str, said: information.PodInformation) -> None:
        self._sides[sensor] = said.side
        if said.plantar_cells:
            self._insoles.add(said.side)

    def _take(self, side: Side, frame: pressure.PressureFrame, lifted: bool) -> None:
        self._begun.add(side)
        if np.isfinite(frame.plantar_kpa).any():
            self._soles[side, lifted].append(float(np.nanmean(frame.plantar_kpa)))
        if lifted and np.isfinite(frame.instep_kpa).any():
            self._laces[side].append(float(np.nanmean(frame.instep_kpa)))

    def _fit(self, side: Side) -> Fit:
        air, ground = self._soles[side, True], self._soles[side, False]
        if not air or not ground:
            if side in self._insoles:
                return Fit.PARTLY
            return Fit.NO_INSOLE if side in self._sides.values() else Fit.UNSEEN
        in_air_kpa, on_ground_kpa = float(np.median(air)), float(np.median(ground))
        if in_air_kpa > _LIFTED_KPA:
            return Fit.LOADED_IN_AIR
        return Fit.GOOD if on_ground_kpa - in_air_kpa > _STANDS_KPA else Fit.NOT_STOOD_ON
