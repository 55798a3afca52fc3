"""The contacts that the load showed and no stride has used up yet."""

from bisect import bisect_left, bisect_right
from operator import attrgetter
from typing import Final

from msgspec import Struct

from monitor.gait.load.contacts import LoadEdge, LoadEdgeKind


class LoadContact(Struct):
    """One contact; ``tc`` None while the foot is still down or was lost sight of.

    ``follows`` says that nothing was lost since the contact before.
    """

    ic: float
    ic_sure: bool
    follows: bool
    tc: float | None = None
    tc_sure: bool = False


_start: Final = attrgetter("ic")
# members cost more to look up than what is done with them
_IC: Final = LoadEdgeKind.IC
_TC: Final = LoadEdgeKind.TC


class ContactLog:
    """The contacts of one foot in order, from the edges of its load."""

    def __init__(self) -> None:
        self.contacts: list[LoadContact] = []
        self._loose_tcs: list[float] = []
        self._follows = False
        self._open: LoadContact | None = None

    def add(self, edges: list[LoadEdge]) -> None:
        """Take in the next edges."""
        for edge in edges:
            kind, at, sure = edge
            if kind is _IC:
                self._open = LoadContact(at, sure, self._follows)
                self.contacts.append(self._open)
                self._follows = True
            elif kind is not _TC:
                self._open, self._follows = None, False
            elif self._open is not None:
                self._open.tc, self._open.tc_sure = at, sure
                self._open = None
            elif sure:
                self._loose_tcs.append(at)

    @property
    def last_ic(self) -> float | None:
        """The latest contact's start, unless sight was lost since."""
        return self.contacts[-1].ic if self.contacts and self._follows else None

    def ic_near(self, at: float, within: float) -> float | None:
        """The certain start of a contact that lies nearest."""
        return _nearest([c.ic for c in self._around(at) if c.ic_sure], at, within)

    def tc_near(self, at: float, within: float) -> float | None:
        """The certain end of a contact that lies nearest."""
        ends = [c.tc for c in self._around(at) if c.tc is not None and c.tc_sure]
        return _nearest([*ends, *self._loose_tcs], at, within)

    def tc_after(self, ic: float) -> float | None:
        """The certain end of the contact that starts at ``ic``."""
        place = bisect_left(self.contacts, ic, key=_start)
        if place == len(self.contacts) or not self.contacts[place].tc_sure:
            return None
        return self.contacts[place].tc

    def covers(self, at: float, least: float, most: float) -> bool:
        """Whether the foot was certainly on the ground, having landed ``least`` to ``most`` ago."""
        place = bisect_left(self.contacts, at - least, key=_start) - 1
        if place < 0 or not self.contacts[place].ic_sure:
            return False
        contact = self.contacts[place]
        if at - contact.ic > most:
            return False
        if contact.tc is None:
            return contact is self._open
        return contact.tc_sure and at < contact.tc

    def starts_between(self, start: float, stop: float) -> list[float]:
        """Certain starts of contacts inside an open interval."""
        first = bisect_right(self.contacts, start, key=_start)
        last = bisect_left(self.contacts, stop, key=_start)
        return [c.ic for c in self.contacts[first:last] if c.ic_sure]

    def forget_before(self, at: float) -> None:
        """Drop the contacts that start before an instant."""
        del self.contacts[: bisect_left(self.contacts, at, key=_start)]
        self._loose_tcs = [tc for tc in self._loose_tcs if tc >= at]

    def _around(self, at: float) -> list[LoadContact]:
        place = bisect_left(self.contacts, at, key=_start)
        return self.contacts[max(0, place - 2) : place + 2]


def _nearest(instants: list[float], at: float, within: float) -> float | None:
    if not instants:
        return None
    best = min(instants, key=lambda one: abs(one - at))
    return best if abs(best - at) <= within else None
