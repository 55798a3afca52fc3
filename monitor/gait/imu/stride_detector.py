"""THE composition for the IMU of one foot: from its samples to its strides.

samples ─► bridge ─► mounting ─► angle, energy ─► stances ─► windows ─► contacts, path ─► strides
"""

from dataclasses import dataclass
from itertools import takewhile

from monitor.gait.imu.gyro_bias import BiasTracker
from monitor.gait.imu.limits import ImuLimits, PathLimits
from monitor.gait.imu.pending import Todo
from monitor.gait.imu.saturation import SaturationMarker
from monitor.gait.imu.sensor_to_foot import IDENTITY, Axis, SensorToFoot
from monitor.gait.imu.sensor_to_foot_search import Remounted, SensorToFootSearch
from monitor.gait.imu.stance_marks import StanceMark
from monitor.gait.imu.still_foot import rate_at_rest
from monitor.gait.imu.stride_builder import ImuStride, StrideBuilder
from monitor.gait.imu.usable_samples import Bridge, ImuBuffer
from monitor.gait.imu.window_finder import WindowFinder
from monitor.gait.imu.windows import Swing, WindowReader
from monitor.types import FootBlock, GaitChange, Side, StrideFlag

__all__ = ["ImuStride", "ImuStrides"]


@dataclass(frozen=True, slots=True)
class _Parameters:
    """Rate of the grid, and how far back and ahead a stride may reach, in samples."""

    rate_hz: float
    path: PathLimits
    longest_samples: int
    margin_samples: int
    start_samples: int
    stand_samples: int

    @classmethod
    def of(cls, rate_hz: float, limits: ImuLimits) -> "_Parameters":
        """Convert the limits to samples."""
        segment, look_back_s = limits.segment, limits.contact.look_back_s
        return cls(
            rate_hz=rate_hz,
            path=limits.path,
            longest_samples=round(segment.stride_max_s * rate_hz),
            margin_samples=round(max(segment.stand_s, look_back_s) * rate_hz),
            start_samples=round((segment.settle_window_s + look_back_s) * rate_hz) + 1,
            stand_samples=round(segment.stand_s * rate_hz),
        )


@dataclass(slots=True)
class _State:
    """Where the foot's samples stand since the last break.

    Those before ``turned`` lie in the foot's frame; ``origin`` is the first that strides may use,
    ``next_try`` that of the next look at the mounting. ``closed``: everything open was decided.
    ``paused``: the window before, if it ended on the toes: a step may have begun with it.
    """

    buffer: ImuBuffer
    turned: int
    origin: int
    next_try: int
    closed: bool = False
    paused: Swing | None = None


