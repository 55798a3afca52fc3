"""Find the stances of a foot: when it came to rest on the ground, and when it moved on.

A foot that walks or runs rises and falls in pitch once a stride: toes go up while it swings
forward and down while it stands. The calmest instant of each fall is a mid-stance. Where the
foot comes to rest without turning (steps sideways, standing), the rest itself is the stance.
"""

from collections import deque
from dataclasses import dataclass
from enum import IntEnum
from operator import itemgetter
from typing import Final

import numpy as np

from monitor.gait.imu.calm_phases import Calm, CalmPhases
from monitor.gait.imu.limits import SegmentLimits
from monitor.gait.imu.odd_stances import OddStances
from monitor.gait.imu.open_stance import OpenStance
from monitor.gait.imu.pitch_turns import PitchTurns, Turn
from monitor.gait.imu.rests import Rests
from monitor.gait.imu.stance_energy import RecentEnergy
from monitor.gait.imu.stance_marks import StanceMark
from monitor.types import FloatArray

_LATELY: Final = 64
"""Phases remembered for whoever asks: more than come between two looks at the mounting."""


class _Trigger(IntEnum):
    """Why the finder looks up; at one sample in this order."""

    TURN = 0
    CALM = 1
    STIRRED = 2
    MOVED = 3


# members cost more to look up than what is done with them
_TURN: Final = _Trigger.TURN
_CALM: Final = _Trigger.CALM
_STIRRED: Final = _Trigger.STIRRED
_MOVED: Final = _Trigger.MOVED


@dataclass(slots=True)
class _Phase:
    """The rise or fall of the pitch that goes on.

    ``start`` is the turning point before it, ``edge`` says that none was seen, ``least`` is the
    energy of the calmest instant of the phase before, (rad/s)².
    """

    start: int
    edge: bool = True
    least: float = float("inf")


