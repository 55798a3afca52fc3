"""The backend through which unmodified bleak reaches simulated pods; passed in by name.

    footloose run --backend firmware_sim.air.backend:BACKEND
    footloose run --backend firmware_sim.air.backend:BACKEND@tcp:127.0.0.1:4321

Without an address after the ``@``, the environment variable ``FOOTLOOSE_AIR`` says where the
hub listens (`firmware-sim serve` prints it).
"""

import asyncio
import os

from firmware_sim.air.client import AirClient
from firmware_sim.air.radio import Radio
from firmware_sim.air.scanner import AirScanner

ENVIRONMENT = "FOOTLOOSE_AIR"
"""The variable that says where the hub listens."""


class AirBackend:
    """One virtual adapter, as the pair of classes that bleak takes as ``backend=``.

    Parameters
    ----------
    address : str or None
        The hub's address; None: what the environment says when the adapter opens.
    """

    def __init__(self, address: str | None = None) -> None:
        self._address = address
        self._radio: Radio | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        here = {"radio": staticmethod(self.radio)}
        self.scanner: type[AirScanner] = type("AirScanner", (AirScanner,), here)
        self.client: type[AirClient] = type("AirClient", (AirClient,), here)

    def at(self, address: str) -> "AirBackend":
        """The same kind of adapter on another hub."""
        return AirBackend(address)

    def radio(self) -> Radio:
        """The adapter of the running event loop."""
        loop = asyncio.get_running_loop()
        if self._radio is None or self._loop is not loop:
            self._radio = Radio(self._address or os.environ.get(ENVIRONMENT, ""))
            self._loop = loop
        return self._radio


BACKEND = AirBackend()
"""What ``--backend firmware_sim.air.backend:BACKEND`` names."""
