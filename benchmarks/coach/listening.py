"""One listening runner, with the product and without it, condensed to what the table needs."""

from dataclasses import dataclass, field
from typing import Final

import numpy as np

from benchmarks.coach.listener import ZONES, Heard, alone, listened, simulate
from benchmarks.coach.models import Felt
from benchmarks.coach.symptoms import known, run_of
from firmware_sim.runner.runner import SIDES
from monitor.types import Action, Advice, FindingKind, Outcome, Risk, Side, Zone

NEVER: Final = "never"
ANSWER_S: Final = 3.0
STEP_S: Final = 10.0
"""Felt is kept at every tenth second."""
AHEAD_S: Final = 300.0
SHOE: Final = frozenset({FindingKind.LACING, FindingKind.SWELLING, FindingKind.NARROW_SHOE})

OVER_INSTEP: Final = frozenset({FindingKind.LACING, FindingKind.SWELLING})
"""What presses the top of the foot, and is said with what to do about the laces."""


@dataclass(frozen=True, slots=True)
class Minute:
    """One zone in one minute: its level, its forecast, whether it tingles, and whether soon."""

    zone: Zone
    level: float | None
    felt: bool
    soon: bool


@dataclass(frozen=True, slots=True)
class Warned:
    """A warning that a zone may go numb, and when it did, s; None: never."""

    forecast_s: float | None
    felt_after_s: float | None


@dataclass(slots=True)
class Pair:
    """The same runner without and with the product."""

    cause: str
    model: str
    ear: str
    sensors: bool
    hours: float
    without_min: float
    with_min: float
    said: list[Advice]
    outcomes: list[Outcome]
    taps: int
    late: int
    numb_min: float
    minutes: list[Minute] = field(default_factory=list)
    warned: list[Warned] = field(default_factory=list)
    """Warnings of the top that were spoken."""
    known: bool = False
    """Whether earlier runs taught a profile."""
    onsets: list[bool] = field(default_factory=list)
    """For each true onset on the top of a foot: whether it had been spoken of before."""

    @property
    def shoes(self) -> int:
        """Sentences about shoes."""
        return sum(a.cause in SHOE or a.action is Action.LOOSEN_LACES for a in self.said)

    @property
    def referred(self) -> bool:
        """Whether the runner was told to end the run, with the card."""
        return self.referred_s is not None

    @property
    def referred_s(self) -> float | None:
        """When that was first, s."""
        return min((a.t_s for a in self.said if a.card), default=None)


def pair(cause: str, model: str, ear: str, seed: int, *, sensors: bool) -> Pair:
    """Play a runner with and without the product, from the same seed.

    Of those who never listen, every other one is known from earlier runs.
    """
    run = run_of(cause, model, ear, seed)
    is_known = ear == NEVER and seed % 2 == 1
    if is_known:
        run = known(run)
    first = simulate(run, sensors=sensors)
    before, heard = alone(run, first), listened(run, sensors=sensors, first=first)
    felt = heard.felt
    assert felt is not None
    out = Pair(
        cause,
        model,
        ear,
        sensors,
        heard.hours,
        before.felt_min,
        heard.felt_min,
        heard.said,
        heard.outcomes,
        len(heard.taps),
        unanswered(heard),
        float((felt.max(axis=(1, 2)) > 1).sum()) * STEP_S / 60.0,
    )
    if ear == NEVER:
        out.known = is_known
        out.minutes = list(_minutes(heard, felt))
        out.warned = list(_warned(heard, felt))
        out.onsets = list(_onsets(heard, felt))
    return out


def unanswered(heard: Heard) -> int:
    """Reports without an answer within 3 s."""
    answers = [a.t_s for a in heard.said if a.felt or a.action is Action.ACKNOWLEDGE]
    return sum(not any(0.0 <= t_s - tap.t_s <= ANSWER_S for t_s in answers) for tap in heard.taps)


def _minutes(heard: Heard, felt: Felt) -> list[Minute]:
    """Levels as they are shown, once a minute; what the runner reported lifts them too."""
    out = []
    for foot, side in enumerate(SIDES):
        for place, zone in enumerate(ZONES):
            told = [r for r in heard.risks if r.side is side and r.zone is zone]
            states = felt[:, foot, place] > 0
            for minute in range(2, int(heard.hours * 60.0) - 5):
                t_s = 60.0 * minute
                level = _level(told, t_s)
                now, until = int(t_s / STEP_S), int((t_s + AHEAD_S) / STEP_S)
                out.append(Minute(zone, level, bool(states[now]), bool(states[now:until].any())))
    return out


def _level(told: list[Risk], t_s: float) -> float | None:
    level = None
    for risk in told:
        if risk.t_s > t_s:
            break
        level = risk.level
    return level


def _warned(heard: Heard, felt: Felt) -> list[Warned]:
    out = []
    for advice in heard.said:
        if advice.cause is not None or advice.felt or advice.zone is not Zone.TOP:
            continue
        if advice.action not in (Action.LOOSEN_LACES, Action.EASE_OFF, Action.WALK):
            continue
        sides = [advice.side] if advice.side else list(Side)
        risks = [r for r in heard.risks if r.side in sides and r.zone is Zone.TOP]
        last = [r for r in risks if r.t_s <= advice.t_s][-1:]
        foots = [SIDES.index(side) for side in sides]
        states = felt[int(advice.t_s / STEP_S) :, foots, 0].max(axis=1) > 0
        hits = np.flatnonzero(states)
        if states[0]:  # what tingles already is not foretold
            continue
        after_s = float(hits[0]) * STEP_S if len(hits) else None
        out.append(Warned(last[0].felt_s if last else None, after_s))
    return out


def _onsets(heard: Heard, felt: Felt) -> list[bool]:
    """First onsets on the top: whether a sentence about that foot's laces or top came before."""
    out = []
    for foot, side in enumerate(SIDES):
        hits = np.flatnonzero(felt[:, foot, 0] > 0)
        if not len(hits):
            continue
        onset_s = float(hits[0]) * STEP_S
        out.append(
            any(
                a.t_s < onset_s
                and a.side in (None, side)
                and not a.felt
                and (a.cause in OVER_INSTEP or a.zone is Zone.TOP)
                for a in heard.said
            )
        )
    return out
