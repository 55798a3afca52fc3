"""How does a session run? Packets in, recorded first; events out, to every sink at its own pace."""

import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncIterator, Callable, Mapping
from typing import NamedTuple

from monitor.config import Config
from monitor.errors import RecordingError, SinkError
from monitor.pipeline import Pipeline
from monitor.session.said import HOST, opening, to_packets
from monitor.sinks import Outbox, Sink
from monitor.sources.ble import open_ble
from monitor.sources.taps import listening
from monitor.types import Event, Notice, NoticeKind, Packet
from monitor.wire import clock, uuids

logger = logging.getLogger(__name__)

_TICK_S = 1.0


async def run(
    packets: AsyncIterator[list[Packet]],
    pipeline: Pipeline,
    record: Callable[[Packet], None],
    sinks: Mapping[str, Sink],
) -> None:
    """Run one session until ``packets`` ends.

    The packets may be live, simulated or replayed; nothing here can tell. Every packet is
    recorded before it is understood, what is said is recorded after it, and a recording that fails
    is said, and ends nothing.
    """
    # events are few (a handful a second): no bound needed, a run ends before memory does
    outboxes: dict[str, Outbox] = {name: asyncio.Queue() for name in sinks}

    def say(events: list[Event]) -> None:
        for event in events:
            for outbox in outboxes.values():
                outbox.put_nowait(event)

    async with asyncio.TaskGroup() as tasks:
        for name, sink in sinks.items():
            tasks.create_task(_deliver(name, sink, outboxes[name]), name=f"sink-{name}")
        understood, now_s = 0, 0.0
        async for batch in packets:
            opened = [] if understood else [opening(batch[0].t_rx_s)]
            failures = _record([*opened, *batch], record)
            events, now_s = pipeline.push(batch), batch[-1].t_rx_s
            say([*failures, *events, *_record(to_packets(events, now_s), record)])
            understood += len(batch)
            logger.debug("session: %d packets understood", understood)
        events = pipeline.finish()
        say([*events, *_record(to_packets(events, now_s), record)])
        for outbox in outboxes.values():
            outbox.put_nowait(None)


async def _deliver(name: str, sink: Sink, outbox: Outbox) -> None:
    """Let one sink fail without ending the session; what is left in its outbox is dropped."""
    try:
        await sink.run(outbox)
    except SinkError as error:
        logger.warning("sink %s: %s; the run goes on without it", name, error)


class Live(NamedTuple):
    """A session that is going on: its packets, how to add one, and how to end it properly."""

    packets: AsyncIterator[list[Packet]]
    take: Callable[[Packet], None]
    now_s: Callable[[], float]
    end: Callable[[], None]


@contextlib.asynccontextmanager
async def open_live(
    config: Config,
    backend: str | None,
    only: tuple[str, ...] = (),
    duration_s: float | None = None,
    show: Callable[[str], None] = lambda _: None,
) -> AsyncIterator[Live]:
    """Give the packets of the sensors, the runner's keys and the host's clock, as they arrive.

    They end after ``duration_s``, when the runner presses ``q``, or when ``end`` is called.
    ``show`` gets what the next key of the runner is to say.
    """
    begin_s = time.monotonic()

    def now_s() -> float:
        return time.monotonic() - begin_s

    # unbounded: a hundred small packets a second, and what is lost here is lost for ever
    arrived = asyncio.Queue[Packet | None]()

    def end() -> None:
        arrived.put_nowait(None)

    async with (
        open_ble(config.radio, backend, only=only, now_s=now_s) as radio,
        asyncio.TaskGroup() as tasks,
    ):
        pumps = [
            tasks.create_task(_pump(radio, arrived), name="live-radio"),
            tasks.create_task(_tick(arrived, now_s), name="live-clock"),
        ]
        if duration_s is not None:
            asyncio.get_running_loop().call_later(duration_s, end)
        with listening(arrived.put_nowait, end, now_s, show):
            try:
                yield Live(_until_end(arrived), arrived.put_nowait, now_s, end)
            finally:
                for pump in pumps:
                    pump.cancel()


async def _pump(source: AsyncIterator[list[Packet]], arrived: asyncio.Queue[Packet | None]) -> None:
    async for batch in source:
        for packet in batch:
            arrived.put_nowait(packet)


async def _tick(arrived: asyncio.Queue[Packet | None], now_s: Callable[[], float]) -> None:
    """Let time pass in the recording, once a second."""
    while True:
        await asyncio.sleep(_TICK_S)
        t_s = now_s()
        payload = clock.encode(clock.HostTick(int(t_s)))
        arrived.put_nowait(Packet(HOST, uuids.CLOCK, t_s, payload))


async def _until_end(arrived: asyncio.Queue[Packet | None]) -> AsyncIterator[list[Packet]]:
    """Give what has arrived, all at once, until a None comes."""
    while True:
        batch = [await arrived.get()]
        while not arrived.empty():
            batch.append(arrived.get_nowait())
        packets = [packet for packet in batch if packet is not None]
        if packets:
            yield packets
        if len(packets) < len(batch):
            return


def _record(batch: list[Packet], record: Callable[[Packet], None]) -> list[Event]:
    """Record packets; return what the runner has to know if that fails."""
    failures: list[Event] = []
    for packet in batch:
        try:
            record(packet)
        except RecordingError as error:
            logger.warning("recording: %s", error)
            text = f"recording stopped: {error}; the run goes on, and the disk is tried again"
            failures.append(Notice(NoticeKind.MISSING, packet.t_rx_s, "recording", text))
    return failures
