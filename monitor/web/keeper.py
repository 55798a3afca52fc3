"""Keep answers to what is asked after a run, in a thread, as writing them takes its time."""

import asyncio
from collections.abc import Callable

from monitor.errors import MonitorError, UnknownSessionError
from monitor.web.messages import AnswerMessage


class Keeper:
    """Answers on their way to the disk.

    Parameters
    ----------
    told : callable
        Told whenever something changed; with the reason if an answer can never be kept.

    Attributes
    ----------
    number : int
        Grows whenever something was kept: what waits is another then.
    trouble : str
        Why the last answer is not kept yet; empty once one is. Whoever sent it sends it again.
    """

    def __init__(self, told: Callable[[str], None]) -> None:
        self._told = told
        self._keeping: set[asyncio.Task[None]] = set()
        self.take: Callable[[AnswerMessage], None] | None = None
        """Writes an answer; None: nobody keeps answers."""
        self.kept = asyncio.Event()
        """Set whenever an answer was kept."""
        self.goes_on: Callable[[], bool] = lambda: False
        """Whether the next question is asked elsewhere once one was answered."""
        self.number = 0
        self.trouble = ""

    def keep(
        self, message: AnswerMessage, done: Callable[[], None], refuse: Callable[[str], None]
    ) -> None:
        """Keep an answer; ``done``: it is on the disk, ``refuse``: it never can be."""
        keeping = asyncio.create_task(self._keep(message, done, refuse), name="station-keep")
        self._keeping.add(keeping)
        keeping.add_done_callback(self._keeping.discard)

    def note(self, refused: str = "") -> None:
        """Take note that something was kept, here or elsewhere; or why it never can be."""
        self.number += 1
        self.trouble = ""
        self.kept.set()
        self._told(refused)

    async def _keep(
        self, message: AnswerMessage, done: Callable[[], None], refuse: Callable[[str], None]
    ) -> None:
        if self.take is None:
            return
        try:
            await asyncio.to_thread(self.take, message)
        except (UnknownSessionError, ValueError) as error:
            refuse(str(error))
            self.note(str(error))
            return
        except MonitorError as error:
            # a full disk and a busy catalogue pass: unacknowledged, it comes again
            self.trouble = str(error)
            self._told("")
            return
        done()
        self.note()
