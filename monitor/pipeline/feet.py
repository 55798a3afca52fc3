"""Everything between the packets of one foot's sensors and its strides, composed."""

from collections.abc import Callable, Sequence
from math import inf
from typing import NamedTuple

import numpy as np

from monitor.gait.foot import Foot
from monitor.health.crossed_feet import TwoFeet
from monitor.health.mounting_watch import Turned
from monitor.health.sensor_health import SensorHealth
from monitor.health.signal_faults import blanked
from monitor.health.two_clocks import TwoClocks
from monitor.ingest.resample import Aligner
from monitor.ingest.stream_buffer import StreamBuffer
from monitor.ingest.stream_spec import StreamSpec
from monitor.ingest.watermark import Delivery
from monitor.limits import CoreLimits
from monitor.settings.athlete import Athlete
from monitor.types import FootBlock, InputEvent, Notice, Side
from monitor.wire.imported import StreamKind


class TimedEvent(NamedTuple):
    """An event and its place in the session's order."""

    key_s: float
    event: InputEvent | Turned | TwoFeet


_BASE_FIRST = (StreamKind.IMU, StreamKind.PRESSURE, StreamKind.FORCE)


class FootFeed:
    """Everything between the packets and the strides of one foot.

    The foot is composed anew when a sensor joins that says something new; a sensor that
    comes back with the same words goes on where it was.
    """

    def __init__(self, side: Side, limits: CoreLimits) -> None:
        self.side = side
        self.watcher: Callable[[FootBlock], None] = lambda _: None
        """Is shown every block of aligned samples that is believed."""
        self._limits = limits
        self._specs: dict[StreamKind, StreamSpec] = {}
        self._aligner: Aligner | None = None
        self._foot: Foot | None = None
        self._watch: SensorHealth | None = None
        self._clocks: TwoClocks | None = None
        self._stop: int | None = None
        self._taken: int | None = None
        self._resumed_s = -inf
        self._blind: dict[StreamKind, list[tuple[float, float]]] = {}

    @property
    def settled_s(self) -> float:
        """Session time up to which the foot has said everything."""
        return -inf if self._foot is None else self._foot.settled_s

    def spec_of(self, kind: StreamKind) -> StreamSpec | None:
        """Return what is known of a stream, None if the foot has none of this kind."""
        return self._specs.get(kind)

    def join(self, spec: StreamSpec) -> list[TimedEvent]:
        """Take a stream into the foot; return what the foot before it still had to say."""
        if self._specs.get(spec.kind) == spec:
            return []
        said = self.finish()
        limits = self._limits
        self._specs[spec.kind] = spec
        specs = self._base_first()
        pressure = self._specs.get(StreamKind.PRESSURE)
        rate_hz = specs[0].rate_hz
        plantar_cells = pressure.plantar_cells if pressure else 0
        streams = {
            s.kind.value: StreamBuffer(s.columns, s.rate_hz, s.sensor, limits.ingest) for s in specs
        }
        self._aligner = Aligner(
            self.side, rate_hz, streams, plantar_cells, limits.ingest, anchored=specs[0].timed
        )
        self._compose(specs)
        return said

    def _compose(self, specs: Sequence[StreamSpec]) -> None:
        """Begin a foot, and the watch over its data, that know nothing yet."""
        limits, rate_hz = self._limits, specs[0].rate_hz
        pressure, imu = self._specs.get(StreamKind.PRESSURE), self._specs.get(StreamKind.IMU)
        plantar_cells = pressure.plantar_cells if pressure else 0
        masses_kg = [s.mass_kg for s in specs if s.mass_kg is not None]
        athlete = limits.athlete
        if athlete.mass_kg is None and masses_kg:
            athlete = _with_mass(athlete, masses_kg[0])
        self._foot = Foot(
            self.side,
            rate_hz,
            imu=imu is not None,
            layout=pressure.layout if pressure and plantar_cells else None,
            plantar_cells=plantar_cells,
            mounted=imu.mounted if imu else False,
            athlete=athlete,
            limits=limits.gait,
        )
        self._watch = SensorHealth(
            self.side, rate_hz, specs, limits.ingest, limits.gait, limits.health
        )
        self._clocks = None
        if imu and pressure and plantar_cells and imu.sensor != pressure.sensor:
            self._clocks = TwoClocks(
                self.side, rate_hz, pressure, limits.health.clocks, limits.gait.imu
            )
        self._stop = self._taken = None

    def believe(self, kind: StreamKind, t_s: float, *, believed: bool) -> None:
        """Take the samples of a stream for lost from an instant on, or not any more."""
        spans = self._blind.setdefault(kind, [])
        if believed and spans:
            spans[-1] = (spans[-1][0], t_s)
        elif not believed:
            spans.append((t_s, inf))

    def push(self, deliveries: Sequence[Delivery]) -> list[TimedEvent]:
        """Consume what the packets of one push released."""
        if self._aligner is None:
            return []
        return self._take(self._aligner.push(deliveries))

    def finish(self) -> list[TimedEvent]:
        """Give up waiting; return what was still open."""
        if self._aligner is None or self._foot is None:
            return []
        said = [*self._take(self._aligner.finish()), *self._end()]
        self._aligner = self._foot = None
        return said

    def _end(self) -> list[TimedEvent]:
        """Let the foot say what is still open."""
        if self._foot is None:
            return []
        said: list[TimedEvent] = []
        for block in self._clocks.finish() if self._clocks else []:
            said += self._step(block)
        last: list[InputEvent | Turned] = [*self._foot.finish()]
        last += self._compare(last)
        return [*said, *(TimedEvent(event.known_s, event) for event in last)]

    def _base_first(self) -> list[StreamSpec]:
        return [self._specs[kind] for kind in _BASE_FIRST if kind in self._specs]

    def _resume(self, block: FootBlock) -> list[TimedEvent]:
        """Begin anew after a silence that is too long to be walked through sample by sample."""
        longest_samples = self._limits.ingest.longest_silence_s * block.rate_hz
        if self._taken is None or block.start - self._taken <= longest_samples:
            return []
        now_s = float(block.t_s[0])
        said = [TimedEvent(max(key_s, now_s), event) for key_s, event in self._end()]
        self._compose(self._base_first())
        return said

    def _take(self, blocks: Sequence[FootBlock]) -> list[TimedEvent]:
        """Walk blocks through the foot, pressure put where motion is."""
        out: list[TimedEvent] = []
        for block in blocks:
            out += self._resume(block)
            self._taken = block.stop
            one_clock, said = [self._seeing(block)], list[Notice]()
            if self._clocks is not None:
                one_clock, said = self._clocks.push(one_clock[0])
            for part in one_clock:
                out += self._step(part)
            out += [TimedEvent(notice.known_s, notice) for notice in said]
        return out

    def _step(self, block: FootBlock) -> list[TimedEvent]:
        """Notice what is wrong with the data of a block; walk what is believed through the foot."""
        if self._foot is None or self._watch is None:
            return []
        if self._stop is not None and block.start > self._stop:
            self._resumed_s = float(block.t_s[0])
        self._stop = block.stop
        believed, said = self._watch.push(block)
        self.watcher(believed)
        strides = self._foot.push(believed)
        events = [*strides, *said, *self._compare(strides)]
        # what a silence kept open is said after it: the other foot has gone on
        return [TimedEvent(max(event.known_s, self._resumed_s), event) for event in events]

    def _compare(self, said: Sequence[object]) -> list[Notice | Turned]:
        """What the foot's movement says of strides that are missing, and of its mounting."""
        if self._foot is None or self._watch is None:
            return []
        turned = [Turned(t_s, tilted, self.side) for t_s, tilted in self._foot.take_turned()]
        return [*turned, *self._watch.compare(said, turned, self._foot.settled_s)]

    def _seeing(self, block: FootBlock) -> FootBlock:
        """Return a block without the samples whose stream is not believed."""
        blank = {}
        for kind, spans in self._blind.items():
            blank[kind] = np.zeros(len(block), dtype=np.bool_)
            for from_s, until_s in spans:
                blank[kind] |= (block.t_s > from_s) & (block.t_s <= until_s)
            self._blind[kind] = [span for span in spans if span[1] > block.t_s[-1]]
        return blanked(block, blank)


def _with_mass(athlete: Athlete, mass_kg: float) -> Athlete:
    return Athlete(mass_kg=mass_kg, height_m=athlete.height_m, shoe_length_m=athlete.shoe_length_m)
