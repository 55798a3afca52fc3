"""THE composition for the IMU of one foot: from its samples to its strides.

samples ─► bridge ─► mounting ─► angle, energy ─► stances ─► windows ─► contacts, path ─► strides
"""

from itertools import takewhile

import numpy as np

from monitor.gait.filters import LeakyAngle, Smoother
from monitor.gait.imu.desaturate import coded
from monitor.gait.imu.gyro_bias import BiasTracker
from monitor.gait.imu.limits import ImuLimits
from monitor.gait.imu.mid_stance import StanceFinder
from monitor.gait.imu.pending import Pending, Todo
from monitor.gait.imu.saturation import PlateauFinder
from monitor.gait.imu.sensor_to_foot import IDENTITY, Axis, SensorToFoot, motion_energy
from monitor.gait.imu.sensor_to_foot_search import Remounted, SensorToFootSearch
from monitor.gait.imu.stance_marks import StanceMark
from monitor.gait.imu.still_foot import rate_at_rest
from monitor.gait.imu.stride_builder import ImuStride, StrideBuilder
from monitor.gait.imu.usable_samples import Bridge, ImuBuffer, ImuSamples
from monitor.gait.imu.windows import Swing, WindowReader, beside_samples
from monitor.types import FootBlock, GaitChange, Side, StrideFlag

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
        self._mounting: SensorToFoot | None = IDENTITY if mounted else None
        self._search = None if mounted else SensorToFootSearch(rate_hz, limits)
        self._angle = LeakyAngle(limits.segment.angle_memory_s, rate_hz)
        self._gyr_plateaus = PlateauFinder(limits.clip.gyr, rate_hz)
        self._acc_plateaus = PlateauFinder(limits.clip.acc, rate_hz)
        self._smooth = Smoother(limits.segment.smoothing_s, rate_hz)
        self._reader = WindowReader(side, rate_hz, limits)
        self._bias = BiasTracker(limits.path)
        self._longest_samples = round(limits.segment.stride_max_s * rate_hz)
        self._margin_samples = round(
            max(limits.segment.stand_s, limits.contact.look_back_s) * rate_hz
        )
        window_s = limits.segment.settle_window_s + limits.contact.look_back_s
        self._start_samples = round(window_s * rate_hz) + 1
        self._pending = Pending(self._longest_samples, beside_samples(rate_hz, limits))
        self._builder = StrideBuilder(side, rate_hz, limits)
        self._closed = False
        self.turned: list[Remounted] = []
        """When a certain mounting was given up for another one; whoever reads it empties it."""
        self._out: list[ImuStride | GaitChange] = []
        self._restart(0)

    def push(self, block: FootBlock) -> list[ImuStride | GaitChange]:
        """Consume a block and return the strides, and when the foot stands, that it settles."""
        for samples in self._bridge.push(block):
            if samples.broken:
                self._close()
                self._restart(samples.start)
            self._mark_cut_off(self._buffer.append(samples))
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
            return float(self._buffer.start)
        if self._finder.stands and self._builder.next_from is None and not self._pending:
            return float(
                max(self._origin, self._buffer.stop - len(self._held_rad) - self._start_samples)
            )
        follows = self._builder.next_from
        if follows is not None and follows > self._buffer.stop - 2 * self._longest_samples:
            return follows
        return float(max(self._origin, self._needs - self._margin_samples))

    def _restart(self, start: int) -> None:
        """Begin anew after a break."""
        self._closed = False
        self._buffer = ImuBuffer(start)
        self._turned = start
        self._next_try = start + (self._search.pace(self._mounting) if self._search else 0)
        self._held_rad = np.empty(0)
        self._skip_samples = self._smooth.delay
        self._angle.restart()
        self._gyr_plateaus.restart()
        self._acc_plateaus.restart()
        self._smooth.restart()
        self._finder = StanceFinder(self._rate_hz, self._limits.segment, start)
        self._origin = start
        self._energy = 0.0
        self._pending.restart()
        self._builder.interrupt()

    def _mark_cut_off(self, samples: ImuSamples) -> None:
        """Note where the sensor saturated; this needs the sensor's own frame."""
        gyr, acc = self._gyr_plateaus(samples.gyr_rad_s), self._acc_plateaus(samples.acc_m_s2)
        if gyr.any():
            samples.gyr_cut_off[:] = coded(gyr)
        if acc.any():
            samples.acc_cut_off[:] = acc.any(axis=0)

    def _proceed(self) -> None:
        """Turn, filter and segment what has come since the last time."""
        while self._search is not None and self._next_try <= self._buffer.stop:
            stop = self._next_try
            if self._mounting is None:
                self._adopt(self._search.first(self._buffer, stop))
            else:
                self._advance(stop)
                stances, odd = self._pending.lately()
                found = self._search.better(self._buffer, stop, stances, self._mounting, odd=odd)
                guessed = self._search.doubted or not self._mounting.certain
                if found is not None or guessed is not self._builder.guessed:
                    self._read()  # what came before belongs to the mounting as it was
                    if found is not None and self._mounting.certain:
                        self.turned.append(Remounted(stop - 1, tilted=self._search.tilts(found)))
                    self._correct(found)
                    self._builder.guessed = self._search.doubted or not self._mounting.certain
            self._next_try = stop + self._search.pace(self._mounting)
        self._advance(self._buffer.stop)

    def _advance(self, stop: int) -> None:
        """Turn, filter and segment the samples before ``stop``, if the mounting is known."""
        if self._mounting is None or self._turned >= stop:
            return
        samples = self._buffer.view(self._turned, stop)
        _turn(samples, self._mounting)
        self._turned = stop
        energy = self._smooth(motion_energy(samples.acc_m_s2, samples.gyr_rad_s, self._limits))
        skipped = min(self._skip_samples, len(energy))
        self._skip_samples -= skipped
        energy = energy[skipped:]
        angle_rad = np.concatenate([self._held_rad, self._angle(samples.gyr_rad_s[:, 2])])
        self._held_rad = angle_rad[len(energy) :]
        if len(energy):
            self._energy = float(energy[-1])
        self._pending.follow(self._finder.push(angle_rad[: len(energy)], energy))

    def _adopt(self, found: SensorToFoot | None) -> None:
        """Use the first mounting that is known, from where the buffer begins."""
        if found is None:
            return
        self._mounting = found
        self._builder.remount(certain=found.certain)
        self._turned = self._origin = self._buffer.start
        self._finder = StanceFinder(self._rate_hz, self._limits.segment, self._turned)

    def _correct(self, found: SensorToFoot | None) -> None:
        """Turn what is still to be measured into a better frame."""
        if found is None or self._mounting is None:
            return
        _turn(self._buffer.view(self._buffer.start, self._turned), found)
        self._mounting = self._mounting.then(found)
        self._bias.turn(found)
        self._builder.remount(certain=found.certain)

    def _read(self) -> None:
        """Measure the windows noted, tell their strides, forget what is not needed."""
        todo = self._pending.take(self._turned, ended=self._closed)
        mounting = self._mounting or IDENTITY
        while todo:
            ends = [item for item in takewhile(_is_window, todo) if isinstance(item, range)]
            ends = ends[: self._bias.room]
            bias = self._bias.bias
            for swing in self._reader.read(self._buffer, ends, bias, mounting):
                self._stride(swing, bias)
            todo = todo[len(ends) :]
            if not ends:
                self._pause(todo.pop(0))
        if self._mounting is not None:
            keep = self._turned - self._search.span_samples if self._search else self._turned
            self._buffer.drop(min(keep, self._needs - self._margin_samples))

    @property
    def _needs(self) -> int:
        """First sample that a window still to come may hold."""
        open_from = self._pending.needs
        needs = self._finder.needs if open_from is None else min(self._finder.needs, open_from)
        return max(needs, self._buffer.stop - 2 * self._longest_samples)

    def _pause(self, item: Todo) -> None:
        """The next stride does not follow the last; the runner may stand."""
        self._builder.interrupt()
        if isinstance(item, StanceMark):
            self._stand(item.index)

    def _close(self) -> None:
        """Decide everything open from what is there, once."""
        if self._closed:
            return
        self._closed = True
        if self._mounting is None and self._search is not None:
            self._adopt(self._search.explain(self._buffer, self._buffer.start, self._buffer.stop))
        self._proceed()
        if self._mounting is None:
            return
        rest = np.full(len(self._held_rad), self._energy)
        self._pending.follow(self._finder.push(self._held_rad, rest))
        self._pending.follow(self._finder.finish())
        self._read()
        if self._search is not None and not self._mounting.certain:
            start = max(self._buffer.start, self._buffer.stop - self._search.span_samples)
            found = self._search.explain(self._buffer, start, self._buffer.stop)
            if found is not None and found.strides > self._mounting.strides:
                self._correct(found)

    def _stand(self, index: int) -> None:
        """The runner stands: measure the gyroscope's bias."""
        start = max(self._origin, index - round(self._limits.segment.stand_s * self._rate_hz))
        rest = self._buffer.view(start, index)
        limits = self._limits.path
        self._bias.stand(*rate_at_rest(rest.acc_m_s2, rest.gyr_rad_s, self._rate_hz, limits))
        self._out.append(self._builder.stand(self._buffer, index))

    def _stride(self, swing: Swing, bias: Axis) -> None:
        if self._bias.beyond:
            swing = swing._replace(doubted=True)
        if not swing.lost:
            self._bias.follow(swing.pitch_drift_rad_s, swing.roll_drift_rad_s)
        if self._builder.is_step(swing):
            self._out.append(self._builder.stride(self._buffer, swing, self._origin, bias))
        else:
            self._builder.interrupt()
        if swing.arrived in self._pending.rested:
            self._pending.rested.discard(swing.arrived)
            self._say_last()

    def _say_last(self) -> None:
        """No stride follows the one said last."""
        stride = self._out[-1] if self._out else None
        if isinstance(stride, ImuStride):
            self._out[-1] = stride._replace(flags=stride.flags | StrideFlag.LAST)

    def _take(self) -> list[ImuStride | GaitChange]:
        out, self._out = self._out, []
        return out


def _is_window(item: Todo) -> bool:
    return isinstance(item, range)


def _turn(samples: ImuSamples, mounting: SensorToFoot) -> None:
    """Turn acceleration and rate into the foot's frame, in place."""
    samples.acc_m_s2[:] = mounting.turn(samples.acc_m_s2)
    samples.gyr_rad_s[:] = mounting.turn(samples.gyr_rad_s)
