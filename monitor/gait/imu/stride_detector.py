"""What does the IMU of one foot tell, stride by stride?

samples ─► bridge ─► mounting ─► angle, energy ─► stances ─► windows ─► contacts, path ─► strides
"""

import math
from itertools import takewhile

import numpy as np

from monitor.gait.filters import LeakyAngle, Smoother
from monitor.gait.imu.desaturate import coded
from monitor.gait.imu.gyro_bias import BiasTracker
from monitor.gait.imu.limits import ImuLimits
from monitor.gait.imu.mid_stance import Mark, MarkKind, StanceFinder
from monitor.gait.imu.saturation import PlateauWatch
from monitor.gait.imu.sensor_to_foot import IDENTITY, Axis, Mounting, motion_energy
from monitor.gait.imu.sensor_to_foot_search import MountingSearch
from monitor.gait.imu.strapdown import Ends
from monitor.gait.imu.stride_builder import ImuStride, StrideMaker
from monitor.gait.imu.usable_samples import Bridge
from monitor.gait.imu.windows import Swing, WindowReader
from monitor.ingest.sample_buffer import Tape
from monitor.types import FloatArray, FootBlock, GaitChange, Side, StrideFlag

__all__ = ["ImuStride", "ImuStrides"]


class ImuStrides:
    """Find strides in the acceleration and angular rate of one foot.

    Latency: a stride is told when the stance after it has ended and the toes rise in the next
    swing, half to four fifths of a stride after it; while the mounting is unknown, strides
    wait for it (``MountingLimits``). It is looked at again for as long as the session lasts: every
    second while it is a guess, more rarely later, in case the pod slips.

    Parameters
    ----------
    side : Side
    rate_hz : float
        Rate of the foot's grid.
    limits : ImuLimits
    mounted : bool
        The samples already lie in the foot's frame: x forward, y up, z right.
    """

    def __init__(
        self, side: Side, rate_hz: float, limits: ImuLimits, *, mounted: bool = False
    ) -> None:
        self._side = side
        self._rate_hz = rate_hz
        self._limits = limits
        self._bridge = Bridge(round(limits.bridge_s * rate_hz), limits.sample)
        self._mounting: Mounting | None = IDENTITY if mounted else None
        self._search = None if mounted else MountingSearch(rate_hz, limits)
        self._arrivals: list[int] = []
        self._angle = LeakyAngle(limits.segment.angle_memory_s, rate_hz)
        self._gyr_watch = PlateauWatch(limits.clip.gyr, rate_hz)
        self._acc_watch = PlateauWatch(limits.clip.acc, rate_hz)
        self._smooth = Smoother(limits.segment.smoothing_s, rate_hz)
        self._reader = WindowReader(side, rate_hz, limits)
        self._bias = BiasTracker(limits.path)
        self._longest = round(limits.segment.stride_max_s * rate_hz)
        self._margin = round(max(limits.segment.stand_s, limits.contact.look_back_s) * rate_hz)
        window_s = limits.segment.settle_window_s + limits.contact.look_back_s
        self._start = round(window_s * rate_hz) + 1
        self._maker = StrideMaker(side, rate_hz, limits)
        self._closed = False
        self._out: list[ImuStride | GaitChange] = []
        self._restart(0)

    def push(self, block: FootBlock) -> list[ImuStride | GaitChange]:
        """Consume a block and return the strides and changes of gait that it settles."""
        for samples in self._bridge.push(block):
            if samples.broken:
                self._close()
                self._restart(samples.start)
            self._tape.append(self._watched(samples.rows))
            self._proceed()
        if self._bridge.silent_at is not None:
            self._close()
        self._read()
        return self._take()

    def finish(self) -> list[ImuStride | GaitChange]:
        """Return what is still open, as if the session ended here."""
        self._close()
        self._say_last()
        return self._take()

    @property
    def settled(self) -> float:
        """Sample number before which no stride starts that is still to come."""
        if self._bridge.silent_at is not None:
            return float(self._bridge.silent_at)
        if self._mounting is None:
            return float(self._tape.start)
        if self._finder.stands and self._left is None and self._maker.next_from is None:
            return float(max(self._origin, self._tape.stop - len(self._held_rad) - self._start))
        follows = self._maker.next_from
        if follows is not None and follows > self._tape.stop - 2 * self._longest:
            return follows
        return float(max(self._origin, self._needs - self._margin))

    def _restart(self, start: int) -> None:
        """Begin anew after a break."""
        self._closed = False
        self._tape = Tape(10, start)
        self._turned = start
        self._next_try = start + (self._search.pace(self._mounting) if self._search else 0)
        self._held_rad = np.empty(0)
        self._skip = self._smooth.delay
        self._angle.restart()
        self._gyr_watch.restart()
        self._acc_watch.restart()
        self._smooth.restart()
        self._finder = StanceFinder(self._rate_hz, self._limits.segment, start)
        self._origin = start
        self._energy = 0.0
        self._left: int | None = None
        self._rested: set[int] = set()
        self._maker.interrupt()
        self._todo: list[Ends | Mark | None] = []

    def _watched(self, rows: FloatArray) -> FloatArray:
        """Rows with two columns more: which axes' rates, and whether acceleration, was cut off."""
        watched = np.zeros((10, len(rows))).T
        watched[:, :8] = rows
        rate, acceleration = self._gyr_watch(rows[:, 4:7]), self._acc_watch(rows[:, 1:4])
        if rate.any():
            watched[:, 8] = coded(rate)
        if acceleration.any():
            watched[:, 9] = acceleration.any(axis=0)
        return watched

    def _proceed(self) -> None:
        """Turn, filter and segment what has come since the last time."""
        while self._search is not None and self._next_try <= self._tape.stop:
            stop = self._next_try
            if self._mounting is None:
                self._adopt(self._search.first(self._tape, stop))
            else:
                self._advance(stop)
                stances, self._arrivals = self._arrivals, []
                found = self._search.better(self._tape, stop, stances, self._mounting)
                guessed = self._search.doubted or not self._mounting.certain
                if found is not None or guessed is not self._maker.guessed:
                    self._read()  # what came before belongs to the mounting as it was
                    self._correct(found)
                    self._maker.guessed = self._search.doubted or not self._mounting.certain
            self._next_try = stop + self._search.pace(self._mounting)
        self._advance(self._tape.stop)

    def _advance(self, stop: int) -> None:
        """Turn, filter and segment the samples before ``stop``, if the mounting is known."""
        if self._mounting is None or self._turned >= stop:
            return
        rows = self._tape.view(self._turned, stop)
        _turn(rows, self._mounting)
        self._turned = stop
        energy = self._smooth(motion_energy(rows[:, 1:4], rows[:, 4:7], self._limits))
        skipped = min(self._skip, len(energy))
        self._skip -= skipped
        energy = energy[skipped:]
        angle_rad = np.concatenate([self._held_rad, self._angle(rows[:, 6])])
        self._held_rad = angle_rad[len(energy) :]
        if len(energy):
            self._energy = float(energy[-1])
        self._follow(self._finder.push(angle_rad[: len(energy)], energy))

    def _adopt(self, found: Mounting | None) -> None:
        """Use the first mounting that is known, from where the tape begins."""
        if found is None:
            return
        self._mounting = found
        self._maker.remount(certain=found.certain)
        self._turned = self._origin = self._tape.start
        self._finder = StanceFinder(self._rate_hz, self._limits.segment, self._turned)

    def _correct(self, found: Mounting | None) -> None:
        """Turn what is still to be measured into a better frame."""
        if found is None or self._mounting is None:
            return
        _turn(self._tape.view(self._tape.start, self._turned), found)
        self._mounting = self._mounting.then(found)
        self._bias.turn(found)
        self._maker.remount(certain=found.certain)

    def _follow(self, marks: list[Mark]) -> None:
        """Note the windows and rests that the marks make."""
        for mark in marks:
            if mark.kind is MarkKind.LEFT:
                self._left = mark.index
            elif mark.kind is MarkKind.STOOD:
                self._todo.append(mark)
            elif self._left is not None:
                near = mark.index - self._left <= self._longest
                self._todo.append(Ends(self._left, mark.index) if near else None)
                self._arrivals += [mark.index] if near else []
                self._left = None
                if mark.rests:
                    self._rested.add(mark.index)

    def _read(self) -> None:
        """Measure the windows noted, tell their strides, forget what is not needed."""
        todo, self._todo = self._todo, []
        mounting = self._mounting or IDENTITY
        while todo:
            ends = [item for item in takewhile(_is_window, todo) if isinstance(item, Ends)]
            ends = ends[: self._bias.room]
            for swing in self._reader.read(self._tape, ends, self._bias.bias, mounting):
                self._stride(swing)
            todo = todo[len(ends) :]
            if not ends:
                self._pause(todo.pop(0))
        if self._mounting is not None:
            keep = self._turned - self._search.span if self._search else self._turned
            self._tape.drop(min(keep, self._needs - self._margin))

    @property
    def _needs(self) -> int:
        """First sample that a window still to come may hold."""
        needs = self._finder.needs if self._left is None else min(self._finder.needs, self._left)
        return max(needs, self._tape.stop - 2 * self._longest)

    def _pause(self, item: Ends | Mark | None) -> None:
        """The next stride does not follow the last; the runner may stand."""
        self._maker.interrupt()
        if isinstance(item, Mark):
            self._stand(item.index)

    def _close(self) -> None:
        """Decide everything open from what is there, once."""
        if self._closed:
            return
        self._closed = True
        if self._mounting is None and self._search is not None:
            self._adopt(self._search.explain(self._tape, self._tape.start, self._tape.stop))
        self._proceed()
        if self._mounting is None:
            return
        rest = np.full(len(self._held_rad), self._energy)
        self._follow(self._finder.push(self._held_rad, rest))
        self._follow(self._finder.finish())
        self._read()
        if self._search is not None and not self._mounting.certain:
            start = max(self._tape.start, self._tape.stop - self._search.span)
            found = self._search.explain(self._tape, start, self._tape.stop)
            if found is not None and found.strides > self._mounting.strides:
                self._correct(found)

    def _stand(self, index: int) -> None:
        """The runner stands: measure the gyroscope's bias."""
        start = max(self._origin, index - round(self._limits.segment.settle_s * self._rate_hz))
        rows = self._tape.view(start, index)
        mean = [float(np.cumsum(rows[:, k])[-1]) / len(rows) for k in (4, 5, 6)]
        off = [np.cumsum((rows[:, k] - m) ** 2)[-1] for k, m in zip((4, 5, 6), mean, strict=True)]
        self._bias.stand(Axis(*mean), math.sqrt(float(max(off)) / len(rows)))
        self._out.append(self._maker.stand(self._tape, index))

    def _stride(self, swing: Swing) -> None:
        if self._bias.beyond:
            swing = swing._replace(doubted=True)
        if not swing.lost:
            self._bias.follow(swing.pitch_drift_rad_s, swing.roll_drift_rad_s)
        self._out += self._maker.stride(self._tape, swing, self._origin)
        if swing.arrived in self._rested:
            self._rested.discard(swing.arrived)
            self._say_last()

    def _say_last(self) -> None:
        """No stride follows the one said last."""
        stride = self._out[-1] if self._out else None
        if isinstance(stride, ImuStride):
            self._out[-1] = stride._replace(flags=stride.flags | StrideFlag.LAST)

    def _take(self) -> list[ImuStride | GaitChange]:
        out, self._out = self._out, []
        return out


def _is_window(item: Ends | Mark | None) -> bool:
    return isinstance(item, Ends)


def _turn(rows: FloatArray, mounting: Mounting) -> None:
    """Turn acceleration and rate of the tape's rows, in place."""
    rows[:, 1:4] = mounting.turn(rows[:, 1:4])
    rows[:, 4:7] = mounting.turn(rows[:, 4:7])
