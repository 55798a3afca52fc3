"""The virtual air: Bluetooth controllers on one link, reachable over a socket.

Pods live beside the hub and have a controller each. A program that wants to be a central
connects to the hub's socket, speaks HCI and gets a controller of its own, as if it had opened
an adapter. When it dies, its links time out, as they would on a real radio.
"""

import asyncio
import contextlib
import itertools
import logging
import math
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path

from bumble import hci, ll
from bumble.controller import Controller
from bumble.core import PhysicalTransport
from bumble.link import LocalLink
from bumble.transport import open_transport
from bumble.transport.common import (
    StreamPacketSink,
    StreamPacketSource,
    Transport,
    TransportSpecError,
)

from monitor.errors import SourceError

logger = logging.getLogger(__name__)

ANY_PORT = "tcp:127.0.0.1:0"
"""Where a hub listens unless told: loopback only, any free port."""

_REPORT = hci.HCI_LE_Advertising_Report_Event
_TIMED_OUT = hci.HCI_ErrorCode.CONNECTION_TIMEOUT_ERROR
_CANCELLED = hci.HCI_ErrorCode.UNKNOWN_CONNECTION_IDENTIFIER_ERROR


class AirController(Controller):
    """A controller that behaves like a legacy LE radio where bumble's own does not.

    Packets may be as long as a real radio's (251 bytes, not 27), a scan response has its own
    content, and a connection attempt that is cancelled ends.
    """

    le_acl_data_packet_length = 251
    le_features = Controller.le_features & ~(
        hci.LeFeatureMask.LE_EXTENDED_ADVERTISING
        | hci.LeFeatureMask.LE_PERIODIC_ADVERTISING
        | hci.LeFeatureMask.LL_PRIVACY
    )

    def on_advertising_pdu(self, pdu: ll.AdvInd | ll.AdvExtInd) -> None:
        """Report an advertisement to the host, and answer it if a connection is wanted."""
        address = pdu.advertiser_address
        if self.le_scan_enable:
            self._report(address, _REPORT.EventType.ADV_IND, pdu.data)
            advertiser = self.link.find_le_controller(address)
            if self.le_scan_type and advertiser is not None:
                response = advertiser.le_legacy_advertiser.scan_response_data
                self._report(address, _REPORT.EventType.SCAN_RSP, response)
        pending = self.pending_le_connection
        if pending is not None and pending.peer_address == address:
            self.create_le_connection(address)

    def on_hci_le_create_connection_cancel_command(
        self, _command: hci.HCI_LE_Create_Connection_Cancel_Command
    ) -> hci.HCI_StatusReturnParameters:
        """Stop trying to connect, and say so to the one who waits for the connection."""
        pending, self.pending_le_connection = self.pending_le_connection, None
        if pending is not None:
            event = hci.HCI_LE_Connection_Complete_Event(
                status=_CANCELLED,
                connection_handle=0,
                role=hci.Role.CENTRAL,
                peer_address_type=pending.peer_address.address_type,
                peer_address=pending.peer_address,
                connection_interval=0,
                peripheral_latency=0,
                supervision_timeout=0,
                central_clock_accuracy=0,
            )
            asyncio.get_running_loop().call_soon(self.send_hci_packet, event)
        return hci.HCI_StatusReturnParameters(hci.HCI_ErrorCode.SUCCESS)

    def drop_links(self) -> None:
        """End every connection as a supervision time-out ends it: on both sides."""
        for connection in list(self.le_connections.values()):
            other = self.link.find_le_controller(connection.peer_address)
            if other is not None:
                other.on_ll_control_pdu(connection.self_address, ll.TerminateInd(_TIMED_OUT))
            self.on_le_disconnected(connection, _TIMED_OUT)

    def _report(self, address: hci.Address, event_type: int, data: bytes) -> None:
        report = _REPORT.Report(
            event_type=_REPORT.EventType(event_type),
            address_type=address.address_type,
            address=address,
            data=data,
            rssi=-50,
        )
        self.send_hci_packet(_REPORT([report]))


class AirLink(LocalLink):
    """The space between the controllers.

    Data is routed by the connection's own addresses (a host may change its random address
    while it is connected) and arrives at connection events, every ``interval_s`` (0: at once).
    """

    def __init__(self, interval_s: float = 0.0) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # bumble's own
        self._interval_s = interval_s
        self._in_the_air: list[tuple[Controller, hci.Address, Callable[[], None]]] = []

    def send_acl_data(
        self,
        sender_controller: Controller,
        destination_address: hci.Address,
        transport: PhysicalTransport,
        data: bytes,
    ) -> None:
        """Carry one packet to the other end of the sender's connection."""
        sent_on = sender_controller.le_connections.get(destination_address)
        receiver = self.find_le_controller(destination_address)
        if sent_on is None or receiver is None:
            return
        source = sent_on.self_address
        self._send(receiver, source, lambda: receiver.on_link_acl_data(source, transport, data))

    def send_ll_control_pdu(
        self, sender_address: hci.Address, receiver_address: hci.Address, packet: ll.ControlPdu
    ) -> None:
        """Carry a message between the controllers themselves, after the data before it."""
        receiver = self.find_le_controller(receiver_address)
        if receiver is not None:
            self._send(
                receiver,
                sender_address,
                lambda: receiver.on_ll_control_pdu(sender_address, packet),
            )

    def _send(self, receiver: Controller, source: hci.Address, arrive: Callable[[], None]) -> None:
        self._in_the_air.append((receiver, source, arrive))
        if len(self._in_the_air) > 1:
            return  # the next connection event is awaited already
        loop = asyncio.get_running_loop()
        if self._interval_s > 0.0:
            event = math.floor(loop.time() / self._interval_s) + 1
            loop.call_at(event * self._interval_s, self._connection_event)
        else:
            loop.call_soon(self._connection_event)

    def _connection_event(self) -> None:
        arriving, self._in_the_air = self._in_the_air, []
        for receiver, source, arrive in arriving:
            if source in receiver.le_connections:  # else the connection ended meanwhile
                arrive()


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
