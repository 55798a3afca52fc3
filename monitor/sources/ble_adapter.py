"""How is one adapter shared? One scan or connection at a time, and errors in plain words."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from enum import StrEnum

from bleak import BleakClient, BleakScanner
from bleak.args.bluez import BlueZClientArgs, BlueZScannerArgs
from bleak.backends.device import BLEDevice
from bleak.backends.scanner import AdvertisementData
from bleak.exc import BleakBluetoothNotAvailableError, BleakError

from monitor.errors import SourceError
from monitor.limits.radio import RadioLimits
from monitor.sources.ble_backend import Backend
from monitor.wire import uuids


class SensorKind(StrEnum):
    """What a sensor's services make it."""

    POD = "pod"
    HEART_RATE = "heart-rate strap"
    RSC = "speed pod"


KINDS = {
    uuids.SERVICE: SensorKind.POD,
    uuids.HEART_RATE_SERVICE: SensorKind.HEART_RATE,
    uuids.RSC_SERVICE: SensorKind.RSC,
}
"""The services that are looked for."""

RADIO_ERRORS = (BleakError, OSError, EOFError, TimeoutError)
"""What a radio raises when it, or the other side, fails: worth another attempt."""


@dataclass(frozen=True, slots=True)
class FoundSensor:
    """A sensor that was heard: what a runner needs to recognise it."""

    address: str
    name: str
    kind: SensorKind
    rssi_dbm: int


class Adapter:
    """The computer's radio, or a virtual one.

    Parameters
    ----------
    backend : Backend
    limits : RadioLimits
    name : str or None
        Which adapter, where a computer has several (``hci1``); Linux only.
    """

    def __init__(self, backend: Backend, limits: RadioLimits, name: str | None = None) -> None:
        self._backend = backend
        self._limits = limits
        self._scanner_options = BlueZScannerArgs(adapter=name) if name else BlueZScannerArgs()
        self._client_options = BlueZClientArgs(adapter=name) if name else BlueZClientArgs()
        # an adapter cannot scan or connect twice at once
        self._lock = asyncio.Lock()

    @contextlib.asynccontextmanager
    async def listening(
        self, heard: Callable[[BLEDevice, FoundSensor], None]
    ) -> AsyncIterator[None]:
        """Call ``heard`` with every advertisement of a sensor that we can read.

        Raises
        ------
        SourceError
            If there is no Bluetooth, or it is off.
        """

        def filtered(device: BLEDevice, data: AdvertisementData) -> None:
            sensor = _sensor(device, data)
            if sensor is not None:
                heard(device, sensor)

        async with self._lock:
            scanner = BleakScanner(
                filtered,
                service_uuids=list(KINDS),
                bluez=self._scanner_options,
                backend=self._backend.scanner,
            )
            try:
                await scanner.start()
            except RADIO_ERRORS as error:
                raise SourceError(_why(error)) from error
            try:
                yield
            finally:
                with contextlib.suppress(*RADIO_ERRORS):
                    await scanner.stop()

    async def connect(self, device: BLEDevice, lost: Callable[[], None]) -> BleakClient:
        """Connect to a sensor that was just heard; one attempt, with a fresh client.

        Raises
        ------
        BleakError, OSError
            If the attempt fails; see `RADIO_ERRORS`.
        """
        client = BleakClient(
            device,
            lambda _: lost(),
            timeout=self._limits.connect_s,
            bluez=self._client_options,
            backend=self._backend.client,
        )
        async with self._lock:
            try:
                async with asyncio.timeout(self._limits.connect_s):
                    await client.connect()
            except BaseException:
                # without this the link may stay up in the operating system, unseen
                await self.disconnect(client)
                raise
        return client

    async def disconnect(self, client: BleakClient) -> None:
        """End a link, as well as it goes."""
        with contextlib.suppress(*RADIO_ERRORS):
            async with asyncio.timeout(self._limits.request_s):
                await client.disconnect()


def _sensor(device: BLEDevice, data: AdvertisementData) -> FoundSensor | None:
    for uuid, kind in KINDS.items():
        if uuid in data.service_uuids:
            name = data.local_name or device.name or device.address
            return FoundSensor(device.address, name, kind, data.rssi)
    return None


def _why(error: Exception) -> str:
    """A sentence for the one who can switch Bluetooth on."""
    match error:
        case BleakBluetoothNotAvailableError():
            return f"Bluetooth is not available: plug in or switch on an adapter ({error.args[0]})"
        case FileNotFoundError() | ConnectionRefusedError():
            return "Bluetooth is not available: the system's Bluetooth service does not run"
        case _:
            return f"Bluetooth cannot listen for sensors: {error}"
