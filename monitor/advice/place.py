"""Where a report is of, and whether it is about a place."""

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


def covers(symptom: Symptom, side: Side | None, zone: Zone | None) -> bool:
    """Whether a report is about all of a place; one that names no foot or zone is about all.

    >>> from monitor.types import Feeling
    >>> ok = Symptom(0.0, Feeling.OK, Side.LEFT)
    >>> covers(ok, Side.LEFT, Zone.TOP), covers(ok, None, Zone.TOP)
    (True, False)
    """
    of_side = symptom.both or symptom.side in (None, side)
    return of_side and symptom.zone in (None, Zone.FOOT, zone)


def eases(ok: Symptom, side: Side | None, zone: Zone | None) -> bool:
    """Whether an OK is about a place; where no foot was said, the OK of either foot is.

    >>> from monitor.types import Feeling
    >>> ok = Symptom(0.0, Feeling.OK, Side.LEFT, Zone.TOP)
    >>> eases(ok, None, Zone.TOP), eases(ok, Side.RIGHT, Zone.TOP), eases(ok, None, None)
    (True, False, False)
    """
    return covers(ok, side or ok.side, zone)
