"""Carries HCI between the guest's /dev/vhci and the serial line on which the pods' air is.

The line loses what comes too fast: for each stretch that was read, a frame of type 0xF0 gives the
sender outside that much credit back. A frame of type 0xF1 says that an adapter was plugged in.
"""

import os
import select
import struct
import sys
import termios
import tty

HEADER = {1: (3, "B"), 2: (4, "<H"), 3: (3, "B"), 4: (2, "B"), 5: (4, "<H")}
"""By packet type: bytes of the header, and how its last field, the length, is written."""
CREDIT, PLUGGED = 0xF0, 0xF1
NEW_ADAPTER = b"\xff\x00"


def whole(data: bytes) -> int:
    """Bytes of the first packet; 0 if it is not all there."""
    size, form = HEADER[data[0]]
    if len(data) < 1 + size:
        return 0
    (length,) = struct.unpack_from(form, data, 1 + size - struct.calcsize(form))
    return 1 + size + length if len(data) >= 1 + size + length else 0


def write(port: int, data: bytes) -> None:
    """Write all of it."""
    while data:
        data = data[os.write(port, data) :]


def main() -> None:
    """Carry until the line hangs up."""
    port = os.open(sys.argv[1], os.O_RDWR | os.O_NOCTTY)
    tty.setraw(port)
    termios.tcflush(port, termios.TCIFLUSH)
    os.nice(-10)  # what it does not read in time is lost
    adapter = os.open("/dev/vhci", os.O_RDWR)
    os.write(adapter, NEW_ADAPTER)
    write(port, bytes([PLUGGED, 0, 0]))
    print("plugged", flush=True)
    waiting = b""
    while True:
        ready, _, _ = select.select([port, adapter], [], [])
        if adapter in ready:
            packet = os.read(adapter, 4096)
            if packet[0] in HEADER:
                write(port, packet)
        if port in ready:
            came = os.read(port, 4096)
            write(port, struct.pack("<BH", CREDIT, len(came)))
            waiting += came
            while waiting and (size := whole(waiting)):
                os.write(adapter, waiting[:size])
                waiting = waiting[size:]


main()