class StanceFinder:
    """Find stances from the pitch angle and the energy of motion of one foot.

    Both come aligned, in samples numbered from ``start``. Latency: until the foot has pushed off
    and its toes rise again, a third of a stride; ``stand_s`` when it stays at rest.
    """

    def __init__(self, rate_hz: float, limits: SegmentLimits, start: int = 0) -> None:
        self._limits = limits
        self._shortest_samples = max(3, round(limits.phase_s * rate_hz))
        self._shock_samples = max(2, round(limits.shock_s * rate_hz))
        self._crest_samples = round(2.0 * limits.smoothing_s * rate_hz)
        self._energy = RecentEnergy(rate_hz, limits, start)
        self._turns = PitchTurns(limits.turn_rad, start)
        self._phase = _Phase(start)
        self._phases: deque[tuple[bool, Calm]] = deque(maxlen=_LATELY)
        self._odd = OddStances(limits.odd_energy)
        self._stance = OpenStance(self._energy, rate_hz, limits)
        self._rests = Rests(self._energy, self._stance, rate_hz, limits)

    @property
    def needs(self) -> int:
        """First sample that a later mark may point to."""
        oldest = min(self._phase.start, self._rests.needs)
        into = self._stance.into
        if into is not None:
            oldest = min(oldest, into)
        return max(oldest, self._energy.oldest)

    @property
    def stands(self) -> bool:
        """Whether the foot rests, and has done so for as long as standing takes."""
        return self._rests.stands

    def phases(self) -> CalmPhases:
        """Latest falls and rises since the last time, and where they were calmest."""
        lately = list(self._phases)
        self._phases.clear()
        return (
            [calm for falls, calm in lately if falls],
            [calm for falls, calm in lately if not falls],
        )

    def push(self, angle_rad: FloatArray, energy: FloatArray) -> list[StanceMark]:
        """Consume the next samples; return the marks that they settle."""
        if len(energy) == 0:
            return []
        before = self._energy.stop
        self._energy.append(energy)
        if before == self._energy.start and energy[0] < self._limits.quiet_energy:
            self._rests.calm_at(before)
        turns = self._turns.push(angle_rad)
        for index, trigger, turn in self._triggers(before, turns):
            self._rests.calm_until(index)
            self._energy.now = index
            self._handle(index, trigger, turn)
        self._rests.calm_until(self._energy.stop - 1)
        self._energy.drop(self.needs)
        return self._stance.take()

    def finish(self) -> list[StanceMark]:
        """Close what is open, as if nothing followed."""
        stop = self._energy.stop
        if stop == self._energy.start:
            return []
        self._energy.now = stop
        self._rests.stirred_at(stop)
        for turn in self._turns.finish():
            self._turned(turn)
        falling = self._turns.falling is not False
        if falling and not self._rests.within(self._phase.start, stop):
            self._consider_phase(self._landed(stop), stop, falls=True, edge=True)
        if self._lands(stop):
            self._stance.cut_off(stop - 1)
        self._stance.finish()
        return self._stance.take()

    def _landed(self, stop: int) -> int:
        """Where a fall that the end cuts off may hold a stance: after the shock of its landing."""
        start = self._phase.start
        if self._phase.edge or stop - start > self._shock_samples:
            return start
        energy = self._energy.between(start, stop)
        return stop - len(energy) + int(energy.argmax())

    def _lands(self, stop: int) -> bool:
        """Whether the foot, in the air since its last stance, came down just before the end.

        Its toes come down after they were up, or the shock of the landing has just died away.
        """
        left = self._stance.left
        if left is None or self._stance.is_followed_soon(stop - 1):
            return False
        last = self._energy.at(stop - 1)
        shock = float(np.maximum.reduce(self._energy.between(stop - self._shock_samples, stop)))
        if self._turns.falling is True and left < self._phase.start:
            calmer = last <= self._limits.unrest * self._phase.least
            return calmer or self._limits.shock_fades * last < shock
        calms = last < self._limits.motion_energy
        return calms and self._limits.shock_ratio * last < shock

    def _triggers(self, before: int, turns: list[Turn]) -> list[tuple[int, _Trigger, Turn | None]]:
        """Every sample at which something changes, in order."""
        lately = self._energy.since(before - 1)
        offset = self._energy.stop - len(lately) + 1
        calm = lately < self._limits.quiet_energy
        moving = lately > self._limits.motion_energy
        calmed = np.flatnonzero(calm[1:] & ~calm[:-1]) + offset
        stirred = np.flatnonzero(~calm[1:] & calm[:-1]) + offset
        moved = np.flatnonzero(moving[1:] & ~moving[:-1]) + offset
        return sorted(
            [(turn.seen, _TURN, turn) for turn in turns]
            + [(i, _CALM, None) for i in calmed.tolist()]
            + [(i, _STIRRED, None) for i in stirred.tolist()]
            + [(i, _MOVED, None) for i in moved.tolist()],
            key=itemgetter(0, 1),
        )

    def _handle(self, index: int, trigger: _Trigger, turn: Turn | None) -> None:
        if turn is not None:
            self._turned(turn)
        elif trigger is _CALM:
            self._rests.calm_at(index)
        elif trigger is _STIRRED:
            self._rests.stirred_at(index)
        else:
            self._stance.moved_at(index)

    def _turned(self, turn: Turn) -> None:
        """A rise or a fall is over."""
        start, self._phase.start = self._phase.start, turn.at
        long_enough = turn.at - start >= self._shortest_samples
        if long_enough and not self._energy.forgets(turn.at - 2):
            self._consider_phase(start, turn.at, falls=turn.falls, edge=self._phase.edge)
        self._phase.edge = False

    def _consider_phase(self, start: int, stop: int, *, falls: bool, edge: bool) -> None:
        """Take the calmest instant of a fall as mid-stance; of a rise only if it is calm.

        Calm samples at the turning point count as part of the fall.
        """
        end = stop
        if stop - start < 3:
            return
        share = self._limits.stance_share if falls else 1.0
        stop = start + max(3, int(share * (stop - start)))
        if not falls:
            stop -= self._crest_samples
        if self._energy.forgets(stop - 2):  # a long rest, whose stance was said then
            self._phase.least = 0.0
            return
        calmest = self._energy.calmest(start, stop)
        energy = self._energy.at(calmest)
        fits = self._fits(energy, falls=falls)
        if edge and calmest in (start, end - 1) and energy > self._limits.quiet_energy:
            fits = False
        self._phase.least = energy
        self._phases.append((falls, (calmest, energy)))
        if self._rests.within(start, end):
            self._odd.stood()
        elif fits:
            self._odd.stood()
            self._stance.consider(calmest, calmest, rest=False, energy=energy)
        else:
            for index, odd_energy in self._odd.passed(calmest, energy, falls=falls):
                self._consider_odd(index, odd_energy)

    def _fits(self, energy: float, *, falls: bool) -> bool:
        """Whether a phase whose calmest instant has this energy holds a stance."""
        if falls:
            return energy <= self._limits.unrest * self._phase.least
        return energy < self._limits.quiet_energy

    def _consider_odd(self, index: int, energy: float) -> None:
        """Take a stance in a rise, unless it follows the last too soon or is forgotten."""
        if not self._stance.is_followed_soon(index) and not self._energy.forgets(index):
            self._stance.consider(index, index, rest=False, energy=energy, odd=True)
