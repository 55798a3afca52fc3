"""The sensors that there are, and how they fare, from their packets alone; pure."""

from dataclasses import dataclass
from typing import Any, Final

from monitor.errors import WireError
from monitor.types import Notice, NoticeKind, Packet, Side
from monitor.wire import CHARACTERISTICS, uuids
from monitor.wire.battery import BatteryLevel
from monitor.wire.information import PodInformation

_OURS: Final = frozenset({"host", "runner"})
"""Who packets come from that no sensor sent."""
_SECOND_S: Final = 1.0
_SEEN_S: Final = 5.0
"""A foot that was not heard for longer is not seen. Rule of thumb."""
_DESCRIBING: Final = frozenset({uuids.BATTERY, uuids.INFORMATION})
_LOST: Final = frozenset({NoticeKind.LOST, NoticeKind.STALLED, NoticeKind.FROZEN})
"""What a sensor does whose data stop."""


@dataclass(slots=True)
class Sensor:
    """One sensor, as far as it was heard."""

    name: str
    t_s: float = 0.0
    """When it was last heard, session time, s."""
    side: Side | None = None
    battery: int | None = None
    """Charge, %."""
    lost: int = 0
    """How often its connection was lost."""
    per_s: int = 0
    """Packets in the last whole second."""
    counted: int = 0
    """Packets in the second that goes on."""
    since_s: float = 0.0
    """Begin of that second."""


class Sensors:
    """Follow every sensor, packet by packet: a few operations each."""

    def __init__(self) -> None:
        self._sensors: dict[str, Sensor] = {}

    def push(self, packet: Packet) -> None:
        """Take note of a packet of a sensor; what the host wrote itself is no news."""
        name, characteristic, t_rx_s, payload = packet
        if name in _OURS or characteristic == uuids.LINK:
            return
        sensor = self._sensors.get(name)
        if sensor is None:
            sensor = self._sensors[name] = Sensor(name, since_s=t_rx_s)
        sensor.t_s = t_rx_s
        if t_rx_s - sensor.since_s >= _SECOND_S:
            sensor.per_s, sensor.counted, sensor.since_s = sensor.counted, 0, t_rx_s
        sensor.counted += 1
        if characteristic in _DESCRIBING:
            _describe(sensor, characteristic, payload)

    def note(self, notice: Notice) -> None:
        """Take note of what a sensor did."""
        sensor = self._sensors.get(notice.sensor)
        if sensor is not None and notice.kind in _LOST:
            sensor.lost += 1

    def feet(self, now_s: float) -> list[Side]:
        """Give the feet that were heard within the last seconds."""
        heard = {each.side for each in self._sensors.values() if now_s - each.t_s < _SEEN_S}
        return [side for side in Side if side in heard]

    def state(self) -> list[dict[str, Any]]:
        """Give every sensor as the page reads it."""
        return [
            {
                "name": sensor.name,
                "side": sensor.side,
                "battery": sensor.battery,
                "per_s": sensor.per_s,
                "lost": sensor.lost,
                "t_s": round(sensor.t_s, 1),
            }
            for sensor in self._sensors.values()
        ]


def _describe(sensor: Sensor, characteristic: str, payload: bytes) -> None:
    try:
        value = CHARACTERISTICS[characteristic].decode(payload)
    except WireError:
        return  # the pipeline says so
    match value:
        case BatteryLevel(percent=percent):
            sensor.battery = percent
        case PodInformation(side=side):
            sensor.side = side
