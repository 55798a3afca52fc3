"""The red flags of a session, from what was said in it and what was found and answered after it."""

from monitor.report.follow_up import Answers, Card, RedFlag, red_flags
from monitor.report.lift_test import LiftResult
from monitor.report.story import Said, Story
from monitor.types import FindingKind


def flags_of(
    story: Story, answers: Answers | None, lift: LiftResult | None = None
) -> tuple[RedFlag, ...]:
    """Give the red flags of a session, each once, the most urgent first."""
    flags = [*red_flags(answers), *(_of(said) for said in story.said if said.red_flag)]
    flags += [RedFlag("lift_lower", Card.SOON, side) for side in (lift.lower if lift else ())]
    known = {flag.name: flag for flag in reversed(flags)}
    return tuple(
        sorted(known.values(), key=lambda flag: (flag.card is not Card.NOW, flags.index(flag)))
    )


def _of(said: Said) -> RedFlag:
    """Give the flag of a sentence that sent the runner to a clinician."""
    key = "foot_drop" if said.cause is FindingKind.FOOT_DROP else "felt_in_run"
    return RedFlag(key, Card.SOON, said.side)
