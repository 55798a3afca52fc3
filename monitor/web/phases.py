"""What a hub does that waits for runs: one table, drawn here; pure.

    idle ──start──► starting ──begun──► running ──ended──► filing ──filed──► idle
     └───off──► off     └────────────────── failed ───────────┴──► idle

``off`` while a run goes on ends it first; the computer is switched off once it is filed.
A program that runs once is ``over`` where a hub waits anew: ``once`` gives that from ``idle``.
"""

from enum import StrEnum, auto
from typing import Final


class Phase(StrEnum):
    """What the hub does."""

    IDLE = auto()
    """It waits: for a start, for sensors to be paired, for somebody who looks at old runs."""
    STARTING = auto()
    RUNNING = auto()
    FILING = auto()
    """The run is over; its report is made."""
    OFF = auto()
    """The computer is being switched off."""
    OVER = auto()
    """The one run of this program is over; what is asked after it can be answered."""


class Trigger(StrEnum):
    """What happens to the hub."""

    START = auto()
    BEGUN = auto()
    ENDED = auto()
    FILED = auto()
    FAILED = auto()
    OFF = auto()


TRANSITIONS: Final[dict[Phase, dict[Trigger, Phase]]] = {
    Phase.IDLE: {Trigger.START: Phase.STARTING, Trigger.OFF: Phase.OFF},
    Phase.STARTING: {Trigger.BEGUN: Phase.RUNNING, Trigger.FAILED: Phase.IDLE},
    Phase.RUNNING: {Trigger.ENDED: Phase.FILING, Trigger.FAILED: Phase.IDLE},
    Phase.FILING: {Trigger.FILED: Phase.IDLE, Trigger.FAILED: Phase.IDLE},
    Phase.OFF: {},
    Phase.OVER: {},
}


def after(phase: Phase, trigger: Trigger) -> Phase:
    """Give what the hub does after something happened; what does not fit changes nothing.

    >>> after(Phase.IDLE, Trigger.START), after(Phase.FILING, Trigger.START)
    (<Phase.STARTING: 'starting'>, <Phase.FILING: 'filing'>)
    """
    return TRANSITIONS[phase].get(trigger, phase)


def once(phase: Phase) -> Phase:
    """Give what a program does that runs once, where a hub would do this.

    >>> once(Phase.IDLE), once(Phase.FILING)
    (<Phase.OVER: 'over'>, <Phase.FILING: 'filing'>)
    """
    return Phase.OVER if phase is Phase.IDLE else phase
