"""A session as a FIT activity: what running sites read, and our own fields beside it.

One record a second of running or walking, and one where something was felt or advised; a second
holds one number of each, so that another one stands in the next. Native fields: speed, distance,
cadence, stance time and its share, its balance, step length, heart rate. Developer fields, by name:
pressure under the laces of each foot, risk of each nerve zone, what was felt and what was advised.
Laps end where the runner starts or stops walking. What was not measured is *invalid*, which readers
show as missing. As long as no foot was seen, speed, cadence and stance time are those of a watch or
a pod that says them.
"""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from math import inf
from typing import Final

from monitor.session.fit_writer import Base, Field, FitWriter, Layout, Value
from monitor.session.in_time import InTime, Timed, settled_s
from monitor.types import (
    NERVE_ZONES,
    Advice,
    Event,
    Feeling,
    Gait,
    GaitChange,
    HeartBeat,
    ReferenceSpeed,
    Risk,
    Side,
    Stride,
    Symptom,
    Zone,
)

EPOCH: Final = datetime(1989, 12, 31, tzinfo=UTC)
"""FIT counts seconds from here."""
STALE_S: Final = 3.0
"""A quantity that was not measured for longer is missing. Rule of thumb: two strides."""
_STAMP: Final = Field(253, Base.UINT32)
_APPLICATION: Final = bytes.fromhex("0e0d0001ea1d4e6288ebb36d8f4fc5ef")
"""Our own number: that of our Bluetooth service."""
_RUNNING: Final = 1
_DEVELOPMENT: Final = 255

FILE_ID: Final = Layout(0, (Field(0, Base.ENUM), Field(1, Base.UINT16), Field(2, Base.UINT16),
                            Field(3, Base.UINT32Z), Field(4, Base.UINT32)))  # fmt: skip
DEVELOPER_ID: Final = Layout(207, (Field(1, Base.BYTES, size=16), Field(3, Base.UINT8)))
DESCRIPTION: Final = Layout(206, (Field(0, Base.UINT8), Field(1, Base.UINT8), Field(2, Base.UINT8),
                                  Field(3, Base.STRING, size=32),
                                  Field(8, Base.STRING, size=16)))  # fmt: skip
EVENT: Final = Layout(21, (_STAMP, Field(0, Base.ENUM), Field(1, Base.ENUM)))
LAP: Final = Layout(19, (_STAMP, Field(2, Base.UINT32), Field(7, Base.UINT32, 1000.0),
                         Field(8, Base.UINT32, 1000.0), Field(9, Base.UINT32, 100.0),
                         Field(0, Base.ENUM), Field(1, Base.ENUM), Field(24, Base.ENUM),
                         Field(25, Base.ENUM), Field(254, Base.UINT16)))  # fmt: skip
SESSION: Final = Layout(18, (_STAMP, Field(2, Base.UINT32), Field(7, Base.UINT32, 1000.0),
                             Field(8, Base.UINT32, 1000.0), Field(9, Base.UINT32, 100.0),
                             Field(0, Base.ENUM), Field(1, Base.ENUM), Field(5, Base.ENUM),
                             Field(25, Base.UINT16), Field(26, Base.UINT16)))  # fmt: skip
ACTIVITY: Final = Layout(34, (_STAMP, Field(0, Base.UINT32, 1000.0), Field(1, Base.UINT16),
                              Field(2, Base.ENUM), Field(3, Base.ENUM),
                              Field(4, Base.ENUM)))  # fmt: skip
DEVELOPER: Final = (
    *((f"instep_{side}", "kPa") for side in Side),
    *((f"risk_{side}_{zone}", "") for side in Side for zone in NERVE_ZONES),
    ("symptom", ""),
    ("advice", ""),
)
"""Developer fields: name and unit. *symptom* is the number in ``FELT``; *advice* its own number."""
RECORD: Final = Layout(
    20,
    (
        _STAMP,
        Field(5, Base.UINT32, 100.0),
        Field(6, Base.UINT16, 1000.0),
        Field(73, Base.UINT32, 1000.0),
        Field(3, Base.UINT8),
        Field(4, Base.UINT8),
        Field(53, Base.UINT8, 128.0),
        Field(41, Base.UINT16, 10.0),
        Field(40, Base.UINT16, 100.0),
        Field(84, Base.UINT16, 100.0),
        Field(85, Base.UINT16, 10.0),
    ),
    tuple(Field(number, Base.FLOAT32) for number in range(len(DEVELOPER))),
)
FELT: Final = {
    Feeling.OK: 0,
    Feeling.NUMB: 1,
    Feeling.TINGLING: 2,
    Feeling.PAIN: 3,
    Feeling.TIGHT: 4,
    Feeling.SWOLLEN: 5,
    Feeling.DIZZY: 6,
    Feeling.SOMETHING: 7,
}
"""Numbers of the reports; docs/exports.md names them."""


