"""The names under which this machine is reached."""

import socket
import struct
import sys
import time
from typing import Final

from monitor.settings.page import PageSettings

_GET_ADDRESS: Final = 0x8915
"""Linux's SIOCGIFADDR (netdevice(7))."""
_LOOPBACK: Final = "lo"
_LOOK_S: Final = 1.0
_LOCAL: Final = ("127.0.0.1", "localhost")


def lan() -> list[str]:
    """Give the IPv4 addresses of this machine's networks, in the order of its interfaces.

    Only Linux is asked in this way; elsewhere none is known.
    """
    if sys.platform != "linux":
        return []
    import fcntl

    found = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        for _, name in socket.if_nameindex():
            if name == _LOOPBACK:
                continue
            try:
                answer = fcntl.ioctl(probe, _GET_ADDRESS, struct.pack("256s", name.encode()))
            except OSError:
                continue  # an interface without an address
            found.append(socket.inet_ntoa(answer[20:24]))
    return found


class Hosts:
    """What a ``Host`` header may say: a foreign name that leads here is refused.

    A hub that starts with the computer comes into a network later, and into another one tomorrow:
    so a name that is not known is looked for anew, but not more often than once a second.
    """

    def __init__(self, settings: PageSettings) -> None:
        self._settings = settings
        self._known = hosts(settings)
        self._looked_s = time.monotonic()

    def __contains__(self, name: object) -> bool:
        if name not in self._known and time.monotonic() - self._looked_s > _LOOK_S:
            self._known, self._looked_s = hosts(self._settings), time.monotonic()
        return name in self._known


def hosts(settings: PageSettings) -> frozenset[str]:
    """Give what a ``Host`` header may say now."""
    found = names(settings)
    # a browser leaves the port out where it is the scheme's own
    bare = found if settings.port == (443 if settings.https else 80) else []
    return frozenset([*bare, *(f"{name}:{settings.port}" for name in found)])


def names(settings: PageSettings) -> list[str]:
    """Give the names and addresses of this machine that pages may use now."""
    found = list(_LOCAL)
    if settings.lan:
        own = socket.gethostname().lower()
        found += [*lan(), own, f"{own}.local"]
    return found
