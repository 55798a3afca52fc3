"""A run for tests of the adviser: findings, taps and seconds in; sentences and outcomes out."""

from typing import Any

from monitor.advice.adviser import Adviser
from monitor.advice.limits import AdviceLimits
from monitor.advice.runner import ANYBODY, Runner
from monitor.risk.causes import Cause
from monitor.settings.speech import SpeechSettings
from monitor.types import (
    Action,
    Advice,
    Contribution,
    Feeling,
    Finding,
    FindingKind,
    FindingStatus,
    Gait,
    GaitChange,
    HeartBeat,
    Outcome,
    OutcomeKind,
    Risk,
    Side,
    Stride,
    Symptom,
    Toss,
    Zone,
    stride_of,
)

ACTIVE, CLEAR, NOT_ASSESSED = FindingStatus
Out = list[Advice | Outcome | Toss]


def find(
    t_s: float,
    kind: FindingKind = FindingKind.LACING,
    side: Side | None = Side.LEFT,
    status: FindingStatus = ACTIVE,
    value: float | None = None,
) -> Finding:
    return Finding(kind=kind, side=side, t_s=t_s, status=status, evidence="seen", value=value)


def risk(
    t_s: float,
    zone: Zone = Zone.TOP,
    side: Side = Side.LEFT,
    felt_s: float | None = None,
    **parts: float,
) -> Risk:
    """A risk; from the threshold on it is where this runner felt it in earlier runs."""
    level = sum(parts.values())
    return Risk(
        side=side,
        zone=zone,
        t_s=t_s,
        level=level,
        coverage=1.0,
        contributions=tuple(Contribution(Cause[name], amount) for name, amount in parts.items()),
        personal=True,
        felt_s=0.0 if level >= 1.0 else felt_s,
    )


def stride(t_s: float, instep_swing_kpa: float | None = None) -> Stride:
    return stride_of(
        side=Side.LEFT,
        ic_s=t_s - 0.72,
        tc_s=t_s - 0.48,
        next_ic_s=t_s,
        instep_swing_kpa=instep_swing_kpa,
    )


def numb(t_s: float, zone: Zone | None = Zone.SOLE, side: Side | None = Side.LEFT) -> Symptom:
    return Symptom(t_s, Feeling.NUMB, side, zone)


def ok(t_s: float, side: Side | None = Side.LEFT) -> Symptom:
    return Symptom(t_s, Feeling.OK, side)


def moves(adviser: Adviser, t_s: float, gait: Gait) -> Out:
    return [x for side in Side for x in adviser.push(GaitChange(side, t_s, gait))]


SPEECH = set(SpeechSettings.__struct_fields__)


def limits(**given: Any) -> AdviceLimits:
    """Limits with some of them, or of the owner's settings of speech, changed."""
    speech = {name: value for name, value in given.items() if name in SPEECH}
    others = {name: value for name, value in given.items() if name not in SPEECH}
    return AdviceLimits(speech=SpeechSettings(**speech), **others)


def running(
    limits: AdviceLimits | None = None, t_s: float = 10.0, runner: Runner = ANYBODY
) -> Adviser:
    adviser = Adviser(limits or AdviceLimits(), runner)
    moves(adviser, t_s, Gait.RUN)
    return adviser


def wait(adviser: Adviser, from_s: float, to_s: float) -> Out:
    seconds = range(int(from_s), int(to_s))
    return [x for t in seconds for x in adviser.push(HeartBeat(float(t), 150.0))]


def rests(adviser: Adviser, from_s: float, to_s: float, gait: Gait = Gait.STAND) -> Out:
    """Stand or walk for a while, then run on."""
    out = moves(adviser, from_s, gait) + wait(adviser, from_s, to_s)
    return out + moves(adviser, to_s, Gait.RUN)


def advice(out: Out) -> list[Advice]:
    return [x for x in out if isinstance(x, Advice)]


def texts(out: Out) -> list[str]:
    return [x.text for x in advice(out)]


def said(out: Out) -> list[tuple[float, Action]]:
    return [(x.t_s, x.action) for x in advice(out)]


def actions(out: Out) -> list[Action]:
    return [x.action for x in advice(out)]


def became(out: Out) -> list[OutcomeKind]:
    return [x.kind for x in out if isinstance(x, Outcome)]


def red(out: Out) -> list[tuple[float, str]]:
    return [(x.t_s, x.text) for x in advice(out) if x.red_flag]
