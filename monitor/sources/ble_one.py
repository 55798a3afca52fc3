"""Connect one pod that is named, for a command that asks it something."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Final

from bleak import BleakClient
from bleak.backends.device import BLEDevice

from monitor.errors import SourceError, WireError
from monitor.sources.ble_adapter import Adapter, FoundSensor
from monitor.sources.ble_backend import load_backend
from monitor.sources.ble_kinds import SensorKind
from monitor.sources.ble_limits import RadioLimits
from monitor.sources.ble_profile import Profile
from monitor.sources.ble_trouble import RADIO_ERRORS
from monitor.wire import control
from monitor.wire.information import PodInformation

_ZERO_S: Final = 1.5
"""A pod takes its zero for a second, s [S]: docs/protocol.md; and some air."""

Heard = Callable[[str, bytes], None]
"""Takes a characteristic and what it said."""


@dataclass(frozen=True, slots=True)
class OnePod:
    """A pod that is connected."""

    found: FoundSensor
    client: BleakClient
    profile: Profile


async def find_pod(
    adapter: Adapter, limits: RadioLimits, name: str
) -> tuple[BLEDevice, FoundSensor]:
    """Hear a pod by its name or address; "" is any.

    Raises
    ------
    SourceError
        If it is not heard in ``missing_s``, or several are and none is named.
    """
    heard: dict[str, tuple[BLEDevice, FoundSensor]] = {}

    def hear(device: BLEDevice, sensor: FoundSensor) -> None:
        names = {sensor.name.casefold(), sensor.address.casefold()}
        if sensor.kind is SensorKind.POD and (not name or name.casefold() in names):
            heard[sensor.address] = (device, sensor)
            some.set()

    some = asyncio.Event()
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(limits.missing_s), adapter.listening(hear):
            await some.wait()
            if not name:  # who else is there?
                await asyncio.sleep(limits.scan_s)
    if not heard:
        raise SourceError(f"{name or 'no pod'}: not heard; is it awake (move it) and near?")
    if len(heard) > 1:
        names = ", ".join(sensor.name for _, sensor in heard.values())
        raise SourceError(f"several pods are heard, name one: {names}")
    return next(iter(heard.values()))


@contextlib.asynccontextmanager
async def one_pod(
    limits: RadioLimits, backend: str | None, name: str, heard: Heard = lambda _, __: None
) -> AsyncIterator[OnePod]:
    """Connect a pod, and its control point, while the context is open.

    Raises
    ------
    SourceError
        If it is not heard, or cannot be connected.
    """
    adapter = Adapter(load_backend(backend), limits)
    device, found = await find_pod(adapter, limits, name)
    try:
        client = await adapter.connect(device, lambda: None)
    except RADIO_ERRORS as error:
        raise SourceError(f"{found.name}: cannot be connected: {error}") from error
    profile = Profile(client, heard, limits.request_s)
    try:
        await profile.open_control()
        yield OnePod(found, client, profile)
    except (WireError, *RADIO_ERRORS) as error:
        raise SourceError(f"{found.name}: {error or type(error).__name__}") from error
    finally:
        profile.close()
        await adapter.disconnect(client)


async def take_zero(profile: Profile) -> None:
    """Let a pod take what its cells say now as zero; return once it has.

    Raises
    ------
    SourceError
        If it refuses, or is not done.
    """
    await profile.stop()
    await profile.ask(control.Zero())
    await asyncio.sleep(_ZERO_S)  # a pod whose link ends forgets what it has not done
    await profile.ask(control.Start())  # refused while it still takes its zero
    await profile.stop()


async def zero(
    limits: RadioLimits, backend: str | None, name: str
) -> tuple[FoundSensor, PodInformation]:
    """Set the zero of a pod's cells; return it, and what it says of itself.

    Raises
    ------
    SourceError
        If it is not there, refuses, or is not done.
    """
    async with one_pod(limits, backend, name) as pod:
        await take_zero(pod.profile)
        return pod.found, await pod.profile.read_information()


async def tell(
    limits: RadioLimits, backend: str | None, name: str, *requests: control.Request
) -> tuple[FoundSensor, PodInformation]:
    """Ask a pod for things, one after the other; return it, and what it then says of itself.

    Raises
    ------
    SourceError
        If it is not there, or refuses.
    """
    async with one_pod(limits, backend, name) as pod:
        for request in requests:
            await pod.profile.ask(request)
        return pod.found, await pod.profile.read_information()
