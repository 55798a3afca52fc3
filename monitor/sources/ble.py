"""Live sensors as a stream of packets: found by their services, connected, and kept.

Only the modules named ``ble*`` use bleak. Pods, heart-rate straps and speed pods are found by
scan; whatever is lost is sought again for as long as the session lasts.
"""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable, Collection, Sequence

from bleak.backends.device import BLEDevice

from monitor.sources import ble_linux
from monitor.sources.ble_adapter import Adapter, FoundSensor
from monitor.sources.ble_backend import load_backend
from monitor.sources.ble_feet import Feet
from monitor.sources.ble_limits import RadioLimits
from monitor.sources.ble_seeker import Seeker
from monitor.sources.ble_session import Session
from monitor.sources.sensor_maps import MappedSensor
from monitor.types import Packet

__all__ = ["FoundSensor", "keep_sensors", "open_ble", "scan"]


async def scan(
    limits: RadioLimits,
    backend: str | None = None,
    duration_s: float | None = None,
    maps: Sequence[MappedSensor] = (),
) -> list[FoundSensor]:
    """Sensors that can be heard now, the nearest first.

    Parameters
    ----------
    limits : RadioLimits
    backend : str or None
        ``module:object`` or ``module:object@address`` of another radio than the platform's.
    duration_s : float or None
        How long to listen, s; None is one window of ``limits``.
    maps : sequence of MappedSensor
        Sensors of one's own that are looked for, too.

    Raises
    ------
    SourceError
        If there is no Bluetooth.
    """
    heard: dict[str, FoundSensor] = {}

    def hear(_: BLEDevice, sensor: FoundSensor) -> None:
        heard[sensor.address] = sensor

    async with Adapter(load_backend(backend), limits, maps).listening(hear):
        await asyncio.sleep(limits.scan_s if duration_s is None else duration_s)
    return sorted(heard.values(), key=lambda sensor: (-sensor.rssi_dbm, sensor.address))


@contextlib.asynccontextmanager
async def keep_sensors(
    limits: RadioLimits,
    send: Callable[[Packet], None],
    backend: str | None = None,
    *,
    only: Collection[str] = (),
    now_s: Callable[[], float] | None = None,
    feet: Feet | None = None,
) -> AsyncIterator[None]:
    """Find and keep the sensors while the context is open; ``send`` gets their packets.

    Parameters
    ----------
    limits : RadioLimits
    send : callable
        Takes a packet as it arrives; must return at once.
    backend : str or None
        As in `scan`.
    only : collection of str
        Names or addresses of the sensors to use; empty: all that can be heard. The sensors of
        other runners nearby are kept away by this.
    now_s : callable or None
        Session time, s, for the packets' arrival; None counts from now.
    feet : Feet or None
        Who may measure what on which foot; None: one of each.

    A radio that is not there, or fails, is said once and waited for.
    """
    begin_s = time.monotonic()
    session = Session(
        adapter=Adapter(load_backend(backend), limits, feet.maps if feet else ()),
        limits=limits,
        send=send,
        now_s=now_s or (lambda: time.monotonic() - begin_s),
        feet=feet or Feet(),
    )
    ble_linux.quiet_buses()
    async with _kept(session, only):
        yield


@contextlib.asynccontextmanager
async def _kept(session: Session, only: Collection[str]) -> AsyncIterator[None]:
    """Seek sensors, and watch the system's Bluetooth service, while the context is open."""
    async with asyncio.TaskGroup() as tasks:
        seeker = tasks.create_task(Seeker(session, only).run(), name="ble-seeker")
        watch = session.adapter.watch_service(session.end_links)
        watcher = tasks.create_task(watch, name="ble-service")
        try:
            yield
        finally:
            watcher.cancel()
            seeker.cancel()


@contextlib.asynccontextmanager
async def open_ble(
    limits: RadioLimits,
    backend: str | None = None,
    only: Collection[str] = (),
    feet: Feet | None = None,
) -> AsyncIterator[AsyncIterator[list[Packet]]]:
    """Keep the sensors, as `keep_sensors` does, and give their packets as an iterator.

    It never ends by itself. It gives whatever has arrived since it was last asked.
    """
    # unbounded: a hundred small packets a second, and what is lost here is lost for ever
    arrived = asyncio.Queue[Packet]()
    async with keep_sensors(limits, arrived.put_nowait, backend, only=only, feet=feet):
        yield _batches(arrived)


async def _batches(arrived: asyncio.Queue[Packet]) -> AsyncIterator[list[Packet]]:
    while True:
        batch = [await arrived.get()]
        while not arrived.empty():
            batch.append(arrived.get_nowait())
        yield batch
