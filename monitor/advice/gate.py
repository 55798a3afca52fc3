"""May we speak now? Gaps, budgets, snooze, mute, standing."""

from collections import deque
from typing import Final, NamedTuple

from monitor.advice.activity import Motion
from monitor.advice.concerns import Concern
from monitor.advice.limits import AdviceLimits
from monitor.advice.timing import window_s
from monitor.types import Action, Side, Wish, WishKind

HOUR_S: Final = 3600.0


_COVERS: Final[dict[Action, frozenset[Action]]] = {
    Action.EASE_OFF: frozenset({Action.EASE_OFF, Action.WALK}),
}
"""What is as good as asked for by another action; every other only by itself."""


class _Said(NamedTuple):
    """A sentence that stands for its window."""

    until_s: float
    action: Action
    side: Side | None
    felt: bool

    def covers(self, concern: Concern) -> bool:
        """Whether it asked for the same: loosening of one foot, all else of the whole runner.

        A report is covered only by the answer to one about the same foot.
        """
        same = self.action in _COVERS.get(concern.action, {concern.action})
        if not same or (concern.felt and not self.felt):
            return False
        one_foot = concern.felt or self.action is Action.LOOSEN_LACES
        return not one_foot or None in (self.side, concern.side) or self.side is concern.side


class Gate:
    """Decide whether a sentence may be said at this moment; red flags always may."""

    def __init__(self, limits: AdviceLimits, motion: Motion) -> None:
        self._limits = limits
        self._motion = motion
        self._snoozed_until_s: float | None = None
        self._muted = limits.speech.mute_cues
        self._last_s: float | None = None
        self._said: list[_Said] = []
        self._answers_s: deque[float] = deque()
        self._spoken_s: deque[float] = deque()
        self._cues_s: deque[float] = deque()

    def see(self, wish: Wish) -> None:
        """Take what the runner asks of the voice."""
        if wish.kind is WishKind.SNOOZE:
            self._snoozed_until_s = wish.t_s + min(wish.for_s, self._limits.speech.snooze_most_s)
        else:
            self._muted = wish.kind is WishKind.MUTE_CUES

    def permits(self, concern: Concern, now_s: float) -> bool:
        """Whether an ordinary sentence may be said now; one that was asked for, standing too."""
        if self._last_s is not None and now_s - self._last_s < self._limits.speech.gap_s:
            return False
        if self._motion.standing and not concern.asked:
            return False
        if any(said.covers(concern) for said in self._said if now_s < said.until_s):
            return False
        if concern.felt:
            return _in_an_hour(self._answers_s, now_s) < self._limits.speech.answers_per_hour
        return not self._is_quiet(now_s) and self._is_within_budget(concern, now_s)

    def spoke(self, concern: Concern, side: Side | None, now_s: float) -> None:
        """Take note that a sentence was said; red flags use up no budget."""
        self._last_s = now_s
        if concern.action is Action.STOP:
            return
        until_s = now_s + window_s(concern, self._limits)
        self._said = [said for said in self._said if now_s < said.until_s]
        self._said.append(_Said(until_s, concern.action, side, concern.felt))
        (self._answers_s if concern.felt else self._spoken_s).append(now_s)
        if concern.is_cue:
            self._cues_s.append(now_s)

    def _is_quiet(self, now_s: float) -> bool:
        """Whether the runner wants quiet, or has just moved off."""
        resumed_s = self._motion.resumed_s
        if resumed_s is not None and now_s - resumed_s < self._limits.speech.resume_s:
            return True
        return self._snoozed_until_s is not None and now_s < self._snoozed_until_s

    def _is_within_budget(self, concern: Concern, now_s: float) -> bool:
        if _in_an_hour(self._spoken_s, now_s) >= self._limits.speech.advice_per_hour:
            return False
        if not concern.is_cue:
            return True
        return (
            not self._muted and _in_an_hour(self._cues_s, now_s) < self._limits.speech.cues_per_hour
        )


def _in_an_hour(times_s: deque[float], now_s: float) -> int:
    """Drop what is older than an hour; count the rest."""
    while times_s and now_s - times_s[0] >= HOUR_S:
        times_s.popleft()
    return len(times_s)
