"""The stance that may still change: merged with its neighbours, then marked."""

from typing import Final

from msgspec import Struct

from monitor.gait.imu.limits import SegmentLimits
from monitor.gait.imu.stance_energy import RecentEnergy
from monitor.gait.imu.stance_marks import StanceEvent, StanceMark

# members cost more to look up than what is done with them
_START: Final = StanceEvent.START
_END: Final = StanceEvent.END


class _Stance(Struct):
    """A stance that may still change, and what is already said of it."""

    into: int
    out: int
    rest: bool
    energy: float = 0.0
    odd: bool = False
    cut: bool = False
    started: bool = False
    ended: bool = False


class OpenStance:
    """Hold the latest stance of a foot until it moves on, and mark its start and end.

    Parameters
    ----------
    energy : RecentEnergy
        Says whether the foot moved between two stances.
    rate_hz : float
    limits : SegmentLimits
    """

    def __init__(self, energy: RecentEnergy, rate_hz: float, limits: SegmentLimits) -> None:
        self._energy = energy
        self._rival_samples = round(limits.rival_s * rate_hz)
        self._stand_samples = round(limits.stand_s * rate_hz)
        self._unrest = limits.unrest
        self._stance: _Stance | None = None
        self._marks: list[StanceMark] = []

    @property
    def into(self) -> int | None:
        """Arrival of the stance, if there is one."""
        return None if self._stance is None else self._stance.into

    def is_followed_soon(self, index: int) -> bool:
        """Whether a stance at this sample would follow the last one too soon."""
        return self._stance is not None and index - self._stance.out < self._rival_samples

    @property
    def left(self) -> int | None:
        """When the foot moved on from its last stance; None if it has not."""
        stance = self._stance
        return stance.out if stance is not None and stance.ended else None

    def take(self) -> list[StanceMark]:
        """Return, once, the marks made."""
        marks, self._marks = self._marks, []
        return marks

    def consider(
        self, into: int, out: int, *, rest: bool, energy: float = 0.0, odd: bool = False
    ) -> None:
        """Merge a stance with the one before unless the foot moved between them.

        Parameters
        ----------
        into, out : int
            Its arrival and departure.
        rest : bool
            The foot was at rest.
        energy : float
            Energy of motion of its calmest instant, (rad/s)².
        odd : bool
            Its pitch rose.
        """
        old, new = self._stance, _Stance(into, out, rest, energy, odd)
        if old is None:
            self._stance = new
        elif self._energy.moved(old.out, new.into):
            if self._is_swing(old, new):
                return
            self._end(old)
            self._stance = new
        elif old.ended:
            return
        elif new.rest and old.rest:
            old.out = max(old.out, new.out)
            self._stay(old)
        elif not old.started and (new.rest or (not old.rest and new.energy < old.energy)):
            self._stance = new
        if self._stance is new and self._energy.moved(new.out, self._energy.now):
            self._end(new)

    def cut_off(self, index: int) -> None:
        """The foot comes down as the samples end, at this one."""
        energy = self._energy.at(index)
        stance = _Stance(index, index, rest=False, energy=energy, cut=True)
        if self._stance is None or not self._is_swing(self._stance, stance):
            self._stance = stance

    def rests(self) -> None:
        """The foot stays at rest: the stance has begun, whatever follows."""
        if self._stance is not None:
            self._start(self._stance, rests=True)

    def stands(self, index: int) -> None:
        """The foot has rested for as long as standing takes."""
        self._marks.append(StanceMark(StanceEvent.STANDING, index))

    def moved_at(self, index: int) -> None:
        """The foot moves clearly at this sample: a stance before it is over."""
        if self._stance is not None and self._stance.out < index:
            self._end(self._stance)

    def finish(self) -> None:
        """Close the stance, as if nothing followed."""
        if self._stance is not None:
            self._end(self._stance)

    def _is_swing(self, old: _Stance, new: _Stance) -> bool:
        """Whether the new one is but the calmest of a swing, too soon after a true stance."""
        near = new.into - old.out < self._rival_samples
        return near and not new.rest and new.energy > self._unrest * old.energy

    def _stay(self, stance: _Stance) -> None:
        """Say that the runner stands if rests with a little unrest between them took so long."""
        if not stance.started and stance.out - stance.into >= self._stand_samples:
            self._start(stance, rests=True)
            self.stands(stance.out)

    def _start(self, stance: _Stance, *, rests: bool = False) -> None:
        if not stance.started:
            stance.started = True
            # a foot may be restless for long after a step, and never move clearly
            late = self._energy.forgets(stance.into)
            self._marks.append(StanceMark(_START, stance.into, rests, stance.cut, stance.odd, late))

    def _end(self, stance: _Stance) -> None:
        self._start(stance)
        if not stance.ended:
            stance.ended = True
            self._marks.append(StanceMark(_END, stance.out))
