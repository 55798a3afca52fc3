"""Which radio of the computer is used."""

from msgspec import Struct


class BluetoothSettings(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The computer's radio."""

    adapter: str = ""
    """Which Bluetooth adapter, where there are several, as in hci1. Empty: the first.

    Linux only.
    """
