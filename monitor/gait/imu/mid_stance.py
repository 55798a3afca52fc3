"""Find the stances of a foot: when it came to rest on the ground, and when it moved on.

A foot that walks or runs rises and falls in pitch once a stride: toes go up while it swings
forward and down while it stands. The calmest instant of each fall is a mid-stance. Where the
foot comes to rest without turning (steps sideways, standing), the rest itself is the stance.
"""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from monitor.gait.imu.limits import SegmentLimits
from monitor.gait.imu.odd_stances import OddStances
from monitor.gait.imu.pitch_turns import PitchTurns, Turn
from monitor.gait.imu.stance_marks import StanceEvent, StanceMark
from monitor.ingest.sample_buffer import SampleBuffer
from monitor.types import FloatArray


class _Trigger(IntEnum):
    """Why the finder looks up; at one sample in this order."""

    TURN = 0
    CALM = 1
    STIRRED = 2
    MOVED = 3


@dataclass(slots=True)
class _Stance:
    """A stance that may still change: arrival, departure, what is already said of it."""

    into: int
    out: int
    rest: bool
    energy: float = 0.0
    said: bool = False
    left: bool = False
    odd: bool = False


class StanceFinder:
    """Find stances from the pitch angle and the energy of motion of one foot.

    Both come aligned, in samples numbered from ``start``. Latency: until the foot has pushed off
    and its toes rise again, a third of a stride; ``settle_s`` when it stays at rest.
    """

    def __init__(self, rate_hz: float, limits: SegmentLimits, start: int = 0) -> None:
        self._limits = limits
        self._rate_hz = rate_hz
        self._rival_samples = round(limits.rival_s * rate_hz)
        self._settle_samples = round(limits.settle_s * rate_hz)
        self._window_samples = max(2, round(limits.settle_window_s * rate_hz))
        self._stand_samples = round(limits.stand_s * rate_hz)
        self._phase_min_samples = max(3, round(limits.phase_s * rate_hz))
        self._crest_samples = round(2.0 * limits.smoothing_s * rate_hz)
        self._memory_samples = round(2.0 * limits.stride_max_s * rate_hz)
        self._buffer = SampleBuffer(1, start)
        self._now = self._turn = start
        self._turns = PitchTurns(limits.turn_rad, start)
        self._least = float("inf")
        self._odd = OddStances(limits.odd_energy)
        self._edge = True
        self._rests: list[tuple[int, int]] = []
        self._rest_from: int | None = None
        self._settled = self._stood = False
        self._stance: _Stance | None = None
        self._marks: list[StanceMark] = []

    @property
    def needs(self) -> int:
        """First sample that a later mark may point to."""
        oldest = min(self._turn, self._buffer.stop - self._window_samples)
        if self._stance is not None:
            oldest = min(oldest, self._stance.into)
        if self._rest_from is not None and not self._settled:
            oldest = min(oldest, self._rest_from)
        return max(oldest, self._buffer.stop - self._memory_samples)

    @property
    def stands(self) -> bool:
        """Whether the foot rests, and has done so for as long as standing takes."""
        return self._stood and self._rest_from is not None

    def push(self, angle_rad: FloatArray, energy: FloatArray) -> list[StanceMark]:
        """Consume the next samples; return the marks that they settle."""
        if len(energy) == 0:
            return []
        before = self._buffer.stop
        self._buffer.append(energy[:, np.newaxis])
        if before == self._buffer.start and energy[0] < self._limits.quiet_energy:
            self._rest_from = before
        turns = self._turns.push(angle_rad)
        for index, trigger, turn in self._triggers(before, turns):
            self._rest_until(index)
            self._now = index
            self._handle(index, trigger, turn)
        self._rest_until(self._buffer.stop - 1)
        self._buffer.drop(self.needs)
        return self._take()

    def finish(self) -> list[StanceMark]:
        """Close what is open, as if nothing followed."""
        stop = self._buffer.stop
        if stop == self._buffer.start:
            return []
        self._now = stop
        if self._rest_from is not None:
            self._calm_over(stop)
        for turn in self._turns.finish():
            self._turned(turn)
        falling = self._turns.falling is not False
        if falling and not self._rests_within(self._turn, stop):
            self._consider_phase(self._turn, stop, falls=True, edge=True)
        if self._stance is not None:
            self._leave(self._stance)
        return self._take()

    def _triggers(self, before: int, turns: list[Turn]) -> list[tuple[int, _Trigger, Turn | None]]:
        """Every sample at which something changes, in order."""
        lately = self._buffer.view(max(self._buffer.start, before - 1), self._buffer.stop)[:, 0]
        offset = self._buffer.stop - len(lately) + 1
        calm = lately < self._limits.quiet_energy
        moving = lately > self._limits.motion_energy
        calmed = np.flatnonzero(calm[1:] & ~calm[:-1]) + offset
        stirred = np.flatnonzero(~calm[1:] & calm[:-1]) + offset
        moved = np.flatnonzero(moving[1:] & ~moving[:-1]) + offset
        return sorted(
            [(turn.seen, _Trigger.TURN, turn) for turn in turns]
            + [(i, _Trigger.CALM, None) for i in calmed.tolist()]
            + [(i, _Trigger.STIRRED, None) for i in stirred.tolist()]
            + [(i, _Trigger.MOVED, None) for i in moved.tolist()],
            key=lambda item: item[:2],
        )

    def _handle(self, index: int, trigger: _Trigger, turn: Turn | None) -> None:
        match trigger:
            case _Trigger.TURN:
                if turn is not None:
                    self._turned(turn)
            case _Trigger.CALM:
                self._rest_from, self._settled, self._stood = index, False, False
            case _Trigger.STIRRED:
                self._calm_over(index)
            case _Trigger.MOVED:
                if self._stance is not None and self._stance.out < index:
                    self._leave(self._stance)

    def _turned(self, turn: Turn) -> None:
        """A rise or a fall is over."""
        start, self._turn = self._turn, turn.at
        if (
            turn.at - start >= self._phase_min_samples
            and turn.at - 2 > self._now - self._memory_samples
        ):
            self._consider_phase(start, turn.at, falls=turn.falls, edge=self._edge)
        self._edge = False

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
        if stop - 2 <= self._now - self._memory_samples:  # a long rest, whose stance was said then
            self._least = 0.0
            return
        calmest = self._calmest(start, stop)
        energy = float(self._buffer.column(calmest, calmest + 1, 0)[0])
        fits = self._fits(energy, falls=falls)
        if edge and calmest in (start, end - 1) and energy > self._limits.quiet_energy:
            fits = False
        self._least = energy
        calm = _Stance(calmest, calmest, rest=False, energy=energy)
        if self._rests_within(start, end):
            self._odd.stood()
        elif fits:
            self._odd.stood()
            self._consider(calm)
        else:
            for stood in self._odd.passed(calmest, energy, falls=falls):
                self._consider_odd(_Stance(stood[0], stood[0], rest=False, energy=stood[1]))

    def _fits(self, energy: float, *, falls: bool) -> bool:
        """Whether a phase whose calmest instant has this energy holds a stance."""
        if falls:
            return energy <= self._limits.unrest * self._least
        return energy < self._limits.quiet_energy

    def _consider_odd(self, new: _Stance) -> None:
        """Take a stance in a rise, unless it follows the last too soon or is forgotten."""
        old = self._stance
        soon = old is not None and new.into - old.out < self._rival_samples
        if not soon and new.into > self._now - self._memory_samples:
            new.odd = True
            self._consider(new)

    def _rests_within(self, start: int, stop: int) -> bool:
        """Whether the foot came to rest in this time."""
        if self._rest_from is not None and self._rest_from < stop:
            return True
        return any(first < stop and last > start for first, last in self._rests)

    def _rest_until(self, index: int) -> None:
        """A rest that lasts settles the stride before it, and later means standing."""
        start = self._rest_from
        if start is None:
            return
        if not self._settled and index >= start + self._settle_samples:
            self._settled = True
            self._now = start + self._settle_samples
            into = self._calmest(start, start + self._window_samples)
            self._consider(_Stance(into, into, rest=True))
            if self._stance is not None:
                self._arrive(self._stance, rests=True)
        if not self._stood and index >= start + self._stand_samples:
            self._stood = True
            self._marks.append(StanceMark(StanceEvent.STANDING, start + self._stand_samples))

    def _calm_over(self, stop: int) -> None:
        """The rest ends: a stance, or the departure of one that has arrived long ago."""
        start, self._rest_from = self._rest_from, None
        if start is None or not (self._settled or self._is_rest(start, stop)):
            return
        self._rests = [*self._rests[-3:], (start, stop)]
        if self._settled:
            into = self._calmest(start, start + self._window_samples)
            out = self._calmest(stop - self._window_samples, stop)
        else:
            into = out = self._calmest(start, stop)
        self._consider(_Stance(into, out, rest=True))

    def _is_rest(self, start: int, stop: int) -> bool:
        """Whether the foot was calm for long, or very calm: no sample alone decides."""
        depth = 1.0 - self._energy(start, stop) / self._limits.quiet_energy
        return float(np.add.accumulate(depth)[-1]) >= self._limits.calm_s * self._rate_hz

    def _consider(self, new: _Stance) -> None:
        """Merge a stance with the one before unless the foot moved between them."""
        old = self._stance
        if old is None:
            self._stance = new
        elif self._moved(old.out, new.into):
            if self._disturbed(old, new):
                return
            self._leave(old)
            self._stance = new
        elif old.left:
            return
        elif new.rest and old.rest:
            old.out = max(old.out, new.out)
        elif not old.said and (new.rest or (not old.rest and new.energy < old.energy)):
            self._stance = new
        if self._stance is new and self._moved(new.out, self._now):
            self._leave(new)

    def _disturbed(self, old: _Stance, new: _Stance) -> bool:
        """Whether the new one is but the calmest of a swing, too soon after a true stance."""
        near = new.into - old.out < self._rival_samples
        return near and not new.rest and new.energy > self._limits.unrest * old.energy

    def _moved(self, start: int, stop: int) -> bool:
        """Whether the foot moved clearly between two samples."""
        energy = self._energy(start, stop)
        return len(energy) > 0 and bool(np.maximum.reduce(energy) > self._limits.motion_energy)

    def _arrive(self, stance: _Stance, *, rests: bool = False) -> None:
        if not stance.said:
            stance.said = True
            self._marks.append(StanceMark(StanceEvent.START, stance.into, rests, stance.odd))

    def _leave(self, stance: _Stance) -> None:
        self._arrive(stance)
        if not stance.left:
            stance.left = True
            self._marks.append(StanceMark(StanceEvent.END, stance.out))

    def _energy(self, start: int, stop: int) -> FloatArray:
        start = max(start, self._now - self._memory_samples, self._buffer.start)
        if start >= stop:  # so long ago that it is forgotten
            return np.empty(0)
        return self._buffer.column(start, stop, 0)

    def _calmest(self, start: int, stop: int) -> int:
        energy = self._energy(start, stop)
        # none is left of a stance that was said long ago
        return stop - len(energy) + int(energy.argmin()) if len(energy) else stop

    def _take(self) -> list[StanceMark]:
        marks, self._marks = self._marks, []
        return marks
