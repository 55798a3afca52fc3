"""Notice a sensor that slipped or turned: strides stop while the foot moves, or it sits anew.

A foot that strides turns, and meets the ground. Circles of an ankle turn the foot, but nothing
hits it; they are no reason to worry. A runner who goes sideways or backwards for some steps turns
the way ahead, but not what is up: such a turn counts when it lasts.
"""

from collections import deque
from collections.abc import Iterable
from typing import NamedTuple

from monitor.health.limits import HealthLimits
from monitor.types import NoticeKind, Side


class Moved(NamedTuple):
    """A window of the foot's grid: when it ended, s, and whether the foot moved as if it strode."""

    t_s: float
    moves: bool


class Turned(NamedTuple):
    """When another mounting was taken for one that was certain, s; ``tilted``: up is elsewhere."""

    t_s: float
    tilted: bool
    side: Side | None = None

    @property
    def known_s(self) -> float:
        """Session time at which it is known."""
        return self.t_s


class MountingNews(NamedTuple):
    """What became known of how a sensor sits, and when."""

    t_s: float
    kind: NoticeKind


class MountingWatch:
    """Compare how a foot moves with the strides that are found of it, and follow its mounting.

    A window is judged once all strides that ended before it are known, so that it does not matter
    how samples come. Latency: ``strideless_s``, and what the foot itself needs to be sure.

    Examples
    --------
    >>> watch = MountingWatch(HealthLimits())
    >>> windows = [Moved(2.0 * k, True) for k in range(1, 12)]
    >>> [str(news.kind) for news in watch.push(windows, [6.0], [], settled_s=22.0)]
    ['no_strides']
    """

    def __init__(self, limits: HealthLimits) -> None:
        self._limits = limits
        self._windows: deque[Moved] = deque()
        self._ends_s: list[float] = []
        self._last_s = self._moving_from_s = float("inf")
        self._said = False
        self._turned_s: float | None = None
        self._told_s = float("-inf")

    def push(
        self,
        windows: Iterable[Moved],
        ends_s: Iterable[float],
        turned: Iterable[Turned],
        settled_s: float,
    ) -> list[MountingNews]:
        """Take windows, the ends of strides, and new mountings; return what is news."""
        news = []
        for t_s, tilted, _ in turned:
            news += self._held(t_s)
            self._turned_s = None if tilted or self._turned_s is not None else t_s
            if tilted:
                news += self._tell(t_s)
        self._windows += windows
        self._ends_s += ends_s
        while self._windows and self._windows[0].t_s <= settled_s:
            window = self._windows.popleft()
            if self._is_strideless(window):
                news.append(MountingNews(window.t_s, NoticeKind.NO_STRIDES))
        news += self._held(settled_s)
        return sorted(news, key=lambda one: one.t_s)

    def _tell(self, t_s: float) -> list[MountingNews]:
        """Say that a sensor turned; that its mounting is found in two steps is said once."""
        before_s, self._told_s = self._told_s, t_s
        again = t_s - before_s >= self._limits.turned_again_s
        return [MountingNews(t_s, NoticeKind.TURNED)] if again else []

    def _held(self, now_s: float) -> list[MountingNews]:
        """Say that the way ahead has been another one for long enough."""
        if self._turned_s is None or now_s < self._turned_s + self._limits.turned_s:
            return []
        since_s, self._turned_s = self._turned_s, None
        return self._tell(since_s + self._limits.turned_s)

    def _is_strideless(self, window: Moved) -> bool:
        """Whether strides have been missing for too long at a window's end, and that is news."""
        start_s = window.t_s - self._limits.window_s
        follows = start_s - self._last_s < self._limits.window_s
        self._last_s = window.t_s
        if not window.moves:
            self._moving_from_s = float("inf")
        elif not follows or self._moving_from_s > start_s:
            self._moving_from_s = start_s
        known = [end_s for end_s in self._ends_s if end_s <= window.t_s]
        if known:
            self._said = False
            self._ends_s = [end_s for end_s in self._ends_s if end_s > window.t_s]
            if window.moves:
                self._moving_from_s = max(self._moving_from_s, *known)
        if self._said or window.t_s - self._moving_from_s < self._limits.strideless_s:
            return False
        self._said = True
        return True
