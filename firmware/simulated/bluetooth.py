"""What MicroPython's `bluetooth` gives, simulated: the air is standard input and output.

Out: ``value UUID HEX``, ``notify UUID HEX``, ``indicate UUID HEX``, ``advertise HEX HEX``.
In: ``connected``, ``disconnected``, ``write UUID HEX``, ``deaf TIMES``: so many times the
radio takes no notification, as one whose memory is full.
"""


class UUID:
    """A number of 16 bits, or a text."""

    def __init__(self, value):
        self.text = value if isinstance(value, str) else f"0000{value:04x}" + _SIG


_SIG = "-0000-1000-8000-00805f9b34fb"


class BLE:
    """One peripheral; there is one only."""

    instance = None

    def __init__(self):
        BLE.instance = self
        self._uuids, self._values = [], []
        self._deaf = 0

    def active(self, on):
        """Switch the radio on."""

    def config(self, **settings):
        """Take settings."""

    def irq(self, handler):
        """Take whom events are told."""
        self._handler = handler

    def gatts_register_services(self, services):
        """Give every characteristic a handle."""
        handles = []
        for _, characteristics in services:
            first = len(self._uuids)
            self._uuids += [one[0].text for one in characteristics]
            handles.append(tuple(range(first, len(self._uuids))))
        self._values = [b""] * len(self._uuids)
        return tuple(handles)

    def gatts_set_buffer(self, handle, length):
        """Take the longest that may be written."""

    def gatts_read(self, handle):
        """Return what was written."""
        return self._values[handle]

    def gatts_write(self, handle, value, send_update=False):
        """Let a value be read, and perhaps notify it."""
        self._values[handle] = value
        self._say("notify" if send_update else "value", handle, value)

    def gatts_notify(self, connection, handle, value):
        """Notify, unless the memory is full."""
        if self._deaf:
            self._deaf -= 1
            raise OSError(12)
        self._say("notify", handle, value)

    def gatts_indicate(self, connection, handle):
        """Indicate the value."""
        self._say("indicate", handle, self._values[handle])

    def gap_advertise(self, interval_us, adv_data, resp_data):
        """Be found."""
        print("advertise", adv_data.hex(), resp_data.hex())

    def take(self, line):
        """Let something happen on the air."""
        what, *rest = line.split()
        if what == "connected":
            self._handler(1, (7, 0, b""))
        elif what == "disconnected":
            self._handler(2, (7, 0, b""))
        elif what == "write":
            handle = self._uuids.index(rest[0])
            self._values[handle] = bytes.fromhex(rest[1]) if len(rest) > 1 else b""
            self._handler(3, (7, handle))
        else:
            self._deaf = int(rest[0])

    def _say(self, what, handle, value):
        print(what, self._uuids[handle], bytes(value).hex())
