"""Keep answers to what is asked after a run, in a thread, as writing them takes its time."""

import asyncio
from collections.abc import Callable

from monitor.errors import MonitorError
from monitor.web.messages import FollowUpMessage, ReadMessage

Answer = FollowUpMessage | ReadMessage
"""What belongs to a run that is over."""


class Keeper:
    """Answers on their way to the disk.

    Parameters
    ----------
    told : callable
        Told once an answer is kept; with the reason if it never can be.
    """

    def __init__(self, told: Callable[[str], None]) -> None:
        self._told = told
        self._keeping: set[asyncio.Task[None]] = set()
        self.take: Callable[[Answer], None] | None = None
        """Writes an answer; None: nobody keeps answers."""
        self.kept = asyncio.Event()
        """Set whenever an answer was kept."""

    def keep(self, message: Answer, done: Callable[[], None]) -> None:
        """Keep an answer; ``done`` is called when it is on the disk, or can never be."""
        keeping = asyncio.create_task(self._keep(message, done), name="station-keep")
        self._keeping.add(keeping)
        keeping.add_done_callback(self._keeping.discard)

    async def _keep(self, message: Answer, done: Callable[[], None]) -> None:
        if self.take is None:
            return
        trouble = ""
        try:
            await asyncio.to_thread(self.take, message)
        except (MonitorError, ValueError) as error:
            trouble = str(error)
        self.kept.set()
        done()
        self._told(trouble)
