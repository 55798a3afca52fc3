"""Carries HCI between the guest's serial line and the hub of simulated sensors outside it."""

import select
import socket
import struct
import threading
from pathlib import Path
from typing import Final

_MOST_IN_FLIGHT: Final = 2000
"""Bytes towards the guest that it has not read: its serial line holds 4,095, and drops the rest."""
_CREDIT, _PLUGGED = 0xF0, 0xF1
_RESET: Final = bytes.fromhex("01 03 0c 00")
_EVENT, _LE, _REPORTS = 4, 0x3E, {0x02, 0x0D}
"""What an adapter says of an advertisement: packet type, event, and its kinds."""
_NOTE = struct.Struct("<BH")
_HEADER: Final = {1: (3, "B"), 2: (4, "<H"), 3: (3, "B"), 4: (2, "B"), 5: (4, "<H")}


class Air:
    """Joins the guest's adapter to a hub of simulated sensors, one hub after the other."""

    def __init__(self) -> None:
        self._line, self.guest_end = socket.socketpair()
        self._hub: socket.socket | None = None
        self._path: Path | None = None
        self._in_flight = 0
        self._heard = b""
        self._down = b""
        self._up = b""
        self._deaf = False
        self._ended, self._end = socket.socketpair()
        self._thread = threading.Thread(target=self._carry, name="air", daemon=True)
        self._thread.start()

    def use(self, path: Path) -> None:
        """From the next time that an adapter is plugged in: this hub."""
        self._path = path

    def deafen(self) -> None:
        """Let the adapter hear no advertisement until it is reset, as one whose firmware hangs."""
        self._deaf = True

    def close(self) -> None:
        """Carry no more."""
        self._end.close()
        self._thread.join()
        for one in (self._line, self._hub, self._ended):
            if one is not None:
                one.close()

    def _carry(self) -> None:
        while True:
            reads = [self._line, self._ended]
            if self._hub is not None and len(self._down) < 65536:
                reads.append(self._hub)
            room = self._down and self._in_flight < _MOST_IN_FLIGHT
            ready, writable, _ = select.select(reads, [self._line] if room else [], [])
            if self._ended in ready:
                return
            if self._line in ready and not self._take(self._line.recv(65536)):
                return
            if self._hub in ready and self._hub is not None:
                came = self._hub.recv(65536)
                self._hear(came)
                if not came:
                    self._unplug()
            if writable and self._down:
                sent = self._line.send(self._down[: max(_MOST_IN_FLIGHT - self._in_flight, 1)])
                self._in_flight += sent
                self._down = self._down[sent:]

    def _hear(self, came: bytes) -> None:
        """Let what the hub says go to the guest."""
        self._heard += came
        while self._heard and (size := _size(self._heard)):
            packet, self._heard = self._heard[:size], self._heard[size:]
            if not (self._deaf and _is_advertisement(packet)):
                self._down += packet

    def _take(self, came: bytes) -> bool:
        """Hand what comes from the guest on; False when the guest is gone."""
        self._up += came
        while self._up and (size := _size(self._up)):
            packet, self._up = self._up[:size], self._up[size:]
            if packet[0] == _CREDIT:
                self._in_flight -= _NOTE.unpack(packet)[1]
            elif packet[0] == _PLUGGED:
                self._plug()
            elif self._hub is not None:
                self._deaf &= packet != _RESET
                self._hub.sendall(packet)
        return bool(came)

    def _plug(self) -> None:
        self._unplug()
        self._in_flight, self._heard, self._down = 0, b"", b""
        self._hub = socket.socket(socket.AF_UNIX)
        self._hub.connect(str(self._path))

    def _unplug(self) -> None:
        if self._hub is not None:
            self._hub.close()
        self._hub = None


def _is_advertisement(packet: bytes) -> bool:
    return packet[0] == _EVENT and packet[1] == _LE and packet[3] in _REPORTS


def _size(data: bytes) -> int:
    """Bytes of the first packet of a stretch; 0 if it is not all there."""
    if data[0] in {_CREDIT, _PLUGGED}:
        return _NOTE.size if len(data) >= _NOTE.size else 0
    head, form = _HEADER[data[0]]
    if len(data) < 1 + head:
        return 0
    (length,) = struct.unpack_from(form, data, 1 + head - struct.calcsize(form))
    return 1 + head + length if len(data) >= 1 + head + length else 0
