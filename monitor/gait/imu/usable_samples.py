"""The samples of a foot's IMU that can be used: short losses bridged, long ones as breaks."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

import numpy as np

from monitor.gait.gaps import without_jumps
from monitor.gait.imu.limits import SampleLimits
from monitor.gait.imu.quaternions import BoolArray
from monitor.ingest.interpolate import on_line
from monitor.ingest.sample_buffer import SampleBuffer
from monitor.types import FloatArray, FootBlock


@dataclass(frozen=True, slots=True, eq=False)
class ImuSamples:
    """Consecutive samples of a foot's IMU.

    Parameters
    ----------
    start : int
        Number of the first sample.
    t_s : FloatArray, shape (n,)
    acc_m_s2, gyr_rad_s : FloatArray, shape (n, 3)
    lost : FloatArray, shape (n,)
        1 where a sample was lost and is bridged, else 0.
    gyr_saturated : FloatArray, shape (n,)
        Which of the sensor's axes saturated, as ``desaturate.coded`` says it; 0 for none.
    acc_saturated : FloatArray, shape (n,)
        1 where the accelerometer saturated, else 0.
    broken : bool
        Whether more was lost before these samples than may be bridged.
    """

    start: int
    t_s: FloatArray
    acc_m_s2: FloatArray
    gyr_rad_s: FloatArray
    lost: FloatArray
    gyr_saturated: FloatArray
    acc_saturated: FloatArray
    broken: bool = False

    def __len__(self) -> int:
        return len(self.t_s)

    def part(self, start: int, stop: int) -> "ImuSamples":
        """Samples from place ``start`` to before place ``stop``."""
        cut = slice(start, stop)
        return ImuSamples(
            self.start + start,
            self.t_s[cut],
            self.acc_m_s2[cut],
            self.gyr_rad_s[cut],
            self.lost[cut],
            self.gyr_saturated[cut],
            self.acc_saturated[cut],
            self.broken,
        )


_CHANNELS: Final = 10
"""Time, acceleration (3), rate (3), lost, rate cut off, acceleration cut off."""


class ImuBuffer:
    """The latest IMU samples of one foot, by their number; what lies here may be changed."""

    def __init__(self, start: int = 0) -> None:
        self._rows = SampleBuffer(_CHANNELS, start)

    @property
    def start(self) -> int:
        """Number of the first sample that is kept."""
        return self._rows.start

    @property
    def stop(self) -> int:
        """Number of the sample after the last."""
        return self._rows.stop

    def append(self, samples: ImuSamples) -> ImuSamples:
        """Add samples at the end; return them as they lie here."""
        rows = self._rows.extend(len(samples))
        rows[:, 0] = samples.t_s
        rows[:, 1:4], rows[:, 4:7] = samples.acc_m_s2, samples.gyr_rad_s
        rows[:, 7], rows[:, 8], rows[:, 9] = (
            samples.lost,
            samples.gyr_saturated,
            samples.acc_saturated,
        )
        return _named(self._rows.stop - len(samples), rows)

    def view(self, start: int, stop: int) -> ImuSamples:
        """Samples ``[start, stop)``; lasts until the next ``append``."""
        return _named(start, self._rows.view(start, stop))

    def time_s(self, at: float) -> float:
        """Session time of a fractional sample number."""
        before = int(at)
        times_s = self._rows.column(before, min(before + 2, self.stop), 0).tolist()
        return float(on_line(times_s[0], times_s[-1], at - before))

    def drop(self, before: int) -> None:
        """Forget the samples before this number."""
        self._rows.drop(before)


def _named(start: int, rows: FloatArray) -> ImuSamples:
    return ImuSamples(
        start, rows[:, 0], rows[:, 1:4], rows[:, 4:7], rows[:, 7], rows[:, 8], rows[:, 9]
    )


class Bridge:
    """Turn blocks with losses into runs of finite samples.

    Lost is what is no number, beyond what sensors measure, or says that no axis is accelerated at
    all: a sensor that works has noise.

    Losses up to ``longest_samples`` are filled on a straight line and marked; they are held back
    until the samples after them have come. Latency: none without losses.
    """

    def __init__(self, longest_samples: int, limits: SampleLimits) -> None:
        self._longest_samples = longest_samples
        self._limits = limits
        self._held: list[ImuSamples] = []
        self._held_samples = 0
        self._last: ImuSamples | None = None
        self._next: int | None = None
        self._broken = True

    @property
    def silent_at(self) -> int | None:
        """Number of the next sample, while more is being lost than may be bridged; else None."""
        return self._next if self._held_samples > self._longest_samples else None

    def push(self, block: FootBlock) -> Iterator[ImuSamples]:
        """Consume a block; yield the runs that are usable now."""
        if len(block) == 0:
            return
        expected = block.start if self._next is None else self._next
        t_before_s = float(block.t_s[0]) if self._last is None else float(self._last.t_s[-1])
        for piece in without_jumps(block, expected, t_before_s):
            yield from self._piece(piece)
        self._next = block.stop

    def _piece(self, block: FootBlock) -> Iterator[ImuSamples]:
        none = np.zeros(len(block))
        whole = ImuSamples(
            block.start, block.t_s, block.acc_m_s2, block.gyr_rad_s, none, none, none
        )
        lost = self._lost(block.acc_m_s2, block.gyr_rad_s)
        if not lost.any():
            yield from self._found(whole)
            return
        edges = [0, *(np.flatnonzero(lost[1:] != lost[:-1]) + 1).tolist(), len(lost)]
        for start, stop in pairwise(edges):
            if lost[start]:
                self._miss(whole.part(start, stop))
            else:
                yield from self._found(whole.part(start, stop))

    def _lost(self, acc_m_s2: FloatArray, gyr_rad_s: FloatArray) -> BoolArray:
        most = _greatest(acc_m_s2)
        works = (most >= self._limits.acc_min_m_s2) & (most <= self._limits.acc_max_m_s2)
        works &= _greatest(gyr_rad_s) <= self._limits.gyr_max_rad_s
        return np.asarray(~works)

    def _miss(self, samples: ImuSamples) -> None:
        self._held_samples += len(samples)
        if self._held_samples > self._longest_samples:
            self._held, self._broken = [], True
        else:
            self._held.append(samples)

    def _found(self, samples: ImuSamples) -> Iterator[ImuSamples]:
        if self._held_samples and not self._broken and self._last is not None:
            yield self._filled(self._last, samples)
        yield replace(samples, broken=True) if self._broken else samples
        self._held, self._held_samples, self._broken = [], 0, False
        self._last = samples

    def _filled(self, before: ImuSamples, after: ImuSamples) -> ImuSamples:
        """Samples on the straight line across what was lost."""
        t_s = np.concatenate([piece.t_s for piece in self._held])
        share: FloatArray = np.arange(1, len(t_s) + 1)[:, np.newaxis] / (len(t_s) + 1.0)
        none = np.zeros(len(t_s))
        return ImuSamples(
            after.start - len(t_s),
            t_s,
            on_line(before.acc_m_s2[-1], after.acc_m_s2[0], share),
            on_line(before.gyr_rad_s[-1], after.gyr_rad_s[0], share),
            np.ones(len(t_s)),
            none,
            none,
        )


def _greatest(v: FloatArray) -> FloatArray:
    """Greatest magnitude of each row's three; NaN where one is."""
    x, y, z = np.abs(v.T)
    return np.asarray(np.maximum(np.maximum(x, y), z))
