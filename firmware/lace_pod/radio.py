"""Bluetooth of an ESP32: the pod's services, and what is written to them. Nothing is decided here.

Numbers of events and flags are those of MicroPython's documentation of ``bluetooth``.
"""

import bluetooth
import wire

_CONNECTED, _DISCONNECTED, _WRITTEN = 1, 2, 3
_READ, _WRITE, _NOTIFY, _INDICATE = 0x02, 0x08, 0x10, 0x20
_BATTERY_SERVICE, _BATTERY = 0x180F, 0x2A19
_ADVERTISE_US = 100_000
_MTU = 247
_MOST_WRITTEN = 32


class Radio:
    """One peripheral with one connection.

    Parameters
    ----------
    name : str
    written : callable
        Takes what a host wrote; returns the answer.
    lost : callable
        Is told that the link is gone.
    """

    def __init__(self, name, written, lost):
        self._written, self._lost = written, lost
        self._host = None
        self._answers = []
        self._ble = bluetooth.BLE()
        self._ble.active(True)
        self._ble.config(gap_name=name, mtu=_MTU)
        self._ble.irq(self._on_event)
        pod = (
            (bluetooth.UUID(wire.INFORMATION), _READ),
            (bluetooth.UUID(wire.LAYOUT), _READ),
            (bluetooth.UUID(wire.IMU_SAMPLES), _NOTIFY),
            (bluetooth.UUID(wire.PRESSURE_SAMPLES), _NOTIFY),
            (bluetooth.UUID(wire.CONTROL), _WRITE | _INDICATE),
        )
        battery = ((bluetooth.UUID(_BATTERY), _READ | _NOTIFY),)
        services = (
            (bluetooth.UUID(wire.SERVICE), pod),
            (bluetooth.UUID(_BATTERY_SERVICE), battery),
        )
        handles, (self._battery,) = self._ble.gatts_register_services(services)
        self._information, self._layout, imu, pressure, self._control = handles
        self._streams = {wire.IMU: imu, wire.PRESSURE: pressure}
        self._ble.gatts_set_buffer(self._control, _MOST_WRITTEN)
        self._flags = b"\x02\x01\x06\x11\x07" + reversed_uuid(wire.SERVICE)
        self._name = bytes([1 + len(name), 0x09]) + name.encode()

    def show(self, information, layout):
        """Let what can be read be read."""
        self._ble.gatts_write(self._information, information)
        self._ble.gatts_write(self._layout, layout)

    def advertise(self):
        """Be found, until the next connection."""
        self._ble.gap_advertise(_ADVERTISE_US, adv_data=self._flags, resp_data=self._name)

    def notify(self, kind, packet):
        """Send a notification; False where the radio takes no more now."""
        if self._host is None:
            return False
        try:
            self._ble.gatts_notify(self._host, self._streams[kind], packet)
        except OSError:  # no memory: what it took before has to go out first
            return False
        return True

    def battery(self, percent):
        """Say the charge."""
        self._ble.gatts_write(self._battery, bytes([percent]), True)

    def answer(self):
        """Indicate the answers that are owed."""
        while self._answers and self._host is not None:
            self._ble.gatts_write(self._control, self._answers[0])
            try:
                self._ble.gatts_indicate(self._host, self._control)
            except OSError:  # the one before is not confirmed yet
                return
            self._answers.pop(0)

    def _on_event(self, event, data):
        if event == _CONNECTED:
            self._host = data[0]
        elif event == _DISCONNECTED:
            self._host = None
            self._answers = []
            self._lost()
            self.advertise()
        elif event == _WRITTEN and data[1] == self._control:
            self._answers.append(self._written(self._ble.gatts_read(self._control)))


def reversed_uuid(uuid):
    """Bytes of a UUID, the lowest first, as they are advertised."""
    digits = uuid.replace("-", "")
    return bytes([int(digits[at : at + 2], 16) for at in range(30, -1, -2)])
