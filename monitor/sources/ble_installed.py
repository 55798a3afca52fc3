"""Tell whether this system has a Bluetooth service at all."""

from pathlib import Path
from typing import Final

BLUETOOTHD: Final = ("usr/libexec/bluetooth/bluetoothd", "usr/lib/bluetooth/bluetoothd")
"""Where systems with BlueZ have its service."""


def is_installed(root: Path) -> bool:
    """Whether BlueZ is among the system's files, which are below ``root``."""
    return any((root / place).exists() for place in BLUETOOTHD)
