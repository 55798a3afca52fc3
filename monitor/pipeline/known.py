"""The sensors that described themselves: whose they are, their streams, and their feet."""

from dataclasses import dataclass, field
from math import inf

from monitor.health.arrivals import ArrivalWatch
from monitor.ingest.sensor_directory import Directory, Stream
from monitor.ingest.stream_spec import StreamSpec
from monitor.pipeline.feet import FootFeed
from monitor.types import Side


@dataclass(slots=True)
class Known:
    """What is known of them; the pipeline adds to it."""

    directory: Directory = field(default_factory=Directory)
    sides: dict[str, Side] = field(default_factory=dict)
    ignored: set[str] = field(default_factory=set)
    streams: dict[tuple[str, str], Stream] = field(default_factory=dict)
    arrivals: dict[str, ArrivalWatch] = field(default_factory=dict)
    feeds: dict[Side, FootFeed] = field(default_factory=dict)
    told_s: dict[str, float] = field(default_factory=dict)
    lost_s: dict[str, float] = field(default_factory=dict)
    """When a sensor last described itself, and lost its link, by its name."""

    def measures(self, side: Side, spec: StreamSpec) -> bool:
        """Whether a stream is of a foot now."""
        return any(s.side is side and s.spec == spec for s in self.streams.values())

    def worn(self) -> dict[Side, set[str]]:
        """Names of the sensors of each foot that is known."""
        worn: dict[Side, set[str]] = {side: set() for side in self.feeds}
        for stream in self.streams.values():
            worn[stream.side].add(stream.spec.sensor)
        return worn

    def is_alive(self, spec: StreamSpec, after_s: float) -> bool:
        """Whether a sensor said something after an instant, and its link was not lost since."""
        sent_s = [s.newest_rx_s for s in self.streams.values() if s.spec == spec]
        newest_s = max([self.told_s[spec.sensor], *sent_s])
        return newest_s >= max(after_s, self.lost_s.get(spec.sensor, -inf))
