"""Run a session: packets in, recorded first; events out, to every sink at its own pace.

The event loop only moves packets and events. They are understood in a thread, one batch after
another, so that a slow computer never keeps a radio waiting.
"""

import asyncio
import contextlib
import gc
import logging
import time
from collections.abc import AsyncIterator, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import NamedTuple

from monitor import heap
from monitor.config import Config
from monitor.errors import ReaderLeftError, SinkError
from monitor.intake import Intake
from monitor.pipeline import Pipeline
from monitor.session.said import HOST, to_packets
from monitor.sinks import Outbox, Sink
from monitor.sources.ble import keep_sensors
from monitor.sources.ble_feet import Feet
from monitor.sources.taps import listening
from monitor.types import Event, Packet
from monitor.wire import clock, uuids

logger = logging.getLogger(__name__)

_TICK_S = 1.0


async def run(
    packets: AsyncIterator[list[Packet]],
    pipeline: Pipeline,
    record: Callable[[Packet], None],
    sinks: Mapping[str, Sink],
    gather_s: float = 0.0,
) -> None:
    """Run one session until ``packets`` ends.

    The packets may be live, simulated or replayed; nothing here can tell. Every packet is
    recorded as it arrives; what has arrived is understood together, at most once in ``gather_s``.
    What is said is recorded after it, and a recording that fails is said, and ends nothing.
    """
    # events are few (a handful a second): no bound needed, a run ends before memory does
    outboxes: dict[str, Outbox] = {name: asyncio.Queue() for name in sinks}
    intake = Intake(record, gather_s)
    loop = asyncio.get_running_loop()

    async def understand(step: Callable[[], list[Event]]) -> None:
        events = await loop.run_in_executor(worker, step)
        intake.keep(to_packets(events, intake.newest_s))
        for event in [*intake.failures(), *events]:
            for outbox in outboxes.values():
                outbox.put_nowait(event)

    with ThreadPoolExecutor(1, thread_name_prefix="pipeline") as worker:
        async with asyncio.TaskGroup() as tasks:
            for name, sink in sinks.items():
                tasks.create_task(deliver(name, sink, outboxes[name]), name=f"sink-{name}")
            tasks.create_task(intake.fill(packets), name="intake")
            async for batch in intake.batches():
                await understand(partial(pipeline.push, batch))
                logger.debug("session: %d packets understood", len(batch))
            await understand(pipeline.finish)
            for outbox in outboxes.values():
                outbox.put_nowait(None)


async def deliver(name: str, sink: Sink, outbox: Outbox) -> None:
    """Let one sink fail, in whatever way, without ending the session.

    What is left in its outbox is dropped. Only a reader of the console that leaves ends it.
    """
    try:
        await sink.run(outbox)
    except SinkError as error:
        logger.warning("sink %s: %s; the run goes on without it", name, error)
    except ReaderLeftError:
        raise
    except Exception:  # a slip of ours in one output must not cost the runner the others
        logger.exception("sink %s: failed unforeseen; the run goes on without it", name)


class Live(NamedTuple):
    """A session that is going on: its packets, how to add one, and how to end it properly."""

    packets: AsyncIterator[list[Packet]]
    take: Callable[[Packet], None]
    now_s: Callable[[], float]
    end: Callable[[], None]


@contextlib.asynccontextmanager
async def open_live(  # noqa: PLR0913 - each is another part of a session
    config: Config,
    backend: str | None,
    only: tuple[str, ...] = (),
    duration_s: float | None = None,
    show: Callable[[str], None] = lambda _: None,
    entered: Callable[[], None] = lambda: None,
    *,
    feet: Feet | None = None,
) -> AsyncIterator[Live]:
    """Give the packets of the sensors, the runner's keys and the host's clock, as they arrive.

    They end after ``duration_s``, when the runner presses ``q``, or when ``end`` is called.
    ``show`` gets what the next key of the runner is to say; ``entered`` is called at each Enter;
    ``feet`` knows sensors of maps.
    """
    heap.keep_small()
    _keep_what_is_loaded()
    now_s = _stopwatch()
    # unbounded: a hundred small packets a second, and what is lost here is lost for ever
    arrived = asyncio.Queue[Packet | None]()
    take = arrived.put_nowait
    complete: Callable[[], None] = _nothing

    def end() -> None:
        complete()  # nothing that was typed comes after the end
        arrived.put_nowait(None)

    async with (
        keep_sensors(config.radio, take, backend, only=only, now_s=now_s, feet=feet),
        asyncio.TaskGroup() as tasks,
    ):
        clock_task = tasks.create_task(_tick(take, now_s), name="live-clock")
        if duration_s is not None:
            asyncio.get_running_loop().call_later(duration_s, end)
        with listening(take, end, now_s, show, entered) as complete:
            try:
                yield Live(_until_end(arrived), take, now_s, end)
            finally:
                clock_task.cancel()


def _keep_what_is_loaded() -> None:
    """Leave what is loaded by now out of garbage collection, for ever."""
    # looking through all of it again stops the loop for 0.1 s
    gc.collect()
    gc.freeze()


def _stopwatch() -> Callable[[], float]:
    """Start a clock that tells the seconds since now."""
    begin_s = time.monotonic()
    return lambda: time.monotonic() - begin_s


def _nothing() -> None:
    """Complete nothing: the keys are not heard yet."""


async def _tick(take: Callable[[Packet], None], now_s: Callable[[], float]) -> None:
    """Let time pass in the recording, once a second."""
    while True:
        await asyncio.sleep(_TICK_S)
        t_s = now_s()
        take(Packet(HOST, uuids.CLOCK, t_s, clock.encode(clock.HostTick(int(t_s)))))


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
