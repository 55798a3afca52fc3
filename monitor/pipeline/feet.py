"""Everything between the packets of one foot's sensors and its strides, composed."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from monitor.gait.foot import Foot
from monitor.gait.limits import GaitLimits
from monitor.health.sensor_health import SensorHealth
from monitor.ingest.limits import IngestLimits
from monitor.ingest.resample import Aligner
from monitor.ingest.stream_buffer import StreamBuffer
from monitor.ingest.stream_spec import StreamSpec
from monitor.ingest.watermark import Delivery
from monitor.settings.athlete import Athlete
from monitor.types import FootBlock, InputEvent, Side
from monitor.wire.imported import StreamKind


class TimedEvent(NamedTuple):
    """An event and its place in the session's order."""

    key_s: float
    event: InputEvent


_BASE_FIRST = (StreamKind.IMU, StreamKind.PRESSURE, StreamKind.FORCE)


class FootFeed:
    """Everything between the packets and the strides of one foot.

    The foot is composed anew when a sensor joins that says something new; a sensor that
    comes back with the same words goes on where it was.
    """

    def __init__(
        self, side: Side, ingest: IngestLimits, gait: GaitLimits, athlete: Athlete
    ) -> None:
        self.side = side
        self.watcher: Callable[[FootBlock], None] = lambda _: None
        """Is shown every block of aligned samples."""
        self._ingest = ingest
        self._gait = gait
        self._athlete = athlete
        self._specs: dict[StreamKind, StreamSpec] = {}
        self._aligner: Aligner | None = None
        self._foot: Foot | None = None
        self._watch: SensorHealth | None = None
        self._stop: int | None = None
        self._resumed_s = float("-inf")

    @property
    def settled_s(self) -> float:
        """Session time up to which the foot has said everything."""
        return float("-inf") if self._foot is None else self._foot.settled_s

    def spec_of(self, kind: StreamKind) -> StreamSpec | None:
        """Return what is known of a stream, None if the foot has none of this kind."""
        return self._specs.get(kind)

    def join(self, spec: StreamSpec) -> list[TimedEvent]:
        """Take a stream into the foot; return what the foot before it still had to say."""
        if self._specs.get(spec.kind) == spec:
            return []
        said = self.finish()
        self._specs[spec.kind] = spec
        specs = [self._specs[kind] for kind in _BASE_FIRST if kind in self._specs]
        pressure = self._specs.get(StreamKind.PRESSURE)
        imu = self._specs.get(StreamKind.IMU)
        rate_hz = specs[0].rate_hz
        plantar_cells = pressure.plantar_cells if pressure else 0
        streams = {s.kind.value: StreamBuffer(s.columns, s.rate_hz, s.sensor) for s in specs}
        self._aligner = Aligner(
            self.side, rate_hz, streams, plantar_cells, self._ingest, anchored=specs[0].timed
        )
        masses_kg = [s.mass_kg for s in specs if s.mass_kg is not None]
        athlete = self._athlete
        if athlete.mass_kg is None and masses_kg:
            athlete = _with_mass(athlete, masses_kg[0])
        self._foot = Foot(
            self.side,
            rate_hz,
            imu=imu is not None,
            layout=pressure.layout if pressure else None,
            plantar_cells=plantar_cells,
            mounted=imu.mounted if imu else False,
            athlete=athlete,
            limits=self._gait,
        )
        self._watch = SensorHealth(self.side, rate_hz, specs, self._ingest, self._gait)
        self._stop = None
        return said

    def push(self, deliveries: Sequence[Delivery]) -> list[TimedEvent]:
        """Consume what the packets of one push released."""
        if self._aligner is None:
            return []
        blocks = self._aligner.push(deliveries)
        return [timed for block in blocks for timed in self._step(block)]

    def finish(self) -> list[TimedEvent]:
        """Give up waiting; return what was still open."""
        if self._aligner is None or self._foot is None:
            return []
        said = [timed for block in self._aligner.finish() for timed in self._step(block)]
        said += [TimedEvent(event.known_s, event) for event in self._foot.finish()]
        self._aligner = self._foot = None
        return said

    def _step(self, block: FootBlock) -> list[TimedEvent]:
        """Walk one block through the foot, and notice what is wrong with its data."""
        if self._stop is not None and block.start > self._stop:
            self._resumed_s = float(block.t_s[0])
        self._stop = block.stop
        self.watcher(block)
        events: list[InputEvent] = [*self._foot.push(block)] if self._foot is not None else []
        events += self._watch.push(block) if self._watch is not None else []
        # what a silence kept open is said after it: the other foot has gone on
        return [TimedEvent(max(event.known_s, self._resumed_s), event) for event in events]


def _with_mass(athlete: Athlete, mass_kg: float) -> Athlete:
    return Athlete(mass_kg=mass_kg, height_m=athlete.height_m, shoe_length_m=athlete.shoe_length_m)
