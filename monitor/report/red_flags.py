"""The red flags of a session, from what was said in it and what was added and found after it."""

from monitor.advice.concerns import RedFlag as Flagged
from monitor.advice.red_flags import EMERGENCIES, flag_said
from monitor.report.follow_up import Answers, Card, RedFlag, red_flags
from monitor.report.lift_test import LiftResult
from monitor.report.story import Said, Story
from monitor.types import FindingKind


def flags_of(
    story: Story, answers: Answers | None, lift: LiftResult | None = None
) -> tuple[RedFlag, ...]:
    """Give the red flags of a session, each once, the most urgent first."""
    said = [one for one in (*story.said, *story.added) if one.red_flag]
    flags = [*red_flags(answers), *(_of(one) for one in said)]
    flags += [RedFlag("lift_lower", Card.SOON, side) for side in (lift.lower if lift else ())]
    known = {flag.name: flag for flag in reversed(flags)}
    return tuple(
        sorted(known.values(), key=lambda flag: (flag.card is not Card.NOW, flags.index(flag)))
    )


def _of(said: Said) -> RedFlag:
    """Give the flag of a sentence that ended the run, by its own reason."""
    flag = flag_said(said.words)
    if flag is Flagged.FOOT_DROP or said.cause is FindingKind.FOOT_DROP:
        return RedFlag("foot_drop", Card.SOON, said.side)
    if flag is None:  # a sentence of which only the text is known
        return RedFlag("felt_in_run", Card.SOON, said.side)
    card = Card.NOW if flag in EMERGENCIES else Card.SOON
    return RedFlag(f"run_{flag}", card, said.side)