class ImuStrides:
    """Find strides in the acceleration and angular rate of one foot.

    Latency: a stride is told when the stance after it has ended and the toes rise in the next
    swing, half to four fifths of a stride after it; while the mounting is unknown, strides wait
    for it. It is looked at again every second while it is a guess, later more rarely.

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
        self._given = _Parameters.of(rate_hz, limits)
        self._bridge = Bridge(round(limits.bridge_s * rate_hz), limits.sample)
        self._saturation = SaturationMarker(limits.clip, rate_hz)
        self._sensor_to_foot: SensorToFoot | None = IDENTITY if mounted else None
        self._search = None if mounted else SensorToFootSearch(rate_hz, limits)
        self._windows = WindowFinder(rate_hz, limits)
        self._reader = WindowReader(side, rate_hz, limits)
        self._bias = BiasTracker(limits.path)
        self._builder = StrideBuilder(side, rate_hz, limits)
        self.turned: list[Remounted] = []
        """When a certain mounting was given up for another one; whoever reads it empties it."""
        self._out: list[ImuStride | GaitChange] = []
        self._state = self._begun(0)

    def push(self, block: FootBlock) -> list[ImuStride | GaitChange]:
        """Consume a block and return the strides, and when the foot stands, that it settles."""
        for samples in self._bridge.push(block):
            if samples.broken:
                self._close()
                self._restart(samples.start)
            self._saturation.mark(self._state.buffer.append(samples))
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
        state, follows = self._state, self._builder.next_from
        if self._sensor_to_foot is None:
            return float(state.buffer.start)
        if self._windows.stands and follows is None:
            held_samples = self._windows.held_samples + self._given.start_samples
            return float(max(state.origin, state.buffer.stop - held_samples))
        if follows is not None and follows > state.buffer.stop - 2 * self._given.longest_samples:
            return follows
        return float(max(state.origin, self._needs - self._given.margin_samples))

    def _begun(self, start: int) -> _State:
        """State before the first sample, or after a break."""
        pace = self._search.pace(self._sensor_to_foot) if self._search else 0
        return _State(ImuBuffer(start), turned=start, origin=start, next_try=start + pace)

    def _restart(self, start: int) -> None:
        """Begin anew after a break."""
        self._state = self._begun(start)
        self._saturation.restart()
        self._windows.restart(start)
        self._pause(None)

    def _proceed(self) -> None:
        """Turn, filter and segment what has come since the last time."""
        buffer = self._state.buffer
        while self._search is not None and self._state.next_try <= buffer.stop:
            stop = self._state.next_try
            if self._sensor_to_foot is None:
                self._adopt(self._search.first(buffer, stop))
            else:
                self._advance(stop)
                seen = self._windows.lately(), self._windows.phases()
                found = self._search.better(buffer, stop, self._sensor_to_foot, *seen)
                guessed = self._search.doubted or not self._sensor_to_foot.certain
                if found is not None or guessed is not self._builder.guessed:
                    self._read()  # what came before belongs to the mounting as it was
                    if found is not None and self._sensor_to_foot.certain:
                        self.turned.append(Remounted(stop - 1, tilted=self._search.tilts(found)))
                    self._correct(found)
                    self._builder.guessed = self._search.doubted or not self._sensor_to_foot.certain
            self._state.next_try = stop + self._search.pace(self._sensor_to_foot)
        self._advance(buffer.stop)

    def _advance(self, stop: int) -> None:
        """Turn, filter and segment the samples before ``stop``, if the mounting is known."""
        if self._sensor_to_foot is None or self._state.turned >= stop:
            return
        samples = self._state.buffer.view(self._state.turned, stop)
        self._sensor_to_foot.turn_in_place(samples.acc_m_s2, samples.gyr_rad_s)
        self._state.turned = stop
        self._windows.push(samples)

    def _adopt(self, found: SensorToFoot | None) -> None:
        """Use the first mounting that is known, from where the buffer begins."""
        if found is None:
            return
        self._sensor_to_foot = found
        self._builder.remount(certain=found.certain)
        start = self._state.buffer.start
        self._state.turned = self._state.origin = start
        self._windows.reframe(start)

    def _correct(self, found: SensorToFoot | None) -> None:
        """Turn what is still to be measured into a better frame."""
        if found is None or self._sensor_to_foot is None:
            return
        turned = self._state.buffer.view(self._state.buffer.start, self._state.turned)
        found.turn_in_place(turned.acc_m_s2, turned.gyr_rad_s)
        self._sensor_to_foot = self._sensor_to_foot.then(found)
        self._bias.turn(found)
        self._builder.remount(certain=found.certain)

    def _read(self) -> None:
        """Measure the windows noted, tell their strides, forget what is not needed."""
        todo = self._windows.take(self._state.turned, ended=self._state.closed)
        sensor_to_foot = self._sensor_to_foot or IDENTITY
        while todo:
            ends = [item for item in takewhile(_is_window, todo) if isinstance(item, range)]
            ends = ends[: self._bias.room]
            bias = self._bias.bias
            for swing in self._reader.read(self._state.buffer, ends, bias, sensor_to_foot):
                self._stride(self._joined(swing, bias, sensor_to_foot), bias)
            todo = todo[len(ends) :]
            if not ends:
                self._pause(todo.pop(0))
        if self._sensor_to_foot is not None:
            turned = self._state.turned - (self._search.span_samples if self._search else 0)
            kept = max(self._given.margin_samples, self._given.longest_samples)  # a long stance
            self._state.buffer.drop(min(turned, self._needs - kept))

    @property
    def _needs(self) -> int:
        """First sample that a window still to come may hold."""
        # a stance is told two of the longest strides late at most, and may end one such stride
        oldest = self._state.buffer.stop - 3 * self._given.longest_samples
        paused = self._state.paused
        return max(self._windows.needs if paused is None else paused.left, oldest)

    def _pause(self, item: Todo) -> None:
        """The next stride does not follow the last; the runner may stand."""
        self._builder.interrupt()
        self._reader.pause()
        self._state.paused = None
        if isinstance(item, StanceMark):
            self._stand(item.index)

    def _close(self) -> None:
        """Decide everything open from what is there, once."""
        if self._state.closed:
            return
        self._state.closed = True
        buffer = self._state.buffer
        if self._sensor_to_foot is None and self._search is not None:
            self._adopt(self._search.explain(buffer, buffer.start, buffer.stop))
        self._proceed()
        if self._sensor_to_foot is None:
            return
        self._windows.close()
        self._read()
        if self._search is not None and not self._sensor_to_foot.certain:
            start = max(buffer.start, buffer.stop - self._search.span_samples)
            found = self._search.explain(buffer, start, buffer.stop)
            if found is not None and found.strides > self._sensor_to_foot.strides:
                self._correct(found)

    def _stand(self, index: int) -> None:
        """The runner stands: measure the gyroscope's bias."""
        buffer = self._state.buffer
        rest = buffer.view(max(self._state.origin, index - self._given.stand_samples), index)
        samples = rest.acc_m_s2, rest.gyr_rad_s
        self._bias.stand(*rate_at_rest(*samples, self._given.rate_hz, self._given.path))
        self._out.append(self._builder.stand(buffer, index))

    def _joined(self, swing: Swing, bias: Axis, sensor_to_foot: SensorToFoot) -> Swing:
        """Join a swing to the window before if that ended on the toes, without a rest there."""
        paused, self._state.paused = self._state.paused, None
        oldest = swing.arrived + 1 - self._given.longest_samples
        if paused is not None and paused.arrived == swing.left and paused.left >= oldest:
            return self._reader.join(self._state.buffer, paused, swing, bias, sensor_to_foot)
        return swing

    def _stride(self, swing: Swing, bias: Axis) -> None:
        if self._bias.beyond:
            swing = swing._replace(doubted=True)
        is_step, on_toes = self._builder.is_step(swing), self._builder.is_on_toes(swing)
        if not swing.lost and (is_step or not on_toes):  # a large bias tilts a step's end, too
            self._bias.follow(swing.pitch_drift_rad_s, swing.roll_drift_rad_s)
        if is_step:
            if self._windows.cut_off(swing.arrived):
                swing = swing._replace(doubted=True)
            state = self._state
            self._out.append(self._builder.stride(state.buffer, swing, state.origin, bias))
            if self._windows.rested(swing.arrived):
                self._say_last()
        elif on_toes:
            self._state.paused = swing
        else:
            self._builder.interrupt()

    def _say_last(self) -> None:
        """No stride follows the one said last."""
        if self._out and isinstance(stride := self._out[-1], ImuStride):
            self._out[-1] = stride._replace(flags=stride.flags | StrideFlag.LAST)

    def _take(self) -> list[ImuStride | GaitChange]:
        out, self._out = self._out, []
        return out


def _is_window(item: Todo) -> bool:
    return isinstance(item, range)
