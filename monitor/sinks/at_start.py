"""Say once, a little after the start, what is not assessed, by name."""

from typing import Final

from monitor.types import NERVE_ZONES, Event, Risk, Side, Stride, Temperature, Zone

AFTER_S: Final = 120.0
"""So long after the first stride it is said, s. Rule of thumb: what is measured shows by then."""
NO_TEMPERATURE: Final = "heat (no temperature was told)"


class AtStart:
    """Follow which nerve zones were ever assessed.

    Parameters
    ----------
    unmeasured : tuple of str
        What is known before the start not to be assessed.
    """

    def __init__(self, unmeasured: tuple[str, ...] = ()) -> None:
        self._unmeasured = unmeasured
        self._due_s: float | None = None
        self._told = False
        self._assessed: set[tuple[Side, Zone]] = set()

    def push(self, event: Event) -> str | None:
        """Take an event; the names, once it is time and there are any."""
        if self._told:
            return None
        if isinstance(event, Risk):
            if event.level is not None:
                self._assessed.add((event.side, event.zone))
        elif isinstance(event, Temperature):
            self._unmeasured = tuple(x for x in self._unmeasured if x != NO_TEMPERATURE)
        elif isinstance(event, Stride):
            if self._due_s is None:
                self._due_s = event.next_ic_s + AFTER_S
            if event.next_ic_s >= self._due_s:
                self._told = True
                return ", ".join([*self._unmeasured, *self._zones()]) or None
        return None

    def _zones(self) -> list[str]:
        """Zones without an answer; one name where that is so on both feet."""
        names: list[str] = []
        for zone in NERVE_ZONES:
            missing = [side for side in Side if (side, zone) not in self._assessed]
            if len(missing) == len(Side):
                names.append(f"{zone} of both feet")
            else:
                names += [f"{side} {zone}" for side in missing]
        return names
