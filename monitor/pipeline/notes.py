"""Read the packets that carry no samples: heart, speed, taps, links, batteries."""

from collections.abc import Callable
from typing import Any, Final

from monitor.errors import WireError
from monitor.ingest.limits import IngestLimits
from monitor.ingest.sensor_directory import SAMPLING
from monitor.pipeline.rsc_cadence import PodSpeed
from monitor.types import (
    HeartBeat,
    InputEvent,
    Lap,
    Notice,
    NoticeKind,
    Packet,
    Power,
    ReferenceSpeed,
    Side,
    Symptom,
    Temperature,
    Tick,
    Wish,
)
from monitor.wire import CHARACTERISTICS
from monitor.wire.battery import BatteryLevel
from monitor.wire.clock import HostTick
from monitor.wire.heart_rate import HeartRate
from monitor.wire.lap import LapMark
from monitor.wire.link import Link, LinkReason, LinkState
from monitor.wire.power import PowerMeasurement
from monitor.wire.press import Press
from monitor.wire.reference import Reference
from monitor.wire.rsc import RscMeasurement
from monitor.wire.symptom import AFTERWARDS, LAP_SENSOR, Tap
from monitor.wire.temperature import TemperatureReading
from monitor.wire.treadmill import TreadmillData
from monitor.wire.wish import Quiet

Noted = InputEvent | PodSpeed
"""What a packet says; whether a speed pod counts steps is not known here."""

_LINK_KINDS = {
    Link.CONNECTED: NoticeKind.CONNECTED,
    Link.LOST: NoticeKind.LOST,
    Link.RETURNED: NoticeKind.RETURNED,
    Link.STALLED: NoticeKind.STALLED,
    Link.MISSING: NoticeKind.NOT_FOUND,
}
_LINK_WORDS = {
    Link.CONNECTED: "connected",
    Link.LOST: "connection lost, trying again",
    Link.RETURNED: "back",
    Link.STALLED: "connected, but no data",
    Link.MISSING: "not found",
}

_LEFT_ALONE: Final = (LinkReason.REFUSED, LinkReason.WRONG_VERSION)
"""Why a sensor that is there is not used."""

_OBSERVATIONS: Final[dict[type, Callable[[float, Any], InputEvent | None]]] = {
    Reference: lambda t_s, said: ReferenceSpeed(
        t_s, said.speed_m_s, said.cadence_spm, said.contact_time_s, said.slope, said.power_w
    ),
    PowerMeasurement: lambda t_s, said: (
        Power(t_s, float(said.power_w)) if said.power_w >= 0 else None
    ),
    TemperatureReading: lambda t_s, said: (
        None if said.temperature_c is None else Temperature(t_s, said.temperature_c)
    ),
    TreadmillData: lambda t_s, said: (
        None if said.speed_m_s is None else ReferenceSpeed(t_s, said.speed_m_s, slope=said.slope)
    ),
    LapMark: lambda t_s, mark: Lap(t_s, mark.number, mark.trigger),
    HostTick: lambda t_s, _: Tick(t_s),
    Quiet: lambda t_s, quiet: Wish(t_s, quiet.kind, float(quiet.for_s)),
}
"""What each value means; ``Any`` because the key says which."""


class Notes:
    """Read sparse packets one by one.

    Unknown characteristics and what cannot be read become notices: the first of each sensor is
    said, all are counted.
    """

    def __init__(self, limits: IngestLimits) -> None:
        self._limits = limits.sensors
        self._late_press_s = limits.late_press_s
        self._low: set[str] = set()

    def read(self, packet: Packet, side: Side | None) -> list[Noted]:
        """Return what a packet says; raise ``WireError`` if it cannot be read."""
        codec = CHARACTERISTICS.get(packet.characteristic)
        if codec is None:
            raise WireError(f"unknown characteristic {packet.characteristic}", packet.payload)
        if packet.characteristic in SAMPLING:
            raise WireError("samples before the sensor said what it is", packet.payload)
        value = codec.decode(packet.payload)
        if isinstance(value, RscMeasurement):
            sensor, per_min = packet.sensor, value.cadence_per_min
            length_m, run_m = value.stride_length_m, value.distance_m
            at = packet.t_rx_s, sensor, value.speed_m_s, per_min
            return [PodSpeed(*at, length_m, run_m)]
        return [*self._meaning(value, packet, side)]

    def _meaning(self, value: object, packet: Packet, side: Side | None) -> list[InputEvent]:
        t_s = packet.t_rx_s
        match value:
            case LinkState():
                return [_link(value, packet, side)]
            case HeartRate():
                return [HeartBeat(t_s, float(value.rate_bpm), value.rr_s)] * self._beats(value)
            case Quiet(press=Press(age_s=age_s)) if age_s > self._late_press_s:
                return []  # it would silence something else by now
            case Tap():
                return self._tapped(value, packet)
            case BatteryLevel(percent=percent):
                return self._battery(percent, packet, side)
        meant = [
            make(t_s, value) for kind, make in _OBSERVATIONS.items() if isinstance(value, kind)
        ]
        return [event for event in meant if event is not None]

    def _tapped(self, tap: Tap, packet: Packet) -> list[InputEvent]:
        """Give a report at the time of its press, not of its arrival; none of an earlier run."""
        heard_s, age_s = packet.t_rx_s, 0.0 if tap.press is None else tap.press.age_s
        t_s = heard_s - age_s
        if t_s < 0.0 and age_s > self._late_press_s:
            return []
        by_lap = packet.sensor == LAP_SENSOR
        place = tap.side, tap.zone, tap.both
        if age_s <= 0.0:
            added = packet.sensor == AFTERWARDS
            return [Symptom(heard_s, tap.feeling, *place, by_lap, added=added)]
        return [Symptom(max(t_s, 0.0), tap.feeling, *place, by_lap, heard_s)]

    def _beats(self, value: HeartRate) -> bool:
        """Whether a strap that is worn counts a heart: without contact it says 0, or a guess."""
        limits = self._limits
        plausible = limits.heart_least_bpm <= value.rate_bpm <= limits.heart_most_bpm
        return plausible and value.contact is not False

    def _battery(self, percent: int, packet: Packet, side: Side | None) -> list[InputEvent]:
        """Warn once when a battery runs low, again only after it was charged."""
        was_low = packet.sensor in self._low
        if percent > self._limits.low_battery_percent:
            self._low.discard(packet.sensor)
            return []
        self._low.add(packet.sensor)
        if was_low:
            return []
        text = f"{packet.sensor}: battery at {percent} %"
        return [Notice(NoticeKind.LOW_BATTERY, packet.t_rx_s, packet.sensor, text, side)]


def _link(state: LinkState, packet: Packet, side: Side | None) -> Notice:
    kind, text = _LINK_KINDS[state.state], f"{packet.sensor}: {_LINK_WORDS[state.state]}"
    if state.reason in _LEFT_ALONE:
        kind, text = NoticeKind.NOT_USED, f"{packet.sensor}: is not used ({state.detail})"
    elif state.reason is LinkReason.NO_RADIO:
        kind, text = NoticeKind.NO_RADIO, state.detail
    elif state.detail:
        text = f"{text} ({state.detail})"
    return Notice(kind, packet.t_rx_s, packet.sensor, text, side)
