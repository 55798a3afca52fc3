"""A session as a FIT activity: what running sites read, and our own fields beside it.

One record a second of running or walking, and one where something was felt or advised; a second
holds one number of each, so that another one stands in the next. Native fields: speed, distance,
cadence, stance time and its share, its balance, step length, heart rate. Developer fields, by name:
contact time and pressure under the laces of each foot, risk of each nerve zone, what was felt and
what was advised. Laps end where the runner starts or stops walking. What was not measured is
*invalid*, which readers show as missing. As long as no foot was seen, speed, cadence and stance
time are those of a watch or a pod that says them.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from math import inf
from typing import Final

from monitor.session.fit_layouts import (
    ACTIVITY,
    APPLICATION,
    DESCRIPTION,
    DEVELOPER,
    DEVELOPER_ID,
    DEVELOPMENT,
    EVENT,
    FILE_ID,
    LAP,
    RECORD,
    RECORD_NUMBER,
    RUNNING,
    SESSION,
)
from monitor.session.fit_second import Second
from monitor.session.fit_writer import Base, FitWriter
from monitor.session.in_time import InTime, settled_s
from monitor.types import (
    Advice,
    Event,
    Gait,
    GaitChange,
    HeartBeat,
    ReferenceSpeed,
    Risk,
    Stride,
    Symptom,
)

EPOCH: Final = datetime(1989, 12, 31, tzinfo=UTC)
"""FIT counts seconds from here."""
_BY_EQUIPMENT: Final = 8
"""Trigger of a lap that a device ended, and no press: walking began or stopped (FIT profile,
``lap_trigger``: fitness_equipment). Manual laps are reports to who imports with ``--laps-are``."""
_SESSION_END: Final = 7


class FitActivity:
    """Take a session's events in their order; then ask for the file."""

    def __init__(self, started: datetime) -> None:
        # FIT reads small numbers as time since the device was switched on: no date is known
        self._started_s = max(round((started - EPOCH).total_seconds()), 0)
        self._writer = FitWriter()
        self._now = Second()
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
            self._now.know(event)
        while self._now.is_told:
            self._until(self._second + 1.0)
        ended_s = max(duration_s, float(self._second))  # no record lies after the session
        self._lap(ended_s, _SESSION_END)
        stamp = self._stamp(ended_s)
        length_m = self._now.distance_m
        add = self._writer.add
        add(EVENT, (stamp, 0, 4))
        add(SESSION, (stamp, self._started_s, ended_s, ended_s, length_m, 8, 1, RUNNING, 0,
                      self._laps))  # fmt: skip
        add(ACTIVITY, (stamp, ended_s, 1, 0, 26, 1))
        return self._writer.finish()

    def _head(self) -> None:
        add = self._writer.add
        add(FILE_ID, (4, DEVELOPMENT, 0, 1, self._started_s))
        add(DEVELOPER_ID, (APPLICATION, 0))
        for number, (name, unit) in enumerate(DEVELOPER):
            add(DESCRIPTION, (0, number, int(Base.FLOAT32), name, unit, RECORD_NUMBER))
        add(EVENT, (self._started_s, 0, 0))

    def _take(self, event: Event) -> None:
        match event:
            case Stride():
                self._until(event.ic_s)
                self._now.step(event)
            case GaitChange() if event.gait is not self._gait:
                self._change(event)
            case Advice() if self._is_heard:
                pass
            case HeartBeat() | ReferenceSpeed() | Risk() | Symptom() | Advice():
                self._waiting.push(event)
        settled = settled_s(event)
        if settled is not None and not self._now.is_seen:
            self._until(settled)

    def _change(self, event: GaitChange) -> None:
        """End a lap where walking starts or stops."""
        walked = Gait.WALK in {self._gait, event.gait}
        if walked and self._gait is not None and event.t_s > self._lap_from_s + 1.0:
            self._lap(event.t_s, _BY_EQUIPMENT)
        self._gait = event.gait

    def _until(self, t_s: float) -> None:
        """Write the seconds that are over; those without a stride are a pause."""
        while self._second + 1 <= t_s:
            self._second += 1
            for event in self._waiting.until(self._second):
                self._now.know(event)
            said = self._now.record(self._second)
            if said is not None:
                self._writer.add(RECORD, (self._started_s + self._second, *said))

    def _lap(self, t_s: float, trigger: int) -> None:
        spent_s, way_m = t_s - self._lap_from_s, self._now.distance_m - self._lap_from_m
        start = self._stamp(self._lap_from_s)
        stamp = self._stamp(t_s)
        values = (stamp, start, spent_s, spent_s, way_m, 9, 1, trigger, RUNNING, self._laps)
        self._writer.add(LAP, values)
        self._laps += 1
        self._lap_from_s, self._lap_from_m = t_s, self._now.distance_m

    def _stamp(self, t_s: float) -> int:
        return self._started_s + round(t_s)
