"""A private D-Bus with a stand-in for BlueZ on it."""

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

from bleak.backends.bluezdbus.manager import _global_instances
from dbus_fast.aio import MessageBus

from firmware_sim.air.backend import AirBackend
from tests.system.bluez import BlueZ
from tests.system.trouble import Trouble


@dataclass(frozen=True)
class Service:
    """What can be done to the Bluetooth service."""

    address: str
    kill: Callable[[], None]
    """The bus dies with it."""
    end: Callable[[], None]
    """The bus lives on, and tells; nobody else does."""


@contextlib.asynccontextmanager
async def bluez(
    backend: AirBackend, trouble: Trouble, folder: os.PathLike[str]
) -> AsyncIterator[Service]:
    """A private bus with BlueZ on it."""
    daemon = await asyncio.create_subprocess_exec(
        *("dbus-daemon", "--session", "--nofork", "--print-address"),
        f"--address=unix:dir={folder}",
        stdout=asyncio.subprocess.PIPE,
    )
    address = (await daemon.stdout.readline()).decode().strip()
    bus = await MessageBus(bus_address=address, negotiate_unix_fd=True).connect()
    ready = asyncio.Event()
    try:
        async with asyncio.TaskGroup() as tasks:
            service = tasks.create_task(BlueZ(bus, backend, trouble).run(ready))
            await ready.wait()

            def kill() -> None:
                service.cancel()
                daemon.terminate()

            def end() -> None:
                tasks.create_task(bus.release_name("org.bluez"))

            yield Service(address, kill, end)
            await _forget_manager()
            service.cancel()
    finally:
        bus.disconnect()
        # a killed daemon ends the bus in mid-read or in mid-write
        with contextlib.suppress(EOFError, OSError):
            await bus.wait_for_disconnect()  # type: ignore[no-untyped-call] # dbus-fast says no types
        if daemon.returncode is None:
            daemon.terminate()
        await daemon.wait()


async def _forget_manager() -> None:
    """Close the bus that bleak keeps for the life of the loop."""
    manager = _global_instances.pop(asyncio.get_running_loop(), None)
    if manager is not None and manager._bus is not None:
        manager._bus.disconnect()
        await asyncio.wait({manager._bus_watcher_task})
