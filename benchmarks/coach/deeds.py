"""What a runner does who obeys: the plan of the run from then on."""

from collections.abc import Sequence
from typing import Literal

import numpy as np
from msgspec import structs

from firmware_sim.runner.track import track
from firmware_sim.scenario.model import Change, FootName, Phase, Scenario
from monitor.types import Action, Advice, Gait, Side

COMFORTABLE_KPA, ROOMY_KPA = 6.5, 3.5
"""To what the laces on the instep, and the lowest ones at the forefoot, are loosened."""
LACES_S, WALK_S = 35.0, 75.0
"""How long a stop at the laces and a walk take."""
SLOWER = 0.93
NOW = frozenset({"loosen_now", "laces_now", "room_now", "lowest_now"})
FEET: tuple[FootName, ...] = ("left", "right")

Tied = Literal["edge_kpa", "lace_kpa"]


def done(scenario: Scenario, at_s: float, advice: Advice, *, partly: bool) -> Scenario | None:
    """Return the plan once what a sentence asks for was done; None if it asks for nothing here."""
    match advice.action:
        case Action.LOOSEN_LACES:
            return _loosened(scenario, at_s, advice, partly=partly)
        case Action.GUIDE if NOW & set(advice.words):  # the runner stands already
            return _loosened(scenario, at_s, advice, partly=partly, stop_s=15.0)
        case Action.WALK:
            return _paused(scenario, at_s, WALK_S, Gait.WALK, 1.4)
        case Action.EASE_OFF:
            return _slower(scenario, at_s)
        case Action.STOP:
            return _ended(scenario, at_s)
        case _:
            return None


def _slower(scenario: Scenario, at_s: float) -> Scenario:
    """Run a little slower from then on."""
    phases, begun_s = [], 0.0
    for phase in scenario.phase:
        left_s = at_s - begun_s
        begun_s += phase.duration_s
        slow = structs.replace(phase, speed_m_s=SLOWER * phase.speed_m_s)
        if left_s <= 1.0:
            phases.append(slow)
        elif left_s < phase.duration_s - 1.0:
            phases.append(structs.replace(phase, duration_s=left_s))
            phases.append(structs.replace(slow, duration_s=phase.duration_s - left_s))
        else:
            phases.append(phase)
    return structs.replace(scenario, phase=tuple(phases))


def _loosened(
    scenario: Scenario, at_s: float, advice: Advice, *, partly: bool, stop_s: float = LACES_S
) -> Scenario:
    """Stop, and set the laces (or, of a narrow shoe, give the forefoot a little room).

    What was going to tighten the foot later on is overruled, and nobody who loosens ties tighter.
    """
    one: FootName = "left" if advice.side is Side.LEFT else "right"
    feet: tuple[FootName, ...] = ("left", "right") if advice.side is None else (one,)
    lowest = any(word.startswith("lowest") for word in advice.words)
    quantity: Tied = "edge_kpa" if lowest else "lace_kpa"
    to_kpa = ROOMY_KPA if lowest else COMFORTABLE_KPA * (1.4 if partly else 1.0)
    changes, done_s = _one_by_one(scenario.change, quantity), at_s + 0.5 * stop_s
    for foot in feet:
        shoe = scenario.shoe(Side(foot))
        start_kpa = shoe.edge_kpa if lowest else shoe.lace_kpa
        tied_kpa = track(scenario, quantity, start_kpa, Side(foot))(np.array(done_s))
        changes = [
            c for c in changes if (c.quantity, c.side) != (quantity, foot) or c.at_s < done_s
        ]
        changes.append(
            Change(
                at_s=done_s,
                quantity=quantity,
                to=min(to_kpa, float(tied_kpa)),
                over_s=5.0,
                side=foot,
            )
        )
    stopped = _paused(scenario, at_s, stop_s, Gait.STAND, 0.0)
    return structs.replace(stopped, change=tuple(changes))


def _one_by_one(changes: Sequence[Change], quantity: Tied) -> list[Change]:
    """The changes, with one for each foot where one was of both."""
    out = []
    for change in changes:
        if change.quantity == quantity and change.side is None:
            out += [structs.replace(change, side=foot) for foot in FEET]
        else:
            out.append(change)
    return out


def _ended(scenario: Scenario, at_s: float) -> Scenario:
    """End the run, with the shoes open."""
    opened = [
        Change(at_s=at_s, quantity=quantity, to=2.0, over_s=20.0)
        for quantity in ("lace_kpa", "edge_kpa")
    ]
    kept = [c for c in scenario.change if c.at_s < at_s]
    stopped = _paused(scenario, at_s, scenario.duration_s, Gait.STAND, 0.0)
    return structs.replace(stopped, change=(*kept, *opened))


def _paused(
    scenario: Scenario, at_s: float, for_s: float, gait: Gait, speed_m_s: float
) -> Scenario:
    """Put a pause into the plan."""
    phases, begun_s, put = [], 0.0, False
    pause = Phase(duration_s=max(for_s, 1.0), gait=gait, speed_m_s=speed_m_s)
    for phase in scenario.phase:
        left_s = at_s - begun_s
        if not put and left_s < phase.duration_s:
            if left_s > 1.0:
                phases.append(structs.replace(phase, duration_s=left_s))
            phases += [pause, structs.replace(phase, duration_s=phase.duration_s - max(left_s, 0))]
            put = True
        else:
            phases.append(phase)
        begun_s += phase.duration_s
    return structs.replace(scenario, phase=tuple(phases))
