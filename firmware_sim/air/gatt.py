"""A GATT server that can vanish and return: what any simulated sensor is to the radio."""

import asyncio
import hashlib
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bumble.att import ATT_Error, AttributeValue
from bumble.core import UUID, AdvertisingData
from bumble.device import Connection, Device, DeviceConfiguration
from bumble.gatt import Characteristic, Service
from bumble.hci import Address

from firmware_sim.air.gatt_radio import SensorRadio
from firmware_sim.air.wait import await_bumble, is_cancelled

logger = logging.getLogger(__name__)

ADVERTISING_INTERVAL_MS = 100.0
"""How often a pod shouts that it is there."""

_FLAGS = bytes([0x06])  # general discoverable, LE only
_AD = AdvertisingData.Type


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One characteristic that a sensor offers.

    Parameters
    ----------
    uuid : str
    read : callable or None
        Gives the value at each read.
    write : callable or None
        Takes what is written, with or without a response; raises `Refusal`.
    notify, indicate : bool
    """

    uuid: str
    read: Callable[[], bytes] | None = None
    write: Callable[[bytes], None] | None = None
    notify: bool = False
    indicate: bool = False


class Refusal(Exception):  # noqa: N818  # what the sensor says, not what the program does wrong
    """A write that the sensor answers with an ATT error.

    Parameters
    ----------
    code : int
        The ATT error, 0x80 … 0x9F for the application's own.
    """

    def __init__(self, code: int) -> None:
        super().__init__(f"ATT error 0x{code:02x}")
        self.code = code


class GattServer:
    """One sensor's services, on a radio of its own.

    Parameters
    ----------
    radio : SensorRadio
    name : str
        Decides its address.
    services : mapping of service UUID to offers
        The first service is advertised.
    called : str, optional
        What it calls itself when it is scanned; its name unless given.
    """

    def __init__(
        self,
        radio: SensorRadio,
        name: str,
        services: Mapping[str, Sequence[Offer]],
        *,
        called: str | None = None,
    ) -> None:
        self.name = called or name
        self.address = static_address(name)
        self._radio = radio
        self._services = services
        self._offers = {
            offer.uuid: _characteristic(offer) for offers in services.values() for offer in offers
        }
        self.notified = {o.uuid for offers in services.values() for o in offers if o.notify}
        """The characteristics that can be sent with `notify`."""
        self._device: Device | None = None
        self._connection: Connection | None = None
        self.on_connected: Callable[[], None] = _nothing
        self.on_disconnected: Callable[[], None] = _nothing

    @property
    def connected(self) -> bool:
        """Whether a central is connected."""
        return self._connection is not None

    async def open(self) -> None:
        """Switch the radio on; it stays silent until `advertise`."""
        config = DeviceConfiguration(
            name=self.name,
            address=Address(self.address),
            advertising_interval_min=ADVERTISING_INTERVAL_MS,
            advertising_interval_max=ADVERTISING_INTERVAL_MS,
            advertising_data=self._advertised(),
            scan_response_data=_structure(_AD.COMPLETE_LOCAL_NAME, self.name.encode()),
        )
        device = Device(config=config, host=await self._radio.open())
        for uuid, offers in self._services.items():
            device.add_service(Service(UUID(uuid), [self._offers[offer.uuid] for offer in offers]))
        device.on(Device.EVENT_CONNECTION, self._on_connection)
        await await_bumble(device.power_on())
        self._device = device

    async def advertise(self) -> None:
        """Be found, until the next connection or `hide`."""
        if self._device is not None and self._connection is None:
            await await_bumble(self._device.start_advertising())

    async def hide(self) -> None:
        """Be silent; a link that is up stays up."""
        if self._device is not None:
            await await_bumble(self._device.stop_advertising())

    async def drop(self) -> None:
        """Lose the link, as if the runner's body or distance had broken it."""
        if self._connection is not None:
            await self._radio.drop(self._connection)

    async def notify(self, uuid: str, payload: bytes) -> None:
        """Send to the central, if there is one that subscribed."""
        if self._device is not None and self._connection is not None:
            server = self._device.gatt_server
            await server.notify_subscriber(self._connection, self._offers[uuid], payload)

    async def indicate(self, uuid: str, payload: bytes) -> None:
        """Send to the central and wait until it confirms, or is gone."""
        if self._device is None or self._connection is None:
            return
        connection, offer = self._connection, self._offers[uuid]
        sending = self._device.gatt_server.indicate_subscriber(connection, offer, payload)
        try:
            await await_bumble(connection.cancel_on_disconnection(sending))
        except asyncio.CancelledError:
            if is_cancelled():
                raise
        except TimeoutError:
            logger.debug("%s: an indication was not confirmed", self.name)

    async def close(self) -> None:
        """Switch the radio off."""
        await self._radio.close()
        self._device = self._connection = None

    def _advertised(self) -> bytes:
        uuid = UUID(next(iter(self._services))).to_bytes()
        kind = (
            _AD.COMPLETE_LIST_OF_16_BIT_SERVICE_CLASS_UUIDS
            if len(uuid) == 2
            else _AD.COMPLETE_LIST_OF_128_BIT_SERVICE_CLASS_UUIDS
        )
        return _structure(_AD.FLAGS, _FLAGS) + _structure(kind, uuid)

    def _on_connection(self, connection: Connection) -> None:
        logger.debug("%s: connected to %s", self.name, connection.peer_address)
        self._connection = connection
        connection.once(Connection.EVENT_DISCONNECTION, self._on_disconnection)
        self.on_connected()

    def _on_disconnection(self, reason: int) -> None:
        logger.debug("%s: disconnected (0x%02x)", self.name, reason)
        self._connection = None
        self.on_disconnected()


def static_address(name: str) -> str:
    """A random static address that a name always gets.

    >>> static_address("pod") == static_address("pod")
    True
    """
    digest = hashlib.sha256(name.encode()).digest()
    return ":".join(f"{byte:02X}" for byte in (digest[0] | 0xC0, *digest[1:6]))


def _nothing() -> None:
    """What happens when nobody asked to be told."""


def _structure(kind: int, data: bytes) -> bytes:
    return bytes([1 + len(data), kind]) + data


def _characteristic(offer: Offer) -> Characteristic[bytes]:
    properties = Characteristic.Properties(0)
    permissions = Characteristic.Permissions(0)
    if offer.read is not None:
        properties |= Characteristic.Properties.READ
        permissions |= Characteristic.READABLE
    if offer.write is not None:
        properties |= Characteristic.Properties.WRITE
        properties |= Characteristic.Properties.WRITE_WITHOUT_RESPONSE
        permissions |= Characteristic.WRITEABLE
    if offer.notify:
        properties |= Characteristic.Properties.NOTIFY
    if offer.indicate:
        properties |= Characteristic.Properties.INDICATE
    value = AttributeValue[bytes](read=_reader(offer), write=_writer(offer))
    return Characteristic[bytes](UUID(offer.uuid), properties, permissions, value)


def _reader(offer: Offer) -> Callable[[Connection], bytes] | None:
    read = offer.read
    return None if read is None else lambda _connection: read()


def _writer(offer: Offer) -> Any:  # bumble takes a plain or an async function
    write = offer.write
    if write is None:
        return None

    def written(_connection: Connection, value: bytes) -> None:
        try:
            write(value)
        except Refusal as refusal:
            raise ATT_Error(refusal.code) from refusal

    return written
