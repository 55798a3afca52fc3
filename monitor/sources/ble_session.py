"""What all sensors of one live session share."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from bleak.backends.device import BLEDevice

from monitor.sources.ble_adapter import Adapter
from monitor.sources.ble_feet import Feet
from monitor.sources.ble_limits import RadioLimits
from monitor.types import Packet
from monitor.wire import link, uuids
from monitor.wire.link import LinkState


@dataclass(frozen=True, slots=True)
class Session:
    """What all sensors of one session share."""

    adapter: Adapter
    limits: RadioLimits
    send: Callable[[Packet], None]
    now_s: Callable[[], float]
    feet: Feet = field(default_factory=Feet)
    links: set[asyncio.Event] = field(default_factory=set)
    """One for every connection that is up; set, it ends."""

    def end_links(self) -> None:
        """Let every sensor know that its link is gone."""
        for lost in self.links:
            lost.set()

    def note(self, sensor: str, state: LinkState) -> None:
        """Put a change of a link among the packets."""
        self.send(Packet(sensor, uuids.LINK, self.now_s(), link.encode(state)))


class Seeker(Protocol):
    """Who finds sensors for those who have lost them."""

    async def seek(self, address: str, *, urgent: bool) -> BLEDevice:
        """Wait until a sensor is heard again; is it listened for without rest?"""
        ...

    def tired(self) -> None:
        """Hear that a sensor cannot be connected, whatever was tried."""
        ...
