"""Close and file, beside what goes on, what a crash cut off; an end does not wait for it."""

import asyncio
import contextlib
import logging
import threading
from collections.abc import Callable
from typing import Final

from monitor.cli.common import console
from monitor.errors import MonitorError

logger = logging.getLogger(__name__)

_END_S: Final = 5.0
"""How long an end waits for a recording to be left, s. Rule of thumb."""


async def close_cut(filed: Callable[[], None]) -> None:
    """Close what a crash cut off, and file the newest run: its card and its questions wait.

    It takes minutes on a small computer. Cancelled, it is left after 5 s at the latest: a file
    changes as a whole or not at all, and the next start begins anew.

    Parameters
    ----------
    filed : callable
        Called when it is done.
    """
    loop, over, left = asyncio.get_running_loop(), asyncio.Event(), threading.Event()

    def close() -> None:
        _close(left.is_set)
        with contextlib.suppress(RuntimeError):  # the loop has ended meanwhile
            loop.call_soon_threadsafe(over.set)

    # no thread of a pool: the end of the program would wait for it
    threading.Thread(target=close, name="close-cut", daemon=True).start()
    try:
        await over.wait()
    except asyncio.CancelledError:
        left.set()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_END_S):
                await over.wait()
        raise
    filed()


def _close(left: Callable[[], bool]) -> None:
    """Close what a crash cut off; trouble with it keeps no run from being started."""
    from monitor.cli.home import LeftAlone, opened

    try:
        with opened(run_waits=True, left=left):
            pass
    except LeftAlone:
        logger.info("an old recording is left for the next start")
    except MonitorError as error:
        console.print(f"trouble: {error}")
    except Exception:  # a slip of ours must not end the run that goes on
        logger.exception("an old recording failed unforeseen")
