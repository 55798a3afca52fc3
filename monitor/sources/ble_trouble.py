"""What is wrong with Bluetooth and what mends it, in one plain line."""

from pathlib import Path
from typing import Final

from bleak.exc import (
    BleakBluetoothNotAvailableError,
    BleakBluetoothNotAvailableReason,
    BleakCharacteristicNotFoundError,
    BleakDBusError,
    BleakDeviceNotFoundError,
    BleakError,
    BleakGATTProtocolError,
    BleakGATTProtocolErrorCode,
)

from monitor.errors import SourceError
from monitor.sources.ble_installed import is_installed
from monitor.sources.ble_states import Trouble

RADIO_ERRORS = (BleakError, OSError, EOFError, AssertionError)
"""What a radio raises when it, or the other side, fails: worth another attempt.

``TimeoutError`` is an ``OSError``; bleak asserts that its D-Bus connection is open, which it is
not when the system's Bluetooth service has just ended.
"""

_REASONS: Final = {
    BleakBluetoothNotAvailableReason.POWERED_OFF: Trouble.OFF,
    BleakBluetoothNotAvailableReason.DENIED_BY_SYSTEM: Trouble.DENIED,
    BleakBluetoothNotAvailableReason.DENIED_BY_USER: Trouble.DENIED,
    BleakBluetoothNotAvailableReason.DENIED_BY_UNKNOWN: Trouble.DENIED,
}
_DBUS: Final = {
    "org.freedesktop.DBus.Error.ServiceUnknown": Trouble.NO_SERVICE,
    "org.freedesktop.DBus.Error.NameHasNoOwner": Trouble.NO_SERVICE,
    "org.freedesktop.DBus.Error.NoReply": Trouble.HUNG,
    "org.freedesktop.DBus.Error.AccessDenied": Trouble.DENIED,
    "org.bluez.Error.NotReady": Trouble.OFF,
    "org.bluez.Error.InProgress": Trouble.BUSY,
}
_NOT_STARTED: Final = "org.freedesktop.DBus.Error.Spawn."
"""D-Bus starts the service when it is asked for, and could not."""
_UNKNOWN_OBJECT: Final = (
    "org.freedesktop.DBus.Error.UnknownObject",
    "org.freedesktop.DBus.Error.UnknownMethod",
)
_NOT_THERE: Final = {
    BleakGATTProtocolErrorCode.INVALID_HANDLE,
    BleakGATTProtocolErrorCode.READ_NOT_PERMITTED,
    BleakGATTProtocolErrorCode.ATTRIBUTE_NOT_FOUND,
}
"""Answers of a sensor that is asked at a place where it has something else, or nothing."""
_SERVICE_GONE: Final = (FileNotFoundError, ConnectionRefusedError, EOFError, AssertionError)


class RadioError(SourceError):
    """The adapter cannot do what it was asked; says which trouble it is.

    ``root`` is where the system's files are.
    """

    def __init__(self, error: Exception, adapter: str, root: Path = Path("/")) -> None:
        self.trouble = _trouble(error, adapter)
        if self.trouble is Trouble.NO_SERVICE and not is_installed(root):
            self.trouble = Trouble.NOT_INSTALLED
        where = f" (adapter {adapter})" if adapter else ""
        super().__init__(f"{self.trouble.value}{where}{_detail(self.trouble, error)}")


class OutdatedError(SourceError):
    """What a sensor says makes no sense: the system may remember an older firmware."""


def lacks_service(error: Exception) -> bool:
    """Tell whether a sensor lacks what its kind must have: an outdated memory of the system.

    After a pod's firmware changed, what the system remembers is not there, or in another place.
    """
    if isinstance(error, BleakGATTProtocolError):
        return error.code in _NOT_THERE
    return isinstance(error, BleakCharacteristicNotFoundError | OutdatedError)


def is_forgotten(error: Exception) -> bool:
    """Tell whether the system has forgotten the sensor: it has to be heard again first."""
    unknown = isinstance(error, BleakError) and str(error).startswith("device '")
    return unknown or isinstance(error, BleakDeviceNotFoundError)


def _trouble(error: Exception, adapter: str) -> Trouble:
    no_adapter = Trouble.OTHER_ADAPTER if adapter else Trouble.NO_ADAPTER
    match error:
        case BleakBluetoothNotAvailableError(reason=reason):
            return _REASONS.get(reason, no_adapter)
        case BleakDBusError(dbus_error=name):
            if name.startswith(_NOT_STARTED):
                return Trouble.NO_SERVICE
            return _DBUS.get(name, no_adapter if name in _UNKNOWN_OBJECT else Trouble.OTHER)
        case TimeoutError():
            return Trouble.HUNG
    if isinstance(error, BleakError) and str(error).startswith("adapter '"):
        return no_adapter
    return Trouble.NO_SERVICE if isinstance(error, _SERVICE_GONE) else Trouble.OTHER


def _detail(trouble: Trouble, error: Exception) -> str:
    """What a library said, where no words of ours say it: one line."""
    words = " ".join(str(error).split())
    return f": {words}" if trouble is Trouble.OTHER and words else ""
