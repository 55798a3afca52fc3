"""Hand the air's temperature, which somebody else tells, to the run that goes on."""

import contextlib
from collections.abc import Callable, Iterator
from typing import Final

from monitor.types import Packet
from monitor.wire import temperature, uuids
from monitor.wire.temperature import TemperatureReading

SENSOR: Final = "mqtt"
"""Whose packets they are in the recording."""


def air_packet(air_c: float, t_s: float) -> Packet:
    """A temperature as a thermometer would send it, for the recording."""
    return Packet(SENSOR, uuids.TEMPERATURE, t_s, temperature.encode(TemperatureReading(air_c)))


class Air:
    """Keep the last temperature; a run that begins gets it at once.

    Examples
    --------
    >>> air, got = Air(), []
    >>> air.warm(21.5)
    >>> with air.told(got.append, lambda: 3.0):
    ...     air.warm(22.0)
    >>> [(packet.t_rx_s, temperature.decode(packet.payload).temperature_c) for packet in got]
    [(3.0, 21.5), (3.0, 22.0)]
    """

    def __init__(self) -> None:
        self._last_c: float | None = None
        self._tell: Callable[[float], None] | None = None

    def warm(self, air_c: float) -> None:
        """Take a temperature, °C."""
        self._last_c = air_c
        if self._tell is not None:
            self._tell(air_c)

    @contextlib.contextmanager
    def told(self, take: Callable[[Packet], None], now_s: Callable[[], float]) -> Iterator[None]:
        """Hand temperatures to a run, as packets that its recording keeps."""

        def tell(air_c: float) -> None:
            take(air_packet(air_c, now_s()))

        self._tell = tell
        if self._last_c is not None:
            tell(self._last_c)
        try:
            yield
        finally:
            self._tell = None
