"""Laps that are taps: what the runner reported with the lap button of a watch."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from monitor.errors import ConfigError
from monitor.sources.importers.remarks import Remarks
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


def say_reports(packets: Sequence[Packet], remarks: Remarks) -> None:
    """Say how many laps became reports, and of which kind the others were.

    ``packets`` are those of the file, with the reports among them.
    """
    laps = [lap.decode(one.payload) for one in packets if one.characteristic == uuids.LAP]
    if not laps:
        remarks.add("no laps are in it: there are no reports")
        return
    told = Counter(
        lap.decode(before.payload).trigger
        for before, packet in pairwise(packets)
        if packet.sensor == LAP_SENSOR
    )
    left = Counter(one.trigger for one in laps) - told
    others = (
        f"{left[LapTrigger.MANUAL]} pressed at the end",
        f"{left[LapTrigger.AUTOMATIC]} automatic",
        (
            f"{left[LapTrigger.UNKNOWN]} of which it is not said whether they were pressed"
            f"{'' if told[LapTrigger.UNKNOWN] else ' (--unsure-laps counts them)'}"
        ),
    )
    rest = ", ".join(one for one in others if not one.startswith("0 "))
    remarks.add(f"{told.total()} of {len(laps)} laps became reports{f'; {rest}' if rest else ''}")


def with_reports(
    packets: Iterable[Packet], feeling: Feeling, *, unsure: bool = False
) -> Iterator[Packet]:
    """Add to every manual lap a report without a side; not to the one that ends the run.

    ``unsure``: also to those of which the file does not say whether they were pressed.

    Reports come from the sensor ``watch laps``, so that nobody takes them for taps.
    """
    pressed = {LapTrigger.MANUAL, LapTrigger.UNKNOWN} if unsure else {LapTrigger.MANUAL}
    everything = list(packets)
    last_s = max((packet.t_rx_s for packet in everything), default=0.0)
    for packet in everything:
        yield packet
        if packet.characteristic != uuids.LAP or packet.t_rx_s > last_s - _STOP_S:
            continue
        if lap.decode(packet.payload).trigger in pressed:
            payload = symptom.encode(Tap(feeling))
            yield Packet(LAP_SENSOR, uuids.SYMPTOM, packet.t_rx_s, payload)
