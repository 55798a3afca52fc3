"""Packets between their arrival and the moment they are understood.

They are recorded at once. Understanding them costs as much for twenty packets as for one, so they
wait for each other; and a slow computer gathers more, instead of falling behind.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable, Iterable
from typing import Final

from monitor.errors import RecordingError
from monitor.session.said import opening
from monitor.types import Event, Notice, NoticeKind, Packet

logger = logging.getLogger(__name__)

_QUIET_TURNS: Final = 3
"""Turns of the loop without a packet after which none waits: one turn reads a socket, the next
hands the packet on, and the order within a turn is not ours."""
_MOST_TURNS: Final = 200
"""Turns after which packets are not waited for any more: a second of the fastest sensors."""


class Intake:
    """Packets that have arrived and are not understood yet.

    Parameters
    ----------
    record : callable
        Keeps a packet; may raise ``RecordingError``, which is told and ends nothing.
    gather_s : float
        Time from one batch to the next, s; 0: every batch of the source as it comes.
    """

    def __init__(self, record: Callable[[Packet], None], gather_s: float) -> None:
        self._record = record
        self._gather_s = gather_s
        # without a bound where packets come at the speed of life; else one batch at a time
        self._waiting: list[Packet] = []
        self._some = asyncio.Event()
        self._taken = asyncio.Event()
        self._ended = asyncio.Event()
        self._failures: list[Event] = []
        self._opened = False
        self.newest_s = 0.0
        """When the last packet arrived, on the session's clock, s."""

    async def fill(self, packets: AsyncIterator[list[Packet]]) -> None:
        """Take in packets until their source ends."""
        try:
            async for batch in packets:
                if not self._opened:
                    self.keep([opening(batch[0].t_rx_s)])
                    self._opened = True
                self.newest_s = batch[-1].t_rx_s
                self.keep(batch)
                self._waiting += batch
                self._some.set()
                if not self._gather_s:
                    self._taken.clear()
                    await self._taken.wait()
        finally:
            self._ended.set()
            self._some.set()

    async def batches(self) -> AsyncIterator[list[Packet]]:
        """Give what waits, all at once, until the source has ended."""
        clock = asyncio.get_running_loop().time
        due_s = clock()
        while True:
            # a beat of its own; whoever takes longer to understand than it lasts gathers more
            due_s = max(due_s + self._gather_s, clock())
            await self._some.wait()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout_at(due_s):
                    await self._ended.wait()
            await self._drain()
            batch, self._waiting = self._waiting, []
            self._taken.set()
            if not self._ended.is_set():
                self._some.clear()
            if batch:
                yield batch
            elif self._ended.is_set():
                return

    def keep(self, packets: Iterable[Packet]) -> None:
        """Record packets; remember what the runner has to know if that fails."""
        for packet in packets:
            try:
                self._record(packet)
            except RecordingError as error:
                logger.warning("recording: %s", error)
                text = f"recording: {error}; the run goes on"
                notice = Notice(NoticeKind.MISSING, packet.t_rx_s, "recording", text)
                self._failures.append(notice)

    def failures(self) -> list[Event]:
        """What failed since this was last asked."""
        failures, self._failures = self._failures, []
        return failures

    async def _drain(self) -> None:
        """Run the event loop until the sockets are empty.

        It reads one notification per socket and turn, so fast streams would lag otherwise, as if
        their data were missing.
        """
        if not self._gather_s:
            return
        quiet = 0
        for _ in range(_MOST_TURNS):
            count = len(self._waiting)
            await asyncio.sleep(0)
            quiet = quiet + 1 if len(self._waiting) == count else 0
            if quiet == _QUIET_TURNS:
                return
