"""Controllers on the virtual air, and the link between them."""

import asyncio
import logging
import math
from collections.abc import Callable

from bumble import hci, ll
from bumble.controller import Controller
from bumble.core import PhysicalTransport
from bumble.link import LocalLink

logger = logging.getLogger(__name__)

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
