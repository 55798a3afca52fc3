"""A program's adapter: one bumble host on the hub's socket, shared by all its users.

The adapter opens with its first user and closes with its last, so nobody has to close it.
"""

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable
from typing import TypeVar

from bleak.exc import (
    BleakBluetoothNotAvailableError,
    BleakBluetoothNotAvailableReason,
    BleakError,
    BleakGATTProtocolError,
)
from bumble.att import ATT_Error
from bumble.core import BaseBumbleError
from bumble.core import TimeoutError as BumbleTimeoutError
from bumble.device import Advertisement, Connection, Device, DeviceConfiguration
from bumble.hci import Address
from bumble.transport.common import StreamPacketSink, StreamPacketSource

from firmware_sim.air.wait import await_bumble, is_cancelled

logger = logging.getLogger(__name__)

T = TypeVar("T")

ANSWER_S = 2.0
"""Give up on a hub after this time, s."""

Heard = Callable[[Advertisement], None]
"""Called with each advertisement while its owner scans."""


class Radio:
    """The adapter of one event loop.

    Parameters
    ----------
    address : str
        The hub's address, ``tcp:HOST:PORT`` or ``unix:PATH``.
    """

    def __init__(self, address: str) -> None:
        self._address = address
        self._users = 0
        self._scanners: list[Heard] = []
        self._device: Device | None = None
        self._socket: _Socket | None = None
        self._opening = asyncio.Lock()
        self._initiating = asyncio.Lock()

    async def scan(self, heard: Heard) -> None:
        """Report advertisements to ``heard`` until `stop_scan`."""
        device = await self._acquire()
        self._scanners.append(heard)
        if not device.is_scanning:
            await translate(device.start_scanning(legacy=True, filter_duplicates=False))

    async def stop_scan(self, heard: Heard) -> None:
        """End one user's scan; the adapter goes on while another scans."""
        if heard not in self._scanners:
            return
        self._scanners.remove(heard)
        try:
            if self._device is not None and not self._scanners:
                await translate(self._device.stop_scanning(legacy=True))
        finally:
            self.release()

    async def connect(self, peer: Address, timeout_s: float) -> Connection:
        """Connect to ``peer``; the user calls `release` once, after the link ended.

        Raises
        ------
        TimeoutError
            If the peer did not answer in time.
        BleakError
            If there is no adapter, or it fails.
        """
        device = await self._acquire()
        try:
            async with self._initiating:  # a controller initiates one connection at a time
                return await translate(device.connect(peer, timeout=timeout_s))
        except BaseException:
            for late in list(device.connections.values()):
                if late.peer_address == peer:  # it came together with the end of our wait
                    await late.disconnect()
            self.release()
            raise

    def hold(self) -> None:
        """One user more of an adapter that is open."""
        self._users += 1

    def release(self) -> None:
        """One user less; the last one closes the adapter."""
        self._users -= 1
        if self._users == 0 and self._socket is not None:
            self._socket.close()
            self._socket = self._device = None

    async def _acquire(self) -> Device:
        """One user more; the first one opens the adapter."""
        async with self._opening:
            if self._device is None or self._socket is None or self._socket.lost:
                self._device = await self._open()
            self._users += 1
            return self._device

    async def _open(self) -> Device:
        scheme, _, where = self._address.partition(":")
        loop = asyncio.get_running_loop()
        try:
            if scheme == "unix":
                transport, socket = await loop.create_unix_connection(_Socket, where)
            else:
                host, _, port = where.rpartition(":")
                transport, socket = await loop.create_connection(_Socket, host, int(port))
        except (OSError, ValueError) as error:
            raise BleakBluetoothNotAvailableError(
                f"no virtual radio at {self._address!r}: {error}",
                BleakBluetoothNotAvailableReason.NO_BLUETOOTH,
            ) from error
        self._socket = socket
        own = Address(secrets.token_bytes(5) + b"\xf0", Address.RANDOM_DEVICE_ADDRESS)
        config = DeviceConfiguration(name="footloose", address=own)
        device = Device.from_config_with_hci(config, socket, StreamPacketSink(transport))
        device.on(Device.EVENT_ADVERTISEMENT, self._on_advertisement)
        try:
            async with asyncio.timeout(ANSWER_S):
                await translate(device.power_on())
        except TimeoutError as error:
            socket.close()
            raise BleakError(f"virtual radio {self._address}: does not answer") from error
        logger.debug("virtual radio %s: open as %s", self._address, own)
        return device

    def _on_advertisement(self, advertisement: Advertisement) -> None:
        for heard in list(self._scanners):
            heard(advertisement)


class _Socket(StreamPacketSource):
    """The host's end of the HCI socket."""

    def __init__(self) -> None:
        super().__init__()
        self.lost = False
        self._transport: asyncio.BaseTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def connection_lost(self, exc: Exception | None) -> None:
        logger.debug("virtual radio: socket closed (%s)", exc)
        if self.lost:  # closed by its last user: nobody is left to be told
            return
        self.lost = True
        try:
            self.on_transport_lost()
        except asyncio.InvalidStateError:  # an answer came together with the end
            asyncio.get_running_loop().call_soon(self.on_transport_lost)

    def close(self) -> None:
        self.lost = True
        if self._transport is not None:
            self._transport.close()


async def translate(request: Awaitable[T]) -> T:
    """Await a request of bumble; its errors come out as bleak's.

    Bumble cancels a request when its link ends: that cancellation is not the caller's.
    """
    try:
        return await await_bumble(request)
    except ATT_Error as error:
        raise BleakGATTProtocolError(int(error.error_code)) from error
    except BumbleTimeoutError as error:
        raise TimeoutError(str(error)) from error
    except BaseBumbleError as error:
        raise BleakError(f"virtual radio: {error}") from error
    except asyncio.CancelledError as error:
        if is_cancelled():
            raise
        raise BleakError("virtual radio: disconnected") from error
