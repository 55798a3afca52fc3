"""A session second by second: what was measured, judged, felt and said, as rows of numbers."""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from math import ceil, inf
from typing import Final

from monitor.session.fit_second import STALE_S
from monitor.session.in_time import InTime, Timed, settled_s
from monitor.types import (
    NERVE_ZONES,
    QUANTITIES,
    Advice,
    Event,
    Gait,
    HeartBeat,
    ReferenceSpeed,
    Risk,
    Side,
    Stride,
    Symptom,
    Zone,
)

OF_STRIDES: Final = (
    "speed_m_s",
    "cadence_spm",
    "contact_time_s",
    "instep_swing_kpa",
    "instep_peak_kpa",
    "plantar_swing_kpa",
    "achilles_impulse_n_s",
)
RISKS: Final = tuple((side, zone) for side in Side for zone in NERVE_ZONES)
COLUMNS: Final = (
    "t_s",
    *(f"{side}_{name}" for side in Side for name in ("gait", *OF_STRIDES)),
    "heart_rate_bpm",
    "reference_speed_m_s",
    *(f"risk_{side}_{zone}" for side, zone in RISKS),
    "symptom",
    "symptom_side",
    "symptom_zone",
    "symptom_told",
    "advice",
    "advice_side",
)
"""Names of the columns; a row is one second of session time, ``t_s`` its end."""

Value = float | str | None


@dataclass(slots=True)
class _Now:
    strides: dict[Side, Stride] = field(default_factory=dict)
    heart: HeartBeat | None = None
    speed: ReferenceSpeed | None = None
    risks: dict[tuple[Side, Zone], float | None] = field(default_factory=dict)
    symptoms: deque[Symptom] = field(default_factory=deque)
    advice: deque[Advice] = field(default_factory=deque)

    def take(self, event: Timed) -> None:
        """Know one thing more."""
        match event:
            case HeartBeat():
                self.heart = event
            case ReferenceSpeed():
                self.speed = event
            case Risk():
                self.risks[event.side, event.zone] = event.level
            case Symptom():
                self.symptoms.append(event)
            case Advice():
                self.advice.append(event)


class Seconds:
    """Take events in their order; give the seconds that are over."""

    def __init__(self, said: Iterable[Event] = ()) -> None:
        self._waiting = InTime()
        for event in said:
            if isinstance(event, Advice):
                self._waiting.push(event)
        self._now = _Now()
        self._second = 0

    def push(self, event: Event) -> Iterator[tuple[Value, ...]]:
        """Consume an event; give the rows that it settles."""
        if isinstance(event, Stride):
            yield from self._until(event.ic_s)
            self._now.strides[event.side] = event
        elif isinstance(event, Timed):
            self._waiting.push(event)
        settled = settled_s(event)
        if settled is not None:
            yield from self._until(settled)

    def finish(self, ended_s: float) -> Iterator[tuple[Value, ...]]:
        """Give the rows up to the end."""
        yield from self._until(float(ceil(ended_s)))
        for event in self._waiting.until(inf):
            self._now.take(event)
        while self._now.symptoms or self._now.advice:
            yield from self._until(self._second + 1.0)

    def _until(self, t_s: float) -> Iterator[tuple[Value, ...]]:
        while self._second + 1 <= t_s:
            self._second += 1
            for event in self._waiting.until(self._second):
                self._now.take(event)
            yield self._row()

    def _row(self) -> tuple[Value, ...]:
        now, second = self._now, float(self._second)
        feet: list[Value] = []
        for side in Side:
            stride = now.strides.get(side)
            fresh = stride if stride and second - stride.next_ic_s <= STALE_S else None
            gait = str(fresh.gait) if fresh else str(Gait.STAND) if stride else None
            feet += [gait, *(QUANTITIES[name](fresh) if fresh else None for name in OF_STRIDES)]
        heart = now.heart if now.heart and second - now.heart.t_s <= STALE_S else None
        speed = now.speed if now.speed and second - now.speed.t_s <= STALE_S else None
        # one a second: what came in the same second stands in the next
        felt = now.symptoms.popleft() if now.symptoms else None
        said = now.advice.popleft() if now.advice else None
        return (
            second,
            *feet,
            heart.rate_bpm if heart else None,
            speed.speed_m_s if speed else None,
            *(now.risks.get(place) for place in RISKS),
            str(felt.feeling) if felt else None,
            _side(felt),
            str(felt.zone) if felt and felt.zone else None,
            felt.told if felt else None,
            str(said.action) if said else None,
            _side(said),
        )


def _side(event: Symptom | Advice | None) -> str | None:
    if event is None:
        return None
    return "both" if event.both else str(event.side) if event.side else None
