"""Nothing is lost, or called missing, on a computer many times slower than this one.

Notifications come through sockets as BlueZ hands them on, and every push takes so many times
longer than it does here. Without gathering, a pipeline four times slower said that pressure was
missing, and one eight times slower lost packets.
"""

import asyncio
import sys
import time
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

from benchmarks.live.feed import before, open_feed
from firmware_sim.record import record
from monitor.app import run
from monitor.config import Config
from monitor.pipeline import Pipeline
from monitor.serialise import event_to_json
from monitor.sinks import Outbox
from monitor.types import Event, Notice, NoticeKind, Packet

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the sockets are Linux's")

DURATION_S = 6.0
TIMES = 8.0
GATHER_S = 0.25


class Slow(Pipeline):
    """Takes many times longer for every push, and lets nobody else compute meanwhile."""

    pushes = 0

    def push(self, packets: Sequence[Packet]) -> list[Event]:
        begin_s = time.thread_time()
        events = super().push(packets)
        until_s = begin_s + TIMES * (time.thread_time() - begin_s)
        while time.thread_time() < until_s:
            pass
        self.pushes += 1
        return events


class Listener:
    """Keeps what was said."""

    def __init__(self) -> None:
        self.events: list[Event] = []

    async def run(self, outbox: Outbox) -> None:
        while (event := await outbox.get()) is not None:
            self.events.append(event)


def expected(packets: list[Packet]) -> list[str]:
    pipeline = Pipeline(Config())
    return [event_to_json(event) for event in pipeline.push(packets) + pipeline.finish()]


async def test_nothing_is_lost_or_missing_on_a_slow_computer(tmp_path: Path) -> None:
    path = tmp_path / "run.mcap"
    record("easy_run", path, duration_s=DURATION_S + 1.0)
    arrived = asyncio.Queue[Packet | None]()
    recorded: list[Packet] = []
    slow, listener = Slow(Config()), Listener()

    async def batches() -> AsyncIterator[list[Packet]]:
        while (packet := await arrived.get()) is not None:
            yield [packet]

    async with asyncio.TaskGroup() as tasks:
        session = run(batches(), slow, recorded.append, {"ears": listener}, GATHER_S)
        tasks.create_task(session)
        async with open_feed(path, DURATION_S, arrived.put_nowait) as feed:
            pass
        arrived.put_nowait(None)

    came = [packet for packet in recorded if packet.sensor != "host"]
    assert (feed.sent, feed.lost) == (len(before(path, DURATION_S)), 0)
    assert len(came) == feed.sent
    assert slow.pushes <= DURATION_S / GATHER_S + 2
    said = listener.events
    assert [e for e in said if isinstance(e, Notice) and e.kind is NoticeKind.MISSING] == []
    assert [event_to_json(event) for event in said] == expected(came)