@dataclass(slots=True)
class _Now:
    """What is known at this second."""

    strides: dict[Side, Stride] = field(default_factory=dict)
    heart: HeartBeat | None = None
    speed: ReferenceSpeed | None = None
    risks: dict[tuple[Side, Zone], float | None] = field(default_factory=dict)
    symptoms: deque[int] = field(default_factory=deque)
    advice: deque[int] = field(default_factory=deque)
    distance_m: float = 0.0
    counted_to_s: float = 0.0
    """Until when strides have said the way."""


class FitActivity:
    """Take a session's events in their order; then ask for the file."""

    def __init__(self, started: datetime) -> None:
        # FIT reads small numbers as time since the device was switched on: no date is known
        self._started_s = max(round((started - EPOCH).total_seconds()), 0)
        self._writer = FitWriter()
        self._now = _Now()
        self._waiting = InTime()
        self._second = 0
        self._lap_from_s, self._lap_from_m = 0.0, 0.0
        self._laps = 0
        self._gait: Gait | None = None
        self._is_heard = False
        self._head()

    def push(self, events: Iterable[Event]) -> None:
        """Consume events."""
        for event in events:
            self._take(event)

    def hear(self, said: Iterable[Event]) -> None:
        """Take what was really said, before the events; what a replay says is then left out."""
        self._is_heard = True
        for event in said:
            if isinstance(event, Advice):
                self._waiting.push(event)

    def finish(self, duration_s: float) -> bytes:
        """Give the file."""
        self._until(duration_s)
        for event in self._waiting.until(inf):  # of the last part of a second
            self._know(event)
        while self._now.symptoms or self._now.advice:
            self._until(self._second + 1.0)
        ended_s = max(duration_s, float(self._second))  # no record lies after the session
        self._lap(ended_s)
        stamp = self._stamp(ended_s)
        length_m = self._now.distance_m
        add = self._writer.add
        add(EVENT, (stamp, 0, 4))
        add(SESSION, (stamp, self._started_s, ended_s, ended_s, length_m, 8, 1, _RUNNING, 0,
                      self._laps))  # fmt: skip
        add(ACTIVITY, (stamp, ended_s, 1, 0, 26, 1))
        return self._writer.finish()

    def _head(self) -> None:
        add = self._writer.add
        add(FILE_ID, (4, _DEVELOPMENT, 0, 1, self._started_s))
        add(DEVELOPER_ID, (_APPLICATION, 0))
        for number, (name, unit) in enumerate(DEVELOPER):
            add(DESCRIPTION, (0, number, int(Base.FLOAT32), name, unit))
        add(EVENT, (self._started_s, 0, 0))

    def _take(self, event: Event) -> None:
        match event:
            case Stride():
                self._until(event.ic_s)
                self._now.strides[event.side] = event
                self._now.distance_m += self._way_m(event)
            case GaitChange() if event.gait is not self._gait:
                self._change(event)
            case Advice() if self._is_heard:
                pass
            case HeartBeat() | ReferenceSpeed() | Risk() | Symptom() | Advice():
                self._waiting.push(event)
        settled = settled_s(event)
        if settled is not None and not self._now.strides:
            self._until(settled)

    def _know(self, event: Timed) -> None:
        """Let what happened count from this second on."""
        now = self._now
        match event:
            case HeartBeat():
                now.heart = event
            case ReferenceSpeed():
                now.speed = event
            case Risk():
                now.risks[event.side, event.zone] = event.level
            case Symptom():
                now.symptoms.append(FELT[event.feeling])
            case Advice():
                now.advice.append(event.number)

    def _change(self, event: GaitChange) -> None:
        """End a lap where walking starts or stops."""
        walked = Gait.WALK in {self._gait, event.gait}
        if walked and self._gait is not None and event.t_s > self._lap_from_s + 1.0:
            self._lap(event.t_s)
        self._gait = event.gait

    def _way_m(self, stride: Stride) -> float:
        """Give the way of a stride, as far as no other stride of either foot has counted it."""
        if stride.speed_m_s is None:
            return 0.0
        from_s = max(stride.ic_s, self._now.counted_to_s)
        self._now.counted_to_s = max(stride.next_ic_s, self._now.counted_to_s)
        return stride.speed_m_s * max(0.0, stride.next_ic_s - from_s)

    def _until(self, t_s: float) -> None:
        """Write the seconds that are over; those without a stride are a pause."""
        while self._second + 1 <= t_s:
            self._second += 1
            for event in self._waiting.until(self._second):
                self._know(event)
            fresh = {
                side: stride
                for side, stride in self._now.strides.items()
                if self._second - stride.next_ic_s <= STALE_S
            }
            watch = self._watched()
            if watch is not None:
                self._now.distance_m += watch.speed_m_s
            told = self._now.symptoms or self._now.advice
            if fresh or watch is not None or told:
                self._writer.add(RECORD, self._record(fresh, watch))

    def _watched(self) -> ReferenceSpeed | None:
        """Give what a watch says of somebody who moves, if no foot was seen yet."""
        said = self._now.speed
        if self._now.strides or said is None or self._second - said.t_s > STALE_S:
            return None
        return said if said.speed_m_s > 0.0 else None

    def _record(self, fresh: dict[Side, Stride], watch: ReferenceSpeed | None) -> tuple[Value, ...]:
        now = self._now
        told = list(fresh.values()) if watch is None else [watch]
        speed_m_s = _mean([one.speed_m_s for one in told])
        steps = _mean([one.cadence_spm for one in told])
        contact_s = _mean([one.contact_time_s for one in told])
        duty = _mean([stride.duty_factor for stride in fresh.values()])
        beat = now.heart
        fresh_beat = beat is not None and self._second - beat.t_s <= STALE_S
        rate = beat.rate_bpm if beat is not None and fresh_beat else None
        turns = None if steps is None else steps / 2.0
        return (
            self._started_s + self._second,
            now.distance_m,
            speed_m_s,
            speed_m_s,
            rate,
            None if turns is None else int(turns),
            None if turns is None else turns % 1.0,
            None if contact_s is None else 1000.0 * contact_s,
            None if duty is None else 100.0 * duty,
            _balance(fresh),
            None if speed_m_s is None or not steps else 1000.0 * speed_m_s * 60.0 / steps,
            *(_instep(fresh.get(side)) for side in Side),
            *(now.risks.get((side, zone)) for side in Side for zone in NERVE_ZONES),
            now.symptoms.popleft() if now.symptoms else None,
            now.advice.popleft() if now.advice else None,
        )

    def _lap(self, t_s: float) -> None:
        spent_s, way_m = t_s - self._lap_from_s, self._now.distance_m - self._lap_from_m
        start = self._stamp(self._lap_from_s)
        values = (self._stamp(t_s), start, spent_s, spent_s, way_m, 9, 1, 0, _RUNNING, self._laps)
        self._writer.add(LAP, values)
        self._laps += 1
        self._lap_from_s, self._lap_from_m = t_s, self._now.distance_m

    def _stamp(self, t_s: float) -> int:
        return self._started_s + round(t_s)


def _balance(fresh: dict[Side, Stride]) -> float | None:
    """Share of the left foot in the contact times of both, in per cent."""
    if len(fresh) < len(Side):
        return None
    left, right = (fresh[side].contact_time_s for side in Side)
    return None if left is None or right is None else 100.0 * left / (left + right)


def _instep(stride: Stride | None) -> float | None:
    return None if stride is None or stride.load is None else stride.load.instep_swing_kpa


def _mean(values: list[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    total = 0.0
    for value in known:
        total += value
    return total / len(known) if known else None
