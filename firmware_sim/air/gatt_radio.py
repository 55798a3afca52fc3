"""The radio of a simulated sensor: a controller in the virtual air, or a real adapter."""

from typing import Protocol

from bumble.device import Connection
from bumble.host import Host
from bumble.transport import open_transport
from bumble.transport.common import AsyncPipeSink, Transport

from firmware_sim.air.hub import AirController, Hub, transport_errors
from firmware_sim.air.wait import await_bumble
from monitor.errors import SourceError


class SensorRadio(Protocol):
    """What a GATT server needs of its radio."""

    async def open(self) -> Host:
        """Switch it on."""
        ...

    async def drop(self, connection: Connection) -> None:
        """Break the link."""
        ...

    async def close(self) -> None:
        """Switch it off."""
        ...


class AirRadio:
    """A controller of its own in the hub's air."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._controller: AirController | None = None

    async def open(self) -> Host:
        """Join the air."""
        self._controller = self._hub.controller()
        return Host(self._controller, AsyncPipeSink(self._controller))

    async def drop(self, _connection: Connection) -> None:
        """Lose the link, as if the runner's body or distance had broken it."""
        if self._controller is not None:
            self._controller.drop_links()

    async def close(self) -> None:
        """Leave the air."""
        if self._controller is not None:
            self._hub.remove(self._controller)


class HciRadio:
    """A controller behind an HCI transport: a USB adapter, a serial line, a socket.

    Parameters
    ----------
    spec : str
        As bumble spells it: ``usb:0``, ``serial:/dev/ttyUSB0,1000000``, ``hci-socket:0``,
        ``tcp-client:HOST:PORT``.
    """

    def __init__(self, spec: str) -> None:
        self._spec = spec
        self._transport: Transport | None = None

    async def open(self) -> Host:
        """Take the adapter.

        Raises
        ------
        SourceError
            If it cannot be opened.
        """
        try:
            self._transport = await open_transport(self._spec)
        except transport_errors() as error:
            raise SourceError(f"HCI {self._spec!r} cannot be opened: {error}") from error
        return Host(self._transport.source, self._transport.sink)

    async def drop(self, connection: Connection) -> None:
        """End the link; a real radio cannot lose it on purpose."""
        await await_bumble(connection.disconnect())

    async def close(self) -> None:
        """Give the adapter back."""
        if self._transport is not None:
            await self._transport.close()
