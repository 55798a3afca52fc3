"""What does a live run cost, and how late is what it says?

    python -m benchmarks.live [--seconds S] [--skip-start]

Notifications come through SEQPACKET sockets, one a characteristic, from another process, and are
read as bleak reads them. Two IMU + insole pods and a strap of the simulator, 71 notifications a
second. Shares are processor time of this process; the sender's is not counted. "A push a turn" is
how packets were understood before they were gathered: on the loop, as soon as they came.
Exits with 1 if a target is missed.
"""

import argparse
import asyncio
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.live.feed import Feed, before, open_feed
from benchmarks.live.start import Start, measure_start
from firmware_sim.record import record
from monitor.app import run
from monitor.config import Config
from monitor.pipeline import Pipeline
from monitor.serialise import event_to_json
from monitor.session.header import RecordingHeader
from monitor.session.journal import Journal
from monitor.sinks import Outbox, Sink
from monitor.types import Event, Packet
from monitor.wire import uuids

GATHER_S = Config().session.gather_s
HEADER = RecordingHeader(datetime(2026, 5, 1, tzinfo=UTC))
PIPELINE_PERCENT, PROCESS_PERCENT, P99_S = 3.0, 5.0, 0.4
CROWD_HZ, CROWD_PERCENT = 800.0, 25.0
SCANNING_S, STREAMING_S = 2.5, 5.0


class Timed(Pipeline):
    """Counts the processor time of its pushes."""

    busy_s = 0.0
    pushes = 0

    def push(self, packets: Sequence[Packet]) -> list[Event]:
        """Push, and look at the clock before and after."""
        begin_s = time.thread_time()
        events = super().push(packets)
        self.busy_s += time.thread_time() - begin_s
        self.pushes += 1
        return events


@dataclass
class Result:
    """One run."""

    name: str
    notifications_hz: float
    pushes_hz: float
    pipeline_percent: float
    process_percent: float
    lost: int
    p50_s: float
    p99_s: float


class Trial:
    """One run, from notifications to events."""

    def __init__(self) -> None:
        self.pipeline = Timed(Config())
        self.kept: list[Packet] = []
        self.heard: list[tuple[float, Event]] = []
        self._arrived = asyncio.Queue[Packet | None]()
        self._zero_s = 0.0

    async def run(
        self, recording: Path, seconds: float, journal: Journal, *, gathered: bool
    ) -> tuple[Feed, float]:
        """Understand a recording as it comes; return what was sent, and the processor time, s."""

        def write(packet: Packet) -> None:
            journal.write(packet)
            if packet.characteristic != uuids.SAID:
                self.kept.append(packet)

        begin_s = time.process_time()
        async with asyncio.TaskGroup() as tasks:
            if gathered:
                sinks: dict[str, Sink] = {"ears": _Ears(self._hear)}
                session = run(self._batches(), self.pipeline, write, sinks, GATHER_S)
            else:
                session = self._a_push_a_turn(write)
            tasks.create_task(session)
            async with open_feed(recording, seconds, self._take) as feed:
                pass
            used_s = time.process_time() - begin_s
            self._arrived.put_nowait(None)
        return feed, used_s

    def _take(self, packet: Packet) -> None:
        self._zero_s = time.monotonic() - packet.t_rx_s
        self._arrived.put_nowait(packet)

    def _hear(self, event: Event) -> None:
        self.heard.append((time.monotonic() - self._zero_s, event))

    async def _batches(self) -> AsyncIterator[list[Packet]]:
        """What has arrived, each turn of the loop."""
        ended = False
        while not ended:
            got = [await self._arrived.get()]
            while not self._arrived.empty():
                got.append(self._arrived.get_nowait())
            batch = [packet for packet in got if packet is not None]
            ended = len(batch) < len(got)
            if batch:
                yield batch

    async def _a_push_a_turn(self, write: Callable[[Packet], None]) -> None:
        async for batch in self._batches():
            for packet in batch:
                write(packet)
            for event in self.pipeline.push(batch):
                self._hear(event)


class _Ears:
    """A sink that hands every event on at once."""

    def __init__(self, hear: Callable[[Event], None]) -> None:
        self._hear = hear

    async def run(self, outbox: Outbox) -> None:
        """Take events until ``None`` comes."""
        while (event := await outbox.get()) is not None:
            self._hear(event)


