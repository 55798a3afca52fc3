"""Laps that are taps: what the runner reported with the lap button of a watch."""

from collections.abc import Iterable, Iterator
from typing import Final

from monitor.errors import ConfigError
from monitor.types import Feeling, LapTrigger, Packet
from monitor.wire import lap, symptom, uuids
from monitor.wire.symptom import LAP_SENSOR, Tap

FEELINGS: Final = {feeling.value: feeling for feeling in Feeling}
_STOP_S: Final = 5.0
"""A press this near to the end is that of the stop button. Rule of thumb."""


def feeling_of(name: str) -> Feeling:
    """Feeling of a name such as ``numb``; ``ConfigError`` names all where there is none."""
    if name not in FEELINGS:
        raise ConfigError("--laps-are", name, f"expected one of {', '.join(FEELINGS)}")
    return FEELINGS[name]


def with_reports(packets: Iterable[Packet], feeling: Feeling) -> Iterator[Packet]:
    """Add to every manual lap a report without a side; not to the one that ends the run.

    Reports come from the sensor ``watch laps``, so that nobody takes them for taps.
    """
    everything = list(packets)
    last_s = max((packet.t_rx_s for packet in everything), default=0.0)
    for packet in everything:
        yield packet
        if packet.characteristic != uuids.LAP or packet.t_rx_s > last_s - _STOP_S:
            continue
        if lap.decode(packet.payload).trigger is LapTrigger.MANUAL:
            payload = symptom.encode(Tap(feeling))
            yield Packet(LAP_SENSOR, uuids.SYMPTOM, packet.t_rx_s, payload)
