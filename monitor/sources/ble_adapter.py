"""Share one adapter: one scan or connection at a time, and errors in plain words."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass

from bleak import BleakAdapter, BleakClient, BleakScanner
from bleak.args.bluez import BlueZAdapterArgs, BlueZClientArgs, BlueZScannerArgs
from bleak.backends.device import BLEDevice
from bleak.backends.scanner import AdvertisementData

from monitor.printable import printable
from monitor.sources import ble_linux
from monitor.sources.ble_backend import Backend, Platform
from monitor.sources.ble_kinds import KINDS, SensorKind
from monitor.sources.ble_limits import RadioLimits
from monitor.sources.ble_trouble import RADIO_ERRORS, RadioError
from monitor.sources.sensor_maps import MappedSensor
from monitor.wire import uuids

logger = logging.getLogger(__name__)


_MACHINE_BYTES = 3
_GENERIC_ACCESS = "00001800-0000-1000-8000-00805f9b34fb"
"""The service that every sensor has once it is connected (Bluetooth Core 5.4, vol 3 part C 12)."""

UNKNOWN_RSSI_DBM = -127
"""The strength of a sensor that is known without having been heard."""


@dataclass(frozen=True, slots=True)
class FoundSensor:
    """A sensor that was heard: what a runner needs to recognise it."""

    address: str
    name: str
    kind: SensorKind
    rssi_dbm: int
    mapped: MappedSensor | None = None
    """How it is read, where a map says it."""


class Adapter:
    """The computer's radio, or a virtual one.

    Parameters
    ----------
    backend : Backend
    limits : RadioLimits
        Which adapter, where a computer has several, is among them.
    """

    def __init__(
        self, backend: Backend, limits: RadioLimits, maps: Sequence[MappedSensor] = ()
    ) -> None:
        self._backend = backend
        self._maps = maps
        self._nameless: set[str] = set()
        self._limits = limits
        name = limits.bluetooth.adapter
        self._scanner_options = BlueZScannerArgs(adapter=name) if name else BlueZScannerArgs()
        self._adapter_options = BlueZAdapterArgs(adapter=name) if name else BlueZAdapterArgs()
        self._client_options = BlueZClientArgs(adapter=name) if name else BlueZClientArgs()
        # an adapter cannot scan or connect twice at once
        self._lock = asyncio.Lock()
        self._wanted = asyncio.Event()
        self._waiting = 0

    @contextlib.asynccontextmanager
    async def listening(
        self, heard: Callable[[BLEDevice, FoundSensor], None]
    ) -> AsyncIterator[asyncio.Event]:
        """Call ``heard`` with every advertisement of a sensor that we can read.

        Gives an event that is set when somebody wants the adapter for a connection: listening
        should end then.

        Raises
        ------
        RadioError
            If there is no Bluetooth, it is off, or it does not answer.
        """
        async with self._lock:
            if not self._waiting:
                self._wanted.clear()
            scanner = self._scanner(heard)
            try:
                async with asyncio.timeout(self._limits.request_s):
                    await scanner.start()
            except RADIO_ERRORS as error:
                await self._stop(scanner)
                raise RadioError(error, self._limits.bluetooth.adapter) from error
            logger.debug("radio: listening")
            try:
                await self._recall(heard)
                yield self._wanted
            finally:
                await self._stop(scanner)

    def _scanner(self, heard: Callable[[BLEDevice, FoundSensor], None]) -> BleakScanner:
        """Make what calls ``heard`` with every advertisement of a sensor that we can read."""

        def filtered(device: BLEDevice, data: AdvertisementData) -> None:
            if self._awaits_name(device, data):
                return
            sensor = _mapped(self._maps, device, data) or _sensor(device, data)
            if sensor is not None:
                heard(device, sensor)

        return BleakScanner(
            filtered,
            # a sensor of a map may advertise anything
            service_uuids=[] if self._maps else list(KINDS),
            bluez=self._scanner_options,
            backend=self._backend.scanner,
        )

    async def _stop(self, scanner: BleakScanner) -> None:
        """End a window, as well as it goes; not for ever, where the service hangs."""
        with contextlib.suppress(*RADIO_ERRORS):
            async with asyncio.timeout(self._limits.request_s):
                await scanner.stop()

    async def reset(self, alone: Callable[[], bool]) -> bool:
        """Switch the adapter off and on again; every link of it ends. Linux only.

        Parameters
        ----------
        alone : callable
            Whether no sensor is connected; asked once nobody can connect any more.

        Returns
        -------
        bool
            Whether that was done.
        """
        if not self._is_bluez:
            return False
        async with self._turn():
            path = await ble_linux.adapter_path(self._limits.bluetooth.adapter)
            return bool(path) and alone() and await ble_linux.reset_adapter(path)

    async def forget(self, device: BLEDevice) -> None:
        """Throw away what the system remembers of a sensor's services. Linux only."""
        if self._is_bluez:
            async with self._turn():
                await ble_linux.forget_device(device.details["path"])

    async def watch_service(self, gone: Callable[[], None]) -> None:
        """Call ``gone`` whenever the system's Bluetooth service ends. Linux only."""
        if self._is_bluez:
            await ble_linux.watch_service(gone)

    @property
    def remembers(self) -> bool:
        """Whether the system keeps what it once read of a sensor's services."""
        return self._is_bluez

    @property
    def _is_bluez(self) -> bool:
        return isinstance(self._backend, Platform) and ble_linux.HERE

    async def _recall(self, heard: Callable[[BLEDevice, FoundSensor], None]) -> None:
        """Report what the system is still connected to: it does not advertise.

        A session that was killed leaves its sensors so, on Linux.
        """
        if not isinstance(self._backend, Platform):
            return
        connected: dict[str, tuple[BLEDevice, list[str]]] = {}
        asked = [*KINDS]
        if self._maps:  # a sensor of a map may have any service
            asked += [_GENERIC_ACCESS, *(one.service for one in self._maps if one.service)]
        with contextlib.suppress(NotImplementedError, *RADIO_ERRORS):
            adapter = await BleakAdapter.get(bluez=self._adapter_options)
            for uuid in asked:
                for device in await adapter.get_connected_devices([uuid]):
                    connected.setdefault(device.address, (device, []))[1].append(uuid)
        for device, services in connected.values():
            sensor = _recognised(self._maps, device, services)
            if sensor is not None:
                heard(device, sensor)

    def _awaits_name(self, device: BLEDevice, data: AdvertisementData) -> bool:
        """Whether a sensor may be one of a map, and has not said its name yet.

        The name comes in another answer. One that is heard again without it is taken as it is.
        """
        named = bool(data.local_name or device.name)
        if named or device.address in self._nameless or not any(one.name for one in self._maps):
            return False
        self._nameless.add(device.address)
        return True

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
        async with self._turn():
            try:
                async with asyncio.timeout(self._limits.connect_s):
                    await client.connect()
            except BaseException:
                # without this the link may stay up in the operating system, unseen
                await self.disconnect(client)
                raise
        return client

    @contextlib.asynccontextmanager
    async def _turn(self) -> AsyncIterator[None]:
        """Have the adapter; who listens ends it, also who listens before our turn comes."""
        self._waiting += 1
        self._wanted.set()
        try:
            await self._lock.acquire()
        finally:
            self._waiting -= 1
        try:
            yield
        finally:
            self._lock.release()

    async def disconnect(self, client: BleakClient) -> None:
        """End a link, as well as it goes."""
        with contextlib.suppress(*RADIO_ERRORS):
            async with asyncio.timeout(self._limits.request_s):
                await client.disconnect()


