"""How do simulated sensors run in a process of their own, and die with the one who started them?"""

import asyncio
import contextlib
import ctypes
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable, Collection, Coroutine, Sequence

from firmware_sim.air_accidents import Accident
from firmware_sim.air_hub import ANY_PORT, open_hub
from firmware_sim.peripheral import Content, Peripheral, World

logger = logging.getLogger(__name__)

CONNECTION_INTERVAL_S = 0.015
"""Time between connection events unless told, s; Linux asks for 30 to 50 ms, phones for 15."""

_PR_SET_PDEATHSIG = 1


async def serve(
    sensors: Sequence[tuple[Content, Collection[Accident]]],
    ready: Callable[[str], None],
    address: str = ANY_PORT,
    interval_s: float = CONNECTION_INTERVAL_S,
) -> None:
    """Let sensors live on the air until cancelled.

    Parameters
    ----------
    sensors : sequence of (Content, accidents)
    ready : callable
        Called once with the hub's address, when centrals can connect.
    address : str
        Where to listen, see `firmware_sim.air_hub.open_hub`.
    interval_s : float
        Time between connection events, s.
    """
    world = World()
    async with open_hub(address, interval_s) as hub, asyncio.TaskGroup() as tasks:
        for content, accidents in sensors:
            peripheral = Peripheral(hub, content, world, accidents)
            tasks.create_task(peripheral.run(), name=content.name)
        ready(hub.address)


def run(main: Coroutine[object, object, None]) -> None:
    """Run until done, interrupted or terminated; the last two are no failure."""
    with contextlib.suppress(KeyboardInterrupt, asyncio.CancelledError):
        asyncio.run(_until_terminated(main))


async def _until_terminated(main: Coroutine[object, object, None]) -> None:
    task = asyncio.current_task()
    if task is not None:
        with contextlib.suppress(NotImplementedError):  # Windows ends the process itself
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    await main


def die_with_parent() -> None:
    """End this process when the one that started it ends, however it ends.

    On Linux the kernel does it at once, if the parent's thread that started us was its main one.
    Everywhere, the end of standard input does it: the parent gives us a pipe and keeps it.
    """
    if sys.platform == "linux":
        parent = os.getppid()
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it died before we asked
            os._exit(0)
    threading.Thread(target=_exit_at_end_of_input, name="parent-watch", daemon=True).start()


def _exit_at_end_of_input() -> None:
    while sys.stdin.buffer.read(4096):
        pass
    os._exit(0)
