"""From packets to events: the composition, written out, top to bottom.

decode → order → clock → align → contacts and strides → merge by time → lengths by a reference
speed → steps → detectors → risk → advice. Pure: the same packets give the same events, bit for
bit, however they are grouped into pushes (``SessionWatermark`` says where a push has to be cut for
that).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from math import inf

from monitor.errors import WireError
from monitor.gait.both_feet import BothFeet
from monitor.gait.reference_speed import ReferenceScale
from monitor.health.arrivals import ArrivalWatch
from monitor.health.crossed_feet import TwoFeet
from monitor.health.mounting_watch import Turned
from monitor.health.notices import Ledger
from monitor.health.sight import Sight
from monitor.ingest.packet_columns import Tally
from monitor.ingest.sensor_directory import DESCRIBING, Stream
from monitor.ingest.session_watermark import SessionWatermark
from monitor.ingest.stream_spec import StreamSpec
from monitor.ingest.watermark import Delivery
from monitor.limits import CoreLimits
from monitor.pipeline.coach import Coach
from monitor.pipeline.devices_used import DevicesUsed, Told, told_by
from monitor.pipeline.feet import FootFeed, TimedEvent
from monitor.pipeline.known import Known
from monitor.pipeline.merge import Merged, Merger
from monitor.pipeline.notes import Notes
from monitor.pipeline.wording import worded
from monitor.profile import AthleteProfile
from monitor.types import (
    Event,
    FootBlock,
    InputEvent,
    Notice,
    NoticeKind,
    Packet,
    ReferenceSpeed,
    Side,
    StandingLoad,
    Stride,
    Tick,
)
from monitor.wire import CHARACTERISTICS

__all__ = ["Pipeline"]


class Pipeline:
    """Everything that a session's packets mean; ``Stage[Sequence[Packet], Event]``.

    Latency: a stride is said at most one stride after it ended; what the runner taps at most
    ``sparse_hold_s`` after the feet have settled that instant.

    Parameters
    ----------
    config : CoreLimits
    profile : AthleteProfile, optional
        What earlier runs taught; without it everything is learned from this one.
    watch_blocks : callable, optional
        Is shown the aligned samples of both feet, for whoever writes them down.
    """

    def __init__(
        self,
        config: CoreLimits,
        profile: AthleteProfile | None = None,
        watch_blocks: Callable[[FootBlock], None] = lambda _: None,
    ) -> None:
        self._config = config
        self._watch_blocks = watch_blocks
        self._known = Known()
        self._notes = Notes(config.ingest)
        self._watermark = SessionWatermark(config.ingest, self._known.feeds)
        self._merger = Merger()
        self._ledger = Ledger(config.ingest.repeat_notice_s)
        self._sight = Sight(config.health, config.gait.load.crossed)
        self._scale = ReferenceScale(config.gait.reference, config.gait.load.overstride)
        self._used = DevicesUsed(config.ingest, config.gait.speed_pod)
        self._both = BothFeet(config.athlete, config.gait)
        self._coach = Coach(config.detectors, config.risk, config.advice, profile, config.athlete)

    @property
    def profile(self) -> AthleteProfile:
        """What to remember of the runner: what was known, moved a little by this run."""
        return self._coach.profile

    @property
    def tallies(self) -> dict[str, Tally]:
        """What became of the packets, by ``sensor stream``."""
        return {stream.name: stream.tally for _, stream in sorted(self._known.streams.items())}

    @property
    def refused(self) -> dict[str, int]:
        """How many packets could not be read, by sensor."""
        return self._ledger.refused

    def push(self, packets: Sequence[Packet]) -> list[Event]:
        """Consume packets in the order of their arrival; return what they settle."""
        events: list[Event] = []
        for piece in self._watermark.cut(packets, self._known.sides.get):
            self._consume(piece)
            events += self._react(self._merger.until(self._watermark.settled_s()))
        return events

    def finish(self) -> list[Event]:
        """End the session: return what was still open."""
        self._consume(self._watermark.rest())
        for side, feed in self._known.feeds.items():
            self._hand(side, [*self._drain(side), *feed.finish()])
        events = self._react(self._merger.until(inf))
        events += self._conclude(self._both.finish())
        return [*events, *self._coach.finish()]

    def _consume(self, packets: Sequence[Packet]) -> None:
        """Hand the packets of one piece to their streams, and the streams' samples to the feet."""
        places: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        for place, (sensor, characteristic, _, _) in enumerate(packets):
            places[sensor, characteristic].append(place)
        deliveries: defaultdict[Side, list[Delivery]] = defaultdict(list)
        for (sensor, characteristic), order in places.items():
            mine = [packets[place] for place in order]
            stream = self._known.streams.get((sensor, characteristic))
            if stream is not None:
                deliveries[stream.side].append(self._sample(stream, order, mine))
            elif characteristic in DESCRIBING:
                self._describe(mine)
            elif sensor not in self._known.ignored:
                self._note(mine)
        for side, brought in deliveries.items():
            self._hand(side, self._known.feeds[side].push(brought))

    def _sample(self, stream: Stream, order: Sequence[int], packets: Sequence[Packet]) -> Delivery:
        given = stream.push(order, packets)
        for place, error in given.refused:
            self._refuse(packets[place], error)
        sensor = stream.spec.sensor
        for samples in given.samples:
            if samples.restarted:
                t_s = float(samples.session_s[0])
                text = f"{sensor}: restarted"
                self._add(Notice(NoticeKind.REBOOTED, t_s, sensor, text, stream.side), stream.name)
        for t_s, fault in self._known.arrivals[stream.name].push(packets, order, given):
            told = Notice(fault or NoticeKind.RETURNED, t_s, sensor, "", stream.side)
            self._add(told, stream.name)
            if fault is not NoticeKind.FROZEN:
                feed = self._known.feeds[stream.side]
                feed.believe(stream.spec.kind, t_s, believed=fault is None)
        return given

    def _describe(self, packets: Sequence[Packet]) -> None:
        """Let sensors join their feet, as they describe themselves."""
        for packet in packets:
            try:
                described = self._known.directory.take(packet)
            except WireError as error:
                self._refuse(packet, error)
                continue
            if described is not None:
                for spec in described.streams:
                    self._join(packet, described.side, spec)

    def _join(self, packet: Packet, side: Side, spec: StreamSpec) -> None:
        self._known.told_s[spec.sensor] = packet.t_rx_s
        feed = self._known.feeds.get(side)
        if feed is None:
            feed = self._known.feeds[side] = FootFeed(side, self._config)
            feed.watcher = self._watch_blocks
        known = feed.spec_of(spec.kind)
        if known is not None and not self._known.measures(side, known):
            known = None  # it went to the other foot
        if known == spec:
            return
        after_s = packet.t_rx_s - self._config.ingest.replace_s
        if known and known.sensor != spec.sensor and self._known.is_alive(known, after_s):
            self._ignore(packet, side, known.sensor)
            return
        self._known.sides[spec.sensor] = side
        self._known.ignored.discard(spec.sensor)
        self._hand(side, self._drain(side))
        self._known.streams = {
            key: stream
            for key, stream in self._known.streams.items()
            if (stream.side, stream.spec.kind) != (side, spec.kind)
        }
        stream = Stream(side, spec, self._config.ingest)
        self._known.streams[spec.sensor, stream.characteristic] = stream
        self._watermark.sampling.add(stream.characteristic)
        self._known.arrivals[stream.name] = ArrivalWatch(
            spec.rate_hz, self._config.health, has_ticks=not spec.timed
        )
        self._sight.wear(packet.t_rx_s, self._known.worn())
        self._hand(side, feed.join(spec))

    def _ignore(self, packet: Packet, side: Side, holder: str) -> None:
        """Say once that a sensor is not used, because another one measures the same."""
        if packet.sensor not in self._known.ignored:
            self._known.ignored.add(packet.sensor)
            text = f"{packet.sensor} says {side}, as {holder} does: it is not used"
            notice = Notice(NoticeKind.SIDES_SWAPPED, packet.t_rx_s, packet.sensor, text, side)
            self._add(notice, _source(packet))

    def _note(self, packets: Iterable[Packet]) -> None:
        for packet in packets:
            side = self._known.sides.get(packet.sensor)
            try:
                said = self._notes.read(packet, side)
            except WireError as error:
                self._refuse(packet, error)
                continue
            for event in said:
                self._add(told_by(event, packet), _source(packet))
                if isinstance(event, Notice) and event.kind is NoticeKind.LOST:
                    self._known.lost_s[packet.sensor] = packet.t_rx_s

    def _refuse(self, packet: Packet, error: WireError) -> None:
        kind = NoticeKind.BAD_PACKETS
        if packet.characteristic not in CHARACTERISTICS:
            kind = NoticeKind.UNKNOWN
        text = f"{packet.sensor}: {error.reason}"
        side = self._known.sides.get(packet.sensor)
        self._add(Notice(kind, packet.t_rx_s, packet.sensor, text, side), _source(packet))

    def _add(self, event: InputEvent | Told, source: str) -> None:
        self._merger.add(source, event.known_s, event)
        if isinstance(event, Notice):
            for later in self._sight.later(event):
                self._merger.add(source, later.known_s, later)

    def _hand(self, side: Side, said: Iterable[TimedEvent]) -> None:
        for timed in said:
            self._merger.add(f"foot {side}", timed.key_s, timed.event)

    def _drain(self, side: Side) -> list[TimedEvent]:
        """Give up waiting for packets of a foot."""
        left = [stream.finish() for stream in self._known.streams.values() if stream.side is side]
        return self._known.feeds[side].push(left)

    def _heeding(self, happened: Iterable[Merged]) -> Iterator[InputEvent | Told]:
        """Take note of what both feet tell together of their sensors; give everything else."""
        for event in happened:
            if isinstance(event, Turned):
                self._sight.turned.note(event)
            elif isinstance(event, TwoFeet):
                yield from self._sight.crossed.note(event)
            elif not isinstance(event, Notice) or self._sight.crossed.admits(event):
                yield event

    def _react(self, happened: Iterable[Merged]) -> list[Event]:
        """Scale lengths, add the steps, and conclude from everything that happened."""
        events: list[Event] = []
        for event in self._used.believed(self._heeding(happened)):
            if isinstance(event, Notice):
                notice = self._ledger.admit(event) if self._sight.admit(event) else None
                events += self._conclude([worded(notice)] if notice else [])
                continue
            if isinstance(event, ReferenceSpeed):
                self._scale.note(event)
            if isinstance(event, StandingLoad):
                self._both.weigh(event)
            if not isinstance(event, Stride):
                events += self._conclude([event])
                continue
            self._used.see(event)
            stride = self._scale.push(event)
            seen = map(worded, self._sight.see(stride))
            events += self._conclude([stride, *self._both.push(stride), *seen])
        return events

    def _conclude(self, happened: Iterable[InputEvent]) -> list[Event]:
        """Say what happened, each followed by what the coach concludes from it."""
        said: list[Event] = []
        for event in happened:
            if not isinstance(event, Tick):
                said.append(event)
            if isinstance(event, Notice) and self._used.loses_speed(event):
                said += self._coach.lose_speed(event)
            if not isinstance(event, Notice) or self._used.matters(event):
                said += self._coach.push(event)
        return said


def _source(packet: Packet) -> str:
    """Name of where something was said; what one source says keeps its order."""
    return f"{packet.sensor} {packet.characteristic}"
