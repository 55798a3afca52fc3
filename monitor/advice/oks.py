"""What an OK is about, and which report it ends."""

from dataclasses import replace

from monitor.advice.concerns import Concern, RedFlag
from monitor.advice.place import covers, eases
from monitor.advice.red_flags import EMERGENCIES
from monitor.types import Feeling, Side, Symptom


def as_answer(symptom: Symptom, asked: Concern | None) -> Symptom | None:
    """Give what the no of a button that names nothing says to "Better?", of what it is about."""
    if symptom.feeling is not Feeling.SOMETHING or asked is None or asked.report is None:
        return None
    return _of(replace(symptom, feeling=asked.report.feeling), asked)


def as_yes(ok: Symptom, asked: Concern | None) -> Symptom | None:
    """Give an OK that names nothing as a yes to "Better?", of what the question is about."""
    return None if asked is None or asked.report is None else _of(ok, asked)


def _of(word: Symptom, asked: Concern) -> Symptom | None:
    if word.sides or word.zone is not None:
        return None
    return replace(word, side=asked.side, zone=asked.place, both=asked.both)


def is_apart(concern: Concern) -> bool:
    """Whether a yes to "Better?" after a break for another place says nothing of a report."""
    pain = concern.report is not None and concern.report.feeling is Feeling.PAIN
    return pain or concern.red_flag in EMERGENCIES


def relieves(symptom: Symptom, concern: Concern) -> bool:
    """Whether an OK ends a report; one about both feet only when both were said to be fine."""
    report, side = concern.report, symptom.side
    if not eases(symptom, concern.side, concern.place) or not _may_end(symptom, concern):
        return False
    if report is not None and symptom.t_s < report.pressed_s:
        return False  # it was said before the report, and came after it
    if not concern.both or side is None or report is None:
        return True
    report.fine |= {side}
    return len(report.fine) == len(Side)


def is_well(ok: Symptom, about: Concern | None) -> bool:
    """Whether after an OK nothing is left of what a break was for."""
    if about is None:
        return True
    return not about.active if about.felt else covers(ok, about.side, about.zone)


def _may_end(ok: Symptom, concern: Concern) -> bool:
    """Whether an OK is about what needs help at once, if that is what a report is about."""
    if concern.red_flag is RedFlag.DIZZY:  # a foot that is fine ends no dizziness
        return ok.side is None and ok.zone is None
    if concern.red_flag not in EMERGENCIES or concern.side is not None:
        return True
    # of a calf whose leg was not said, one leg that is fine says too little
    return ok.zone in (None, concern.place) and (concern.both or ok.side is None)


def covers_all(ok: Symptom, symptom: Symptom) -> bool:
    """Whether an OK is about every foot that a report names."""
    sides = symptom.sides or (None,)
    return all(covers(ok, side, symptom.zone) for side in sides)
