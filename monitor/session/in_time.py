"""Events that wait until the second that they belong to is told.

Strides are known later than what happens beside them: a table by the second that took the latest
heart rate when a stride comes would show one of seconds later, and of a session without strides the
last one of all.
"""

from collections import deque
from collections.abc import Iterator
from typing import Final

from monitor.types import Advice, Event, HeartBeat, ReferenceSpeed, Risk, Symptom

Timed = HeartBeat | ReferenceSpeed | Risk | Symptom | Advice
"""What belongs to an instant."""
HOLD_S: Final = 10.0
"""A second without strides is told when something is known of so much later. Rule of thumb: strides
are known sooner."""


class InTime:
    """Take events in the order in which they are known; give them back by their instants."""

    def __init__(self) -> None:
        self._waiting: deque[Timed] = deque()

    def push(self, event: Timed) -> None:
        """Let an event wait."""
        place = len(self._waiting)
        while place and self._waiting[place - 1].t_s > event.t_s:
            place -= 1
        self._waiting.insert(place, event)

    def until(self, t_s: float) -> Iterator[Timed]:
        """Give what happened up to an instant, in its order."""
        while self._waiting and self._waiting[0].t_s <= t_s:
            yield self._waiting.popleft()


def settled_s(event: Event) -> float | None:
    """Give the instant before which all is known once an event came; None if it tells nothing."""
    return event.t_s - HOLD_S if isinstance(event, HeartBeat | ReferenceSpeed) else None
