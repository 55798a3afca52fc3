"""Simulated strides without samples, for hundreds of hours.

The same runner and steps as in the full simulation, thousands of times faster than life: each
stride's quantities are read off the pose and the force at a few instants, and get errors of the
size that the real pipeline has. For statistics: false alarms, delays, risk.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from firmware_sim.gait.steps import Steps
from firmware_sim.gait.style import Contacts
from firmware_sim.runner.runner import SIDES, Runner, Slow
from firmware_sim.runner.symptoms import FeltTap
from firmware_sim.scenario.model import Scenario
from firmware_sim.table import join, take
from firmware_sim.truth.seen import GAITS, SeenFoot, Sensing
from monitor.types import (
    GaitChange,
    HeartBeat,
    ReferenceSpeed,
    Stride,
    Symptom,
)

__all__ = ["Sensing", "StrideEvent", "StrideRun", "StrideStretch", "event_s"]

_SLAB_S = 300

StrideEvent = Stride | GaitChange | HeartBeat | ReferenceSpeed | Symptom


@dataclass(frozen=True, slots=True)
class StrideStretch:
    """A piece of a run: what is seen in order of time, and the truth behind it."""

    start_s: float
    stop_s: float
    events: list[StrideEvent]
    contacts: Contacts
    slow: Slow


class StrideRun:
    """A scenario's run at stride level.

    Parameters
    ----------
    scenario : Scenario
    seed : int
    sensing : Sensing
    who : int, optional
        The seed of another day's run of the same runner.
    """

    def __init__(
        self,
        scenario: Scenario,
        seed: int,
        sensing: Sensing | None = None,
        who: int | None = None,
    ) -> None:
        self._scenario = scenario
        self._sensing = sensing or Sensing()
        self._runner = Runner(scenario, seed, who)
        self._steps = Steps(scenario, seed)
        self._feet = [SeenFoot(scenario, i, self._sensing, [seed, 40 + i]) for i in range(2)]
        self._rng = np.random.default_rng([seed, 39])

    @property
    def taps(self) -> list[FeltTap]:
        """What the runner has tapped so far."""
        return self._runner.taps

    def stretches(self, duration_s: float | None = None) -> Iterator[StrideStretch]:
        """The run piece by piece, up to the scenario's duration or a given one."""
        stop_s = self._scenario.duration_s if duration_s is None else duration_s
        begun_s, told = 0.0, 0
        waiting: list[StrideEvent] = []
        before: Slow | None = None
        while begun_s < stop_s:
            slow = self._runner.advance(_SLAB_S)
            contacts = self._steps.advance(slow)
            known = slow if before is None else join([before, take(slow, slice(1, None))])
            before = slow
            end_s = min(float(slow.t_s[-1]) - 10.0, stop_s)
            for i, foot in enumerate(self._feet):
                waiting += foot.strides(take(contacts, np.flatnonzero(contacts.foot == i)), known)
            waiting += self._others(slow)
            waiting += [Symptom(*tap) for tap in self._runner.taps[told:]]
            told = len(self._runner.taps)
            waiting.sort(key=event_s)
            ready = [event for event in waiting if event_s(event) < end_s]
            waiting = waiting[len(ready) :]
            yield StrideStretch(begun_s, end_s, ready, contacts, slow)
            begun_s = end_s

    def _others(self, slow: Slow) -> list[StrideEvent]:
        """Changes of gait, heart beats and reference speed; every five seconds the last two."""
        made: list[StrideEvent] = []
        for i in np.flatnonzero(np.diff(slow.gait)).tolist():
            gait = GAITS[int(slow.gait[i + 1])]
            made += [GaitChange(side, float(slow.t_s[i + 1]), gait) for side in SIDES]
        for i in range(5, len(slow.t_s), 5):
            t_s = float(slow.t_s[i])
            if self._sensing.heart:
                bpm = float(slow.heart_bpm[i]) + float(self._rng.normal(0.0, 1.0))
                made.append(HeartBeat(t_s, float(round(bpm)), (60.0 / bpm,)))
            if self._sensing.speed:
                speed = float(slow.speed_m_s[i]) + float(self._rng.normal(0.0, 0.05))
                made.append(ReferenceSpeed(t_s, max(0.0, speed), float(slow.cadence_spm[i])))
        return made


def event_s(event: StrideEvent) -> float:
    """When an event is known: a stride at its end."""
    return event.next_ic_s if isinstance(event, Stride) else event.t_s
