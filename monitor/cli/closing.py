"""Close and file, beside what goes on, what a crash cut off; an end does not wait for it."""

import asyncio
import contextlib
import logging
import threading
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Final

from monitor.cli.common import console
from monitor.errors import MonitorError

if TYPE_CHECKING:
    from monitor.home.catalogue import Catalogue

logger = logging.getLogger(__name__)

_END_S: Final = 5.0
"""How long an end waits for a recording to be left, s. Rule of thumb."""


async def close_cut(filed: Callable[[], None], *, shows: bool = False) -> None:
    """Close what a crash cut off, and file the newest run: its card and its questions wait.

    It takes minutes on a small computer. Cancelled, it is left after 5 s at the latest: a file
    changes as a whole or not at all, and the next start begins anew.

    Parameters
    ----------
    filed : callable
        Called when it is done.
    shows : bool
        Whether the open cards of whoever ran then are shown in the terminal: nobody has seen them.
    """
    loop, over, left = asyncio.get_running_loop(), asyncio.Event(), threading.Event()

    def close() -> None:
        _close(left.is_set, shows=shows)
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


def _close(left: Callable[[], bool], *, shows: bool) -> None:
    """Close what a crash cut off; trouble with it keeps no run from being started."""
    from monitor.cli.home import LeftAlone, opened, opened_as_is

    try:
        with opened_as_is() as (_, catalogue):
            before = {row.id for row in catalogue.sessions()}
        with opened(run_waits=True, left=left) as (_, catalogue):
            new = [row.athlete for row in catalogue.sessions() if row.id not in before]
            if shows:
                _show_cards(catalogue, dict.fromkeys(new))
    except LeftAlone:
        logger.info("an old recording is left for the next start")
    except MonitorError as error:
        console.print(f"trouble: {error}")
    except Exception:  # a slip of ours must not end the run that goes on
        logger.exception("an old recording failed unforeseen")


def _show_cards(catalogue: "Catalogue", athletes: Iterable[str | None]) -> None:
    from monitor.cli.cards import show_cards
    from monitor.cli.report import speech
    from monitor.report.wording import Words

    for athlete in athletes:
        show_cards(catalogue, athlete, Words(speech(None)), nobodys=True)
