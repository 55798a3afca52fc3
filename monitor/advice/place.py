"""Where a report is of."""

from typing import Final, NamedTuple, Self

from monitor.types import Feeling, Side, Symptom, Zone

OF_THE_CALF: Final = frozenset({Feeling.TIGHT, Feeling.SWOLLEN})
"""What is of the calf where no place was said."""


class Place(NamedTuple):
    """Where a report is of; dizziness is of no foot, also not of one that was not said."""

    zone: Zone | None
    side: Side | None
    both: bool
    dizzy: bool

    @classmethod
    def of(cls, symptom: Symptom) -> Self:
        """Give the place that a report is of."""
        dizzy = symptom.feeling is Feeling.DIZZY
        zone = symptom.zone or (Zone.CALF if symptom.feeling in OF_THE_CALF else None)
        return cls(zone, symptom.side, symptom.both, dizzy)
