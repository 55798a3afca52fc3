"""Replay a recording in real time, or as fast as possible."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager

from monitor.types import Packet


@asynccontextmanager
async def open_replay(
    batches: Iterable[Sequence[Packet]], speed: float | None = None
) -> AsyncIterator[AsyncIterator[list[Packet]]]:
    """Give packets as a radio would.

    Parameters
    ----------
    batches : Iterable[Sequence[Packet]]
        Packets in their order, as ``Recording.batches`` gives them.
    speed : float, optional
        1.0 is the speed of life, by the packets' arrival times; None is as fast as possible, one
        batch at a time.
    """
    if speed is not None and not speed > 0.0:
        raise ValueError(f"speed is {speed}, must be above 0")
    yield _at_once(batches) if speed is None else _paced(batches, speed)


async def _at_once(batches: Iterable[Sequence[Packet]]) -> AsyncIterator[list[Packet]]:
    for batch in batches:
        yield list(batch)
        await asyncio.sleep(0)  # sinks and keys want their turn


async def _paced(batches: Iterable[Sequence[Packet]], speed: float) -> AsyncIterator[list[Packet]]:
    """Give what is due, all at once: late packets are not delayed one by one."""
    clock = asyncio.get_running_loop().time
    zero_s: float | None = None
    due: list[Packet] = []
    for packet in (packet for batch in batches for packet in batch):
        if zero_s is None:
            zero_s = clock() - packet.t_rx_s / speed
        wait_s = zero_s + packet.t_rx_s / speed - clock()
        if wait_s > 0.0:
            if due:
                yield due
                due = []
                wait_s = zero_s + packet.t_rx_s / speed - clock()
            await asyncio.sleep(max(wait_s, 0.0))
        due.append(packet)
    if due:
        yield due