def _mapped(
    maps: Sequence[MappedSensor], device: BLEDevice, data: AdvertisementData
) -> FoundSensor | None:
    name = printable(data.local_name or device.name or device.address)
    return _fitting(maps, device.address, name, data.service_uuids, data.rssi)


def _fitting(
    maps: Sequence[MappedSensor], address: str, name: str, services: Sequence[str], rssi_dbm: int
) -> FoundSensor | None:
    """Give a sensor as its map has it, if one of the maps fits."""
    for one in maps:
        if one.fits(name, address, services):
            return FoundSensor(address, name, SensorKind.MAPPED, rssi_dbm, one)
    return None


def _recognised(
    maps: Sequence[MappedSensor], device: BLEDevice, services: Sequence[str]
) -> FoundSensor | None:
    """Say what is connected already, by its name or these of its services; a map goes first."""
    name = printable(device.name or device.address)
    mapped = _fitting(maps, device.address, name, services, UNKNOWN_RSSI_DBM)
    kinds = [KINDS[uuid] for uuid in services if uuid in KINDS]
    if mapped is not None or not kinds:
        return mapped
    return FoundSensor(device.address, name, kinds[0], UNKNOWN_RSSI_DBM)


def _sensor(device: BLEDevice, data: AdvertisementData) -> FoundSensor | None:
    for uuid, kind in KINDS.items():
        if uuid in data.service_uuids and not _is_other_machine(kind, data):
            name = printable(data.local_name or device.name or device.address)
            return FoundSensor(device.address, name, kind, data.rssi)
    return None


def _is_other_machine(kind: SensorKind, data: AdvertisementData) -> bool:
    """Whether a fitness machine says that it is no treadmill: a bicycle, a rower.

    Its advertisement says flags u8 and type u16, of which bit 0 is a treadmill (Fitness Machine
    Service 1.0, 3.1.1).
    """
    said = data.service_data.get(uuids.FITNESS_MACHINE_SERVICE, b"")
    return kind is SensorKind.TREADMILL and len(said) >= _MACHINE_BYTES and not said[1] & 1
