"""May we speak now? Gaps, budgets, snooze, mute, standing."""

from collections import deque
from typing import Final

from monitor.limits.advice import AdviceLimits
from monitor.types import Action, Gait, GaitChange, Side, Stride, Wish, WishKind

HOUR_S: Final = 3600.0

CUES: Final = frozenset({Action.DRINK, Action.SHORTER_STEPS, Action.EASE_OFF})
"""Actions that count as form cues."""


class Gate:
    """Decide whether a sentence may be said at this moment; red flags always may."""

    def __init__(self, limits: AdviceLimits) -> None:
        self._limits = limits
        self._standing: set[Side] = set()
        self._moving: set[Side] = set()
        self._running: dict[Side, bool] = {}
        self._resumed_s: float | None = None
        self._snoozed_until_s: float | None = None
        self._muted = limits.mute_cues
        self._last_s: float | None = None
        self._spoken: deque[float] = deque()
        self._cues: deque[float] = deque()

    def see(self, event: GaitChange | Stride | Wish) -> None:
        """Take what decides about silence."""
        if isinstance(event, GaitChange | Stride):
            self._running[event.side] = event.gait is Gait.RUN
        match event:
            case Wish(kind=WishKind.SNOOZE):
                most_s = self._limits.snooze_most_s
                self._snoozed_until_s = event.t_s + min(event.for_s, most_s)
            case Wish():
                self._muted = event.kind is WishKind.MUTE_CUES
            case GaitChange(gait=Gait.STAND):
                self._standing.add(event.side)
                self._moving.discard(event.side)
            case GaitChange():
                self._move(event.side, event.t_s)
            case Stride():
                self._move(event.side, event.next_ic_s)

    def forget(self, side: Side) -> None:
        """Take note that a foot is not seen any more: it neither stands nor moves."""
        self._standing.discard(side)
        self._moving.discard(side)
        self._running.pop(side, None)

    def _move(self, side: Side, t_s: float) -> None:
        if self._standing and not self._moving:
            self._resumed_s = t_s
        self._standing.discard(side)
        self._moving.add(side)

    @property
    def standing(self) -> bool:
        """Whether the runner stands on every foot that is known."""
        return bool(self._standing) and not self._moving

    @property
    def resting(self) -> bool:
        """Whether no foot that is known runs."""
        return bool(self._running) and not any(self._running.values())

    def permits(self, action: Action, now_s: float, *, felt: bool, asked: bool) -> bool:
        """Whether an ordinary sentence may be said now; one that was asked for, standing too."""
        if self._too_close(now_s) or (self.standing and not asked):
            return False
        if felt:
            return True
        if self._snoozed_until_s is not None and now_s < self._snoozed_until_s:
            return False
        if self._resumed_s is not None and now_s - self._resumed_s < self._limits.resume_s:
            return False
        if len(_within(self._spoken, now_s)) >= self._limits.advice_per_hour:
            return False
        return action not in CUES or self._permits_cue(now_s)

    def _permits_cue(self, now_s: float) -> bool:
        return not self._muted and len(_within(self._cues, now_s)) < self._limits.cues_per_hour

    def _too_close(self, now_s: float) -> bool:
        return self._last_s is not None and now_s - self._last_s < self._limits.gap_s

    def spoke(self, action: Action, now_s: float) -> None:
        """Take note that a sentence was said; red flags use up no budget."""
        self._last_s = now_s
        if action is not Action.STOP:
            self._spoken.append(now_s)
        if action in CUES:
            self._cues.append(now_s)


def _within(times: deque[float], now_s: float) -> deque[float]:
    """Drop what is older than an hour."""
    while times and now_s - times[0] >= HOUR_S:
        times.popleft()
    return times
