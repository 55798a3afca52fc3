"""Tell systemd by sd_notify that a session runs and that its event loop lives."""

import asyncio
import contextlib
import os
import socket
from collections.abc import AsyncIterator
from typing import Final

_SOCKET: Final = "NOTIFY_SOCKET"
_PERIOD_US: Final = "WATCHDOG_USEC"
_PROCESS: Final = "WATCHDOG_PID"


@contextlib.asynccontextmanager
async def notifying() -> AsyncIterator[None]:
    """Say READY now, WATCHDOG while the loop turns, and STOPPING at the end.

    Nothing is said where systemd did not ask for it.
    """
    address = os.environ.get(_SOCKET, "")
    if not address.startswith(("/", "@")):
        yield
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        where = address.replace("@", "\0", 1) if address.startswith("@") else address

        def say(words: str) -> None:
            with contextlib.suppress(OSError):  # a service without a listener goes on
                systemd.sendto(words.encode(), where)

        async def beat(period_s: float) -> None:
            while True:
                say("WATCHDOG=1")
                await asyncio.sleep(period_s / 2.0)

        async with asyncio.TaskGroup() as tasks:
            say("READY=1")
            period_s = _period_s()
            beating = tasks.create_task(beat(period_s), name="watchdog") if period_s else None
            try:
                yield
            finally:
                say("STOPPING=1")
                if beating is not None:
                    beating.cancel()


def _period_s() -> float:
    """Within which time systemd wants to hear of us, s; 0: not at all."""
    mine = os.environ.get(_PROCESS, "") in {"", str(os.getpid())}
    text = os.environ.get(_PERIOD_US, "")
    return int(text) / 1e6 if mine and text.isdecimal() else 0.0
