"""One foot, stretch by stretch: runner, steps, motion and load together."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from firmware_sim.gait.contact import GroundForce
from firmware_sim.gait.foot_path import FootPath
from firmware_sim.gait.steps import Steps
from firmware_sim.gait.style import Contacts
from firmware_sim.runner.runner import SIDES, Runner, Slow
from firmware_sim.runner.symptoms import FeltTap
from firmware_sim.scenario.model import Scenario
from firmware_sim.table import join, take
from monitor.types import Side

_SLAB_S = 20
"""Simulated ahead of the samples; part of what a seed means."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """One foot between two of its contacts, ``start_s`` to ``stop_s``."""

    side: Side
    start_s: float
    stop_s: float
    contacts: Contacts
    path: FootPath
    force: GroundForce
    slow: Slow


class Foot:
    """One foot of a scenario's runner. Feet made from the same seed belong together."""

    def __init__(self, scenario: Scenario, side: Side, seed: int) -> None:
        self._person = scenario.runner
        self._side = side
        self._runner = Runner(scenario, seed)
        self._steps = Steps(scenario, seed)

    def stretches(self) -> Iterator[Stretch]:
        """The foot's life, for ever; each stretch starts where the one before stopped."""
        foot = float(SIDES.index(self._side))
        waiting: Contacts | None = None
        before: Slow | None = None
        while True:
            slow = self._runner.advance(_SLAB_S)
            made = self._steps.advance(slow)
            mine = take(made, np.flatnonzero(made.foot == foot))
            contacts = mine if waiting is None else join([waiting, mine])
            known = slow if before is None else join([before, take(slow, slice(1, None))])
            if len(contacts.t_s) > 1:
                yield self._stretch(contacts, known)
                waiting, before = take(contacts, slice(-1, None)), slow
            else:
                waiting, before = contacts, known

    @property
    def taps(self) -> list[FeltTap]:
        """What the runner has tapped so far."""
        return self._runner.taps

    def _stretch(self, contacts: Contacts, slow: Slow) -> Stretch:
        """Motion and load between the first and the last contact."""
        path = FootPath(contacts, self._person.foot_length_m)
        force = GroundForce(contacts, path.tc_s, self._person.mass_kg, self._person.foot_length_m)
        start_s, stop_s = float(contacts.t_s[0]), float(contacts.t_s[-1])
        return Stretch(self._side, start_s, stop_s, contacts, path, force, slow)
