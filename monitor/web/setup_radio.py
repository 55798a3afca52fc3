"""What the steps before a run hear: which sensors are near, and what those of the runner send."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence

from monitor.sources.ble import FoundSensor, keep_sensors, scan
from monitor.sources.ble_feet import Feet
from monitor.sources.ble_limits import RadioLimits
from monitor.sources.sensor_maps import MappedSensor
from monitor.types import Packet
from monitor.web.sensors import Sensors


class SetupRadio:
    """The Bluetooth of the steps before a run.

    Parameters
    ----------
    limits : RadioLimits
    backend : str or None
        Another Bluetooth than the computer's.
    maps : sequence of MappedSensor
        Sensors of the runner's own that are searched for, too.
    """

    def __init__(
        self, limits: RadioLimits, backend: str | None, maps: Sequence[MappedSensor] = ()
    ) -> None:
        self._limits, self._backend, self._maps = limits, backend, maps
        self._sensors = Sensors()

    async def scan(self, for_s: float) -> list[FoundSensor]:
        """Listen for so long, s, and give the sensors that are heard, the nearest first."""
        return await scan(self._limits, self._backend, for_s, self._maps)

    @contextlib.asynccontextmanager
    async def packets(self, only: list[str]) -> AsyncIterator[asyncio.Queue[Packet]]:
        """Give the packets of sensors as they arrive, and take note of their batteries."""
        # a queue outlives a time limit on who waits for it; an async generator ends by it.
        # Unbounded: a hundred small packets a second for a minute
        arrived = asyncio.Queue[Packet]()

        def take(packet: Packet) -> None:
            self._sensors.push(packet)
            arrived.put_nowait(packet)

        feet = Feet(shared=True)
        async with keep_sensors(self._limits, take, self._backend, only=only, feet=feet):
            yield arrived

    def charge(self) -> dict[str, int | None]:
        """Give the charge of each sensor that was heard, %, by its name or address."""
        return {each["name"]: each["battery"] for each in self._sensors.state()}
