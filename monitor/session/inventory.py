"""List what a recording holds: streams, rates, and what of them is missing."""

from collections.abc import Sequence
from math import inf
from typing import Final

import numpy as np

from monitor.errors import WireError
from monitor.ingest.limits import IngestLimits
from monitor.ingest.packet_columns import Tally
from monitor.ingest.sensor_directory import DESCRIBING, Directory, Stream
from monitor.ingest.sensor_stream import TimedSamples
from monitor.ingest.stream_spec import StreamSpec
from monitor.types import Packet, Side
from monitor.wire import CHARACTERISTICS

_A_GAP: Final = 1.5
"""A step longer than this many sample periods is a gap."""


class SampleFacts:
    """What was seen of the samples of one stream.

    Attributes
    ----------
    samples, gaps : int
    first_s, last_s : float
        Session time.
    longest_gap_s : float
        Time without samples beyond one period, session time; 0 if there is no gap.
    """

    def __init__(self, side: Side, spec: StreamSpec, limits: IngestLimits) -> None:
        self.side = side
        self.spec = spec
        self.samples = self.gaps = 0
        self.first_s, self.last_s, self.longest_gap_s = inf, -inf, 0.0
        self._stream = Stream(side, spec, limits)
        self._period_s = 1.0 / spec.rate_hz
        self._regular_s, self._regular = 0.0, 0
        self._previous_s: float | None = None

    @property
    def characteristic(self) -> str:
        """Where the samples come from."""
        return self._stream.characteristic

    @property
    def tally(self) -> Tally:
        """What became of the packets."""
        return self._stream.tally

    @property
    def rate_hz(self) -> float | None:
        """Rate of samples in session time, gaps left out; None before two samples."""
        return self._regular / self._regular_s if self._regular_s else None

    @property
    def summary(self) -> str:
        """One line for people: rates, span, what is missing."""
        if not self.samples:
            return f"{self.spec.rate_hz:g} Hz said, no samples"
        parts = [f"{self.spec.rate_hz:g} Hz said"]
        if self.rate_hz is not None:
            parts.append(f"{self.rate_hz:.5g} Hz measured")
        parts.append(f"{self.samples} samples from {self.first_s:.1f} to {self.last_s:.1f} s")
        if self.tally.lost:
            parts.append(f"{self.tally.lost} packets lost")
        if self.tally.bad:
            parts.append(f"{self.tally.bad} packets unreadable")
        if self.tally.reboots:
            parts.append(f"restarted {self.tally.reboots} times")
        parts.append(
            f"gaps: {self.gaps}, the longest {self.longest_gap_s:.3g} s" if self.gaps else "no gaps"
        )
        return ", ".join(parts)

    def push(self, packets: Sequence[Packet]) -> None:
        """Consume packets of this stream, in the order of the recording."""
        for samples in self._stream.push(range(len(packets)), packets).samples:
            self._take(samples)

    def finish(self) -> None:
        """Take what still waited for its turn."""
        for samples in self._stream.finish().samples:
            self._take(samples)

    def _take(self, samples: TimedSamples) -> None:
        if not len(samples.device_s):
            return
        before_s = [] if samples.restarted or self._previous_s is None else [self._previous_s]
        times_s = np.concatenate([before_s, samples.session_s])
        # a sample whose time has passed already has no place
        steps_s = np.diff(times_s)[np.diff(np.maximum.accumulate(times_s)) > 0.0]
        is_gap = steps_s > _A_GAP * self._period_s
        self._regular_s += float(steps_s[~is_gap].sum())
        self._regular += int((~is_gap).sum())
        self.gaps += int(is_gap.sum())
        if is_gap.any():
            self.longest_gap_s = max(self.longest_gap_s, float(steps_s.max()) - self._period_s)
        self._previous_s = float(times_s.max())
        self.samples += len(samples.device_s)
        self.first_s = min(self.first_s, float(samples.session_s[0]))
        self.last_s = max(self.last_s, float(samples.session_s[-1]))


class PacketFacts:
    """What was seen of packets that carry no samples."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.packets = 0
        self.first_s, self.last_s = inf, -inf

    @property
    def summary(self) -> str:
        """One line for people."""
        if self.packets == 1:
            return f"1 packet at {self.first_s:.1f} s"
        return f"{self.packets} packets from {self.first_s:.1f} to {self.last_s:.1f} s"

    def push(self, packets: Sequence[Packet]) -> None:
        """Consume packets."""
        times_s = [packet.t_rx_s for packet in packets]
        self.packets += len(packets)
        self.first_s, self.last_s = min(self.first_s, *times_s), max(self.last_s, *times_s)


class Inventory:
    """Take the packets of a recording and count what they hold.

    Attributes
    ----------
    samples : dict
        By sensor and characteristic: every stream of samples that a sensor announced.
    others : dict
        The same for everything else.
    """

    def __init__(self, limits: IngestLimits) -> None:
        self.samples: dict[tuple[str, str], SampleFacts] = {}
        self.others: dict[tuple[str, str], PacketFacts] = {}
        self._limits = limits
        self._directory = Directory()

    def push(self, packets: Sequence[Packet]) -> None:
        """Consume packets in the order of the recording."""
        streams: dict[tuple[str, str], list[Packet]] = {}
        for packet in packets:
            streams.setdefault(packet[:2], []).append(packet)
            if packet.characteristic in DESCRIBING:
                self._describe(packet)
        for key, mine in streams.items():
            if key in self.samples:
                self.samples[key].push(mine)
            else:
                codec = CHARACTERISTICS.get(key[1])
                name = codec.name if codec else f"unknown {key[1]}"
                self.others.setdefault(key, PacketFacts(name)).push(mine)

    def finish(self) -> None:
        """End the recording."""
        for facts in self.samples.values():
            facts.finish()

    def _describe(self, packet: Packet) -> None:
        try:
            described = self._directory.take(packet)
        except WireError:
            return  # counted with the others; the pipeline says what is wrong with it
        if described is None:
            return
        for spec in described.streams:
            facts = SampleFacts(described.side, spec, self._limits)
            # a pod describes itself at every connection; the first time counts
            self.samples.setdefault((spec.sensor, facts.characteristic), facts)
