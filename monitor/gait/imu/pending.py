"""Windows between stances, pauses and rests that are noted but not yet measured."""

from collections import deque
from collections.abc import Iterable
from typing import Final

from monitor.gait.imu.stance_marks import StanceEvent, StanceMark

# members cost more to look up than what is done with them
_END: Final = StanceEvent.END
_STANDING: Final = StanceEvent.STANDING

Todo = range | StanceMark | None
"""A window to measure, a foot that stands, or a pause."""
_LATELY: Final = 256
"""Mid-stances remembered for whoever asks: more than come between two looks at the mounting."""


class Pending:
    """What the marks of a foot's stances leave to be measured, in order.

    Parameters
    ----------
    longest_samples : int
        More from stance to stance is a pause, not a stride.
    beside_samples : int
        So many samples after a window must be known before it is measured.
    """

    def __init__(self, longest_samples: int, beside_samples: int) -> None:
        self._longest_samples = longest_samples
        self._beside_samples = beside_samples
        self._todo: list[Todo] = []
        self._left: int | None = None
        self.rested: set[int] = set()
        """Stances at which the foot came to rest and stayed so."""
        self.cut: set[int] = set()
        """Instants at which the samples ended while the foot came down."""
        self._lately: deque[StanceMark] = deque(maxlen=_LATELY)

    def __bool__(self) -> bool:
        return bool(self._todo) or self._left is not None

    @property
    def needs(self) -> int | None:
        """First sample that is still to be measured; None if nothing is open."""
        starts = [item.start for item in self._todo if isinstance(item, range)]
        return min(starts + ([] if self._left is None else [self._left]), default=None)

    def restart(self) -> None:
        """Forget everything, after a break."""
        self._todo, self._left = [], None
        self.rested, self.cut = set(), set()

    def follow(self, marks: Iterable[StanceMark]) -> None:
        """Note the windows and rests that the marks make."""
        for mark in marks:
            if mark.event is _END:
                self._left = mark.index
            elif mark.event is _STANDING:
                self._todo.append(mark)
            elif self._left is not None:
                near = mark.index - self._left <= self._longest_samples and not mark.late
                self._todo.append(range(self._left, mark.index + 1) if near else None)
                self._lately.extend([mark] if near else [])
                self._left = None
                if mark.rests:
                    self.rested.add(mark.index)
                if mark.cut:
                    self.cut.add(mark.index)

    def lately(self) -> tuple[list[int], bool]:
        """Latest mid-stances since the last time, and whether most of them are odd."""
        lately = list(self._lately)
        self._lately.clear()
        odd = [mark for mark in lately if mark.odd]
        return [mark.index for mark in lately], 2 * len(odd) > len(lately)

    def take(self, known: int, *, ended: bool) -> list[Todo]:
        """Return, once, what can be measured from the samples before ``known``.

        ``ended``: no more will come.
        """
        last = known if ended else known - self._beside_samples
        waits = [
            n for n, one in enumerate(self._todo) if isinstance(one, range) and one.stop > last
        ]
        n = waits[0] if waits else len(self._todo)
        taken, self._todo = self._todo[:n], self._todo[n:]
        return taken
