"""Run simulated sensors in a process of their own, which ends with the one that started it."""

import asyncio
import contextlib
import ctypes
import logging
import os
import signal
import stat
import sys
import threading
from collections.abc import Callable, Collection, Coroutine, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from firmware_sim.air.accidents import Accident
from firmware_sim.air.gatt_radio import AirRadio, HciRadio
from firmware_sim.air.hub import ANY_PORT, open_hub
from firmware_sim.air.peripheral import Content, Peripheral
from firmware_sim.air.world import World
from monitor.errors import SourceError

logger = logging.getLogger(__name__)

CONNECTION_INTERVAL_S = 0.015
"""Time between connection events unless told, s; Linux asks for 30 to 50 ms, phones for 15."""

_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Radios:
    """Where the air is, and what is real about it.

    Parameters
    ----------
    address : str
        Where the virtual air listens for centrals, see `firmware_sim.air.hub.open_hub`.
    interval_s : float
        Time between connection events on the virtual air, s.
    hci : sequence of str
        Transports of real adapters, as bumble spells them: the first sensor gets the first, and
        so on; those that are left are in the virtual air.
    lend : str or None
        A transport behind which somebody gets an adapter of the virtual air: ``vhci`` gives one
        to the Linux kernel, and so to BlueZ.
    """

    address: str = ANY_PORT
    interval_s: float = CONNECTION_INTERVAL_S
    hci: Sequence[str] = ()
    lend: str | None = None


async def serve(
    sensors: Sequence[tuple[Content, Collection[Accident]]],
    ready: Callable[[str], None],
    radios: Radios,
) -> None:
    """Let sensors live on the air until cancelled.

    Parameters
    ----------
    sensors : sequence of (Content, accidents)
    ready : callable
        Called once with the hub's address, when centrals can connect.
    radios : Radios

    Raises
    ------
    SourceError
        If a radio cannot be opened.
    """
    failures: list[SourceError] = []
    world = World()
    async with open_hub(radios.address, radios.interval_s) as hub:
        if radios.lend is not None:
            await hub.lend(radios.lend)
        try:
            async with asyncio.TaskGroup() as tasks:
                for (content, accidents), hci in zip_longest(sensors, radios.hci[: len(sensors)]):
                    radio = AirRadio(hub) if hci is None else HciRadio(hci)
                    peripheral = Peripheral(radio, content, world, accidents)
                    tasks.create_task(peripheral.run(), name=content.name)
                ready(hub.address)
        except* SourceError as group:
            # not raised from here: Python 3.11.2 would wrap it in a group
            failures = [e for e in group.exceptions if isinstance(e, SourceError)]
    if failures:
        raise failures[0]


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
    Everywhere, the end of standard input does it, if that is a pipe: the parent keeps its end.
    """
    if sys.platform == "linux":
        parent = os.getppid()
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it died before we asked
            os._exit(0)
    if stat.S_ISFIFO(os.fstat(0).st_mode):
        threading.Thread(target=_exit_at_end_of_input, name="parent-watch", daemon=True).start()


def _exit_at_end_of_input() -> None:
    while os.read(0, 4096):  # not sys.stdin, whose lock would be held when Python ends
        pass
    os._exit(0)
