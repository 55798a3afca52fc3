"""The virtual air: Bluetooth controllers on one link, reachable over a socket.

Pods live beside the hub and have a controller each. A program that wants to be a central
connects to the hub's socket, speaks HCI and gets a controller of its own, as if it had opened
an adapter. When it dies, its links time out, as they would on a real radio.
"""

import asyncio
import contextlib
import itertools
import logging
import sys
from collections.abc import AsyncIterator
from pathlib import Path

from bumble.transport import open_transport
from bumble.transport.common import (
    StreamPacketSink,
    StreamPacketSource,
    Transport,
    TransportSpecError,
)

from firmware_sim.air.link import AirController, AirLink
from monitor.errors import SourceError

logger = logging.getLogger(__name__)

ANY_PORT = "tcp:127.0.0.1:0"
"""Where a hub listens unless told: loopback only, any free port."""


class Hub:
    """All radios within reach of each other; made by `open_hub`.

    Parameters
    ----------
    link : AirLink
    """

    def __init__(self, link: AirLink) -> None:
        self._link = link
        self._numbers = itertools.count(1)
        self._endpoints: set[_Endpoint] = set()
        self._lent: list[Transport] = []
        self.address = ""
        """Where centrals connect: ``tcp:HOST:PORT`` or ``unix:PATH``."""

    def controller(self) -> AirController:
        """Another radio on this air."""
        return AirController(f"air-{next(self._numbers)}", link=self._link)

    async def lend(self, spec: str) -> None:
        """Give a controller to whoever is behind a transport of bumble, such as ``vhci``.

        Raises
        ------
        SourceError
            If the transport cannot be opened.
        """
        try:
            transport = await open_transport(spec)
        except transport_errors() as error:
            raise SourceError(f"HCI {spec!r} cannot be opened: {error}") from error
        controller = self.controller()
        controller.set_packet_sink(transport.sink)
        transport.source.set_packet_sink(controller)
        self._lent.append(transport)

    def remove(self, controller: AirController) -> None:
        """Switch a radio off: its advertisements end, its links time out."""
        if controller not in self._link.controllers:
            return
        controller.drop_links()
        controller.le_legacy_advertiser.stop()
        self._link.remove_controller(controller)

    def attach(self, endpoint: "_Endpoint") -> None:
        """Remember a central's socket, to close it at the end."""
        self._endpoints.add(endpoint)

    def detach(self, endpoint: "_Endpoint") -> None:
        """Forget a central's socket that closed."""
        self._endpoints.discard(endpoint)

    async def close(self) -> None:
        """Take the adapter away from every central, and silence the pods."""
        for transport in self._lent:
            await transport.close()
            server = getattr(transport, "server", None)
            if server is not None:  # which bumble's own close forgets
                server.close()
        for endpoint in list(self._endpoints):
            endpoint.close()
        for controller in list(self._link.controllers):
            controller.le_legacy_advertiser.stop()


class _Endpoint(StreamPacketSource):
    """One central's socket, with a controller of its own behind it."""

    def __init__(self, hub: Hub) -> None:
        super().__init__()
        self._hub = hub
        self._controller = hub.controller()
        self._transport: asyncio.WriteTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if not isinstance(transport, asyncio.WriteTransport):
            raise TypeError(f"a stream was expected, not {transport}")
        self._transport = transport
        self._controller.set_packet_sink(StreamPacketSink(transport))
        self.set_packet_sink(self._controller)
        self._hub.attach(self)

    def connection_lost(self, exc: Exception | None) -> None:
        logger.debug("%s: host is gone (%s)", self._controller.name, exc)
        self._controller.set_packet_sink(None)
        self._hub.remove(self._controller)
        self._hub.detach(self)
        self.on_transport_lost()

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()


def transport_errors() -> tuple[type[Exception], ...]:
    """Give what opening a transport of bumble may raise; its USB library is loaded only for USB."""
    usb = sys.modules.get("usb1")
    of_usb = (usb.USBError,) if usb is not None else ()
    return (OSError, ValueError, ImportError, TransportSpecError, *of_usb)


@contextlib.asynccontextmanager
async def open_hub(address: str = ANY_PORT, interval_s: float = 0.0) -> AsyncIterator[Hub]:
    """Open the air and its socket; ``hub.address`` is what centrals need.

    Parameters
    ----------
    address : str
        ``tcp:HOST:PORT`` (port 0: any that is free) or ``unix:PATH``.
    interval_s : float
        Time between connection events, s; 0 delivers at once.

    Raises
    ------
    SourceError
        If the address is not one.
    """
    hub = Hub(AirLink(interval_s))
    loop = asyncio.get_running_loop()
    scheme, _, where = address.partition(":")
    if scheme == "unix":
        server = await loop.create_unix_server(lambda: _Endpoint(hub), where)
        hub.address = address
    elif scheme == "tcp":
        host, _, port = where.rpartition(":")
        if not port.isdecimal():
            raise SourceError(f"air address {address!r} has no port")
        try:
            server = await loop.create_server(lambda: _Endpoint(hub), host, int(port))
        except (OSError, OverflowError) as error:
            raise SourceError(f"air address {address!r} cannot be used: {error}") from error
        hub.address = "tcp:{}:{}".format(*server.sockets[0].getsockname())
    else:
        raise SourceError(f"air address tcp:HOST:PORT or unix:PATH expected, got {address!r}")
    try:
        yield hub
    finally:
        server.close()
        await hub.close()
        if scheme == "unix":
            _forget(Path(where))


def _forget(socket: Path) -> None:
    socket.unlink(missing_ok=True)
