"""What is left alone since its laces were seen to: quiet until the pressure rises clearly."""

from dataclasses import dataclass
from math import inf
from typing import Final

from monitor.types import FindingKind, Zone

PRESSES: Final[dict[FindingKind, Zone]] = {
    FindingKind.LACING: Zone.TOP,
    FindingKind.SWELLING: Zone.TOP,
    FindingKind.NARROW_SHOE: Zone.FOREFOOT,
}
"""The place that each finding about the shoe presses."""


@dataclass(slots=True)
class Soothed:
    """A place of which the runner said that loosening helped, or where all was done in vain.

    ``lowest_kpa``: the least pressure that the sensor saw there since.
    """

    lowest_kpa: float = inf

    def rises(self, kpa: float | None, rise: float) -> bool:
        """Take a pressure; whether it is clearly above the least, by that part of it.

        >>> place = Soothed()
        >>> [place.rises(kpa, 0.3) for kpa in (18.0, 6.5, None, 7.5, 9.0)]
        [False, False, False, False, True]
        """
        if kpa is None:
            return False
        self.lowest_kpa = min(self.lowest_kpa, kpa)
        return kpa > (1.0 + rise) * self.lowest_kpa


def is_place(named: Zone | None, pressed: Zone | None) -> bool:
    """Whether what the runner named is, or holds, a place that is pressed."""
    return named in (None, Zone.FOOT, pressed)
