"""Follow whether the runner stands, walks or runs, and for how long."""

from math import inf
from typing import Final

from monitor.advice.limits import AdviceLimits
from monitor.gait.walk_run import gait_at
from monitor.types import Gait, GaitChange, Notice, ReferenceSpeed, Side, Stride

_RUN: Final = Gait.RUN  # a member costs more to look up than what is done with it


class Motion:
    """Follow the feet that are known; without any, the speed that another device tells.

    Attributes
    ----------
    resumed_s : float or None
        When the runner last moved off after standing.
    """

    def __init__(self, limits: AdviceLimits) -> None:
        self._limits = limits
        self._feet: dict[Side, Gait] = {}
        self._changed_s: dict[Side, float] = {}
        self._told: Gait | None = None
        self._rested_s = 0.0
        self._rests: list[tuple[float, float]] = []
        """Start and end of each rest that is over, s."""
        self._resting_since_s: float | None = None
        self._running_since_s: float | None = None
        self._ran_s = 0.0
        """Running since it last ended, s."""
        self._ended_s: float | None = None
        self.resumed_s: float | None = None

    def see(self, event: GaitChange | Stride | ReferenceSpeed | Notice) -> None:
        """Take what tells how the runner moves; a notice: a sensor that is not heard any more."""
        runs_on = isinstance(event, Stride) and self._feet.get(event.side) is event.gait is _RUN
        if not runs_on:  # who does has neither stood nor rested
            self._follow(event)

    def _follow(self, event: GaitChange | Stride | ReferenceSpeed | Notice) -> None:
        stood = self.standing
        if self._is_past(event):
            return
        self._note(event)
        t_s = event.next_ic_s if isinstance(event, Stride) else event.t_s
        if not self._gaits:
            self._end_rest(t_s)  # nobody sees how long it lasts
            return
        if stood and not self.standing:
            self.resumed_s = t_s
        if _RUN in self._gaits:
            self._run(t_s)
        else:
            self._rest(t_s)

    def _is_past(self, event: GaitChange | Stride | ReferenceSpeed | Notice) -> bool:
        """Whether a stride began before the runner stopped, and so says nothing of now."""
        return isinstance(event, Stride) and event.ic_s < self._changed_s.get(event.side, -inf)

    def _note(self, event: GaitChange | Stride | ReferenceSpeed | Notice) -> None:
        match event:
            case GaitChange():
                self._feet[event.side], self._changed_s[event.side] = event.gait, event.t_s
            case Stride():
                self._feet[event.side] = event.gait
            case ReferenceSpeed():
                limits = self._limits
                self._told = gait_at(event.speed_m_s, limits.stand_most_m_s, limits.run_least_m_s)
            case Notice(side=Side() as side):
                self._feet.pop(side, None)
            case Notice():
                self._told = None

    @property
    def standing(self) -> bool:
        """Whether the runner stands on every foot that is known."""
        return self._gaits == {Gait.STAND}

    @property
    def resting(self) -> bool:
        """Whether no foot that is known runs."""
        gaits = self._gaits
        return bool(gaits) and _RUN not in gaits

    @property
    def known(self) -> bool:
        """Whether anything tells how the runner moves."""
        return bool(self._gaits)

    @property
    def rest_began_s(self) -> float | None:
        """When the rest began that lasts; None while no rest is known."""
        return self._resting_since_s if self.resting else None

    def rested_s(self, now_s: float) -> float:
        """Time of standing and walking from the session's start to now, or to an earlier time."""
        rested_s, since_s = self._rested_s, self._resting_since_s
        if since_s is not None and now_s >= since_s:
            return rested_s + now_s - since_s
        for began_s, ended_s in reversed(self._rests):
            if ended_s <= now_s:
                break
            rested_s -= ended_s - max(began_s, now_s)
        return rested_s

    def longest_rest_s(
        self, from_s: float, to_s: float, over_after_s: float | None = None
    ) -> float:
        """Longest single rest in a stretch of the run; of those only that ended after an instant.

        Kerbs and traffic lights add up to no rest.
        """
        rests = self._rests
        if self._resting_since_s is not None:
            rests = [*rests, (self._resting_since_s, inf)]
        over_after_s = from_s if over_after_s is None else over_after_s
        return max(
            (min(end, to_s) - max(start, from_s) for start, end in rests if end > over_after_s),
            default=0.0,
        )

    def stopped_running_s(self, now_s: float) -> float | None:
        """When running ended; None while running, or before ``running_s`` of it were seen.

        A dash shorter than that does not undo it; dashes with short rests between them add up. None
        also while nobody sees how the runner moves, who may run again.
        """
        if not self._gaits:
            return None
        since_s = self._running_since_s
        if since_s is not None and self._ran_s + now_s - since_s >= self._limits.running_s:
            return None
        return self._ended_s

    @property
    def _gaits(self) -> set[Gait]:
        if self._feet:
            return set(self._feet.values())
        return set() if self._told is None else {self._told}

    def _run(self, t_s: float) -> None:
        rested_s = self._end_rest(t_s)
        if self._ended_s is not None and rested_s > self._limits.running_s:
            self._ran_s = 0.0
        if self._running_since_s is None:
            self._running_since_s = t_s

    def _end_rest(self, t_s: float) -> float:
        """Note that no rest is seen any more; how long it was."""
        since_s, self._resting_since_s = self._resting_since_s, None
        if since_s is None or t_s <= since_s:
            return 0.0
        self._rested_s = self._rested_s + t_s - since_s
        self._rests.append((since_s, t_s))
        return t_s - since_s

    def _rest(self, t_s: float) -> None:
        if self._resting_since_s is None:
            self._resting_since_s = t_s
        since_s, self._running_since_s = self._running_since_s, None
        self._ran_s += 0.0 if since_s is None else t_s - since_s
        if self._ran_s >= self._limits.running_s:
            self._ended_s, self._ran_s = t_s, 0.0