def live(name: str, recording: Path, seconds: float, *, gathered: bool) -> Result:
    """Understand a recording as it comes; through `monitor.app.run`, or a push a turn."""
    trial = Trial()
    with (
        tempfile.TemporaryDirectory() as folder,
        Journal.open(Path(folder) / "run.mcap", HEADER) as journal,
    ):
        feed, used_s = asyncio.run(trial.run(recording, seconds, journal, gathered=gathered))
    late_s = lateness_s(trial.kept, trial.heard)
    return Result(
        name,
        feed.sent / seconds,
        trial.pipeline.pushes / seconds,
        100.0 * trial.pipeline.busy_s / seconds,
        100.0 * used_s / seconds,
        feed.lost + feed.sent - len(trial.kept),
        statistics.median(late_s),
        statistics.quantiles(late_s, n=100)[-1],
    )


def lateness_s(packets: list[Packet], heard: list[tuple[float, Event]]) -> list[float]:
    """From the arrival of the packet that settles an event until the event was heard, s."""
    pipeline = Pipeline(Config())
    settled = [
        (packet.t_rx_s, event_to_json(event))
        for packet in packets
        for event in pipeline.push([packet])
    ]
    live = [(t_s, event_to_json(event)) for t_s, event in heard][: len(settled)]
    if [event for _, event in live] != [event for _, event in settled]:
        raise AssertionError("the events depend on how packets were grouped")
    return [heard_s - settled_s for (heard_s, _), (settled_s, _) in zip(live, settled, strict=True)]


def crowd(recording: Path, into: Path, seconds: float) -> None:
    """Add two pods that nobody needs, until 800 notifications a second arrive."""
    feet = before(recording, seconds)
    told = next(packet for packet in feet if packet.characteristic == uuids.INFORMATION)
    sample = next(packet for packet in feet if packet.characteristic == uuids.IMU)
    more_hz = (CROWD_HZ - len(feet) / seconds) / 2.0
    extra = [
        Packet(name, sample.characteristic, told.t_rx_s + 1.0 + n / more_hz, sample.payload)
        for name in ("third", "fourth")
        for n in range(round((seconds - 1.0) * more_hz))
    ]
    known = [told._replace(sensor=name, t_rx_s=told.t_rx_s + 1.0) for name in ("third", "fourth")]
    with Journal.open(into, HEADER) as journal:
        for packet in sorted([*feet, *known, *extra], key=lambda packet: packet.t_rx_s):
            journal.write(packet)


def main() -> int:
    """Print the table; 1 if a target is missed."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seconds", type=float, default=60.0)
    options.add_argument("--skip-start", action="store_true")
    chosen = options.parse_args()
    seconds = chosen.seconds
    with tempfile.TemporaryDirectory() as folder:
        alone, among = Path(folder) / "alone.mcap", Path(folder) / "among.mcap"
        record("easy_run", alone, duration_s=seconds + 1.0, seed=1)
        crowd(alone, among, seconds)
        results = [
            live("a push a turn, as it was", alone, seconds, gathered=False),
            live(f"gathered for {GATHER_S:g} s", alone, seconds, gathered=True),
            live("gathered, four sensors", among, seconds, gathered=True),
        ]
    memory_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    start = None if chosen.skip_start else asyncio.run(measure_start())
    _print(results, memory_mb, start)
    return int(_missed(results[1], results[2], start))


def _print(results: list[Result], memory_mb: float, start: Start | None) -> None:
    print("| | packets/s | pushes/s | pipeline | process | lost | event p50 | p99 |")
    print("|---|---|---|---|---|---|---|---|")
    for one in results:
        print(
            f"| {one.name} | {one.notifications_hz:.0f} | {one.pushes_hz:.1f} |"
            f" {one.pipeline_percent:.1f} % | {one.process_percent:.1f} % | {one.lost} |"
            f" {1000 * one.p50_s:.0f} ms | {1000 * one.p99_s:.0f} ms |"
        )
    print(f"\nmemory of this process at most: {memory_mb:.0f} MiB, the simulator's included")
    if start is not None:
        print(f"footloose run → listening {start.listening_s:.1f} s, → streaming", end=" ")
        print(f"{start.streaming_s:.1f} s")


def _missed(feet: Result, among: Result, start: Start | None) -> bool:
    return (
        feet.pipeline_percent > PIPELINE_PERCENT
        or feet.process_percent > PROCESS_PERCENT
        or feet.p99_s > P99_S
        or feet.lost + among.lost > 0
        or among.process_percent > CROWD_PERCENT
        or (start is not None and start.listening_s > SCANNING_S)
        or (start is not None and start.streaming_s > STREAMING_S)
    )


if __name__ == "__main__":
    sys.exit(main())
