"""bleak's client to a simulated pod: GATT over the virtual adapter."""

import abc
import logging
from collections.abc import Callable
from typing import Any

from bleak import BleakScanner
from bleak.args import SizedBuffer
from bleak.assigned_numbers import gatt_char_props_to_strs
from bleak.backends.characteristic import BleakGATTCharacteristic
from bleak.backends.client import BaseBleakClient, NotifyCallback
from bleak.backends.descriptor import BleakGATTDescriptor
from bleak.backends.device import BLEDevice
from bleak.backends.service import BleakGATTService, BleakGATTServiceCollection
from bleak.exc import BleakDeviceNotFoundError, BleakError
from bumble.core import UUID
from bumble.device import Connection, Peer
from bumble.gatt_client import CharacteristicProxy, ServiceProxy
from bumble.hci import Address

from firmware_sim.air.radio import Radio, translate
from firmware_sim.air.scanner import AirScanner, uuid_text

logger = logging.getLogger(__name__)

_MTU_BYTES = 517
"""What BlueZ asks for."""


class AirClient(BaseBleakClient):
    """bleak's client on a virtual adapter; the parameters are bleak's."""

    def __init__(
        self,
        address_or_ble_device: BLEDevice | str,
        services: set[str] | None = None,
        **kwargs: Any,  # bleak passes every platform's options
    ) -> None:
        super().__init__(address_or_ble_device, **kwargs)
        self._device = (
            address_or_ble_device if isinstance(address_or_ble_device, BLEDevice) else None
        )
        self._wanted = services
        self._peer: Peer | None = None
        self._callbacks: dict[int, Callable[[bytes], None]] = {}

    @staticmethod
    @abc.abstractmethod
    def radio() -> Radio:
        """The adapter; given by `firmware_sim.air.backend.AirBackend`."""

    @property
    def name(self) -> str:
        """What the pod calls itself, or its address."""
        name = self._device.name if self._device is not None else None
        return name or self.address.replace(":", "-")

    @property
    def mtu_size(self) -> int:
        """The ATT MTU that both sides agreed on, bytes."""
        return self._connected().connection.att_mtu

    @property
    def is_connected(self) -> bool:
        """Whether the link is up."""
        return self._peer is not None

    async def connect(self, pair: bool, **_kwargs: Any) -> None:
        """Connect, agree on the MTU and discover what the pod offers.

        Raises
        ------
        BleakError
            If the link ends before everything is discovered, or there is no adapter.
        TimeoutError
            If the pod does not answer.
        """
        if self._peer is not None:
            raise BleakError("already connected")
        if pair:
            logger.debug("%s: pairing is not simulated", self.address)
        device = await self._find()
        radio = self.radio()
        connection = await radio.connect(device.details, self._timeout)
        self._peer = peer = Peer(connection)
        connection.once(Connection.EVENT_DISCONNECTION, lambda _: self._lost(radio))
        try:
            await translate(peer.request_mtu(_MTU_BYTES))
            await translate(_discover(peer))
        except BaseException:
            await self.disconnect()
            raise
        self._connected()  # bumble may take a lost link for the end of the list
        self.services = self._collect(peer)

    async def disconnect(self) -> None:
        """End the link; nothing happens if it has ended."""
        if self._peer is None:
            return
        radio = self.radio()
        # the peer may end the link at the same time: the adapter has to live until it answers us
        radio.hold()
        try:
            await translate(self._peer.connection.disconnect())
        except BleakError:
            if self._peer is not None:
                raise
        finally:
            radio.release()

    async def pair(self, *_args: Any, **_kwargs: Any) -> None:
        """Pairing is not simulated."""
        raise NotImplementedError("the virtual radio does not pair")

    async def unpair(self) -> None:
        """Pairing is not simulated."""
        raise NotImplementedError("the virtual radio does not pair")

    async def read_gatt_char(
        self, characteristic: BleakGATTCharacteristic, *, use_cached: bool = False, **_kwargs: Any
    ) -> bytearray:
        """Read a value, however long it is."""
        return await self._read(characteristic.handle, use_cached=use_cached)

    async def read_gatt_descriptor(
        self, descriptor: BleakGATTDescriptor, *, use_cached: bool = False, **_kwargs: Any
    ) -> bytearray:
        """Read a descriptor."""
        return await self._read(descriptor.handle, use_cached=use_cached)

    async def write_gatt_char(
        self, characteristic: BleakGATTCharacteristic, data: SizedBuffer, response: bool
    ) -> None:
        """Write a value; without a response it must fit one packet."""
        value = bytes(data)
        if not response and len(value) > characteristic.max_write_without_response_size:
            raise BleakError(f"{len(value)} bytes do not fit one packet")
        await translate(self._connected().write_value(characteristic.handle, value, response))

    async def write_gatt_descriptor(
        self, descriptor: BleakGATTDescriptor, data: SizedBuffer
    ) -> None:
        """Write a descriptor."""
        await translate(self._connected().write_value(descriptor.handle, bytes(data), True))

    async def start_notify(
        self, characteristic: BleakGATTCharacteristic, callback: NotifyCallback, **_kwargs: Any
    ) -> None:
        """Subscribe; notifications are preferred where indications are offered too."""
        handle = characteristic.handle
        if handle in self._callbacks:
            raise BleakError(f"notifications of {characteristic.uuid} are on already")
        if not {"notify", "indicate"} & set(characteristic.properties):
            raise BleakError(f"{characteristic.uuid} does not notify")

        def notified(value: bytes) -> None:
            callback(bytearray(value))

        self._callbacks[handle] = notified
        await translate(self._connected().subscribe(characteristic.obj, notified))

    async def stop_notify(self, characteristic: BleakGATTCharacteristic) -> None:
        """Unsubscribe."""
        notified = self._callbacks.pop(characteristic.handle, None)
        if notified is None:
            raise BleakError(f"notifications of {characteristic.uuid} are off")
        await translate(self._connected().unsubscribe(characteristic.obj, notified))

    async def _read(self, handle: int, *, use_cached: bool) -> bytearray:
        peer = self._connected()
        known = peer.gatt_client.cached_values
        if use_cached and handle in known:
            _, value = known[handle]
            return bytearray(value)
        return bytearray(await translate(peer.read_value(handle)))

    async def _find(self) -> BLEDevice:
        if self._device is None:
            scanner: type[AirScanner] = type(
                "AirScanner", (AirScanner,), {"radio": staticmethod(self.radio)}
            )
            self._device = await BleakScanner.find_device_by_address(
                self.address, self._timeout, backend=scanner
            )
        if self._device is None:
            raise BleakDeviceNotFoundError(self.address, f"{self.address} was not found")
        if not isinstance(self._device.details, Address):
            raise BleakError(f"{self.address} was not found by the virtual radio")
        return self._device

    def _connected(self) -> Peer:
        if self._peer is None:
            raise BleakError("Not connected")
        return self._peer

    def _lost(self, radio: Radio) -> None:
        self._peer = None
        self.services = None
        self._callbacks.clear()
        radio.release()
        if self._disconnected_callback is not None:
            self._disconnected_callback()

    def _collect(self, peer: Peer) -> BleakGATTServiceCollection:
        """What was discovered, in bleak's words."""
        collection = BleakGATTServiceCollection()
        for proxy in peer.services:
            uuid = _text(proxy.uuid)
            if self._wanted is None or uuid in self._wanted:
                service = BleakGATTService(proxy, proxy.handle, uuid)
                collection.add_service(service)
                _add_characteristics(collection, service, proxy, peer)
        return collection


async def _discover(peer: Peer) -> None:
    for service in await peer.discover_services():
        for characteristic in await peer.discover_characteristics(service=service):
            await peer.discover_descriptors(characteristic)


def _add_characteristics(
    collection: BleakGATTServiceCollection,
    service: BleakGATTService,
    discovered: ServiceProxy,
    peer: Peer,
) -> None:
    for proxy in discovered.characteristics:
        proxy.descriptors_discovered = True
        characteristic = _characteristic(proxy, service, peer)
        collection.add_characteristic(characteristic)
        for found in proxy.descriptors:
            collection.add_descriptor(
                BleakGATTDescriptor(found, found.handle, _text(found.type), characteristic)
            )


def _characteristic(
    proxy: CharacteristicProxy[bytes], service: BleakGATTService, peer: Peer
) -> BleakGATTCharacteristic:
    return BleakGATTCharacteristic(
        proxy,
        proxy.handle,
        _text(proxy.uuid),
        list(gatt_char_props_to_strs(int(proxy.properties))),
        lambda: peer.connection.att_mtu - 3,
        service,
    )


def _text(uuid: UUID) -> str:
    return uuid_text(bytes(uuid.uuid_bytes))
