"""What does a report of the runner mean for what we are concerned about?"""

from collections.abc import Iterable

from monitor.advice.concerns import Concern, State, Trigger, covers
from monitor.risk.causes import REPORTED
from monitor.types import Feeling, FindingKind, Risk, Side, Symptom, Zone


def first_trigger(symptom: Symptom, concerns: Iterable[Concern]) -> Trigger:
    """Laces help the top and the front of a foot, and where they are known to be tight."""
    if symptom.feeling is Feeling.PAIN:
        return Trigger.FELT
    sides = tuple(Side) if symptom.side is None else (symptom.side,)
    tight = any(
        c.cause is FindingKind.LACING and c.side in sides and c.state is not State.QUIET
        for c in concerns
    )
    shoe = symptom.zone in (Zone.TOP, Zone.FOREFOOT) or (symptom.zone is None and tight)
    return Trigger.FELT_TOP if shoe else Trigger.FELT


def relieves(symptom: Symptom, concern: Concern) -> bool:
    """Whether an OK ends a report; one about both feet only when both were said to be fine."""
    if not concern.felt:
        return False
    if concern.side is not None or symptom.side is None:
        return covers(symptom, concern.side, concern.zone)
    if covers(symptom, symptom.side, concern.zone):
        concern.fine |= {symptom.side}
    return len(concern.fine) == len(Side)


def echoes(risk: Risk) -> bool:
    """Whether a risk is as high as it is only because the runner said so: that is no news."""
    return any(part.cause == REPORTED and part.amount > 0.0 for part in risk.contributions)
