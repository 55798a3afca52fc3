"""Which concerns there are: of what is measured and of what is reported, one for each place."""

from collections.abc import Iterable
from itertools import chain

from monitor.advice.concerns import Concern, Report, of_finding
from monitor.advice.place import Place
from monitor.types import FindingKind, Side, Symptom, Zone

_Key = tuple[FindingKind | Zone, Side | None]


class Register:
    """What is measured and what is reported, side by side; neither silences the other."""

    def __init__(self) -> None:
        self._measured: dict[_Key, Concern] = {}
        self._reported: dict[Place, Concern] = {}

    @property
    def all(self) -> list[Concern]:
        """All there ever were."""
        return [*self._measured.values(), *self._reported.values()]

    @property
    def active(self) -> list[Concern]:
        """Those that something calls for now, in the same order."""
        # asked at every stride and step, of a score of concerns: so without their properties
        each = chain(self._measured.values(), self._reported.values())
        return [concern for concern in each if concern.step is not None]

    @property
    def measured(self) -> Iterable[Concern]:
        """Those about what the sensors see."""
        return self._measured.values()

    @property
    def reported(self) -> list[Concern]:
        """Those about what the runner said."""
        return list(self._reported.values())

    def finding(self, kind: FindingKind, side: Side | None) -> Concern:
        """Give the concern about a finding."""
        if (kind, side) not in self._measured:
            self._measured[kind, side] = of_finding(kind, side)
        return self._measured[kind, side]

    def zone(self, zone: Zone, side: Side) -> Concern:
        """Give the concern about a nerve zone at risk."""
        if (zone, side) not in self._measured:
            self._measured[zone, side] = Concern(cause=None, side=side, zone=zone)
        return self._measured[zone, side]

    def report(self, symptom: Symptom) -> Concern:
        """Give the concern about a place that the runner named, or did not name."""
        place = Place.of(symptom)
        if place not in self._reported:
            self._reported[place] = Concern(
                cause=None,
                side=symptom.side,
                zone=place.zone,
                both=symptom.both,
                report=Report(),
            )
        return self._reported[place]

    def unsaid(self, symptom: Symptom) -> Concern | None:
        """Give the concern that named no foot, of the same place, if one is open."""
        concern = self._reported.get(_without_foot(symptom))
        return concern if concern is not None and concern.active else None

    def named(self, symptom: Symptom) -> Concern | None:
        """Give the concern about the very place, if one is open."""
        concern = self._reported.get(Place.of(symptom))
        return concern if concern is not None and concern.active else None

    def rename(self, symptom: Symptom) -> None:
        """Let the concern that named no foot be of the foot that was meant."""
        concern = self._reported.pop(_without_foot(symptom))
        self._reported[Place.of(symptom)] = concern
        concern.side, concern.both = symptom.side, symptom.both


def _without_foot(symptom: Symptom) -> Place:
    return Place.of(symptom)._replace(side=None, both=False)
