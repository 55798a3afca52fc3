"""How signals end a session: as ``q`` does, with nothing cut off."""

import asyncio
import contextlib
import signal
from collections.abc import Callable, Iterator
from typing import Final

_ENDING: Final = [
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
]
"""Signals that end a session as ``q`` does; Windows has no SIGHUP."""


def tell_interrupt(ended_by: int | None) -> None:
    """Tell a session that a Ctrl-C ended from all others, once all is filed.

    Raises
    ------
    KeyboardInterrupt
        If a Ctrl-C ended it.
    """
    if ended_by == signal.SIGINT:
        raise KeyboardInterrupt


@contextlib.contextmanager
def ended_by_signals(end: Callable[[], None]) -> Iterator[list[int]]:
    """Let signals end a session as ``q`` does: nothing is cut off. A second Ctrl-C does not wait.

    Gives the list that the signals go to.
    """
    loop = asyncio.get_running_loop()
    caught: list[int] = []

    before = {number: signal.getsignal(number) for number in _ENDING}

    def take(number: int) -> None:
        caught.append(number)
        how = signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL
        signal.signal(number, how)
        end()

    # nohup, and a shell that starts us in the background, ignore some on purpose
    signals = [number for number, how in before.items() if how != signal.SIG_IGN]
    for number in signals:
        # not the loop's own handlers: Windows has none
        signal.signal(number, lambda number, _: loop.call_soon_threadsafe(take, number))
    try:
        yield caught
    finally:
        for number in signals:
            signal.signal(number, before[number])


@contextlib.contextmanager
def leaving_nothing() -> Iterator[None]:
    """Let signals end a command as an error does: what is not whole is removed, what was stays."""

    def leave(number: int, _: object) -> None:
        signal.signal(number, signal.SIG_IGN)  # a second one does not end the clearing up
        raise SystemExit(128 + number)

    # nohup ignores some on purpose, and Ctrl-C is an error by itself
    taken = [number for number in _ENDING if signal.getsignal(number) == signal.SIG_DFL]
    for number in taken:
        signal.signal(number, leave)
    try:
        yield
    finally:
        for number in taken:
            signal.signal(number, signal.SIG_DFL)
