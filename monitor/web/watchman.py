"""End a session that nobody ended: one in which nothing moves any more."""

import asyncio
import contextlib
import logging
from collections.abc import Callable
from typing import Final

from monitor.sinks import Outbox
from monitor.web.stillness import Stillness

logger = logging.getLogger(__name__)

_LOOKS: Final = 30
"""Looks within the time after which a session ends; it is at most so much too long."""


class Watchman:
    """A sink that ends the session once nothing moved for long.

    Parameters
    ----------
    most_s : float
        Longest time without movement, s.
    now_s : callable
        Session time, s.
    end : callable
        Ends the session.
    """

    def __init__(self, most_s: float, now_s: Callable[[], float], end: Callable[[], None]) -> None:
        self._most_s, self._now_s, self._end = most_s, now_s, end
        self._still = Stillness(most_s)

    async def run(self, outbox: Outbox) -> None:
        """Take events until ``None`` comes."""
        ended = False
        while True:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._most_s / _LOOKS):
                    event = await outbox.get()
                    if event is None:
                        return
                    self._still.push(event)
            # after every event, too: a heart that beats each second is no movement
            if not ended and self._still.is_over(self._now_s()):
                logger.info("nothing moved for %.0f s: the session ends", self._most_s)
                ended = True
                self._end()
